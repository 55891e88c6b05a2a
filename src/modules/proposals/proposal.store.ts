import { sql } from 'kysely'
import type { Tx } from '../../kernel/database.ts'
import { elementOf } from '../../kernel/element.ts'
import type { Element } from '../../kernel/element.ts'
import type { ElementRow } from '../../kernel/tables.ts'
import { isId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import type { Proposal } from './proposal.ts'

type Row = { id: string; key: string; key_number: number; title: string; state: Proposal['state']; author: string; elements: string[]; opened_at: Date; decided_at: Date | null; revision: number }

function proposalOf(row: Row): Proposal {
  return {
    id: row.id, key: row.key, keyNumber: row.key_number, title: row.title, state: row.state, author: row.author, elements: row.elements, openedAt: row.opened_at,
    decidedAt: row.decided_at, revision: row.revision,
  }
}

export async function findProposal(tx: Tx, reference: string): Promise<Proposal> {
  const query = tx.selectFrom('proposals').selectAll()
  const row = await (isId(reference) ? query.where('id', '=', reference) : query.where('key', '=', reference.toUpperCase())).executeTakeFirst()
  if (!row) throw new Problem('notFound', `There is no proposal ${reference} here.`)
  return proposalOf(row)
}

/** Newest first, from below a key number. */
export async function listProposalRows(tx: Tx, input: { state: string; before?: number | undefined; limit: number }): Promise<Proposal[]> {
  let query = tx.selectFrom('proposals').selectAll()
  if (input.state !== 'any') query = query.where('state', '=', input.state as Proposal['state'])
  if (input.before !== undefined) query = query.where('key_number', '<', input.before)
  return (await query.orderBy('key_number', 'desc').limit(input.limit + 1).execute()).map(proposalOf)
}

/** The elements of a proposal as they are now, with their drafts. */
export async function listProposed(tx: Tx, ids: readonly string[]): Promise<Element[]> {
  const result = await sql<ElementRow>`select * from elements where id = any(${[...ids]}::uuid[]) order by kind, key_number`.execute(tx)
  return result.rows.map(elementOf)
}

/** Revisions of elements by id. */
export async function listRevisions(tx: Tx, ids: readonly string[]): Promise<Map<string, number>> {
  const result = await sql<{ id: string; revision: number }>`select id, revision from elements where id = any(${[...ids]}::uuid[])`.execute(tx)
  return new Map(result.rows.map((row) => [row.id, row.revision]))
}

/** Drafts that no open proposal carries, oldest first. */
export async function listLooseDrafts(tx: Tx, limit: number): Promise<Element[]> {
  const result = await sql<ElementRow>`select e.* from elements e where e.draft is not null
    and not exists (select from proposals p where p.organisation_id = e.organisation_id and p.state = 'open' and e.id = any(p.elements)) order by e.changed_at limit ${limit}`.execute(tx)
  return result.rows.map(elementOf)
}

/** Whether an open proposal carries one of these elements already; answers its key. */
export async function maybeFindCarrier(tx: Tx, ids: readonly string[]): Promise<string | undefined> {
  const result = await sql<{ key: string }>`select key from proposals where state = 'open' and elements && ${[...ids]}::uuid[] limit 1`.execute(tx)
  return result.rows[0]?.key
}
