import { sql } from 'kysely'
import { isId } from '../shared/ids.ts'
import { Problem } from '../shared/problem.ts'
import { select } from './database.ts'
import type { Tx } from './database.ts'
import { elementOf } from './element.ts'
import type { Element, VersionContent } from './element.ts'
import type { Moment } from './query.ts'
import type { ElementRow } from './tables.ts'

export type ElementRef = { id: string; key: string; kind: string; title: string; status: 'draft' | 'in force' | 'retired' }

/** The element that a key or an id names, or undefined. */
export async function maybeFindElement(tx: Tx, reference: string): Promise<Element | undefined> {
  const [row] = await select<ElementRow>(tx, isId(reference) ? one.id : one.key, [isId(reference) ? reference : reference.toUpperCase()])
  return row && elementOf(row)
}

const one = { id: 'select * from elements where id = $1::uuid', key: 'select * from elements where key = $1::text' }

/** As `maybeFindElement`; throws `notFound` with what was asked for. */
export async function findElement(tx: Tx, kind: string, reference: string): Promise<Element> {
  const element = await maybeFindElement(tx, reference)
  if (!element || element.kind !== kind) throw new Problem('notFound', `There is no ${kind} ${reference} here.`)
  return element
}

/** The elements that any of these keys or ids name, by each name as it was given. */
export async function findReferences(tx: Tx, references: readonly string[]): Promise<Map<string, ElementRef>> {
  const found = new Map<string, ElementRef>()
  if (references.length === 0) return found
  const ids = references.filter(isId)
  const keys = references.filter((r) => !isId(r)).map((r) => r.toUpperCase())
  const rows = await select<ElementRef>(tx, namedSo, [ids, keys])
  const byName = new Map(rows.flatMap((row) => [[row.id, row] as const, [row.key, row] as const]))
  for (const reference of references) {
    const row = byName.get(isId(reference) ? reference.toLowerCase() : reference.toUpperCase())
    if (row) found.set(reference, row)
  }
  return found
}

// Each is looked up by itself: of a list the planner may think that reading the whole organisation takes as long.
const namedSo = `select e.* from unnest($1::uuid[]) as wanted(id) cross join lateral (select id, key, kind, title, status from elements where id = wanted.id limit 1) e
  union all select e.* from unnest($2::text[]) as wanted(key) cross join lateral (select id, key, kind, title, status from elements where key = wanted.key limit 1) e`

export type ForChange = { element: Element; latest: VersionContent | null }

/** An element with its last approved version, in one statement; throws `notFound`. */
export async function findForChange(tx: Tx, kind: string, reference: string): Promise<ForChange> {
  const [row] = await select<ElementRow & { latest: string | null }>(tx, isId(reference) ? changing.id : changing.key, [isId(reference) ? reference : reference.toUpperCase()])
  if (!row || row.kind !== kind) throw new Problem('notFound', `There is no ${kind} ${reference} here.`)
  return { element: elementOf(row), latest: row.latest === null ? null : (JSON.parse(row.latest) as VersionContent) }
}

const changingBy = (name: string) => `select e.*, v.content as latest from elements e
  left join lateral (select content from element_versions v where v.organisation_id = e.organisation_id and v.element_id = e.id and v.version = e.version limit 1) v on true where ${name}`
const changing = { id: changingBy('e.id = $1::uuid'), key: changingBy('e.key = $1::text') }

/** True when following `type` links (in force or drafted) from `fromId` reaches `targetId`. */
export async function reaches(tx: Tx, type: string, fromId: string, targetId: string): Promise<boolean> {
  const result = await sql<{ found: boolean }>`with recursive walk(id) as (
      select ${fromId}::uuid union select l.target_id from links l join walk w on l.source_id = w.id
      where l.type = ${type} and l.superseded_at = 'infinity')
    select exists (select from walk where id = ${targetId}::uuid) as found`.execute(tx)
  return result.rows[0]!.found
}

/** An element with the content that holds at a moment and the one that comes next, and the name of whoever drafted it last. */
export type Shown = { element: Element; inForce: VersionContent | null; coming: VersionContent | null; draftedBy: string | null }

const shownBy = (name: string) => `select e.*, v.content as in_force, c.content as coming, p.name as drafted_by from elements e
  left join lateral (select content from element_versions v where v.organisation_id = e.organisation_id and v.element_id = e.id and v.effective_at <= $2 and v.superseded_at > $2 limit 1) v on true
  left join lateral (select content from element_versions c where c.organisation_id = e.organisation_id and c.element_id = e.id and c.effective_at > $2 and c.recorded_at <= $2
    and c.superseded_at > c.effective_at order by c.effective_at limit 1) c on true
  left join people p on p.organisation_id = e.organisation_id and p.id = e.draft_by where ${name}`
const shown = { id: shownBy('e.id = $1::uuid'), key: shownBy('e.key = $1::text') }

/** Finds what a page shows of an element; throws `notFound`. */
export async function findShown(tx: Tx, kind: string, reference: string, at: Date): Promise<Shown> {
  const [row] = await select<ElementRow & { in_force: string | null; coming: string | null; drafted_by: string | null }>(tx, ...named(shown, reference, at))
  if (!row || row.kind !== kind) throw new Problem('notFound', `There is no ${kind} ${reference} here.`)
  const contentOf = (stored: string | null) => (stored === null ? null : (JSON.parse(stored) as VersionContent))
  return { element: elementOf(row), inForce: contentOf(row.in_force), coming: contentOf(row.coming), draftedBy: row.drafted_by }
}

function named(texts: { id: string; key: string }, reference: string, at: Date): [text: string, values: unknown[]] {
  return isId(reference) ? [texts.id, [reference, at]] : [texts.key, [reference.toUpperCase(), at]]
}

export type StoredVersion = { version: number; status: 'in force' | 'retired'; recordedAt: Date; approvedBy: string | null; content: VersionContent }

/** Every version recorded by a moment, newest first. */
export async function listVersions(tx: Tx, elementId: string, moment: Moment): Promise<StoredVersion[]> {
  const rows = await tx
    .selectFrom('element_versions')
    .select(['version', 'status', 'recorded_at', 'approved_by', 'content'])
    .where('element_id', '=', elementId)
    .where('recorded_at', '<=', moment.at)
    .orderBy('version', 'desc')
    .execute()
  return rows.map((row) => ({ version: row.version, status: row.status, recordedAt: row.recorded_at, approvedBy: row.approved_by, content: JSON.parse(row.content) as VersionContent }))
}

/** A link seen from one of its ends: the element at the other end, and what narrows it. */
export type SeenLink = { type: string; direction: 'out' | 'in'; element: ElementRef; for: ElementRef | null; extent: 'full' | 'partial' | null; note: string | null }

type SeenLinkRow = {
  type: string; direction: 'out' | 'in'; extent: 'full' | 'partial' | null; note: string | null
  id: string; key: string; kind: string; title: string; status: ElementRef['status']
  for_id: string | null; for_key: string; for_kind: string; for_title: string; for_status: ElementRef['status']
}

const linksBy = (name: string) => `select l.type, case when l.source_id = e.id then 'out' else 'in' end as direction, l.extent, l.note, o.id, o.key, o.kind, o.title, o.status,
    f.id as for_id, f.key as for_key, f.kind as for_kind, f.title as for_title, f.status as for_status
  from elements e join links l on l.organisation_id = e.organisation_id and (l.source_id = e.id or l.target_id = e.id)
  join elements o on o.organisation_id = l.organisation_id and o.id = case when l.source_id = e.id then l.target_id else l.source_id end
  left join elements f on f.organisation_id = l.organisation_id and f.id = l.for_id
  where ${name} and l.effective_at <= $2 and l.superseded_at > $2 order by l.type, l.position`
const links = { id: linksBy('e.id = $1::uuid'), key: linksBy('e.key = $1::text') }

/** Links that leave or reach the element that a key or an id names, at a moment. */
export async function listLinks(tx: Tx, reference: string, at: Date): Promise<SeenLink[]> {
  const rows = await select<SeenLinkRow>(tx, ...named(links, reference, at))
  return rows.map(({ id, key, kind, title, status, type, direction, extent, note, ...row }) => ({
    type, direction, extent, note, element: { id, key, kind, title, status },
    for: row.for_id === null ? null : { id: row.for_id, key: row.for_key, kind: row.for_kind, title: row.for_title, status: row.for_status },
  }))
}

/** Day of the last review known at a moment, or null. */
export async function reviewedOnAt(tx: Tx, elementId: string, at: Date): Promise<string | null> {
  const row = await tx
    .selectFrom('row_versions')
    .select('content')
    .where('subject', '=', 'element')
    .where('subject_id', '=', elementId)
    .where('recorded_at', '<=', at)
    .where('superseded_at', '>', at)
    .executeTakeFirst()
  return row ? (JSON.parse(row.content) as { reviewed_on: string | null }).reviewed_on : null
}

/** What a person is called whose name was erased. */
export const erased = 'Erased person'

/** Names of people by id; an erased person is named so. */
export async function namesOf(tx: Tx, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id): id is string => id !== null))]
  if (wanted.length === 0) return new Map()
  const rows = await tx.selectFrom('people').select(['id', 'name']).where('id', '=', sql<string>`any(${wanted}::uuid[])`).execute()
  return new Map(rows.map((row) => [row.id, row.name ?? erased]))
}

/** A role by its key, and what it allows. */
export type CarriedAuthorities = { key: string; authorities: readonly string[] }

/** What roles allow, now and by versions approved for later days, by their ids. */
export async function listAuthoritiesOf(tx: Tx, roleIds: readonly string[], at: Date): Promise<Map<string, CarriedAuthorities>> {
  const { rows } = await sql<{ role_id: string; key: string; authorities: string[] | null }>`select element_id as role_id, key, content::jsonb #> '{body,authorities}' as authorities
    from element_versions where element_id = any(${[...roleIds]}::uuid[]) and superseded_at > ${at} and status = 'in force'`.execute(tx)
  const carried = new Map<string, CarriedAuthorities>()
  for (const { role_id, key, authorities } of rows) carried.set(role_id, { key, authorities: [...new Set([...(carried.get(role_id)?.authorities ?? []), ...(authorities ?? [])])] })
  return carried
}
