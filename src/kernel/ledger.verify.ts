import { randomBytes } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type postgres from 'postgres'
import { idLiteral } from './ledger.copy.ts'
import { Faults } from './ledger.faults.ts'
import type { LedgerFault } from './ledger.faults.ts'
import type { Head } from './ledger.head.ts'
import { checkEnd, checkTail, LeafMatch, readLeaves } from './ledger.leaves.ts'
import { checkPapers, checkProjections, checkSearch, checkSuperseding, projections } from './ledger.projections.ts'
import type { Projection } from './ledger.projections.ts'
import { checkRecords } from './ledger.records.ts'
import { checkRows, readEntries } from './ledger.scan.ts'
import type { Check, EntryPage } from './ledger.scan.ts'
import { TreeCheck } from './ledger.tree.ts'
import type { KnownHead } from './ledger.tree.ts'
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
  /** Heads that were kept elsewhere, such as on a printed edition: they must be of this history. */
  known?: readonly KnownHead[] | undefined
  /** Current rows to compare; all governed tables unless given. */
  projections?: readonly Projection[]
  /** Entries held in memory at once. */
  pageSize?: number
}

/**
 * Verifies an organisation's ledger in one snapshot of the database: entries against leaves, leaves against every signed head, rows against entries, current rows,
 * versions and links against rows. Names what is missing, extra or altered. `sql` is the owner's and needs four connections.
 */
export async function verifyLedger(sql: postgres.Sql, organisationId: string, publicKeys: KeyObject | readonly KeyObject[], options: VerifyOptions = {}): Promise<Verification> {
  idLiteral(organisationId)
  if (sql.options.max < connections) throw new TypeError(`Verification reads on ${connections} connections at once, and this pool has ${sql.options.max}.`)
  const before = running.get(sql)
  const own = Promise.resolve(before).catch(() => {}).then(() => verify(sql, organisationId, publicKeys, options))
  running.set(sql, own)
  return own
}

/** Two verifications that each hold some of the pool's connections and wait for more would wait for good, hence one after the other. */
const running = new WeakMap<postgres.Sql, Promise<unknown>>()
const connections = 4

async function verify(sql: postgres.Sql, organisationId: string, publicKeys: KeyObject | readonly KeyObject[], options: VerifyOptions): Promise<Verification> {
  const faults = new Faults()
  const check: Check = { organisationId, faults }
  const keys = Array.isArray(publicKeys) ? (publicKeys as readonly KeyObject[]) : [publicKeys as KeyObject]
  const tree = new TreeCheck(organisationId, faults, { publicKeys: keys, known: options.known }, true)
  const counts = await inOneSnapshot(sql, organisationId, connections, async (open) => {
    const current = checkCurrent(open[3]!, check, options.projections ?? projections)
    current.catch(() => {})
    const read = await readAll(open, check, tree, options)
    await checkEnd(open[0]!, check, tree)
    await checkTail(open[0]!, check, read.entries - read.sealed)
    await current
    return read
  })
  return { ok: faults.count === 0, entries: counts.entries, head: shownHead(tree.head), sealed: counts.sealed, unsealed: counts.entries - counts.sealed, faults: faults.all() }
}

/** A head as people and programs are shown it. */
export function shownHead(head: Head | null): Verification['head'] {
  return head && { size: head.size, root: head.root.toString('hex'), at: head.at.toISOString(), keyId: head.keyId }
}

/** Reads a page of entries on one connection while rows and leaves of the page before are checked on two others. */
async function readAll([first, second, third]: postgres.TransactionSql[], check: Check, tree: TreeCheck, options: VerifyOptions) {
  const size = options.pageSize ?? 8192
  const match = new LeafMatch(check)
  const [last] = await first!<{ number: string }[]>`select number from ledger_leaves where organisation_id = ${check.organisationId} order by number desc limit 1`
  const total = Number(last?.number ?? -1) + 1
  let entries = 0
  let more = true
  const place = { next: 0 }
  const next = (after: string | null) => readEntries(first!, check, after, size, (id, hash) => match.entry(id, hash))
  const leaves = async () => {
    if (more) more = await readLeaves(third!, check, tree, match, place, size)
    await match.settle(third!, false)
  }
  for (let page: EntryPage | null = await next(null); page !== null; ) {
    entries += page.entries.length
    options.onProgress?.(entries, Math.max(total, entries))
    const following: [EntryPage | null, void, void] = await Promise.all([page.last === null ? null : next(page.last), checkRows(second!, check, page), leaves()])
    page = following[0]
  }
  while (more) await leaves()
  await match.settle(third!, true)
  return { entries, sealed: match.matched }
}

async function checkCurrent(sql: postgres.TransactionSql, check: Check, tables: readonly Projection[]): Promise<void> {
  await checkSuperseding(sql, check, randomBytes(8).readBigInt64BE())
  await checkProjections(sql, check, tables)
  await checkVersions(sql, check)
  await checkSearch(sql, check)
  await checkPapers(sql, check)
  await checkRecords(sql, check)
}

/** Runs `work` with several connections that all see the same instant of the database. */
async function inOneSnapshot<T>(sql: postgres.Sql, organisationId: string, count: number, work: (all: postgres.TransactionSql[]) => Promise<T>): Promise<T> {
  const open = (snapshot: string | null, opened: postgres.TransactionSql[]): Promise<T> =>
    sql.begin('isolation level repeatable read read only', async (tx) => {
      if (snapshot !== null) await tx.unsafe(`set transaction snapshot '${snapshot}'`)
      await tx`select set_config('app.organisation_id', ${organisationId}, true), set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true), set_config('jit', 'off', true)`
      const all = [...opened, tx]
      if (all.length === count) return work(all)
      const [exported] = snapshot === null ? await tx<{ id: string }[]>`select pg_export_snapshot() as id` : []
      return open(snapshot ?? exported!.id, all)
    }) as Promise<T>
  return open(null, [])
}
