import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, chownSync, closeSync, constants, existsSync, lstatSync, mkdirSync, openSync, readFileSync, readSync, realpathSync, renameSync, rmSync, statSync, statfsSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Problem } from '../shared/problem.ts'
import { workingFolder } from './postgres-claims.ts'
import { accountFor, embeddedMajor, isCode, mayReach, postgresPrograms } from './postgres-programs.ts'
import type { Account } from './postgres-programs.ts'

/** Where the embedded server keeps its files, and whom it runs as. */
export type Cluster = { home: string; files: string; log: string; account: Account }
/** What postmaster.pid says of a server. */
export type Postmaster = { pid: number; socketFolder: string; status: string }

export const databaseName = 'wellrun'

/** Settings that ship with the program, so that a newer Wellrun brings its own; memory is only taken when touched. */
const settings = {
  listen_addresses: '', max_connections: '50', shared_buffers: '128MB', jit: 'off', random_page_cost: '1.1',
  wal_level: 'minimal', max_wal_senders: '0', max_logical_replication_workers: '0', timezone: 'UTC', log_timezone: 'UTC',
  log_checkpoints: 'off', log_autovacuum_min_duration: '-1', max_wal_size: '1GB', cluster_name: 'wellrun',
}

/** Makes (where needed) and describes the server's folder under a data folder. Throws 'unavailable' where it may not be used. */
export function clusterIn(dataDirectory: string): Cluster {
  const unusable = (why: string) => new Problem('unavailable', `The data folder ${dataDirectory} cannot be used: ${why} Mend that, or set WELLRUN_DATA to another folder.`)
  try {
    mkdirSync(join(dataDirectory, 'postgres'), { recursive: true, mode: 0o755 })
    const home = realpathSync(join(dataDirectory, 'postgres'))
    const account = accountFor(home)
    if (!account && statSync(home).uid !== process.getuid?.()) throw unusable('it belongs to another account.')
    chmodSync(home, account ? 0o711 : 0o700)
    probe(home)
    return { home, files: join(home, 'cluster'), log: join(home, 'postgres.log'), account }
  } catch (error) {
    if (isCode(error, 'EACCES', 'EPERM', 'EROFS')) throw unusable(`${userName()} has no permission to write there.`)
    if (isCode(error, 'ENOTDIR', 'EEXIST')) throw unusable('it is a file.')
    if (isCode(error, 'ENOSPC', 'EDQUOT')) throw unusable('its disk is full.')
    throw error
  }
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    return `the account ${process.getuid?.()}`
  }
}

/** Refuses a cluster made by another major version of PostgreSQL. */
export function checkVersion(cluster: Cluster): void {
  const made = readFileSync(join(cluster.files, 'PG_VERSION'), 'utf8').trim()
  if (Number(made) === embeddedMajor) return
  const other = Number(made) > embeddedMajor ? 'a newer Wellrun: start that one' : 'an older Wellrun: make a backup with that one and restore it with this'
  throw new Problem('unavailable', `The database in ${cluster.home} is of PostgreSQL ${made}, and this Wellrun has ${embeddedMajor}. It was made by ${other}, or set WELLRUN_DATA to another folder.`)
}

/** Makes a new cluster; it appears whole or not at all. Takes about half a second. */
export async function createCluster(cluster: Cluster): Promise<void> {
  const unfinished = `${cluster.files}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { mode: 0o700 })
  if (cluster.account) chownSync(unfinished, cluster.account.uid, cluster.account.gid)
  try {
    await run(cluster, unfinished, 'initdb', ['--username=wellrun', '--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8',
      '--auth=peer', '--sync-method=syncfs', '--no-instructions'])
    await run(cluster, unfinished, 'postgres', ['--single', 'template1'], `alter database postgres rename to ${databaseName}\n`)
    renameSync(unfinished, cluster.files)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    throw error
  }
}

async function run(cluster: Cluster, files: string, program: string, args: string[], input = ''): Promise<void> {
  const [mode, ...rest] = program === 'postgres' ? args : ['', ...args]
  const child = launch(cluster, files, program, (at) => [...(mode ? [mode] : []), '-D', at.files, ...rest], ['pipe', 'pipe', 'pipe'])
  let said = ''
  child.stdout?.on('data', (chunk) => (said += chunk))
  child.stderr?.on('data', (chunk) => (said += chunk))
  child.stdin?.on('error', () => {}).end(input)
  const code = await new Promise<number | string | null>((resolve, reject) => child.once('error', reject).once('close', (exit, signal) => resolve(exit ?? signal)))
    .catch((error: Error) => error.message)
  if (code !== 0) throw failure(cluster, `could not make its files in ${cluster.home}`, said || String(code))
}

type Folders = { files: string; home: string }

/** Spawns a program of PostgreSQL as the cluster's account. What lies behind a closed folder is handed over as open descriptors. */
function launch(cluster: Cluster, files: string, program: string, args: (at: Folders) => string[], stdio: ('ignore' | 'pipe' | number)[], detached = false): ChildProcess {
  const programs = postgresPrograms(cluster.account, cluster.home)
  const descriptors = mayReach(cluster.account, files) ? [] : [openSync(files, 'r'), openSync(cluster.home, 'r')]
  const at = descriptors.length ? { files: '/proc/self/fd/3', home: '/proc/self/fd/4' } : { files, home: cluster.home }
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC', HOME: '/' }
  try {
    return spawn(join(programs, 'bin', program), args(at), { cwd: '/', env, detached, stdio: [...stdio, ...descriptors], ...cluster.account })
  } finally {
    descriptors.forEach(closeSync)
  }
}

/** Starts the server and waits until it takes connections. It outlives this process. */
export async function startServer(cluster: Cluster): Promise<Postmaster> {
  writeAccessRules(cluster)
  const socketFolder = socketFolderOf(cluster)
  // A killed server that nobody has buried yet still owns its process id; PostgreSQL would take it for alive.
  for (const name of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock']) rmSync(join(socketFolder, name), { force: true })
  if (existsSync(cluster.log) && statSync(cluster.log).size > 5_000_000) renameSync(cluster.log, `${cluster.log}.1`)
  const log = openSync(cluster.log, constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW, 0o600)
  const logStart = statSync(cluster.log).size
  const options = Object.entries({ ...settings, unix_socket_directories: socketFolder }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = launch(cluster, cluster.files, 'postgres', (at) => ['-D', at.files, '-c', `hba_file=${at.home}/pg_hba.conf`, '-c', `ident_file=${at.home}/pg_ident.conf`, ...options], ['ignore', log, log], true)
  closeSync(log)
  let ended: string | undefined
  child.once('error', (error) => (ended = error.message)).once('exit', (code, signal) => (ended = `it ended with ${code ?? signal}`))
  child.unref()
  for (;;) {
    const found = readPostmaster(cluster)
    if (found?.pid === child.pid && found?.status === 'ready') return found
    if (ended) throw failure(cluster, `did not start in ${cluster.home}`, tail(cluster.log, logStart) || ended)
    await wait(3)
  }
}

function tail(file: string, from: number): string {
  const size = statSync(file).size
  const buffer = Buffer.alloc(Math.min(size - from, 8000))
  const descriptor = openSync(file, 'r')
  readSync(descriptor, buffer, 0, buffer.length, size - buffer.length)
  closeSync(descriptor)
  return buffer.toString()
}

function failure(cluster: Cluster, what: string, said: string): Problem {
  const room = statfsSync(cluster.home)
  if (/No space left on device|Disk quota exceeded/.test(said) || room.bavail * room.bsize < 60_000_000) {
    return new Problem('unavailable', `The disk that holds ${cluster.home} is full: free at least 100 MB there, or set WELLRUN_DATA to another folder.`)
  }
  const lines = said.trim().split('\n').filter((line) => /error|fatal|panic|could not|cannot|not found/i.test(line))
  const reason = (lines.at(-1) ?? said.trim().split('\n').at(-1) ?? '').replace(/^.*?(?:FATAL|PANIC|ERROR|error): */, '')
  return new Problem('unavailable', `The embedded PostgreSQL ${what}: ${reason.replace(/\.?$/, '.')} Its log is ${cluster.log}; DATABASE_URL names another server.`)
}

/** Only the accounts that may read the files anyway are let in, and only by the socket. `nobody` is shared with others. */
function writeAccessRules(cluster: Cluster): void {
  const passwd = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':')) : []
  const owner = passwd.find(([name, , uid]) => name !== 'nobody' && Number(uid) === cluster.account?.uid)?.[0]
  const names = new Set(['root', userName(), ...(owner ? [owner] : [])])
  writeWhole(join(cluster.home, 'pg_hba.conf'), 'local all all peer map=wellrun\n')
  writeWhole(join(cluster.home, 'pg_ident.conf'), [...names].map((name) => `wellrun "${name}" wellrun\n`).join(''))
}

/** Throws as the system does where nothing can be written. */
function probe(folder: string): void {
  const file = join(folder, `probe.${process.pid}`)
  try {
    writeFileSync(file, 'Is there room?')
  } finally {
    rmSync(file, { force: true })
  }
}

/** Replaces a file without following a link that another account may have put there. */
function writeWhole(file: string, text: string): void {
  const unfinished = `${file}.${process.pid}`
  rmSync(unfinished, { force: true })
  try {
    writeFileSync(unfinished, text, { flag: 'wx', mode: 0o644 })
    renameSync(unfinished, file)
  } finally {
    rmSync(unfinished, { force: true })
  }
}

/** The socket's folder, 0700: beside the cluster, or, where that path is too long or closed to the account, under the temporary folder. */
function socketFolderOf(cluster: Cluster): string {
  const beside = join(cluster.home, 'run')
  const short = `wellrun-${createHash('sha256').update(cluster.home).digest('hex').slice(0, 12)}`
  const uid = cluster.account?.uid ?? process.getuid?.()
  for (const folder of [beside, join(tmpdir(), short), join('/tmp', short)]) {
    if (!/^[\w./-]{1,85}$/.test(folder)) continue
    try {
      if (!lstatSync(folder, { throwIfNoEntry: false })) {
        mkdirSync(folder, { mode: 0o700 })
        if (cluster.account) chownSync(folder, cluster.account.uid, cluster.account.gid)
      }
      const found = lstatSync(folder)
      if (found.isDirectory() && found.uid === uid && !(found.mode & 0o077) && mayReach(cluster.account, folder)) return folder
    } catch {
      continue
    }
  }
  throw new Problem('unavailable', `No folder was found for the database's socket: ${beside} is too long or closed, and ${join(tmpdir(), short)} belongs to another account. Set WELLRUN_DATA to a folder with a shorter path.`)
}

/** What postmaster.pid says, of a server that is alive and is this cluster's; undefined otherwise. */
export function readPostmaster(cluster: Cluster): Postmaster | undefined {
  try {
    const [pid, , , , socketFolder = '', , , status = ''] = readFileSync(join(cluster.files, 'postmaster.pid'), 'utf8').split('\n').map((line) => line.trim())
    return workingFolder(Number(pid)) === cluster.files ? { pid: Number(pid), socketFolder, status } : undefined
  } catch {
    return undefined
  }
}

/** True when something takes connections on the server's socket. */
export function answers(server: Postmaster): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(join(server.socketFolder, '.s.PGSQL.5432'))
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false)).once('connect', () => socket.destroy())
  })
}
