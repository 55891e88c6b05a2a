import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { accountFor } from '../../src/kernel/postgres-programs.ts'

export type OrdinaryPostgres = { url: string; version: string; stop: () => Promise<void> }

/** Folder with the programs of the oldest PostgreSQL server from 15 on that this machine has; undefined where it has none. */
export function ordinaryPrograms(): string | undefined {
  const root = '/usr/lib/postgresql'
  if (!existsSync(root)) return undefined
  const majors = readdirSync(root).map(Number).filter((major) => major >= 15 && existsSync(join(root, String(major), 'bin/initdb')))
  return majors.length ? join(root, String(Math.min(...majors)), 'bin') : undefined
}

/**
 * Starts an ordinary PostgreSQL on a socket in a temporary folder, as `nobody` when we are root. It trades safety for
 * speed (no fsync). Undefined where the machine has no server programs.
 */
export async function startOrdinaryPostgres(folder: string = mkdtempSync(join(tmpdir(), 'wellrun-pg-'))): Promise<OrdinaryPostgres | undefined> {
  const programs = ordinaryPrograms()
  if (!programs) return undefined
  const account = accountFor(folder)
  if (account) chownSync(folder, account.uid, account.gid)
  const files = join(folder, 'cluster')
  const as = { ...account, cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C' } }
  execFileSync(join(programs, 'initdb'), ['-D', files, '--username=wellrun', '--encoding=UTF8', '--locale=C.UTF-8', '--auth=trust', '--no-sync', '--no-instructions'], { ...as, stdio: ['ignore', 'ignore', 'inherit'] })
  const settings = ['listen_addresses=', `unix_socket_directories=${folder}`, 'fsync=off', 'full_page_writes=off', 'jit=off', 'max_connections=100', 'log_min_messages=fatal']
  const server = spawn(join(programs, 'postgres'), ['-D', files, ...settings.flatMap((each) => ['-c', each])], { ...as, stdio: 'ignore' })
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  while (!isReady(files)) {
    if (server.exitCode !== null) throw new Error(`The PostgreSQL of ${programs} did not start.`)
    await wait(10)
  }
  return {
    url: `postgres://wellrun@localhost/postgres?host=${encodeURIComponent(folder)}`,
    version: readFileSync(join(files, 'PG_VERSION'), 'utf8').trim(),
    stop: async () => {
      server.kill('SIGINT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function isReady(files: string): boolean {
  const file = join(files, 'postmaster.pid')
  return existsSync(file) && /^ready/m.test(readFileSync(file, 'utf8'))
}
