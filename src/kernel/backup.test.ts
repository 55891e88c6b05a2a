import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { emptyDatabase, freshDatabase } from '../../test/support/database.ts'
import { startOrdinaryPostgres } from '../../test/support/postgres15.ts'
import { makeWorld } from '../../test/support/world.ts'
import type { World } from '../../test/support/world.ts'
import { actionsByName } from '../server/features.ts'
import { perform } from './action.ts'
import { listTables, nameOf, settleSession } from './backup.copy.ts'
import { makeBackup } from './backup.ts'
import type { Manifest } from './backup.manifest.ts'
import type { Caller } from './caller.ts'
import { connect } from './connect.ts'
import { openDatabase } from './database.ts'
import { ledgerKey, publicKeyText } from './ledger.head.ts'
import { trustedKeys } from './ledger.trust.ts'
import { verifyLedger } from './ledger.verify.ts'
import { applyMigrations } from './migrate.ts'
import { startPostgres } from './postgres.ts'
import { restoreBackup } from './restore.ts'
import { parseSettings } from './settings.ts'
import { readTar, tarEnd, tarMember } from './tar.ts'

const folder = mkdtempSync(join(tmpdir(), 'wellrun-backup-'))
const secret = 'a secret of this test, at least 32 characters'
const seed = '7'.repeat(64)
let world: World
let organisationId: string
let founder: Caller
let good: string

/** A machine of its own: a data folder without anything in it. */
function machine(keys: Record<string, string> = {}) {
  return parseSettings({ WELLRUN_DATA: mkdtempSync(join(folder, 'data-')), ...keys })
}
const sameMachine = () => machine({ WELLRUN_KEY: seed, WELLRUN_SECRET: secret })

async function backUp(file: string, more: { url?: string; withKeys?: boolean } = {}) {
  const database = openDatabase(more.url ?? world.url, { connections: 2 })
  try {
    return await makeBackup({
      sql: database.sql, file, key: world.key, trusted: [world.key.publicKey], keys: { ledgerKey: seed, secret }, withKeys: more.withKeys ?? false, program: '0.1.0', now: new Date(), note: () => {},
    })
  } finally {
    await database.close()
  }
}

async function restore(file: string, url: string, settings = sameMachine()) {
  const notes: string[] = []
  const receipt = await restoreBackup({ url, file, settings, now: () => new Date(), note: (text) => notes.push(text) })
  return { ...receipt, notes }
}

/** Every row of every table that a backup holds, in an order that does not depend on the server. */
async function rowsOf(url: string): Promise<Record<string, string[]>> {
  const sql = connect(url, { max: 1 })
  try {
    return await sql.begin(async (tx) => {
      await settleSession(tx)
      const all: Record<string, string[]> = {}
      for (const table of await listTables(tx)) {
        const rows = await tx.unsafe<{ row: string }[]>(`select row(${table.columns.join(', ')})::text as row from ${nameOf(table)}`)
        all[nameOf(table)] = rows.map(({ row }) => row).sort()
      }
      return all
    })
  } finally {
    await sql.end()
  }
}

async function isEmpty(url: string): Promise<boolean> {
  const rows = await rowsOf(url)
  return Object.values(rows).every((table) => table.length === 0)
}

beforeAll(async () => {
  world = await makeWorld({ at: new Date().toISOString() })
  const fjordvik = await world.found('Fjordvik IT')
  await world.found('Søndre Ænd')
  organisationId = fjordvik.organisationId
  founder = fjordvik.founder
  await fjordvik.enact('policy', { title: 'Changes\tare "small"\\\n and reversible – ✓', body: { theme: 'change', statement: 'Small.\r\nReversible.', principles: [{ text: 'One at a time' }] } })
  for (let i = 0; i < 30; i++) await fjordvik.act('service.draft', { title: `Service ${i}`, body: { description: 'It serves.', criticality: 2 } })
  const account = (id: string) => world.database.sql`insert into identity.account (id, email, name) values (${id}, ${`${id}@example.org`}, ${id})`
  await Promise.all([account('anna'), account('bo')])
  await world.database.sql`insert into identity.two_factor (id, account_id, secret, backup_codes) values ('t1', 'anna', 'sealed', 'sealed')`
  await world.database.sql`insert into identity.session (id, token, account_id, expires_at) values ('s1', 'token', 'anna', now() + interval '1 day')`
  good = join(folder, 'good.backup')
  await backUp(good)
})

afterAll(async () => {
  await world?.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('a backup that is restored', () => {
  test('gives back every row of every table, and each ledger goes on with an entry that names the head of the backup', async () => {
    const url = await freshDatabase()
    const { organisations, rows, notes, keys } = await restore(good, url)
    const [before, after] = [await rowsOf(world.url), await rowsOf(url)]
    const grown = ['public.ledger_entries', 'public.ledger_leaves', 'public.ledger_heads']
    for (const [table, expected] of Object.entries(before)) {
      expect(after[table]!.filter((row) => expected.includes(row)), table).toEqual(expected)
      expect(after[table]!.length - expected.length, table).toBe(grown.includes(table) ? 2 : 0)
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
      for (const [table, rows] of Object.entries(first)) expect(last[table]!.filter((row) => rows.includes(row)), table).toEqual(rows)
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

describe('a file that is not a whole backup', () => {
  const refused = async (content: Buffer | string, name = 'bad.backup') => {
    const file = join(folder, name)
    writeFileSync(file, content)
    return restore(file, 'postgres://nobody@127.0.0.1:1/never-asked').then(() => 'restored', (error: Error) => error.message.replace(file, 'FILE'))
  }

  test('is refused where one byte differs, wherever that is', async () => {
    const whole = readFileSync(good)
    for (let at = 12; at < whole.length; at += Math.ceil(whole.length / 150)) {
      const damaged = Buffer.from(whole)
      damaged[at]! ^= 1 << (at % 8)
      expect(await refused(damaged), `byte ${at}`).toMatch(/^FILE is (damaged: .+\. Use another copy\.|not a backup of Wellrun\.)$/)
    }
  })

  test('is refused where its end is missing, however much', async () => {
    const whole = readFileSync(good)
    for (let length = 100; length < whole.length; length += Math.ceil(whole.length / 50)) expect(await refused(whole.subarray(0, length))).toBe('FILE is damaged: it was cut off. Use another copy.')
    for (const length of [1, 5, whole.length - 1]) expect(await refused(whole.subarray(0, length))).toMatch(/^FILE is (damaged|not a backup)/)
  })

  test('is refused where it is another file', async () => {
    for (const other of ['key,title\nSVC-1,Mail\n', gzipSync('text'), gzipSync(Buffer.alloc(4096)), gzipSync(Buffer.concat([...tarMember('a', Buffer.from('b'), new Date()), tarEnd])), Buffer.alloc(100_000, 'PK')]) {
      expect(await refused(other)).toBe('FILE is not a backup of Wellrun.')
    }
    expect(await refused('')).toBe('FILE is not a backup of Wellrun: it is empty.')
    await expect(restore(join(folder, 'none'), world.url)).rejects.toThrow(`There is no file ${join(folder, 'none')}.`)
    await expect(restore(folder, world.url)).rejects.toThrow(`${folder} is not a file.`)
  })

  test('is refused where its rows are not those of its manifest, some are gone, or there are more', async () => {
    const edited = await remade(good, (members) => members.map((member) => (member.name.includes('people') ? { ...member, content: Buffer.from(member.content.toString().replace('Ada', 'Eve')) } : member)))
    expect(await refused(edited)).toBe('FILE is damaged: the rows of people are not those that were backed up. Use another copy.')
    const fewer = await remade(good, (members) => members.filter(({ name }) => !name.includes('ledger_leaves')))
    expect(await refused(fewer)).toBe('FILE is damaged: the rows of ledger_leaves are not those that were backed up. Use another copy.')
    const doubled = await remade(good, (members) => [...members.slice(0, -1), ...members.filter(({ name }) => name.includes('people')), members.at(-1)!])
    expect(await refused(doubled)).toMatch(/^FILE is damaged: it holds more than its manifest says/)
    const noManifest = await remade(good, (members) => members.slice(0, -1))
    expect(await refused(noManifest)).toBe('FILE is damaged: it has no manifest. Use another copy.')
    const badManifest = await remade(good, (members) => [...members.slice(0, -1), { name: 'manifest.json', content: Buffer.from('{"format":1}') }])
    expect(await refused(badManifest)).toBe('FILE is damaged: its manifest is not right at "madeAt". Use another copy.')
  })

  test('leaves the database empty when it turns out only while loading', async () => {
    const file = join(folder, 'forged.backup')
    writeFileSync(file, await forged((members) => members.map((member) => (member.name.includes('search_documents') ? { ...member, content: Buffer.from('one\ttwo\n') } : member))))
    const url = await freshDatabase()
    await expect(restore(file, url)).rejects.toThrow(`${file} is damaged: a row of public.search_documents cannot be loaded (invalid input syntax for type uuid: "one"). Use another copy.`)
    expect(await isEmpty(url)).toBe(true)
    expect(await restore(good, url)).toMatchObject({ organisations: [{ ledger: { ok: true } }, { ledger: { ok: true } }] })
  })

  test('and was edited by somebody who made the sums anew, restores, and its ledger says what was edited', async () => {
    const file = join(folder, 'forged.backup')
    writeFileSync(file, await forged((members) => members.map((member) => (member.name.includes('public.elements') ? { ...member, content: Buffer.from(member.content.toString().replace('Service 7', 'Service 9')) } : member))))
    const { organisations } = await restore(file, await freshDatabase())
    expect(organisations[0]!.ledger.ok).toBe(false)
    expect(organisations[0]!.ledger.faults).toContainEqual(expect.objectContaining({ type: 'altered', where: expect.stringMatching(/^elements /) }))
  })

  test('names no table of its own in SQL', async () => {
    const file = join(folder, 'forged.backup')
    writeFileSync(file, await forged((members) => members, (manifest) => ({ ...manifest, tables: manifest.tables.map((table) => (table.name === 'mappings' ? { ...table, name: 'mappings"; drop table people; --' } : table)) })))
    await expect(restore(file, await freshDatabase())).rejects.toThrow(/is damaged: the table public.mappings is not in it|that the Wellrun of its migrations does not have/)
  })
})

type Member = { name: string; content: Buffer }

async function remade(file: string, change: (members: Member[]) => Member[]): Promise<Buffer> {
  const members: Member[] = []
  async function* source() {
    yield gunzipSync(readFileSync(file))
  }
  for await (const member of readTar(source(), 1e9)) members.push(member)
  return gzipSync(Buffer.concat([...change(members).flatMap(({ name, content }) => tarMember(name, content, new Date())), tarEnd]))
}

/** As somebody would who knows how sums are made. */
function forged(change: (members: Member[]) => Member[], alter: (manifest: Manifest) => Manifest = (manifest) => manifest): Promise<Buffer> {
  return remade(good, (members) => {
    const changed = change(members)
    const manifest = alter(JSON.parse(changed.at(-1)!.content.toString()) as Manifest)
    for (const table of manifest.tables) {
      const content = Buffer.concat(changed.filter(({ name }) => name.includes(`-${table.schema}.${table.name}/`)).map((member) => member.content))
      Object.assign(table, { bytes: content.length, rows: content.filter((byte) => byte === 10).length, sha256: execFileSync('sha256sum', { input: content }).toString().slice(0, 64) })
    }
    return [...changed.slice(0, -1), { name: 'manifest.json', content: Buffer.from(JSON.stringify(manifest)) }]
  })
}

describe('a restore', () => {
  test('is refused where there is an organisation or an account', async () => {
    const before = await rowsOf(world.url)
    await expect(restore(good, world.url)).rejects.toThrow('This Wellrun has an organisation or an account already, and a restore would mix two histories.')
    expect(await rowsOf(world.url)).toEqual(before)
    const url = await freshDatabase()
    const sql = connect(url, { max: 1 })
    await sql`insert into identity.account (id, email, name) values ('c', 'c@example.org', 'C')`
    await expect(restore(good, url)).rejects.toThrow('has an organisation or an account already')
    await sql.end()
  })

  test('of two at once lets one through', async () => {
    const url = await freshDatabase()
    const results = await Promise.allSettled([restore(good, url), restore(good, url)])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('is refused where the clock is before the last change in the backup', async () => {
    const url = await freshDatabase()
    await expect(restoreBackup({ url, file: good, settings: sameMachine(), now: () => new Date('2026-01-01T00:00:00Z'), note: () => {} })).rejects.toThrow('The clock of this machine shows 2026-01-01 00:00 UTC')
    expect(await isEmpty(url)).toBe(true)
  })

  test('of a newer backup is refused, and of one with another migration of that name', async () => {
    const file = join(folder, 'forged.backup')
    const url = await emptyDatabase()
    writeFileSync(file, await forged((members) => members, (manifest) => ({ ...manifest, program: '9.0.0', migrations: [...manifest.migrations, { name: '9000-later.sql', hash: 'a'.repeat(64) }] })))
    await expect(restore(file, url)).rejects.toThrow(`${file} was made by a newer Wellrun (9.0.0): its database has "9000-later.sql". Restore it with that version or a newer one.`)
    writeFileSync(file, await forged((members) => members, (manifest) => ({ ...manifest, migrations: manifest.migrations.map((each) => ({ ...each, hash: 'a'.repeat(64) })) })))
    await expect(restore(file, url)).rejects.toThrow(`was made with another "0001-organisations.sql" than this program has`)
    writeFileSync(file, await remade(good, (members) => [{ ...members[0]!, content: Buffer.from('Wellrun backup, format 2\n') }, ...members.slice(1)]))
    await expect(restore(file, url)).rejects.toThrow('was made by a newer Wellrun (format 2)')
  })

  test('of an older backup brings it up to date in a database that is all empty, and refuses one that is newer', async () => {
    const old = await emptyDatabase()
    const sql = connect(old, { max: 2, onnotice: () => {} })
    await sql.begin((tx) => applyMigrations(tx, '0003-ledger.sql'))
    await sql`insert into organisations (organisation_id, key, name, time_zone, founded_at, revision) values ('0197e000-0000-7000-8000-000000000001', 'old', 'Old', 'UTC', now(), 1)`
    await sql.end()
    const file = join(folder, 'old.backup')
    await backUp(file, { url: old })
    const url = await emptyDatabase()
    const { organisations, tables } = await restore(file, url)
    expect(organisations).toMatchObject([{ key: 'old', ledger: { entries: 1 } }])
    const now = connect(url, { max: 1 })
    expect(await now`select name from migrations where name = '0004-sign-in.sql'`).toHaveLength(1)
    expect(await now`select * from identity.account`).toHaveLength(0)
    await now.end()
    expect(tables).toBeLessThan(Object.keys(await rowsOf(url)).length)
    await expect(restore(file, await freshDatabase())).rejects.toThrow(/^This database has "0004-sign-in.sql" already, and the backup ends at "0003-ledger.sql"/)
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
      execFileSync('umount', [disk])
    }
  })

  test('as a database user who does not see every row is refused, with the statement that mends it', async () => {
    const sql = connect(world.url, { max: 1, onnotice: () => {} })
    await sql.unsafe('drop role if exists plain_user; create role plain_user; grant plain_user to current_user; grant wellrun_app to plain_user')
    await sql.end()
    const as = (address: string) => {
      const url = new URL(address)
      url.searchParams.set('role', 'plain_user')
      return url.href
    }
    await expect(backUp(join(folder, 'plain.backup'), { url: as(world.url) })).rejects.toThrow('alter role "plain_user" bypassrls;')
    await expect(restore(good, as(await freshDatabase()))).rejects.toThrow('alter role "plain_user" bypassrls;')
    expect(leftovers()).toEqual([])
  })
})
