import { cursorText, readCursor } from '../../kernel/cursor.ts'
import { select } from '../../kernel/database.ts'
import type { Tx } from '../../kernel/database.ts'
import type { Moment } from '../../kernel/query.ts'
import { Problem } from '../../shared/problem.ts'
import type { FieldValue } from '../routines/record.ts'
import type { SeenLink } from './history.store.ts'
import { isAmong, isNarrow, storedFrom } from './stood.store.ts'
import type { PastNarrowing } from './stood.store.ts'
import { findRecord } from './record.store.ts'
import type { Found } from './record.store.ts'
import { keyOf } from './stored.ts'
import type { Columns, StoredRecord } from './stored.ts'
import type { EventContent } from './timeline.ts'
import type { Watcher } from './watcher.ts'

// When an event counts: when it happened, but never before those that stand before it. So what is shown is always a state that the record has been in.
const reached = 'max(coalesce(occurred_at, at)) over (order by position) as reached'

type FoldRow = { id: string; columns: Columns; fields: Record<string, FieldValue>; revision: number; changed_at: Date }

/** Records as they stood at a moment, in the order asked for; those that were not there yet are left out. */
export async function listStoodAt(tx: Tx, ids: readonly string[], at: Date): Promise<StoredRecord[]> {
  if (ids.length === 0) return []
  const rows = await select<FoldRow>(tx, `select w.id, f.* from unnest($1::text::uuid[]) with ordinality as w(id, place) cross join lateral (
      select jsonb_folded(content::jsonb -> 'set' order by position) as columns, jsonb_folded(content::jsonb -> 'fields' order by position) as fields, max(position) as revision,
        (array_agg(coalesce(occurred_at, at) order by position desc))[1] as changed_at
      from (select position, content, at, occurred_at, ${reached} from record_events where record_id = w.id) e where e.reached <= $2) f
    where f.revision is not null order by w.place`, [`{${ids.join(',')}}`, at])
  return rows.map(({ changed_at, ...row }) => storedFrom({ ...row, changedAt: changed_at }))
}

/** The record that a reference names, as it stood at the moment that is looked at. Throws `notFound`, also where it was not there yet. */
export async function findRecordOn(tx: Tx, reference: string, moment: Moment): Promise<Found> {
  const found = await findRecord(tx, reference)
  if (moment.live) return found
  const [stored] = await listStoodAt(tx, [found.stored.id], moment.at)
  const opened = found.stored.record.instants.opened?.slice(0, 10)
  if (!stored) throw new Problem('notFound', `${keyOf(found.stored)} was not there yet on ${moment.on}; it was opened on ${opened}.`)
  return { ...found, stored }
}

/** Events of a record that one look takes at most. */
const mostEvents = 2000

/** The events of a record up to a moment and before a position, oldest first. */
export async function listEventsUntil(tx: Tx, recordId: string, before: number, at: Date): Promise<EventContent[]> {
  const rows = await select<{ content: string }>(tx, `select content from (select position, content, ${reached} from record_events where record_id = $1::text::uuid) e
    where e.reached <= $2 and e.position < $3::text::integer order by e.position limit $4::int`, [recordId, at, String(Math.min(before, 2_147_483_647)), mostEvents])
  return rows.map((row) => JSON.parse(row.content) as EventContent)
}

// A governed row as it stood: the revision that held at the moment.
const versionOf = (subject: string, id: string) => `(select v.content::jsonb as said, v.revision from row_versions v where v.subject = '${subject}' and v.subject_id = ${id} and v.recorded_at <= $2 and v.superseded_at > $2 limit 1)`

type LinkRow = { id: string; from_id: string; to_id: string; type: string; standing: SeenLink['standing']; revision: number }

/** Links of a record that held at a moment, with the records at the other end as they stood. */
export async function listLinksAt(tx: Tx, recordId: string, at: Date): Promise<SeenLink[]> {
  const rows = await select<LinkRow>(tx, `select l.id, l.from_id, l.to_id, l.type, v.said ->> 'standing' as standing, v.revision
    from (select * from record_links where from_id = $1::text::uuid union all select * from record_links where to_id = $1::text::uuid) l
    cross join lateral ${versionOf('recordLink', 'l.id')} v where v.said ->> 'standing' <> 'ended' order by l.id limit 500`, [recordId, at])
  const others = new Map((await listStoodAt(tx, [...new Set(rows.map((row) => (row.from_id === recordId ? row.to_id : row.from_id)))], at)).map((stored) => [stored.id, stored]))
  return rows.flatMap((row) => {
    const direction = row.from_id === recordId ? ('out' as const) : ('in' as const)
    const other = others.get(direction === 'out' ? row.to_id : row.from_id)
    if (!other) return []
    const { id, prefix, number, open, record } = other
    return [{ id: row.id, fromId: row.from_id, toId: row.to_id, type: row.type, standing: row.standing, revision: row.revision, direction, other: { id, prefix, number, title: record.title, state: record.state, open, routineId: record.routineId, routineVersion: record.routineVersion } }]
  })
}

/** Whoever watched a record at a moment. */
export async function listWatchersAt(tx: Tx, recordId: string, at: Date): Promise<Watcher[]> {
  const rows = await select<{ id: string; person_id: string; watching: boolean; revision: number }>(tx, `select w.id, w.person_id, (v.said ->> 'watching')::boolean as watching, v.revision
    from record_watchers w cross join lateral ${versionOf('watcher', 'w.id')} v where w.record_id = $1::text::uuid order by w.id limit 500`, [recordId, at])
  return rows.map((row) => ({ id: row.id, recordId, personId: row.person_id, watching: row.watching, revision: row.revision }))
}

/** How a step was done, as it was written at a moment, by step; the general one where none was for the record's unit. */
export async function listInstructionsAt(tx: Tx, routineId: string, unitId: string | null, at: Date): Promise<Map<string, string>> {
  const rows = await select<{ step: string; unit_id: string | null; content: string }>(tx, `select i.step, i.unit_id, v.said ->> 'content' as content from instructions i
    cross join lateral ${versionOf('instruction', 'i.id')} v where i.routine_id = $1::text::uuid order by i.unit_id nulls first`, [routineId, at])
  return new Map(rows.filter((row) => row.unit_id === null || row.unit_id === unitId).map((row) => [row.step, row.content]))
}

export type PastPage = { asked: PastNarrowing; /** Ids of the routines looked through; null: all there ever were. */ routines: readonly string[] | null; direction: 'asc' | 'desc'; after?: string | undefined; limit: number; at: Date }

/** `lookedTo`: the page ended before it was full; records opened beyond this moment were not looked at. */
export type PastList = { rows: StoredRecord[]; next: string | null; lookedTo: string | null }

/** Records that one page looks at when only some of them are wanted. */
const mostLooked = 1000
const wide = 250

type Place = { id: string; opened_at: Date }

/**
 * One page of a past day in the order in which records were opened: candidates by their instants, each folded to how it stood and judged so. The work of a page
 * is bounded; where it is spent before the page is full, the page says how far it looked, and its cursor goes on from there.
 */
export async function listPast(tx: Tx, page: PastPage, known: readonly string[]): Promise<PastList> {
  let place = readCursor(page.after, (position) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(position) && !Number.isNaN(Date.parse(position)))
  const rows: StoredRecord[] = []
  // Where nearly every candidate is wanted, no more are folded than are shown.
  const batch = isNarrow(page.asked) ? wide : Math.min(wide, page.limit + 1)
  for (let looked = 0; looked < mostLooked; looked += batch) {
    const found = await candidates(tx, page, known, place, batch)
    const stood = new Map((await listStoodAt(tx, found.map(({ id }) => id), page.at)).map((stored) => [stored.id, stored]))
    for (const [index, { id, opened_at }] of found.entries()) {
      place = [opened_at.toISOString(), id]
      const stored = stood.get(id)
      if (stored && isAmong(stored, page.asked)) rows.push(stored)
      if (rows.length === page.limit) return { rows, next: index + 1 < found.length || found.length === batch ? cursorText(...place) : null, lookedTo: null }
    }
    if (found.length < batch) return { rows, next: null, lookedTo: null }
  }
  return { rows, next: cursorText(...place!), lookedTo: place![0] }
}

async function candidates(tx: Tx, { asked, routines, direction, at }: PastPage, known: readonly string[], place: readonly [string, string] | null, most: number): Promise<Place[]> {
  const open = asked.standing === 'open'
  const common = [direction === 'desc', place?.[0] ?? null, place?.[1] ?? null, most]
  if (routines === null && !open) return select<Place>(tx, 'select id, opened_at from records_until($1, $2::boolean, $3::text::timestamptz, $4::text::uuid, $5::int)', [at, ...common])
  return select<Place>(tx, 'select id, opened_at from records_on($1, $2::text::uuid[], $3::boolean, $4::boolean, $5::text::timestamptz, $6::text::uuid, $7::int)', [at, `{${(routines ?? known).join(',')}}`, open, ...common])
}
