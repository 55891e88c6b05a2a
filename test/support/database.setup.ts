import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { connect } from '../../src/kernel/connect.ts'
import { migrate } from '../../src/kernel/migrate.ts'
import { isAlive, processName, workingFolder } from '../../src/kernel/postgres-claims.ts'
import { startPostgres } from '../../src/kernel/postgres.ts'
import { startOrdinaryPostgres } from './postgres15.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the test run's server; its database `template_wellrun` is migrated and empty. */
    serverUrl: string
  }
}

const root = join(tmpdir(), `wellrun-tests-${process.getuid?.()}`)

/** One server for the whole test run, with a migrated template that each worker clones. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  mkdirSync(root, { recursive: true, mode: 0o755 })
  removeLeftovers()
  const folder = join(root, processName())
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  const server = process.env['WELLRUN_TEST_POSTGRES'] ? await startOrdinary(folder) : await startEmbedded(folder)
  const template = new URL(server.url)
  template.pathname = '/template_wellrun'
  const sql = connect(server.url, { max: 1, onnotice: () => {} })
  await sql.unsafe('create database template_wellrun')
  await sql.end()
  await migrate(template.href)
  project.provide('serverUrl', server.url)
  return async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function startOrdinary(folder: string) {
  const server = await startOrdinaryPostgres(folder)
  if (!server) throw new Error('WELLRUN_TEST_POSTGRES is set, and this machine has no PostgreSQL 15 or newer: apt-get install postgresql.')
  return server
}

async function startEmbedded(folder: string) {
  const server = await startPostgres({ dataDirectory: folder })
  const sql = connect(server.url, { max: 1 })
  for (const setting of ['fsync = off', 'full_page_writes = off']) await sql.unsafe(`alter system set ${setting}`)
  await sql`select pg_reload_conf()`
  await sql.end()
  return { url: server.url, stop: server.release }
}

/** Ends the servers of test runs that were killed, and removes their files. */
function removeLeftovers(): void {
  for (const name of readdirSync(root)) {
    if (isAlive(name)) continue
    for (const files of [join(root, name, 'cluster'), join(root, name, 'postgres/cluster')]) {
      const pidFile = join(files, 'postmaster.pid')
      const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8').split('\n')[0]) : 0
      if (pid && workingFolder(pid) === files) process.kill(pid, 'SIGQUIT')
    }
    rmSync(join(root, name), { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}
