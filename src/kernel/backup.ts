import { createHash } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type postgres from 'postgres'
import { Problem } from '../shared/problem.ts'
import { copyOut, listTables, nameOf, settleSession } from './backup.copy.ts'
import type { Table } from './backup.copy.ts'
import { rowsIn, writeBackup } from './backup.file.ts'
import type { BackupFile } from './backup.file.ts'
import { secretId } from './backup.keys.ts'
import type { Keys } from './backup.keys.ts'
import { backupFormat, manifestName, noteName, noteOf } from './backup.manifest.ts'
import type { Manifest, TableSum } from './backup.manifest.ts'
import type { LedgerKey } from './ledger.head.ts'
import { publicKeyText } from './ledger.head.ts'
import { seal } from './ledger.seal.ts'
import { recorded } from './migrate.ts'

export type BackupOptions = {
  /** The owner's connections. */
  sql: postgres.Sql
  /** Where to; a file that is there already is replaced once the new one is whole. */
  file: string
  key: LedgerKey
  /** Public keys whose heads are good here, our own first. */
  trusted: readonly KeyObject[]
  keys: Keys
  withKeys: boolean
  program: string
  now: Date
  note: (text: string) => void
  /** Told now and then which table is being read, and how many rows of all tables were. */
  onProgress?: (table: string, rows: number) => void
}

export type BackupReceipt = { file: string; bytes: number; sha256: string; madeAt: string; rows: number; tables: number; organisations: Manifest['organisations']; withKeys: boolean }

/**
 * Backs up every table in one snapshot to one file, which appears whole or not at all. Entries recorded so far are sealed first, so that
 * the heads in the backup cover them. Memory stays at a few megabytes. Throws Problem with one sentence.
 */
export async function makeBackup(options: BackupOptions): Promise<BackupReceipt> {
  const { sql, file, now } = options
  const target = writeBackup(file, now)
  try {
    await sealAll(options)
    await target.add(noteName, Buffer.from(noteOf(now, options.program)))
    const manifest = await sql.begin('isolation level repeatable read read only', async (tx) => {
      await settleSession(tx)
      return copyAll(tx, target, options)
    })
    await target.add(manifestName, Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`))
    const { bytes, sha256 } = await target.finish()
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
    return { file, bytes, sha256, madeAt: manifest.madeAt, rows, tables: manifest.tables.length, organisations: manifest.organisations, withKeys: options.withKeys }
  } catch (error) {
    await target.abandon()
    throw mayNotRead(error)
  }
}

async function sealAll({ sql, key, now, note }: BackupOptions): Promise<void> {
  for (const { id, name } of await sql<{ id: string; name: string }[]>`select organisation_id as id, key as name from organisations`) {
    await seal(sql, id, key, now).catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error
      note(`${name}: ${error.message}`)
    })
  }
}

async function copyAll(tx: postgres.TransactionSql, target: BackupFile, options: BackupOptions): Promise<Manifest> {
  const tables: TableSum[] = []
  const all = await listTables(tx)
  let before = 0
  for (const [index, table] of all.entries()) {
    const sum = await copyTable(tx, target, table, index, (rows) => options.onProgress?.(table.name, before + rows))
    before += sum.rows
    tables.push(sum)
  }
  const [server] = await tx<{ version: string }[]>`select current_setting('server_version') as version`
  return {
    format: backupFormat, madeAt: options.now.toISOString(), program: options.program, postgres: server!.version,
    migrations: [...(await recorded(tx))], tables, organisations: await organisationsIn(tx), publicKeys: options.trusted.map(publicKeyText),
    secretId: secretId(options.keys.secret), ...(options.withKeys ? { keys: options.keys } : {}),
  }
}

async function copyTable(tx: postgres.TransactionSql, target: BackupFile, table: Table, index: number, onRows: (rows: number) => void): Promise<TableSum> {
  const folder = `tables/${String(index + 1).padStart(2, '0')}-${nameOf(table)}`
  const hash = createHash('sha256')
  let [rows, bytes, part] = [0, 0, 0]
  await copyOut(tx, table, async (page) => {
    hash.update(page)
    bytes += page.length
    rows += rowsIn(page)
    part++
    await target.add(`${folder}/${String(part).padStart(6, '0')}.copy`, page)
    onRows(rows)
  })
  return { schema: table.schema, name: table.name, columns: table.columns, rows, bytes, sha256: hash.digest('hex') }
}

async function organisationsIn(tx: postgres.TransactionSql): Promise<Manifest['organisations']> {
  type Row = { id: string; key: string; name: string; entries: string; size: string | null; root: Buffer; at: Date; key_id: string; signature: Buffer }
  const rows = await tx<Row[]>`select o.organisation_id as id, o.key, o.name, (select count(*) from ledger_entries e where e.organisation_id = o.organisation_id) as entries, h.size, h.root, h.at, h.key_id, h.signature
    from organisations o left join lateral (select * from ledger_heads h where h.organisation_id = o.organisation_id order by h.size desc limit 1) h on true order by o.founded_at, o.organisation_id`
  return rows.map(({ id, key, name, entries, ...head }) => ({
    id, key, name, entries: Number(entries),
    head: head.size === null ? null : { size: Number(head.size), root: head.root.toString('hex'), at: head.at.toISOString(), keyId: head.key_id, signature: head.signature.toString('base64') },
  }))
}

function mayNotRead(error: unknown): unknown {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: string }
  return code === '42501' ? new Problem('unavailable', `The database user may not read everything (${message}). Use the user that owns the tables in DATABASE_URL.`) : error
}
