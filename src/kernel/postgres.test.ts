import { spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connect } from './connect.ts'
import { processesIn } from './postgres-claims.ts'
import { mayReach } from './postgres-programs.ts'
import { startPostgres } from './postgres.ts'

const guestProgram = fileURLToPath(new URL('../../test/support/postgres-guest.ts', import.meta.url))
const isRoot = process.getuid?.() === 0
const nobody = { uid: 65534, gid: 65534 }

let folder: string
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'wellrun-postgres-')))
  chmodSync(folder, 0o755)
})
afterEach(() => {
  for (const pid of postmasters()) process.kill(pid, 'SIGKILL')
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
})

const files = () => join(folder, 'data/postgres/cluster')
const postmasters = () => processesIn(files())

type Answer = { adopted?: boolean; url?: string; rows?: number; next?: number; postmaster?: string; acknowledged?: number; refused?: string; type?: string }

/** Starts another process that uses the database of the folder, and hands over what it says, line by line. */
function guest(mode: 'leave' | 'stay' | 'write', options: { uid?: number; gid?: number; dataDirectory?: string } = {}) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', guestProgram, options.dataDirectory ?? join(folder, 'data'), mode], {
    stdio: ['pipe', 'pipe', mode === 'write' ? 'ignore' : 'inherit'], ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.gid, cwd: '/' }),
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => {
    const { value, done } = await lines.next()
    return done ? undefined : JSON.parse(value as string) as Answer
  }
  return { child, ended, next }
}

describe('the embedded PostgreSQL', () => {
  test('starts on an empty folder, answers, and is gone once left', async () => {
    const server = await startPostgres({ dataDirectory: join(folder, 'data') })
    const sql = connect(server.url, { max: 1 })
    expect(await sql`select current_setting('server_version_num')::int / 10000 as major, current_setting('fsync') as fsync, lower('Å') as low, 'ä' > 'z' as by_code_point`).toEqual([
      { major: 18, fsync: 'on', low: 'å', by_code_point: true },
    ])
    expect(await sql`select current_user as name, current_database() as database`).toEqual([{ name: 'wellrun', database: 'wellrun' }])
    expect(existsSync(join(folder, 'data/postgres/users')) && readdirSync(join(folder, 'data/postgres/users'))).toHaveLength(1)
    await sql.end()
    await server.release()
    expect(postmasters()).toEqual([])
    expect(existsSync(join(files(), 'postmaster.pid'))).toBe(false)
  })

  test('is not reachable over the network, nor for other accounts', async () => {
    const server = await startPostgres({ dataDirectory: join(folder, 'data') })
    const sql = connect(server.url, { max: 1 })
    const [row] = await sql<{ addresses: string; folder: string }[]>`select current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as folder`
    expect(row?.addresses).toBe('')
    expect(statSync(row?.folder ?? '').mode & 0o777).toBe(0o700)
    expect(statSync(files()).mode & 0o777).toBe(0o700)
    await sql.end()
    await server.release()
  })

  test('is shared: a second process adopts it, and it runs until the last has left', async () => {
    const first = guest('stay')
    const one = await first.next()
    expect(one).toMatchObject({ adopted: false })
    const second = guest('stay')
    const two = await second.next()
    expect(two).toMatchObject({ adopted: true, url: one?.url, postmaster: one?.postmaster })
    first.child.stdin.end()
    await first.ended
    expect(postmasters().length).toBeGreaterThan(0)
    second.child.stdin.end()
    await second.ended
    expect(postmasters()).toEqual([])
  })

  test('is started once by processes that come at the same moment', async () => {
    const guests = [guest('stay'), guest('stay'), guest('stay')]
    const answers = await Promise.all(guests.map((each) => each.next()))
    expect(answers.filter((answer) => answer?.adopted === false)).toHaveLength(1)
    expect(new Set(answers.map((answer) => answer?.postmaster)).size).toBe(1)
    guests.forEach((each) => each.child.stdin.end())
    await Promise.all(guests.map((each) => each.ended))
    expect(postmasters()).toEqual([])
  })

  test('goes on when its user is killed, and the next one adopts it', async () => {
    const killed = guest('stay')
    const before = await killed.next()
    killed.child.kill('SIGKILL')
    await killed.ended
    const next = guest('leave')
    expect(await next.next()).toMatchObject({ adopted: true, postmaster: before?.postmaster })
    await next.ended
    expect(postmasters()).toEqual([])
  })

  test('keeps every acknowledged row when everything is killed while it writes', async () => {
    let acknowledged = -1
    for (let round = 0; round < 3; round++) {
      const writer = guest('write')
      const start = await writer.next()
      expect(start?.adopted).toBe(false)
      expect(start?.rows).toBeGreaterThanOrEqual(acknowledged + 1)
      for (let n = 0; n < 200; n++) acknowledged = (await writer.next())?.acknowledged ?? acknowledged
      for (const pid of [...postmasters(), writer.child.pid ?? 0]) process.kill(pid, 'SIGKILL')
      for (let answer = await writer.next(); answer; answer = await writer.next()) acknowledged = answer.acknowledged ?? acknowledged
      await writer.ended
    }
    const reader = guest('leave')
    expect((await reader.next())?.rows).toBeGreaterThanOrEqual(acknowledged + 1)
    await reader.ended
  })

  test('recovers when the postmaster alone was killed and its process id belongs to another program by now', async () => {
    const user = guest('stay')
    await user.next()
    const [postmaster = 0] = readFileSync(join(files(), 'postmaster.pid'), 'utf8').split('\n').map(Number)
    process.kill(postmaster, 'SIGKILL')
    user.child.kill('SIGKILL')
    await user.ended
    const lines = readFileSync(join(files(), 'postmaster.pid'), 'utf8').split('\n')
    writeFileSync(join(files(), 'postmaster.pid'), [process.pid, ...lines.slice(1)].join('\n'))
    const next = guest('leave')
    expect(await next.next()).toMatchObject({ adopted: false })
    await next.ended
  })

  test('runs behind a folder that is closed to others, as under a home', async () => {
    const closed = join(folder, 'closed')
    mkdirSync(closed, { mode: 0o700 })
    for (const adopted of [false, false]) {
      const server = await startPostgres({ dataDirectory: join(closed, 'data') })
      expect(server.adopted).toBe(adopted)
      const sql = connect(server.url, { max: 1 })
      expect(await sql`select count(*)::int > 0 as works from pg_class`).toEqual([{ works: true }])
      await sql.end()
      await server.release()
    }
  })

  test('runs in a folder whose path is too long for a socket', async () => {
    const deep = join(folder, 'a'.repeat(60), 'b'.repeat(60))
    mkdirSync(deep, { recursive: true })
    const server = await startPostgres({ dataDirectory: deep })
    const sql = connect(server.url, { max: 1 })
    expect(await sql`select 1 as one`).toEqual([{ one: 1 }])
    await sql.end()
    await server.release()
  })

  test('refuses, in one sentence, a cluster of a newer PostgreSQL', async () => {
    const server = await startPostgres({ dataDirectory: join(folder, 'data') })
    await server.release()
    writeFileSync(join(files(), 'PG_VERSION'), '19\n')
    await expect(startPostgres({ dataDirectory: join(folder, 'data') })).rejects.toThrow(/is of PostgreSQL 19, and this Wellrun has 18\. It was made by a newer Wellrun: start that one, or set WELLRUN_DATA to another folder\.$/)
  })

  test('refuses, in one sentence, a data folder that is a file', async () => {
    writeFileSync(join(folder, 'data'), '')
    await expect(startPostgres({ dataDirectory: join(folder, 'data') })).rejects.toThrow(/cannot be used: it is a file\. Mend that, or set WELLRUN_DATA to another folder\.$/)
  })

  test.skipIf(!isRoot || !mayReach(nobody, guestProgram))('refuses, in one sentence, a folder that the account may not write', async () => {
    const stranger = guest('leave', { ...nobody, dataDirectory: join(folder, 'data') })
    expect((await stranger.next())?.refused).toBe(`The data folder ${join(folder, 'data')} cannot be used: nobody has no permission to write there. Mend that, or set WELLRUN_DATA to another folder.`)
    await stranger.ended
  })

  test.skipIf(!isRoot)('runs as nobody for root, who keeps the folder around the cluster', async () => {
    const server = await startPostgres({ dataDirectory: join(folder, 'data') })
    expect(statSync(files()).uid).toBe(65534)
    expect(statSync(join(files(), '..')).uid).toBe(0)
    await server.release()
  })

  test.skipIf(!isRoot)('runs as the owner of the folder where root looks after an ordinary account’s data', async () => {
    const daemon = 1
    mkdirSync(join(folder, 'data/postgres'), { recursive: true })
    chownSync(join(folder, 'data/postgres'), daemon, daemon)
    const server = await startPostgres({ dataDirectory: join(folder, 'data') })
    expect(statSync(files()).uid).toBe(daemon)
    await server.release()
  })
})
