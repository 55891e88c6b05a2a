import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { connect } from '../../src/kernel/connect.ts'
import { startPostgres } from '../../src/kernel/postgres.ts'
import { freshDatabase } from '../support/database.ts'
import { makeWorld } from '../support/world.ts'
import { call, foundOver, freePort, killAll, postgresOf, startServer, wellrun } from '../support/wellrun.ts'
import type { Finished, Running } from '../support/wellrun.ts'

const folder = mkdtempSync(join(tmpdir(), 'wellrun-faults-'))
chmodSync(folder, 0o755)
const running: Running[] = []
const dataFolders: string[] = []

/** The settings of a machine with a data folder of its own. */
async function machine(more: Record<string, string> = {}) {
  const data = mkdtempSync(join(folder, 'data-'))
  chmodSync(data, 0o755)
  dataFolders.push(data)
  return { WELLRUN_DATA: data, PORT: await freePort(), HOST: '127.0.0.1', ...more }
}

async function serve(settings: Record<string, string>): Promise<Running> {
  const server = await startServer(settings)
  running.push(server)
  return server
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
  for (const data of dataFolders.splice(0)) if (existsSync(join(data, 'postgres'))) await killAll(data)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What was said, without notices of what was under way; one sentence, and no trace of the program's inside. */
function refusal({ code, stdout, stderr }: Finished): string {
  const lines = stderr.trim().split('\n').filter((line) => !line.startsWith('Making a database in '))
  expect(stdout).toBe('')
  expect(lines).toEqual([expect.stringMatching(/\.$/)])
  expect([1, 2]).toContain(code)
  return lines[0]!
}

describe('a server that cannot start says why in one sentence, and leaves nothing half done', () => {
  test('without permission to write in its data folder', async () => {
    const locked = join(folder, 'locked')
    mkdirSync(locked, { mode: 0o555 })
    const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
    for (const args of [['start'], ['organisation', 'found', '--name', 'N', '--founder-name', 'F', '--founder-email', 'f@example.org'], ['a3']]) {
      const said = refusal(await wellrun(args, { WELLRUN_DATA: locked, PORT: await freePort() }, asNobody))
      expect(said).toMatch(/^The data folder .*\/locked cannot be used: .*permission to write there\. Mend that, or set WELLRUN_DATA to another folder\.$/)
    }
    expect(readdirSync(locked)).toEqual([])
  })

  test('where its data folder is a file', async () => {
    const file = join(folder, 'a-file')
    writeFileSync(file, 'text')
    expect(refusal(await wellrun(['start'], { WELLRUN_DATA: file, PORT: await freePort() }))).toBe(`The data folder ${file} cannot be used: it is a file. Set WELLRUN_DATA to a folder.`)
    expect(readFileSync(file, 'utf8')).toBe('text')
  })

  test('on a port that is in use, and stops the database that it started', async () => {
    const settings = await machine()
    const other = createServer().listen(Number(settings.PORT), '127.0.0.1')
    await once(other, 'listening')
    expect(refusal(await wellrun(['start'], settings))).toBe(`Port ${settings.PORT} is in use by another program. Stop it, or set PORT to another number.`)
    other.close()
    expect(postgresOf(settings.WELLRUN_DATA)).toEqual([])
  })

  test('on a port that is in use by a Wellrun on the same data folder, whose database goes on', async () => {
    const settings = await machine()
    const { url } = await serve(settings)
    expect(refusal(await wellrun(['start'], settings))).toContain(`Port ${settings.PORT} is in use`)
    expect((await call(url, 'session', undefined, {})).status).toBe(200)
  })

  test.each([
    ['nobody listens', 'postgres://wellrun@127.0.0.1:1/wellrun', 'The database cannot be reached. Start it, or correct DATABASE_URL.'],
    ['there is no such host', 'postgres://wellrun@nowhere.invalid/wellrun', 'The database cannot be reached. Start it, or correct DATABASE_URL.'],
    ['there is no such socket', `postgres://wellrun@localhost/wellrun?host=${encodeURIComponent('/nowhere')}`, 'The database cannot be reached. Start it, or correct DATABASE_URL.'],
  ])('with a DATABASE_URL where %s', async (_title, url, sentence) => {
    const settings = await machine({ DATABASE_URL: url })
    expect(refusal(await wellrun(['start'], settings))).toBe(sentence)
    expect(refusal(await wellrun(['a3'], settings))).toBe(sentence)
  })

  test('with a DATABASE_URL of a database that does not exist', async () => {
    const url = new URL(await freshDatabase())
    url.pathname = '/no_such_database'
    expect(refusal(await wellrun(['start'], await machine({ DATABASE_URL: url.href })))).toBe('The database named in DATABASE_URL does not exist. Create it first.')
  })

  test('with settings that are not right: one sentence for each', async () => {
    const { code, stderr } = await wellrun(['start'], { ...(await machine()), PORT: 'http', DATABASE_URL: 'mysql://host' })
    expect(code).toBe(2)
    expect(stderr).toContain('PORT must be a port from 0 to 65535.')
    expect(stderr).toContain('DATABASE_URL must be a PostgreSQL address')
  })

  test('on a database that a newer program has migrated', async () => {
    const url = await freshDatabase()
    const sql = connect(url, { max: 1 })
    await sql`insert into migrations (name, hash) values ('9000-later.sql', 'unknown')`
    const settings = await machine({ DATABASE_URL: url })
    for (const args of [['start'], ['a3'], ['backup', join(folder, 'newer.backup')], ['ledger', 'verify']]) {
      expect(refusal(await wellrun(args, settings))).toBe('This database is newer than this program: it has "9000-later.sql". Install the newer Wellrun, or restore a backup made by this one.')
    }
    expect(await sql`select name from migrations order by name desc limit 1`).toMatchObject([{ name: '9000-later.sql' }])
    await sql.end()
    expect(readdirSync(folder).filter((name) => name.startsWith('newer.backup'))).toEqual([])
  })
})

describe('a body that is too large', () => {
  test('is refused with a sentence, changes nothing, and the server goes on', async () => {
    const { url } = await serve(await machine())
    const { authorization } = await foundOver(url)
    const long = (size: number) => ({ title: 'Long', body: { description: 'x'.repeat(size) } })
    for (const size of [10_000_001, 30_000_000]) {
      const reply = await call(url, 'service.draft', long(size), { authorization })
      expect([reply.status, JSON.parse(reply.text)]).toEqual([413, expect.objectContaining({ type: '/problems/tooLarge', title: expect.stringContaining('at most 10 MB') })])
    }
    const kept = await call(url, 'service.draft', long(9_000_000), { authorization })
    expect([kept.status, JSON.parse(kept.text)]).toEqual([400, expect.objectContaining({ type: '/problems/invalid' })])
    expect(JSON.parse((await call(url, 'service.list', undefined, { authorization })).text)).toMatchObject({ rows: [] })
  })
})

describe('one data folder', () => {
  test('serves two servers and the terminal at the same time, and the last to leave stops the database', async () => {
    const settings = await machine()
    const first = await serve(settings)
    const { authorization } = await foundOver(first.url)
    const second = await serve({ ...settings, PORT: await freePort() })
    const drafted = await call(second.url, 'service.draft', { title: 'Mail', body: {} }, { authorization })
    expect(drafted.status).toBe(200)
    expect(JSON.parse((await call(first.url, 'service.list', undefined, { authorization })).text)).toMatchObject({ rows: [{ title: 'Mail' }] })
    const page = await wellrun(['a3', '--format', 'json'], settings)
    expect([page.code, JSON.parse(page.stdout)]).toEqual([0, expect.objectContaining({ organisation: expect.objectContaining({ name: 'Fjordvik IT' }) })])
    expect(await first.stop()).toBe(0)
    expect((await call(second.url, 'service.list', undefined, { authorization })).status).toBe(200)
    expect(await second.stop()).toBe(0)
    expect(postgresOf(settings.WELLRUN_DATA)).toEqual([])
  })

  test('that two servers start on at once is made once, and serves both', async () => {
    const settings = await machine()
    const servers = await Promise.all([serve(settings), serve({ ...settings, PORT: await freePort() })])
    const { authorization } = await foundOver(servers[0]!.url)
    expect((await call(servers[1]!.url, 'service.list', undefined, { authorization })).status).toBe(200)
  })

  test('two people who found at the same moment on two servers make one organisation', async () => {
    const settings = await machine()
    const servers = await Promise.all([serve(settings), serve({ ...settings, PORT: await freePort() })])
    const founded = await Promise.allSettled(servers.map(({ url }) => foundOver(url)))
    expect(founded.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('is backed up while it serves, restored elsewhere and verified there, in three commands', async () => {
    const settings = await machine()
    const { url } = await serve(settings)
    const { authorization, organisationId } = await foundOver(url)
    for (let i = 0; i < 5; i++) await call(url, 'service.draft', { title: `Service ${i}`, body: {} }, { authorization })
    const file = join(folder, 'one.backup')
    const elsewhere = await machine()
    const backup = await wellrun(['backup', file, '--with-keys', '--json'], settings)
    expect([backup.code, JSON.parse(backup.stdout)]).toEqual([0, expect.objectContaining({ file, withKeys: true, organisations: [expect.objectContaining({ id: organisationId, head: expect.objectContaining({ size: 7 }) })] })])
    const restored = await wellrun(['restore', file, '--json'], elsewhere)
    expect([restored.code, JSON.parse(restored.stdout)]).toEqual([0, expect.objectContaining({ keys: 'restored', organisations: [expect.objectContaining({ id: organisationId, ledger: expect.objectContaining({ ok: true, entries: 8 }) })] })])
    const verified = await wellrun(['ledger', 'verify', '--json'], elsewhere)
    expect([verified.code, JSON.parse(verified.stdout)]).toEqual([0, expect.objectContaining({ ok: true, entries: 8, faults: [] })])
    const again = await serve(elsewhere)
    expect(JSON.parse((await call(again.url, 'service.list', undefined, { authorization })).text)).toMatchObject({ rows: Array.from({ length: 5 }, () => ({ status: 'draft' })) })
    expect(refusal(await wellrun(['restore', file], elsewhere))).toContain('has an organisation or an account already')
    expect((await wellrun(['restore'], elsewhere)).code).toBe(2)
    expect(refusal(await wellrun(['backup', join(folder, 'nowhere/one.backup')], settings))).toContain('There is no folder')
  })
})

describe('a database that goes away while the server serves', () => {
  test('makes every call a problem that says so, and when it is back all works again', async () => {
    const elsewhere = mkdtempSync(join(folder, 'database-'))
    chmodSync(elsewhere, 0o755)
    dataFolders.push(elsewhere)
    let database = await startPostgres({ dataDirectory: elsewhere })
    const { url } = await serve(await machine({ DATABASE_URL: database.url }))
    const { authorization } = await foundOver(url)
    const key = { authorization, 'idempotency-key': 'one-and-the-same' }
    await database.release()
    for (let i = 0; i < 3; i++) {
      for (const reply of [await call(url, 'service.list', undefined, { authorization }), await call(url, 'service.draft', { title: 'Mail', body: {} }, key), await call(url, 'session', undefined, {})]) {
        expect([reply.status, JSON.parse(reply.text)]).toEqual([503, { type: '/problems/unavailable', title: 'The database does not answer. Try again in a moment.', status: 503 }])
      }
    }
    expect((await fetch(`${url}/readyz`)).status).toBe(503)
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    database = await startPostgres({ dataDirectory: elsewhere })
    const back = await call(url, 'service.draft', { title: 'Mail', body: {} }, key)
    expect([back.status, back.replayed]).toEqual([200, false])
    expect(JSON.parse((await call(url, 'service.list', undefined, { authorization })).text)).toMatchObject({ rows: [{ title: 'Mail' }] })
    await Promise.all(running.splice(0).map((server) => server.stop()))
    await database.release()
  })

  test('and is the embedded one, killed, is started again by the server', async () => {
    const settings = await machine()
    const { url } = await serve(settings)
    const { authorization } = await foundOver(url)
    expect((await call(url, 'service.draft', { title: 'Mail', body: {} }, { authorization })).status).toBe(200)
    await killAll(settings.WELLRUN_DATA)
    const until = Date.now() + 20_000
    let reply = await call(url, 'service.list', undefined, { authorization })
    while (reply.status !== 200 && Date.now() < until) {
      expect([reply.status, JSON.parse(reply.text)]).toMatchObject([503, { type: '/problems/unavailable' }])
      await wait(100)
      reply = await call(url, 'service.list', undefined, { authorization })
    }
    expect([reply.status, JSON.parse(reply.text)]).toMatchObject([200, { rows: [{ title: 'Mail' }] }])
    expect((await call(url, 'service.draft', { title: 'Chat', body: {} }, { authorization })).status).toBe(200)
    await running.splice(0)[0]!.stop()
    expect(postgresOf(settings.WELLRUN_DATA)).toEqual([])
  })
})

describe('a clock that jumps back', () => {
  test('stops changes with a sentence until it is set right, and lets people read', async () => {
    const world = await makeWorld({ at: '2026-03-02T09:00:00.000Z' })
    const org = await world.found()
    await org.act('service.draft', { title: 'Mail', body: {} })
    const counts = () => world.database.sql`select (select count(*)::int from ledger_entries) as entries, (select count(*)::int from row_versions) as rows, (select count(*)::int from idempotency) as answers, (select count(*)::int from denials) as denials`
    const before = await counts()
    world.clock.now = new Date('2026-02-27T09:00:00.000Z')
    await expect(org.act('service.draft', { title: 'Chat', body: {} }, org.founder, 'a-key')).rejects.toThrow('The clock of this machine shows 2026-02-27 09:00 UTC, and the last change was recorded at 2026-03-02 09:00 UTC. Set the clock right; nothing was changed.')
    expect(await counts()).toEqual(before)
    await expect(org.read('service.list')).resolves.toBeDefined()
    world.clock.now = new Date('2026-03-02T09:00:01.000Z')
    expect(await org.act('service.draft', { title: 'Chat', body: {} }, org.founder, 'a-key')).toMatchObject({ title: 'Chat' })
    await world.seal(org.organisationId)
    await world.close()
  })
})

test('a full disk is said in one sentence, and the database is whole afterwards', async ({ skip }) => {
  const disk = join(folder, 'disk')
  mkdirSync(disk)
  // Only root makes small disks, and not in every container.
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=20m,mode=755', 'none', disk]).status !== 0) return skip()
  try {
    const said = refusal(await wellrun(['start'], { WELLRUN_DATA: disk, PORT: await freePort() }))
    expect(said).toMatch(/^The disk that holds .* is full: /)
    expect(existsSync(join(disk, 'postgres/cluster'))).toBe(false)
  } finally {
    spawnSync('umount', [disk])
  }
})
