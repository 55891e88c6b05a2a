import { sql } from 'kysely'
import { isId } from '../shared/ids.ts'
import { Problem } from '../shared/problem.ts'
import type { Tx } from './database.ts'
import { elementOf } from './element.ts'
import type { Element, VersionContent } from './element.ts'
import type { Moment } from './query.ts'
import type { ElementRow } from './tables.ts'

export type ElementRef = { id: string; key: string; kind: string; title: string; status: 'draft' | 'in force' | 'retired' }

/** The element that a key or an id names, or undefined. */
export async function maybeFindElement(tx: Tx, reference: string): Promise<Element | undefined> {
  const query = tx.selectFrom('elements').selectAll()
  const row = await (isId(reference) ? query.where('id', '=', reference) : query.where('key', '=', reference.toUpperCase())).executeTakeFirst()
  return row && elementOf(row as unknown as ElementRow)
}

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
  const rows = await tx
    .selectFrom('elements')
    .select(['id', 'key', 'kind', 'title', 'status'])
    .where((eb) => eb.or([eb('id', '=', sql<string>`any(${ids}::uuid[])`), eb('key', '=', sql<string>`any(${keys}::text[])`)]))
    .execute()
  const byName = new Map(rows.flatMap((row) => [[row.id, row] as const, [row.key, row] as const]))
  for (const reference of references) {
    const row = byName.get(isId(reference) ? reference.toLowerCase() : reference.toUpperCase())
    if (row) found.set(reference, row)
  }
  return found
}

export type ForChange = { element: Element; latest: VersionContent | null }

/** An element with its last approved version, in one statement; throws `notFound`. */
export async function findForChange(tx: Tx, kind: string, reference: string): Promise<ForChange> {
  const name = isId(reference) ? sql`e.id = ${reference}::uuid` : sql`e.key = ${reference.toUpperCase()}`
  const result = await sql<ElementRow & { latest: string | null }>`select e.*, v.content as latest from elements e
    left join element_versions v on v.element_id = e.id and v.version = e.version where ${name} and e.kind = ${kind}`.execute(tx)
  const row = result.rows[0]
  if (!row) throw new Problem('notFound', `There is no ${kind} ${reference} here.`)
  return { element: elementOf(row), latest: row.latest === null ? null : (JSON.parse(row.latest) as VersionContent) }
}

/** True when following `type` links (in force or drafted) from `fromId` reaches `targetId`. */
export async function reaches(tx: Tx, type: string, fromId: string, targetId: string): Promise<boolean> {
  const result = await sql<{ found: boolean }>`with recursive walk(id) as (
      select ${fromId}::uuid union select l.target_id from links l join walk w on l.source_id = w.id
      where l.type = ${type} and l.superseded_at = 'infinity')
    select exists (select from walk where id = ${targetId}::uuid) as found`.execute(tx)
  return result.rows[0]!.found
}

export type InForce = { content: VersionContent; recordedAt: Date; approvedBy: string | null }

/** The version that holds at a moment, or undefined. */
export async function maybeFindInForce(tx: Tx, elementId: string, at: Date): Promise<InForce | undefined> {
  const row = await tx
    .selectFrom('element_versions')
    .select(['content', 'recorded_at', 'approved_by'])
    .where('element_id', '=', elementId)
    .where('effective_at', '<=', at)
    .where('superseded_at', '>', at)
    .executeTakeFirst()
  return row && { content: JSON.parse(row.content) as VersionContent, recordedAt: row.recorded_at, approvedBy: row.approved_by }
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

export type LinkRow = { type: string; source_id: string; target_id: string; for_id: string | null; extent: 'full' | 'partial' | null; note: string | null }

/** Links that leave or reach an element at a moment. */
export async function listLinks(tx: Tx, elementId: string, at: Date): Promise<LinkRow[]> {
  return tx
    .selectFrom('links')
    .select(['type', 'source_id', 'target_id', 'for_id', 'extent', 'note'])
    .where((eb) => eb.or([eb('source_id', '=', elementId), eb('target_id', '=', elementId)]))
    .where('effective_at', '<=', at)
    .where('superseded_at', '>', at)
    .orderBy('type')
    .orderBy('position')
    .execute()
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

/** Names of people by id; an erased person is named so. */
export async function namesOf(tx: Tx, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id): id is string => id !== null))]
  if (wanted.length === 0) return new Map()
  const rows = await tx.selectFrom('people').select(['id', 'name']).where('id', 'in', wanted).execute()
  return new Map(rows.map((row) => [row.id, row.name ?? 'Erased person']))
}
