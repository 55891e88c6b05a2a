import { sql } from 'kysely'
import type { Tx } from '../../kernel/database.ts'
import type { Head } from '../../kernel/ledger.head.ts'
import { hashOf, nodeHash, subtreesOf } from '../../kernel/merkle.ts'
import type { Hash, HashSource, Span } from '../../kernel/merkle.ts'

export type EntryRow = { id: string; content: string; leaf: number | null }
export type EntryFilter = { verb?: string | undefined; actorId?: string | undefined; subjectId?: string | undefined; before: string; at: Date; limit: number }

/** Entries before an id, newest first, with their leaf numbers. */
export async function listEntries(tx: Tx, filter: EntryFilter): Promise<EntryRow[]> {
  const rows = await tx
    .selectFrom('ledger_entries as e')
    .leftJoin('ledger_leaves as l', 'l.entry_id', 'e.id')
    .select(['e.id', 'e.content', 'l.number'])
    .where('e.id', '<', filter.before)
    .where('e.at', '<=', filter.at)
    .$if(filter.verb !== undefined, (q) => q.where('e.verb', '=', filter.verb!))
    .$if(filter.actorId !== undefined, (q) => q.where('e.actor_id', '=', filter.actorId!))
    .$if(filter.subjectId !== undefined, (q) => q.where('e.subject_id', '=', filter.subjectId!))
    .orderBy('e.id', 'desc')
    .limit(filter.limit)
    .execute()
  return rows.map(({ id, content, number }) => ({ id, content, leaf: number === null ? null : Number(number) }))
}

/** The leaf of an entry, or undefined when there is no such entry; its number is null while it is not sealed. */
export async function maybeFindEntry(tx: Tx, id: string): Promise<(EntryRow & { hash: Buffer | null }) | undefined> {
  const row = await tx.selectFrom('ledger_entries as e').leftJoin('ledger_leaves as l', 'l.entry_id', 'e.id').select(['e.id', 'e.content', 'l.number', 'l.hash']).where('e.id', '=', id).executeTakeFirst()
  return row && { id: row.id, content: row.content, leaf: row.number === null ? null : Number(row.number), hash: row.hash }
}

const headColumns = ['organisation_id', 'size', 'root', 'at', 'key_id', 'signature'] as const

/** The head of a size, or the last one signed by an instant. */
export async function maybeFindHead(tx: Tx, wanted: { size: number } | { at: Date }): Promise<Head | undefined> {
  const query = tx.selectFrom('ledger_heads').select(headColumns)
  const row = await ('size' in wanted ? query.where('size', '=', String(wanted.size)) : query.where('at', '<=', wanted.at).orderBy('size', 'desc').limit(1)).executeTakeFirst()
  return row && { organisationId: row.organisation_id, size: Number(row.size), root: row.root, at: row.at, keyId: row.key_id, signature: row.signature }
}

/** How many entries are not sealed yet: those behind the last horizon. */
export async function countUnsealed(tx: Tx): Promise<number> {
  const result = await sql<{ entries: number }>`select count(*)::int as entries from ledger_entries e
    where e.transaction_id >= coalesce((select horizon from ledger_heads order by size desc limit 1), '0')
      and (select l.number from ledger_leaves l where l.organisation_id = e.organisation_id and l.entry_id = e.id) is null`.execute(tx)
  return result.rows[0]!.entries
}

type Range = { level: number; from: number; to: number }

/**
 * The hashes that proofs over these spans need, read in two statements: a subtree is made of at most 255 kept roots of the level below it,
 * so the number of rows does not grow with the ledger but by a level for each factor of 256.
 */
export async function loadSource(tx: Tx, spans: readonly Span[]): Promise<HashSource> {
  const ranges = spans.flatMap((span) => subtreesOf(span)).map(({ from, height }): Range => {
    const level = Math.floor(height / 8)
    return { level, from: from / 256 ** level, to: (from + 2 ** height) / 256 ** level }
  })
  const hashes = new Map<string, Hash>()
  const leaves = listHashes(tx, sql`ledger_leaves`, sql`n.number`, sql`true`, ranges.filter((range) => range.level === 0))
  const nodes = listHashes(tx, sql`ledger_nodes`, sql`n.position`, sql`n.level = r.level`, ranges.filter((range) => range.level > 0))
  for (const { level, position, hash } of [...(await leaves), ...(await nodes)]) hashes.set(`${level}:${position}`, hashOf(hash))
  return (from, height) => {
    const level = Math.floor(height / 8)
    return fold(hashes, level, from / 256 ** level, (from + 2 ** height) / 256 ** level)
  }
}

type HashRow = { level: number; position: string; hash: Buffer }

async function listHashes(tx: Tx, table: ReturnType<typeof sql>, position: ReturnType<typeof sql>, matching: ReturnType<typeof sql>, ranges: readonly Range[]): Promise<HashRow[]> {
  if (ranges.length === 0) return []
  const result = await sql<HashRow>`select r.level, ${position} as position, n.hash
    from jsonb_to_recordset(${JSON.stringify(ranges)}::text::jsonb) as r(level integer, "from" bigint, "to" bigint)
    join ${table} n on ${matching} and ${position} >= r."from" and ${position} < r."to" where n.organisation_id = current_organisation()`.execute(tx)
  return result.rows
}

function fold(hashes: ReadonlyMap<string, Hash>, level: number, from: number, to: number): Hash {
  if (to - from > 1) {
    const middle = (from + to) / 2
    return nodeHash(fold(hashes, level, from, middle), fold(hashes, level, middle, to))
  }
  const hash = hashes.get(`${level}:${from}`)
  if (hash === undefined) throw new Error(`The tree of the ledger lacks ${level === 0 ? `leaf ${from}` : `the kept root ${level}/${from}`}; run "wellrun ledger verify", which names what was edited.`)
  return hash
}
