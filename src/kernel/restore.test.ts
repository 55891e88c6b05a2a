import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backupWorld, forged, isEmpty, remade, rowsOf } from '../../test/support/backups.ts'
import { emptyDatabase, freshDatabase } from '../../test/support/database.ts'
import { connect } from './connect.ts'
import { applyMigrations } from './migrate.ts'
import { tarEnd, tarMember } from './tar.ts'

let { world, folder, good, sameMachine, backUp, restore } = {} as World
let close: World['close'] | undefined

type World = Awaited<ReturnType<typeof backupWorld>>

beforeAll(async () => {
  const made = await backupWorld()
  ;({ world, folder, good, sameMachine, backUp, restore } = made)
  close = made.close
})

afterAll(() => close?.())

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
      expect(`byte ${at}: ${await refused(damaged)}`).toMatch(/^byte \d+: FILE is (damaged: .+\. Use another copy\.|not a backup of Wellrun\.)$/)
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
    writeFileSync(file, await forged(good, (members) => members.map((member) => (member.name.includes('search_documents') ? { ...member, content: Buffer.from('one\ttwo\n') } : member))))
    const url = await freshDatabase()
    await expect(restore(file, url)).rejects.toThrow(`${file} is damaged: a row of public.search_documents cannot be loaded (invalid input syntax for type uuid: "one"). Use another copy.`)
    expect(await isEmpty(url)).toBe(true)
    expect(await restore(good, url)).toMatchObject({ organisations: [{ ledger: { ok: true } }, { ledger: { ok: true } }] })
  })

  test('and was edited by somebody who made the sums anew, restores, and its ledger says what was edited', async () => {
    const file = join(folder, 'forged.backup')
    writeFileSync(file, await forged(good, (members) => members.map((member) => (member.name.includes('public.elements') ? { ...member, content: Buffer.from(member.content.toString().replace('Service 7', 'Service 9')) } : member))))
    const { organisations } = await restore(file, await freshDatabase())
    expect(organisations[0]!.ledger.ok).toBe(false)
    expect(organisations[0]!.ledger.faults).toContainEqual(expect.objectContaining({ type: 'altered', where: expect.stringMatching(/^elements /) }))
  })

  test('names no table of its own in SQL', async () => {
    const file = join(folder, 'forged.backup')
    writeFileSync(file, await forged(good, (members) => members, (manifest) => ({ ...manifest, tables: manifest.tables.map((table) => (table.name === 'mappings' ? { ...table, name: 'mappings"; drop table people; --' } : table)) })))
    await expect(restore(file, await freshDatabase())).rejects.toThrow(/is damaged: the table public.mappings is not in it|that the Wellrun of its migrations does not have/)
  })
})

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
    await expect(restore(good, url, sameMachine(), () => new Date('2026-01-01T00:00:00Z'))).rejects.toThrow('The clock of this machine shows 2026-01-01 00:00 UTC')
    expect(await isEmpty(url)).toBe(true)
  })

  test('of a newer backup is refused, and of one with another migration of that name', async () => {
    const file = join(folder, 'forged.backup')
    const url = await emptyDatabase()
    writeFileSync(file, await forged(good, (members) => members, (manifest) => ({ ...manifest, program: '9.0.0', migrations: [...manifest.migrations, { name: '9000-later.sql', hash: 'a'.repeat(64) }] })))
    await expect(restore(file, url)).rejects.toThrow(`${file} was made by a newer Wellrun (9.0.0): its database has "9000-later.sql". Restore it with that version or a newer one.`)
    writeFileSync(file, await forged(good, (members) => members, (manifest) => ({ ...manifest, migrations: manifest.migrations.map((each) => ({ ...each, hash: 'a'.repeat(64) })) })))
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
