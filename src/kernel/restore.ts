import type postgres from 'postgres'
import { newId } from '../shared/ids.ts'
import { Problem } from '../shared/problem.ts'
import { copyIn, listTables, nameOf, settleSession } from './backup.copy.ts'
import type { CopyIn, Table } from './backup.copy.ts'
import { readBackup } from './backup.file.ts'
import { keysOf, placeKeys, secretId } from './backup.keys.ts'
import { checkMigrations } from './backup.manifest.ts'
import type { Manifest } from './backup.manifest.ts'
import { demandForward } from './clock.ts'
import { openDatabase } from './database.ts'
import { keyId, readPublicKey } from './ledger.head.ts'
import { hasLedgerKey, openLedgerKey } from './ledger.key.ts'
import { seal } from './ledger.seal.ts'
import { ledgerEntry } from './ledger.ts'
import { trustedKeys, trustKey } from './ledger.trust.ts'
import { verifyLedger } from './ledger.verify.ts'
import type { Verification } from './ledger.verify.ts'
import { applyMigrations, prepareServer, recorded } from './migrate.ts'
import type { Settings } from './settings.ts'

export type RestoreOptions = {
  /** The owner's address of a database without an organisation; it may be all empty. */
  url: string
  file: string
  settings: Settings
  now: () => Date
  note: (text: string) => void
  /** Told now and then how far the file was read: once to check it, once to load it. */
  onProgress?: (phase: 'Checking' | 'Loading', done: number, total: number) => void
}

export type RestoreReceipt = {
  file: string
  sha256: string
  madeAt: string
  program: string
  rows: number
  tables: number
  organisations: { id: string; key: string; name: string; forkEntry: string; ledger: Verification }[]
  /** `other`: the file holds none, or the settings of this machine name their own. */
  keys: 'restored' | 'same' | 'other'
}

type Fork = { id: string; key: string; name: string; forkEntry: string }

/**
 * Restores a backup into a database without an organisation: all of it in one transaction, or nothing. Checks the file first; afterwards
 * each ledger says that its history goes on here, and is sealed and verified. Throws Problem with one sentence.
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreReceipt> {
  const { file, settings, now } = options
  const { manifest, sha256 } = await readBackup(file, { onProgress: (done, total) => options.onProgress?.('Checking', done, total) })
  checkMigrations(manifest, file)
  const database = openDatabase(options.url, { connections: 6 })
  let keys: { replaced: boolean; undo: () => void } | undefined
  try {
    await prepareServer(database.sql)
    const forks = await database.sql.begin(async (tx) => {
      const made = await load(tx, manifest, sha256, options)
      keys = takeKeys(settings, manifest)
      return made
    }).catch((error: unknown) => {
      keys?.undo()
      throw error
    })
    await database.sql.unsafe('analyze')
    await warnOfSecret(database.sql, options, manifest)
    const key = openLedgerKey(settings)
    const organisations = []
    for (const fork of forks) {
      await seal(database.sql, fork.id, key, now(), { whole: true }).catch((error: unknown) => options.note(`${fork.key}: ${error instanceof Error ? error.message : String(error)}`))
      organisations.push({ ...fork, ledger: await verifyLedger(database.sql, fork.id, trustedKeys(settings, key)) })
    }
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
    const same = key.id === keyId(readPublicKey(manifest.publicKeys[0]!))
    return { file, sha256, madeAt: manifest.madeAt, program: manifest.program, rows, tables: manifest.tables.length, organisations, keys: keys?.replaced ? 'restored' : same ? 'same' : 'other' }
  } finally {
    await database.close()
  }
}

async function load(tx: postgres.TransactionSql, manifest: Manifest, sha256: string, options: RestoreOptions): Promise<Fork[]> {
  await settleSession(tx)
  // Nobody founds an organisation meanwhile.
  await tx`select pg_advisory_xact_lock(4600, 2)`
  await demandEmpty(tx)
  await applyMigrations(tx, manifest.migrations.at(-1)!.name)
  await fillTables(tx, manifest, options)
  await applyMigrations(tx)
  return recordForks(tx, manifest, sha256, options)
}

async function demandEmpty(tx: postgres.TransactionSql): Promise<void> {
  for (const table of ['public.organisations', 'identity.account']) {
    const [there] = await tx<{ found: boolean }[]>`select to_regclass(${table}) is not null as found`
    if (!there!.found) continue
    const [row] = await tx.unsafe(`select from ${table} limit 1`)
    if (row) throw new Problem('conflict', 'This Wellrun has an organisation or an account already, and a restore would mix two histories. Restore into an empty data folder (WELLRUN_DATA) or an empty database (DATABASE_URL).')
  }
}

async function fillTables(tx: postgres.TransactionSql, manifest: Manifest, options: RestoreOptions): Promise<void> {
  const last = manifest.migrations.at(-1)!.name
  const newer = (await recorded(tx)).find(({ name }) => name > last)
  if (newer) throw new Problem('conflict', `This database has "${newer.name}" already, and the backup ends at "${last}". Restore into an empty data folder or database that Wellrun was never started on; it is brought up to date then.`)
  const tables = matched(manifest, await listTables(tx), options.file)
  let current: { name: string; copy: CopyIn } | undefined
  const filling = async <T>(name: string, work: () => Promise<T>): Promise<T> => work().catch((error: unknown) => {
    throw misfit(error, name, options.file)
  })
  const finish = async () => {
    if (current) await filling(current.name, current.copy.end)
  }
  await readBackup(options.file, {
    onPage: async (name, page) => {
      if (current?.name !== name) {
        await finish()
        current = { name, copy: await copyIn(tx, tables.get(name)!) }
      }
      const { copy } = current
      await filling(name, () => copy.write(page))
    },
    onProgress: (done, total) => options.onProgress?.('Loading', done, total),
  })
  await finish()
}

/** Rows with the right sums that the database cannot take were made by somebody else. */
function misfit(error: unknown, name: string, file: string): unknown {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: string }
  return /^2[23]/.test(String(code)) ? new Problem('unprocessable', `${file} is damaged: a row of ${name} cannot be loaded (${message}). Use another copy.`) : error
}

/** The tables of the backup as this database has them: names from a file are never written into SQL. */
function matched(manifest: Manifest, here: Table[], file: string): Map<string, Table> {
  const found = new Map(here.map((table) => [nameOf(table), table]))
  const absent = here.find((table) => !manifest.tables.some((other) => nameOf(other) === nameOf(table)))
  if (absent) throw new Problem('unprocessable', `${file} is damaged: the table ${nameOf(absent)} is not in it. Use another copy.`)
  return new Map(manifest.tables.map((table) => {
    const own = found.get(nameOf(table))
    const same = own && [...own.columns].sort().join() === [...table.columns].sort().join()
    if (!same) throw new Problem('unprocessable', `${file} holds a table ${nameOf(table)} that the Wellrun of its migrations does not have, or not so. Restore it with the Wellrun that made it (${manifest.program}).`)
    return [nameOf(table), { ...own, columns: own.columns.filter((column) => table.columns.includes(column)).sort((a, b) => table.columns.indexOf(a) - table.columns.indexOf(b)) }]
  }))
}

/** A history that was restored may have gone on elsewhere: each ledger says so, as its next entry. */
async function recordForks(tx: postgres.TransactionSql, manifest: Manifest, sha256: string, { now }: RestoreOptions): Promise<Fork[]> {
  const at = now()
  const forks: Fork[] = []
  const organisations = await tx<{ id: string; key: string; name: string; simulated: boolean }[]>`select organisation_id as id, key, name, simulated from organisations order by founded_at, organisation_id`
  for (const { id, key, name, simulated } of organisations) {
    const [last] = await tx<{ at: Date }[]>`select at from ledger_entries where organisation_id = ${id} order by id desc limit 1`
    demandForward(at, last?.at ?? null)
    const head = manifest.organisations.find((organisation) => organisation.id === id)?.head
    const covered = head ? `whose head covers ${head.size} entries with root ${head.root}` : 'that had no head yet'
    const reason = `Restored from a backup of ${manifest.madeAt} by Wellrun ${manifest.program}, ${covered}; SHA-256 of the file ${sha256}.`
    const entry = ledgerEntry({ id: newId(at.getTime()), organisationId: id, at, actor: { type: 'operator', id: 'operator' }, role: 'operator', verb: 'ledger.fork', subject: { kind: 'organisation', id, key }, rows: [], reason, simulated })
    await tx`insert into ledger_entries ${tx(entry)}`
    forks.push({ id, key, name, forkEntry: entry.id })
  }
  return forks
}

function takeKeys(settings: Settings, manifest: Manifest): { replaced: boolean; undo: () => void } | undefined {
  // A server that runs here meanwhile still signs with the key that it started with.
  const own = hasLedgerKey(settings) ? [openLedgerKey(settings).publicKey] : []
  for (const key of [...own, ...manifest.publicKeys.map(readPublicKey)]) trustKey(settings, key)
  return manifest.keys && placeKeys(settings, manifest.keys)
}

async function warnOfSecret(sql: postgres.Sql, { settings, note }: RestoreOptions, manifest: Manifest): Promise<void> {
  if (secretId(keysOf(settings).secret) === manifest.secretId) return
  const [factors] = await sql<{ number: number }[]>`select count(*)::int as number from identity.two_factor`
  if (factors!.number > 0) {
    note(`${factors!.number === 1 ? 'One person has a second factor' : `${factors!.number} people have a second factor`} sealed with the secret of the machine that was backed up. Set WELLRUN_SECRET to that one, or restore a backup made --with-keys.`)
  }
}
