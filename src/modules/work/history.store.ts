import { select } from '../../kernel/database.ts'
import type { Tx } from '../../kernel/database.ts'
import type { Attachment } from './attachment.ts'
import type { RecordLink } from './link.ts'
import type { Watcher } from './watcher.ts'
import type { EventContent } from './timeline.ts'

/** Events of a record that one look takes at most. */
const mostEvents = 2000

/** The events of a record before a position, oldest first: what a timeline is folded from. */
export async function listEvents(tx: Tx, recordId: string, before: number): Promise<EventContent[]> {
  const rows = await select<{ content: string }>(tx, 'select content from record_events where record_id = $1::text::uuid and position < $2::text::integer order by position limit $3::int', [recordId, String(Math.min(before, 2_147_483_647)), mostEvents])
  return rows.map((row) => JSON.parse(row.content) as EventContent)
}

/** When a record came into each step, oldest first. */
export async function listMoves(tx: Tx, recordId: string): Promise<{ at: string; state: string }[]> {
  const rows = await select<{ at: Date; occurred_at: Date | null; state: string }>(tx, `select at, occurred_at, content::jsonb #>> '{set,state}' as state from record_events
    where record_id = $1::text::uuid and content like '%"state":%' and content::jsonb #>> '{set,state}' is not null order by position limit $2::int`, [recordId, mostEvents])
  return rows.map((row) => ({ at: (row.occurred_at ?? row.at).toISOString(), state: row.state }))
}

/** Links of a record that have not ended, with the record at the other end. */
export type SeenLink = RecordLink & { direction: 'out' | 'in'; other: { id: string; prefix: string; number: number; title: string; state: string; open: boolean; routineId: string; routineVersion: number } }
type LinkRow = { id: string; from_id: string; to_id: string; type: string; standing: RecordLink['standing']; revision: number; other_id: string; prefix: string; number: number; title: string; state: string; open: boolean; routine_id: string; routine_version: number }

export async function listLinks(tx: Tx, recordId: string): Promise<SeenLink[]> {
  const rows = await select<LinkRow>(tx, `select l.id, l.from_id, l.to_id, l.type, l.standing, l.revision, r.id as other_id, r.prefix, r.number, r.title, r.state, r.open, r.routine_id, r.routine_version
    from (select * from record_links where from_id = $1::text::uuid union all select * from record_links where to_id = $1::text::uuid) l
    cross join lateral (select * from records where id = case when l.from_id = $1::text::uuid then l.to_id else l.from_id end limit 1) r where l.standing <> 'ended' order by l.id limit 500`, [recordId])
  return rows.map((row) => ({
    id: row.id, fromId: row.from_id, toId: row.to_id, type: row.type, standing: row.standing, revision: row.revision, direction: row.from_id === recordId ? 'out' : 'in',
    other: { id: row.other_id, prefix: row.prefix, number: row.number, title: row.title, state: row.state, open: row.open, routineId: row.routine_id, routineVersion: row.routine_version },
  }))
}

type AttachmentRow = { id: string; record_id: string; sha256: string; name: string; media_type: string; bytes: number; person_id: string | null; at: Date; revision: number }

export async function listAttachments(tx: Tx, recordId: string): Promise<Attachment[]> {
  const rows = await select<AttachmentRow>(tx, 'select * from record_attachments where record_id = $1::text::uuid order by id limit 500', [recordId])
  return rows.map(attachmentOf)
}

export function attachmentOf(row: AttachmentRow): Attachment {
  return { id: row.id, recordId: row.record_id, sha256: row.sha256, name: row.name, mediaType: row.media_type, bytes: row.bytes, personId: row.person_id, at: row.at, revision: row.revision }
}

/** Whoever watches a record, or once did. */
export async function listWatchers(tx: Tx, recordId: string): Promise<Watcher[]> {
  const rows = await select<{ id: string; record_id: string; person_id: string; watching: boolean; revision: number }>(tx, 'select * from record_watchers where record_id = $1::text::uuid order by id limit 500', [recordId])
  return rows.map((row) => ({ id: row.id, recordId: row.record_id, personId: row.person_id, watching: row.watching, revision: row.revision }))
}

/** What people wrote on how a step is done, by step; the general one where none is for the record's unit. */
export async function listInstructions(tx: Tx, routineId: string, unitId: string | null): Promise<Map<string, string>> {
  const rows = await select<{ step: string; unit_id: string | null; content: string }>(tx, 'select step, unit_id, content from instructions where routine_id = $1::text::uuid order by unit_id nulls first', [routineId])
  return new Map(rows.filter((row) => row.unit_id === null || row.unit_id === unitId).map((row) => [row.step, row.content]))
}

/** Rules of the policies in force that govern a routine. */
export async function listPrinciples(tx: Tx, routineId: string, at: Date): Promise<{ text: string; policy: { id: string; key: string; kind: string; title: string } }[]> {
  const rows = await select<{ id: string; key: string; title: string; principles: { text: string }[] | null }>(tx, `select v.element_id as id, v.key, v.title, v.content::jsonb #> '{body,principles}' as principles
    from links l join element_versions v on v.organisation_id = l.organisation_id and v.element_id = l.source_id and v.version = l.source_version
    where l.target_id = $1::text::uuid and l.type = 'governs' and l.effective_at <= $2 and l.superseded_at > $2 and v.status = 'in force' order by v.sort_key limit 50`, [routineId, at])
  return rows.flatMap(({ principles, ...policy }) => (principles ?? []).map(({ text }) => ({ text, policy: { ...policy, kind: 'policy' } })))
}

export type BoundAgreement = { id: string; key: string; title: string; body: Record<string, unknown> }

/** Agreements in force that bind a service. */
export async function listAgreements(tx: Tx, serviceId: string, at: Date): Promise<BoundAgreement[]> {
  const rows = await select<{ id: string; key: string; title: string; body: Record<string, unknown> }>(tx, `select v.element_id as id, v.key, v.title, v.content::jsonb -> 'body' as body
    from links l join element_versions v on v.organisation_id = l.organisation_id and v.element_id = l.source_id and v.version = l.source_version
    where l.target_id = $1::text::uuid and l.type = 'binds' and v.kind = 'agreement' and l.effective_at <= $2 and l.superseded_at > $2 and v.status = 'in force' order by v.sort_key limit 20`, [serviceId, at])
  return rows
}

/** Elements by id and people by id, as they are called now; elements as they were called at a moment where one is given. */
export async function namesIn(tx: Tx, elementIds: readonly string[], personIds: readonly string[], then?: Date) {
  const list = (ids: readonly string[]) => `{${[...new Set(ids)].join(',')}}`
  const element = then ? `select e.id, e.key, e.kind, coalesce(v.title, e.title) as title from elements e left join lateral (select title from element_versions where element_id = e.id and effective_at <= $2 and superseded_at > $2 limit 1) v on true` : 'select id, key, kind, title from elements e'
  const [elements, people] = await Promise.all([
    elementIds.length === 0 ? [] : select<{ id: string; key: string; kind: string; title: string }>(tx, `select n.* from unnest($1::text::uuid[]) as w(id) cross join lateral (${element} where e.id = w.id union all select id, key, 'item', name from items where id = w.id limit 1) n`, [list(elementIds), ...(then ? [then] : [])]),
    personIds.length === 0 ? [] : select<{ id: string; name: string | null }>(tx, 'select p.* from unnest($1::text::uuid[]) as w(id) cross join lateral (select id, name from people where id = w.id limit 1) p', [list(personIds)]),
  ])
  return { elements: new Map(elements.map((row) => [row.id, row])), people: new Map(people.map((row) => [row.id, row.name])) }
}
