import { sql } from 'kysely'
import type { Tx } from '../../kernel/database.ts'
import { draftOf, elementOf } from '../../kernel/element.ts'
import type { Element, KeptDraft, VersionContent } from '../../kernel/element.ts'
import type { Moment } from '../../kernel/query.ts'
import type { ElementRow } from '../../kernel/tables.ts'
import type { Standing } from './folder.change.ts'
import type { WrittenPerson } from './folder.system.ts'
import { listCarriers } from './transfer.store.ts'

/** An element with its current row, to be written back, and as a folder is held against it. */
export type StoredStanding = { element: Element; standing: Standing }

/** Every element with what holds now; where nothing does yet, with what was approved for a later day. */
export async function listStandings(tx: Tx, at: Date): Promise<StoredStanding[]> {
  const [result, carriers] = await Promise.all([
    sql<ElementRow & { content: string | null; effective_on: string | null; planned: boolean | null; stands: Standing['status'] | null; proposed: string | null }>`select e.*, v.content, v.effective_on, v.effective_at > ${at} as planned, v.status as stands, d.content as proposed
      from elements e
      left join lateral (select content, effective_on, effective_at, status from element_versions v where v.organisation_id = e.organisation_id and v.element_id = e.id and v.superseded_at > ${at}
        order by v.effective_at, v.version desc limit 1) v on true
      left join (select distinct on (d.element_id) d.element_id, d.content from proposal_drafts d join proposals p on p.organisation_id = d.organisation_id and p.id = d.proposal_id
        where p.state = 'open' order by d.element_id, d.id desc) d on d.element_id = e.id
      order by e.kind, e.key_number`.execute(tx),
    listCarriers(tx),
  ])
  return result.rows.map((row) => {
    const element = elementOf(row)
    const { id, key, kind, title, version, draftBy } = element
    // The draft of what is in force goes along with its proposal.
    const draft = element.draft ?? (row.proposed === null ? null : (JSON.parse(row.proposed) as KeptDraft))
    // What is to be retired on a later day is in force until then.
    const status = row.planned === false && row.stands ? row.stands : element.status
    const content = row.content === null ? null : draftOf(JSON.parse(row.content) as VersionContent)
    return { element, standing: { id, key, kind, title, status, version, content, plannedOn: row.planned ? row.effective_on : null, draft, draftBy, proposal: carriers.get(id) } }
  })
}

/** An element that is not in force at a moment, with what a folder can say of it. */
export type Apart = { id: string; key: string; kind: string; title: string; status: 'draft' | 'in force' | 'retired'; effectiveOn: string | null; content: KeptDraft | null }

/** What was approved by a moment to hold from a later day, of elements of which nothing holds yet. */
export async function listPlanned(tx: Tx, moment: Moment): Promise<Apart[]> {
  const result = await sql<{ element_id: string; content: string; effective_on: string }>`select distinct on (v.element_id) v.element_id, v.content, v.effective_on from element_versions v
    where v.recorded_at <= ${moment.at} and v.effective_at > ${moment.at} and v.status = 'in force'
      and not exists (select from element_versions o where o.organisation_id = v.organisation_id and o.element_id = v.element_id and o.effective_at <= ${moment.at})
    order by v.element_id, v.effective_at, v.version desc`.execute(tx)
  return result.rows.map((row) => {
    const content = JSON.parse(row.content) as VersionContent
    return { id: content.id, key: content.key, kind: content.kind, title: content.title, status: 'in force', effectiveOn: row.effective_on, content: draftOf(content) }
  })
}

type ApartRow = { id: string; key: string; kind: string; past: string | null; then: string | null }
type Then = { title: string; status: Apart['status']; draft: string | null; version: number }

/** Elements by id or key that do not hold at a moment: retired by then with what they last said, otherwise the draft as it was. */
export async function listApart(tx: Tx, references: { ids: readonly string[]; keys: readonly string[] }, moment: Moment): Promise<Apart[]> {
  const result = await sql<ApartRow>`select e.id, e.key, e.kind, v.content as past, r.content as then from elements e
    left join lateral (select content from element_versions v where v.organisation_id = e.organisation_id and v.element_id = e.id and v.effective_at <= ${moment.at} and v.recorded_at <= ${moment.at}
      order by v.effective_at desc, v.version desc limit 1) v on true
    left join row_versions r on r.organisation_id = e.organisation_id and r.subject = 'element' and r.subject_id = e.id and r.recorded_at <= ${moment.at} and r.superseded_at > ${moment.at}
    where e.id = any(${[...references.ids]}::uuid[]) or e.key = any(${[...references.keys]}::text[])`.execute(tx)
  return result.rows.flatMap(({ id, key, kind, past, then }): Apart[] => {
    if (past !== null) {
      const content = JSON.parse(past) as VersionContent
      return [{ id, key, kind, title: content.title, status: 'retired', effectiveOn: null, content: draftOf(content) }]
    }
    if (then === null) return []
    const row = JSON.parse(then) as Then
    const draft = row.draft === null ? null : (JSON.parse(row.draft) as KeptDraft)
    return [{ id, key, kind, title: row.title, status: draft ? 'draft' : 'retired', effectiveOn: draft?.effectiveOn ?? null, content: draft }]
  })
}

/** Days on which drafts that never were in force are to begin. */
export async function listDraftDays(tx: Tx): Promise<Map<string, string>> {
  const result = await sql<{ id: string; day: string | null }>`select id, (draft::jsonb)->>'effectiveOn' as day from elements where status = 'draft' and draft is not null`.execute(tx)
  return new Map(result.rows.flatMap(({ id, day }) => (day === null ? [] : [[id, day] as const])))
}

/** Everybody who was recorded by a moment, by the name and address that they have now; those who were erased are left out. */
export async function listPeopleThen(tx: Tx, moment: Moment): Promise<WrittenPerson[]> {
  const result = await sql<{ id: string; name: string; email: string | null; content: string }>`select p.id, p.name, p.email, r.content from people p
    join row_versions r on r.organisation_id = p.organisation_id and r.subject = 'person' and r.subject_id = p.id and r.recorded_at <= ${moment.at} and r.superseded_at > ${moment.at}
    where p.name is not null`.execute(tx)
  return result.rows.map(({ id, name, email, content }) => {
    const then = JSON.parse(content) as { from_on: string | null; to_on: string | null }
    return { id, name, email, from: then.from_on, to: then.to_on }
  })
}

/** True once a starter was taken. */
export async function wasStarted(tx: Tx): Promise<boolean> {
  return (await tx.selectFrom('ledger_entries').select('id').where('verb', '=', 'sms.start').limit(1).executeTakeFirst()) !== undefined
}
