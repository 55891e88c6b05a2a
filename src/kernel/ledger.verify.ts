import { randomBytes } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type postgres from 'postgres'
import { idLiteral } from './ledger.copy.ts'
import { Faults } from './ledger.faults.ts'
import type { LedgerFault } from './ledger.faults.ts'
import type { Head } from './ledger.head.ts'
import { checkEnd, checkTail, LeafMatch, readLeaves } from './ledger.leaves.ts'
import { checkProjections, checkSearch, checkSuperseding, projections } from './ledger.projections.ts'
import type { Projection } from './ledger.projections.ts'
import { checkRows, readEntries } from './ledger.scan.ts'
import type { Check, EntryPage } from './ledger.scan.ts'
import { TreeCheck } from './ledger.tree.ts'
import { checkVersions } from './ledger.versions.ts'

export type Verification = {
  ok: boolean
  /** Entries read. */
  entries: number
  /** The last head that is signed and fits. */
  head: { size: number; root: string; at: string; keyId: string } | null
  /** Entries that are leaves, and entries that are not yet. */
  sealed: number
  unsealed: number
  faults: LedgerFault[]
}

export type VerifyOptions = {
  /** Told now and then how many of how many entries were read. */
  onProgress?: (done: number, total: number) => void
  /** Current rows to compare; all governed tables unless given. */
  projections?: readonly Projection[]
  /** Entries held in memory at once. */
  pageSize?: number
}

/**
 * Verifies an organisation's ledger in one snapshot of the database: entries against leaves, leaves against every signed head, rows against entries, current rows,
 * versions and links against rows. Names what is missing, extra or altered. `sql` is the owner's and needs three connections.
 */
export async function verifyLedger(sql: postgres.Sql, organisationId: string, publicKeys: KeyObject | readonly KeyObject[], options: VerifyOptions = {}): Promise<Verification> {
  idLiteral(organisationId)
  const faults = new Faults()
  const check: Check = { organisationId, faults }
  const keys = Array.isArray(publicKeys) ? (publicKeys as readonly KeyObject[]) : [publicKeys as KeyObject]
  const tree = new TreeCheck(organisationId, keys, faults, true)
  const counts = await inOneSnapshot(sql, organisationId, 3, async ([first, second, third]) => {
    const current = checkCurrent(third!, check, options.projections ?? projections)
    current.catch(() => {})
    const read = await readAll(first!, second!, check, tree, options)
    await checkEnd(first!, check, tree)
    await checkTail(first!, check, read.entries - read.sealed)
    await current
    return read
  })
  return { ok: faults.count === 0, entries: counts.entries, head: shown(tree.head), sealed: counts.sealed, unsealed: counts.entries - counts.sealed, faults: faults.all() }
}

function shown(head: Head | null): Verification['head'] {
  return head && { size: head.size, root: head.root.toString('hex'), at: head.at.toISOString(), keyId: head.keyId }
}

/** Reads entries on one connection while their rows are checked on the other, one page behind. */
async function readAll(first: postgres.TransactionSql, second: postgres.TransactionSql, check: Check, tree: TreeCheck, options: VerifyOptions) {
  const size = options.pageSize ?? 16_384
  const match = new LeafMatch(check)
  const [last] = await first<{ number: string }[]>`select number from ledger_leaves where organisation_id = ${check.organisationId} order by number desc limit 1`
  const total = Number(last?.number ?? -1) + 1
  let entries = 0
  let more = true
  let rows: Promise<void> = Promise.resolve()
  for (let page: EntryPage | null = null; page === null || page.last !== null; ) {
    page = await readEntries(first, check, page?.last ?? null, size, (id, hash) => match.entry(id, hash))
    entries += page.entries.size
    await rows
    rows = checkRows(second, check, page)
    rows.catch(() => {})
    if (more) more = await readLeaves(first, check, tree, match, size)
    await match.settle(first, false)
    options.onProgress?.(entries, Math.max(total, entries))
  }
  while (more) more = await readLeaves(first, check, tree, match, size)
  await match.settle(first, true)
  await rows
  return { entries, sealed: match.matched }
}

async function checkCurrent(sql: postgres.TransactionSql, check: Check, tables: readonly Projection[]): Promise<void> {
  await checkSuperseding(sql, check, randomBytes(8).readBigInt64BE())
  await checkProjections(sql, check, tables)
  await checkVersions(sql, check)
  await checkSearch(sql, check)
}

/** Runs `work` with several connections that all see the same instant of the database. */
async function inOneSnapshot<T>(sql: postgres.Sql, organisationId: string, connections: number, work: (all: postgres.TransactionSql[]) => Promise<T>): Promise<T> {
  const open = (snapshot: string | null, opened: postgres.TransactionSql[]): Promise<T> =>
    sql.begin('isolation level repeatable read read only', async (tx) => {
      if (snapshot !== null) await tx.unsafe(`set transaction snapshot '${snapshot}'`)
      await tx`select set_config('app.organisation_id', ${organisationId}, true), set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)`
      const all = [...opened, tx]
      if (all.length === connections) return work(all)
      const [exported] = snapshot === null ? await tx<{ id: string }[]>`select pg_export_snapshot() as id` : []
      return open(snapshot ?? exported!.id, all)
    }) as Promise<T>
  return open(null, [])
}
