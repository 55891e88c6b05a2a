import { sql } from 'kysely'
import type { Tx } from '../../kernel/database.ts'
import { elementOf } from '../../kernel/element.ts'
import type { Element, KeptDraft, VersionContent } from '../../kernel/element.ts'
import type { ElementRow, ProposalAgreementRow, ProposalDraftRow, ProposalRow } from '../../kernel/tables.ts'
import { isId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import type { Agreement, Carried, Comment, Proposal, TakenDraft } from './proposal.ts'

type Stored = Omit<ProposalRow, 'organisation_id'>

function proposalOf(row: Stored): Proposal {
  return {
    id: row.id, key: row.key, keyNumber: row.key_number, title: row.title, state: row.state, author: row.author, authorPerson: row.author_person, elements: row.elements,
    openedAt: row.opened_at, decidedAt: row.decided_at, revision: row.revision, reason: row.reason, effectiveOn: row.effective_on,
    hashes: row.hashes === null ? null : (JSON.parse(row.hashes) as Record<string, string>), decidedBy: row.decided_by, decision: row.decision, reopens: row.reopens,
  }
}

/** The proposal that a key or an id names; throws `notFound`. */
export async function findProposal(tx: Tx, reference: string): Promise<Proposal> {
  const query = tx.selectFrom('proposals').selectAll()
  const row = await (isId(reference) ? query.where('id', '=', reference) : query.where('key', '=', reference.toUpperCase())).executeTakeFirst()
  if (!row) throw new Problem('notFound', `There is no proposal ${reference} here.`)
  return proposalOf(row)
}

export type ListedBy = { states: readonly Proposal['state'][]; before?: number | undefined; limit: number; author?: { actor: string; person: string | null }; elementId?: string }

/** Newest first, from below a key number; one more than the limit where there are more. */
export async function listProposalRows(tx: Tx, input: ListedBy): Promise<Proposal[]> {
  let query = tx.selectFrom('proposals').selectAll().where('state', 'in', [...input.states])
  if (input.before !== undefined) query = query.where('key_number', '<', input.before)
  const { author, elementId } = input
  if (author) query = query.where((eb) => eb.or([eb('author', '=', author.actor), eb('author_person', '=', author.person), eb('author', '=', `person:${author.person}`)]))
  if (elementId) query = query.where(sql<boolean>`elements @> array[${elementId}::uuid]`)
  return (await query.orderBy('key_number', 'desc').limit(input.limit + 1).execute()).map(proposalOf)
}

type CarriedRow = ElementRow & { of: string; taken: ProposalDraftRow | null }

/** What each of some proposals carries: the elements as they are now, with the drafts that they took along. */
export async function listCarriedBy(tx: Tx, proposalIds: readonly string[]): Promise<Map<string, Carried[]>> {
  const carried = new Map<string, Carried[]>(proposalIds.map((id) => [id, []]))
  if (proposalIds.length === 0) return carried
  const { rows } = await sql<CarriedRow>`select p.id as of, e.*, to_jsonb(d) as taken from proposals p cross join lateral unnest(p.elements) as c(id)
    join elements e on e.organisation_id = p.organisation_id and e.id = c.id
    left join proposal_drafts d on d.organisation_id = p.organisation_id and d.proposal_id = p.id and d.element_id = e.id
    where p.id = any(${[...proposalIds]}::uuid[]) order by e.kind, e.key_number`.execute(tx)
  for (const row of rows) {
    const taken = row.taken === null ? null : takenOf(row.taken)
    const element = elementOf(row)
    carried.get(row.of)!.push({ element, taken, draft: taken ? taken.content : element.draft })
  }
  return carried
}

function takenOf(row: ProposalDraftRow): TakenDraft {
  return {
    id: row.id, proposalId: row.proposal_id, elementId: row.element_id, content: JSON.parse(row.content) as KeptDraft, writers: row.writers, changedAt: new Date(row.changed_at), revision: row.revision,
  }
}

/** The elements of a proposal as they are now, with the drafts that it took along. */
export async function listCarried(tx: Tx, proposalId: string): Promise<Carried[]> {
  return (await listCarriedBy(tx, [proposalId])).get(proposalId)!
}

/** Agreements to some proposals, oldest first. */
export async function listAgreements(tx: Tx, proposalIds: readonly string[]): Promise<Agreement[]> {
  if (proposalIds.length === 0) return []
  const rows = await tx.selectFrom('proposal_agreements').selectAll().where('proposal_id', '=', sql<string>`any(${[...proposalIds]}::uuid[])`).orderBy('id').execute()
  return rows.map((row: Omit<ProposalAgreementRow, 'organisation_id'>) => ({
    id: row.id, proposalId: row.proposal_id, personId: row.person_id, actor: row.actor, role: row.role, elements: row.elements, matter: row.matter, reason: row.reason, at: row.at, revision: row.revision,
  }))
}

/** What was said about a proposal, oldest first; the last 500. */
export async function listComments(tx: Tx, proposalId: string): Promise<Comment[]> {
  const rows = await tx.selectFrom('proposal_comments').selectAll().where('proposal_id', '=', proposalId).orderBy('id', 'desc').limit(500).execute()
  return rows.reverse().map((row) => ({ id: row.id, proposalId: row.proposal_id, personId: row.person_id, text: row.text, at: row.at }))
}

/** Elements by key or id, each with its last approved content. */
export async function listForProposal(tx: Tx, ids: readonly string[]): Promise<{ element: Element; latest: VersionContent | null }[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<ElementRow & { latest: string | null }>`select e.*, v.content as latest from elements e
    left join element_versions v on v.organisation_id = e.organisation_id and v.element_id = e.id and v.version = e.version
    where e.id = any(${[...ids]}::uuid[]) order by e.kind, e.key_number`.execute(tx)
  return rows.map((row) => ({ element: elementOf(row), latest: row.latest === null ? null : (JSON.parse(row.latest) as VersionContent) }))
}

/** Some versions' contents, by `element id, space, version`. */
export async function listContents(tx: Tx, wanted: readonly { elementId: string; version: number }[]): Promise<Map<string, VersionContent>> {
  const asked = wanted.filter((each) => each.version > 0)
  if (asked.length === 0) return new Map()
  const { rows } = await sql<{ element_id: string; version: number; content: string }>`select v.element_id, v.version, v.content from element_versions v
    join jsonb_to_recordset(${JSON.stringify(asked)}::text::jsonb) as w("elementId" uuid, version integer) on w."elementId" = v.element_id and w.version = v.version`.execute(tx)
  return new Map(rows.map((row) => [`${row.element_id} ${row.version}`, JSON.parse(row.content) as VersionContent]))
}

/** Drafts that no open proposal carries, oldest first. */
export async function listLooseDrafts(tx: Tx, limit: number): Promise<Element[]> {
  const { rows } = await sql<ElementRow>`select e.* from elements e where e.draft is not null and (e.version > 0 or not exists (select from proposals p
    where p.organisation_id = e.organisation_id and p.state = 'open' and p.elements @> array[e.id])) order by e.changed_at limit ${limit}`.execute(tx)
  return rows.map(elementOf)
}

/** An open proposal that carries one of these elements, of which there is only the one draft at the element. */
export async function maybeFindCarrier(tx: Tx, ids: readonly string[]): Promise<string | undefined> {
  const { rows } = await sql<{ key: string }>`select key from proposals where state = 'open' and elements && ${[...ids]}::uuid[] limit 1`.execute(tx)
  return rows[0]?.key
}

export type Upcoming = { key: string; kind: string; title: string; version: number; status: 'in force' | 'retired'; effective_on: string }

/** Versions that were approved and hold from a later day on, the nearest first. */
export async function listUpcoming(tx: Tx, at: Date, limit: number): Promise<Upcoming[]> {
  const { rows } = await sql<Upcoming>`select key, kind, title, version, status, effective_on from element_versions
    where effective_at > ${at} and superseded_at > effective_at and recorded_at <= ${at} order by effective_at, key limit ${limit}`.execute(tx)
  return rows
}
