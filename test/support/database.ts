import { inject } from 'vitest'
import { connect } from '../../src/kernel/connect.ts'

let count = 0
let ofWorker: Promise<string> | undefined

/**
 * Address of this worker's own migrated database, cloned afresh for each test file. Tests of a file share it:
 * roll back, or found an organisation per test.
 */
export function workerDatabase(): Promise<string> {
  ofWorker ??= cloneDatabase(`worker_${process.env['VITEST_POOL_ID']}`)
  return ofWorker
}

/** Address of a migrated database that only the caller uses. */
export function freshDatabase(): Promise<string> {
  return cloneDatabase(`fresh_${process.env['VITEST_POOL_ID']}_${process.pid}_${count++}`)
}

/** Address of a new database without anything in it. */
export function emptyDatabase(): Promise<string> {
  return cloneDatabase(`empty_${process.env['VITEST_POOL_ID']}_${process.pid}_${count++}`, 'template0')
}

async function cloneDatabase(name: string, template = 'template_wellrun'): Promise<string> {
  const url = new URL(inject('serverUrl'))
  const sql = connect(url.href, { max: 1, onnotice: () => {} })
  try {
    await sql.unsafe(`drop database if exists ${name} with (force)`)
    await sql.unsafe(`create database ${name} template ${template} strategy file_copy`)
  } finally {
    await sql.end()
  }
  url.pathname = `/${name}`
  return url.href
}
