import type postgres from 'postgres'
import { Problem } from '../shared/problem.ts'
import { signHead } from './ledger.head.ts'
import type { Head, LedgerKey } from './ledger.head.ts'
import { bytesOf, Frontier, hashOf } from './merkle.ts'
import type { Subtree } from './merkle.ts'

export type Sealed = {
  /** `busy`: another process is sealing this organisation. */
  state: 'sealed' | 'nothing new' | 'busy'
  /** Entries that became leaves. */
  sealed: number
  /** The last head; null while there is none, or when busy. */
  head: Head | null
}

export type SealOptions = {
  /** Entries read and written at once; bounds memory. */
  batch?: number
  /** Looks for unsealed entries everywhere, not only after the last horizon: after a restore. */
  whole?: boolean
}

/** A place in the order of the leaves. */
type Place = { transaction_id: string; id: string }
const firstId = '00000000-0000-0000-0000-000000000000'

type Work = { sql: postgres.TransactionSql; organisationId: string; frontier: Frontier; nodes: Subtree[] }
/** Every transaction of this database with a lower id than `before` has ended. */
type Horizon = { before: string; cluster: string }

/**
 * Seals an organisation's entries: gives leaf numbers, in the order of (transaction, id), to those whose transaction is older than the oldest
 * still running, so that none can turn up later in between; then signs the head. One transaction; one sealer per organisation.
 * `sql` is the owner's. Throws Problem 'unavailable' when the last head does not fit its leaves: nothing is signed on damage.
 */
export async function seal(sql: postgres.Sql, organisationId: string, key: LedgerKey, now: Date, options: SealOptions = {}): Promise<Sealed> {
  const horizon = await horizonNow(sql)
  return sql.begin(async (tx): Promise<Sealed> => {
    await tx`select set_config('role', 'wellrun_app', true), set_config('app.organisation_id', ${organisationId}, true), set_config('statement_timeout', '0', true)`
    // Pages follow one index, however wrong the statistics of a table are that just grew.
    await tx`select set_config(name, 'off', true) from unnest(array['enable_seqscan', 'enable_sort', 'enable_bitmapscan', 'jit']) name`
    const [lock] = await tx<{ mine: boolean }[]>`select pg_try_advisory_xact_lock(hashtextextended(${`wellrun.seal:${organisationId}`}, 0)) as mine`
    if (!lock!.mine) return { state: 'busy', sealed: 0, head: null }
    const last = await lastHead(tx, organisationId)
    const work = await openWork(tx, organisationId, last)
    const before = work.frontier.size
    // Transaction ids of another cluster say nothing here; then every entry is looked at once.
    const since = options.whole || !last || last.cluster !== horizon.cluster ? null : last.horizon
    let after: Place = { transaction_id: since ?? '0', id: firstId }
    for (let page: Place[]; (page = await listPage(work, horizon, since === null, after, options.batch ?? 10_000)).length > 0; after = page.at(-1)!) {
      await insertLeaves(work, page)
      await insertNodes(work)
    }
    const sealed = work.frontier.size - before
    if (sealed === 0) return { state: 'nothing new', sealed, head: last?.head ?? null }
    const head = signHead({ organisationId, size: work.frontier.size, root: bytesOf(work.frontier.root()), at: now }, key)
    await tx`insert into ledger_heads (size, root, horizon, cluster, at, key_id, signature)
      values (${head.size}, ${head.root}, ${horizon.before}::xid8, ${horizon.cluster}, ${head.at}, ${head.keyId}, ${head.signature})`
    return { state: 'sealed', sealed, head }
  })
}

/**
 * The oldest transaction still running in this database. A snapshot knows those of the whole cluster, and a long one in another database need not
 * hold back this ledger; one that ended since the snapshot is asked for anew, since where it ran is no longer known.
 */
async function horizonNow(sql: postgres.Sql): Promise<Horizon> {
  type Row = Horizon & { vanished: boolean }
  for (let attempt = 1; ; attempt++) {
    const [row] = await sql<Row[]>`
      with seen as materialized (select pg_current_snapshot() as snapshot), running as materialized (
        select x as id, (select a.datname = current_database() from pg_stat_activity a where a.backend_xid = x::xid limit 1) as here from seen, pg_snapshot_xip(snapshot) x
      )
      select coalesce((select id from running where here is not false order by id limit 1), (select pg_snapshot_xmax(snapshot) from seen))::text as before,
        exists (select from running where here is null) as vanished, (select system_identifier::text from pg_control_system()) as cluster`
    if (!row!.vanished || attempt === 10) return row!
  }
}

async function lastHead(tx: postgres.TransactionSql, organisationId: string) {
  type Row = { size: string; root: Buffer; horizon: string; cluster: string; at: Date; key_id: string; signature: Buffer }
  const [row] = await tx<Row[]>`select size, root, horizon::text, cluster, at, key_id, signature from ledger_heads where organisation_id = ${organisationId} order by size desc limit 1`
  if (!row) return undefined
  const head: Head = { organisationId, size: Number(row.size), root: row.root, at: row.at, keyId: row.key_id, signature: row.signature }
  return { head, horizon: row.horizon, cluster: row.cluster }
}

/** The tree as the last head left it, rebuilt from at most 255 rows of each level. */
async function openWork(sql: postgres.TransactionSql, organisationId: string, last: { head: Head } | undefined): Promise<Work> {
  const nodes: Subtree[] = []
  const frontier = new Frontier((subtree) => nodes.push(subtree), 8)
  const size = last?.head.size ?? 0
  for (let level = levelsOf(size); level >= 0; level--) {
    const from = frontier.size / 256 ** level
    const to = Math.floor(size / 256 ** level)
    const rows = level === 0
      ? await sql<{ hash: Buffer }[]>`select hash from ledger_leaves where organisation_id = ${organisationId} and number >= ${from} and number < ${to} order by number`
      : await sql<{ hash: Buffer }[]>`select hash from ledger_nodes where organisation_id = ${organisationId} and level = ${level} and position >= ${from} and position < ${to} order by position`
    for (const row of rows) if (frontier.size < size) frontier.append(hashOf(row.hash), level * 8)
  }
  const [beyond] = await sql`select number from ledger_leaves where organisation_id = ${organisationId} and number >= ${size} limit 1`
  if (frontier.size !== size || beyond || (last && !bytesOf(frontier.root()).equals(last.head.root))) {
    throw new Problem('unavailable', 'The ledger is not sealed: its last head does not fit its leaves, so something was edited. Run "wellrun ledger verify", which names it.')
  }
  nodes.length = 0
  return { sql, organisationId, frontier, nodes }
}

function levelsOf(size: number): number {
  let level = 0
  while (256 ** (level + 1) <= size) level++
  return level
}

/** The next entries of transactions that have ended, in the order of the leaves. */
function listPage({ sql, organisationId }: Work, { before }: Horizon, whole: boolean, after: Place, batch: number): Promise<Place[]> {
  // What is visible and yet from a transaction to come was restored from another cluster.
  const ended = whole ? sql`(transaction_id < ${before}::xid8 or transaction_id >= pg_snapshot_xmax(pg_current_snapshot()))` : sql`transaction_id < ${before}::xid8`
  return sql<Place[]>`select transaction_id::text, id from ledger_entries e where organisation_id = ${organisationId} and ${ended}
    and (e.transaction_id, id) > (${after.transaction_id}::xid8, ${after.id}::uuid) order by e.transaction_id, id limit ${batch}`
}

/** Makes leaves of a page of entries, but for those that are leaves already. */
async function insertLeaves({ sql, organisationId, frontier }: Work, page: readonly Place[]): Promise<void> {
  const rows = await sql<{ number: string; hash: Buffer }[]>`
    insert into ledger_leaves (number, entry_id, hash)
    select ${frontier.size}::bigint + row_number() over (order by p.position) - 1, e.id, sha256('\\x00'::bytea || convert_to(e.content, 'UTF8'))
    from unnest(${page.map((place) => place.id)}::uuid[]) with ordinality p(id, position) join ledger_entries e on e.organisation_id = ${organisationId} and e.id = p.id
    where (select l.number from ledger_leaves l where l.organisation_id = ${organisationId} and l.entry_id = p.id) is null
    returning number, hash`
  for (const row of rows.toSorted((a, b) => Number(a.number) - Number(b.number))) frontier.append(hashOf(row.hash))
}

async function insertNodes({ sql, nodes }: Work): Promise<void> {
  const made = nodes.splice(0).map(({ from, height, hash }) => ({ level: height / 8, position: from / 2 ** height, hash: `\\x${bytesOf(hash).toString('hex')}` }))
  if (made.length === 0) return
  await sql`insert into ledger_nodes (level, position, hash) select level, position, hash
    from jsonb_to_recordset(${JSON.stringify(made)}::text::jsonb) as n(level smallint, position bigint, hash bytea)`
}
