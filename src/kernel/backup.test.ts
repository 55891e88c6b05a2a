import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backupWorld, rowsOf, secret, seed } from '../../test/support/backups.ts'
import { emptyDatabase, freshDatabase } from '../../test/support/database.ts'
import { startOrdinaryPostgres } from '../../test/support/postgres15.ts'
import { makeWorld } from '../../test/support/world.ts'
import { actionsByName } from '../server/features.ts'
import { perform } from './action.ts'
import { connect } from './connect.ts'
import { openDatabase } from './database.ts'
import { ledgerKey, publicKeyText } from './ledger.head.ts'
import { trustedKeys } from './ledger.trust.ts'
import { verifyLedger } from './ledger.verify.ts'
import { startPostgres } from './postgres.ts'

let { world, folder, good, organisationId, founder, machine, sameMachine, backUp, restore } = {} as World
let close: World['close'] | undefined

type World = Awaited<ReturnType<typeof backupWorld>>

beforeAll(async () => {
  const made = await backupWorld()
  ;({ world, folder, good, organisationId, founder, machine, sameMachine, backUp, restore } = made)
  close = made.close
})

afterAll(() => close?.())

describe('a backup that is restored', () => {
  test('gives back every row of every table, and each ledger goes on with an entry that names the head of the backup', async () => {
    const url = await freshDatabase()
    const { organisations, rows, notes, keys } = await restore(good, url)
    const [before, after] = [await rowsOf(world.url), await rowsOf(url)]
    const grown = ['public.ledger_entries', 'public.ledger_leaves', 'public.ledger_heads']
    for (const [table, expected] of Object.entries(before)) {
      expect(after[table]!.filter((row) => expected.includes(row))).toEqual(expected)
      expect([table, after[table]!.length - expected.length]).toEqual([table, grown.includes(table) ? 2 : 0])
    }
    expect(rows).toBe(Object.values(before).flat().length)
    expect(before['public.ledger_entries']!.length).toBeGreaterThan(30)
    expect(organisations.map(({ name, ledger }) => [name, ledger.ok, ledger.faults, ledger.unsealed])).toEqual([['Fjordvik IT', true, [], 0], ['Søndre Ænd', true, [], 0]])
    expect([notes, keys]).toEqual([[], 'same'])
    const sql = connect(url, { max: 1 })
    const [head] = await world.database.sql<{ size: string; root: Buffer }[]>`select size, root from ledger_heads where organisation_id = ${organisationId} order by size desc limit 1`
    const [fork] = await sql<{ verb: string; actor_id: string; reason: string }[]>`select verb, actor_id, content::jsonb ->> 'reason' as reason from ledger_entries where organisation_id = ${organisationId} order by id desc limit 1`
    expect(fork).toMatchObject({ verb: 'ledger.fork', actor_id: 'operator', reason: expect.stringContaining(`covers ${head!.size} entries with root ${head!.root.toString('hex')}`) })
    await sql.end()
  })

  test('lacks nothing: whatever else the schemas could hold that COPY does not carry is not there', async () => {
    const others = await world.database.sql`select relname, relkind from pg_class where relnamespace in ('public'::regnamespace, 'identity'::regnamespace) and relkind not in ('r', 'p', 'i', 'I')`
    expect(others).toEqual([])
    expect(await world.database.sql`select oid from pg_largeobject_metadata`).toHaveLength(0)
  })

  test('ends sessions', async () => {
    const url = await freshDatabase()
    await restore(good, url)
    const sql = connect(url, { max: 1 })
    expect(await sql`select id from identity.session`).toHaveLength(0)
    expect(await sql`select id from identity.account`).toHaveLength(2)
    await sql.end()
  })

  test('may have been made while others write: it holds one instant', async () => {
    const busy = await makeWorld({ at: new Date().toISOString() })
    const { act } = await busy.found('Busy')
    let stopped = false
    const writer = async () => {
      for (let i = 0; !stopped; i++) await act('service.draft', { title: `Service ${i}`, body: {} })
    }
    const writers = [writer(), writer()]
    const file = join(folder, 'busy.backup')
    for (let i = 0; i < 3; i++) await backUp(file, { url: busy.url })
    stopped = true
    await Promise.all(writers)
    const url = await freshDatabase()
    const { organisations } = await restore(file, url)
    expect(organisations[0]!.ledger).toMatchObject({ ok: true, faults: [] })
    const sql = connect(url, { max: 1 })
    const [counts] = await sql`select (select count(*)::int from elements where kind = 'service') as elements, (select count(*)::int from ledger_entries where verb = 'service.draft') as entries`
    expect(counts!.elements).toBe(counts!.entries)
    expect(counts!.elements).toBeGreaterThan(0)
    await sql.end()
    await busy.close()
  })

  test('needs no more than a user that owns its database', async () => {
    await makePlainUser()
    const url = await emptyDatabase()
    const owner = connect(url, { max: 1 })
    await owner.unsafe(`alter database ${new URL(url).pathname.slice(1)} owner to plain_user`)
    await owner.end()
    const { organisations } = await restore(good, asPlainUser(url))
    expect(organisations.map(({ ledger }) => ledger.faults)).toEqual([[], []])
    const file = join(folder, 'plain.backup')
    const { rows } = await backUp(file, { url: asPlainUser(url) })
    expect((await restore(file, await freshDatabase())).rows).toBe(rows)
    expect(rows).toBe(Object.values(await rowsOf(url)).flat().length)
  })

  test('moves between PostgreSQL 15 and 18 in both directions', async ({ skip }) => {
    const other = process.env['WELLRUN_TEST_POSTGRES'] ? await embedded() : await startOrdinaryPostgres()
    if (!other) return skip()
    try {
      await restore(good, other.url)
      const moved = join(folder, 'moved.backup')
      await backUp(moved, { url: other.url })
      const home = await freshDatabase()
      const { organisations } = await restore(moved, home)
      expect(organisations.map(({ ledger }) => [ledger.ok, ledger.faults])).toEqual([[true, []], [true, []]])
      const [first, last] = [await rowsOf(world.url), await rowsOf(home)]
      for (const [table, rows] of Object.entries(first)) expect(last[table]!.filter((row) => rows.includes(row))).toEqual(rows)
    } finally {
      await other.stop()
    }
  })

  test('goes on where it was restored: people write, and the ledger verifies after another backup and restore', async () => {
    const url = await freshDatabase()
    const settings = sameMachine()
    const first = await restore(good, url, settings)
    const database = openDatabase(url, { connections: 2 })
    const drafted = await perform({ ...world.runtime, now: () => new Date(), database }, actionsByName.get('service.draft')!, { title: 'Made after the restore', body: {} }, founder)
    await database.close()
    expect(drafted.output).toMatchObject({ key: 'SVC-31' })
    const again = join(folder, 'again.backup')
    await backUp(again, { url })
    const { organisations } = await restore(again, await freshDatabase(), settings)
    expect(organisations.map(({ ledger }) => ledger.faults)).toEqual([[], []])
    expect(organisations.map(({ ledger }, i) => ledger.entries - first.organisations[i]!.ledger.entries)).toEqual([2, 1])
  })
})

async function embedded() {
  const dataDirectory = join(folder, 'embedded')
  mkdirSync(dataDirectory, { mode: 0o755 })
  const { url, release } = await startPostgres({ dataDirectory })
  return { url, stop: release }
}

describe('the keys of a machine', () => {
  const unzipped = (file: string) => gunzipSync(readFileSync(file)).toString('latin1')

  test('are in a backup only when asked for', async () => {
    const file = join(folder, 'keys.backup')
    expect(unzipped(good)).not.toContain(seed)
    expect(unzipped(good)).not.toContain(secret)
    expect(unzipped(good)).toContain(JSON.stringify(publicKeyText(world.key.publicKey)).slice(1, -1))
    await backUp(file, { withKeys: true })
    expect(unzipped(file)).toContain(seed)
    expect(unzipped(file)).toContain(secret)
  })

  test('come along in such a backup, and what they replace is kept', async () => {
    const file = join(folder, 'keys.backup')
    await backUp(file, { withKeys: true })
    const settings = machine()
    writeFileSync(join(settings.dataDirectory, 'ledger-key'), `${'8'.repeat(64)}\n`)
    const { keys, notes } = await restore(file, await freshDatabase(), settings)
    expect([keys, notes]).toEqual(['restored', []])
    expect(readFileSync(join(settings.dataDirectory, 'ledger-key'), 'utf8').trim()).toBe(seed)
    expect(readFileSync(join(settings.dataDirectory, 'secret'), 'utf8').trim()).toBe(secret)
    const kept = readdirSync(settings.dataDirectory).find((name) => name.startsWith('ledger-key.before-'))!
    expect(readFileSync(join(settings.dataDirectory, kept), 'utf8').trim()).toBe('8'.repeat(64))
    expect(statSync(join(settings.dataDirectory, 'ledger-key')).mode & 0o077).toBe(0)
  })

  test('are made anew without it: the old heads stay good, and people with a second factor are spoken of', async () => {
    const settings = machine()
    const url = await freshDatabase()
    const { organisations, notes, keys } = await restore(good, url, settings)
    expect(keys).toBe('other')
    expect(organisations.every(({ ledger }) => ledger.ok)).toBe(true)
    expect(notes).toEqual([expect.stringMatching(/^One person has a second factor.*WELLRUN_SECRET/)])
    const own = ledgerKey(readFileSync(join(settings.dataDirectory, 'ledger-key'), 'utf8'))
    const sql = connect(url, { max: 5 })
    expect(await verifyLedger(sql, organisationId, trustedKeys(settings, own))).toMatchObject({ ok: true, head: { keyId: own.id } })
    expect(await verifyLedger(sql, organisationId, own.publicKey)).toMatchObject({ ok: false })
    await sql.end()
  })

  test('stay as they are when the restore fails', async () => {
    const file = join(folder, 'keys.backup')
    await backUp(file, { withKeys: true })
    const settings = machine()
    await expect(restore(file, world.url, settings)).rejects.toThrow('has an organisation or an account already')
    expect(existsSync(join(settings.dataDirectory, 'ledger-key'))).toBe(false)
  })
})

describe('a backup that cannot be written', () => {
  const leftovers = () => readdirSync(folder).filter((name) => name.includes('unfinished'))

  test('says so in one sentence, and leaves nothing behind', async () => {
    await expect(backUp(join(folder, 'nowhere/one.backup'))).rejects.toThrow(`There is no folder ${join(folder, 'nowhere')}. Make it, or name a file in another.`)
    await expect(backUp(folder)).rejects.toThrow(`${folder} is not an ordinary file.`)
    await expect(backUp('/sys/one.backup')).rejects.toThrow('There is no permission to write /sys/one.backup.')
    expect(leftovers()).toEqual([])
  })

  test('keeps the earlier one whole when the database fails, and clears what a killed one left', async () => {
    const file = join(folder, 'kept.backup')
    await backUp(file)
    const before = readFileSync(file)
    writeFileSync(`${file}.unfinished.1-1`, 'half')
    await expect(backUp(file, { url: await emptyDatabase() })).rejects.toThrow('organisations')
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(leftovers()).toEqual([])
    expect(statSync(file).mode & 0o077).toBe(0)
  })

  test('on a full disk is one sentence, and leaves nothing behind', async ({ skip }) => {
    const disk = join(folder, 'disk')
    mkdirSync(disk)
    // Only root makes small disks, and not in every container.
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8k', 'none', disk]).status !== 0) return skip()
    try {
      await expect(backUp(join(disk, 'one.backup'))).rejects.toThrow(`The disk that holds ${join(disk, 'one.backup')} is full, so no backup was written.`)
      expect(readdirSync(disk)).toEqual([])
    } finally {
      spawnSync('umount', [disk])
    }
  })

  test('as a database user who does not see every row is refused, with the statement that mends it', async () => {
    await makePlainUser()
    const sql = connect(world.url, { max: 1 })
    await sql.unsafe('grant usage on schema identity to plain_user; grant select on all tables in schema public, identity to plain_user')
    await sql.end()
    await expect(backUp(join(folder, 'plain.backup'), { url: asPlainUser(world.url) })).rejects.toThrow(/^The database user plain_user does not see every row of \w+\.\w+\. .*alter role "plain_user" bypassrls;$/)
    expect(leftovers()).toEqual([])
  })
})

async function makePlainUser() {
  const sql = connect(world.url, { max: 1, onnotice: () => {} })
  await sql.unsafe(`do $$ begin create role plain_user; exception when duplicate_object then null; end $$; grant plain_user to current_user; grant wellrun_app to plain_user`)
  await sql.end()
}

/** The same database, as an ordinary login that is bound by row-level security. */
function asPlainUser(address: string): string {
  const url = new URL(address)
  url.searchParams.set('role', 'plain_user')
  return url.href
}
