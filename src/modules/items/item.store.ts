import { isId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { wordsIn } from '../../shared/searching.ts'
import { cursorText, isStorable, readCursor } from '../../kernel/cursor.ts'
import { select } from '../../kernel/database.ts'
import type { Tx } from '../../kernel/database.ts'
import type { Moment } from '../../kernel/query.ts'
import type { ItemRelationRow, ItemRow } from '../../kernel/tables.ts'
import { itemStatuses, type ItemStatus } from './item.ts'
import type { KnownElement } from './import-plan.ts'
import type { ItemEntry, RelationEntry } from './item-row.ts'

type Row = Omit<ItemRow, 'organisation_id'>

function entryOf(row: Row): ItemEntry {
  return {
    id: row.id, key: row.key, keyNumber: row.key_number, name: row.name, type: row.type, status: row.status, ownerId: row.owner_id, locationId: row.location_id, supplierId: row.supplier_id,
    attributes: JSON.parse(row.attributes) as Record<string, string>, note: row.note, source: row.source, externalId: row.external_id, recordKey: row.record_key, reason: row.reason,
    changedAt: row.changed_at, revision: row.revision,
  }
}

/** The item that a key or an id names, or undefined. */
export async function maybeFindItem(tx: Tx, reference: string): Promise<ItemEntry | undefined> {
  const number = /^CI-(\d{1,9})$/i.exec(reference)?.[1]
  if (!isId(reference) && !number) return undefined
  const [row] = isId(reference) ? await select<Row>(tx, 'select * from items where id = $1::uuid', [reference]) : await select<Row>(tx, 'select * from items where key_number = $1::text::integer', [number])
  return row && entryOf(row)
}

/** As `maybeFindItem`; throws `notFound`. */
export async function findItem(tx: Tx, reference: string): Promise<ItemEntry> {
  const item = await maybeFindItem(tx, reference)
  if (!item) throw new Problem('notFound', `There is no configuration item ${reference} here.`)
  return item
}

/** An item as it was known at a moment; undefined where there was none by then. */
export async function maybeItemThen(tx: Tx, id: string, at: Date): Promise<ItemEntry | undefined> {
  const [row] = await select<Row>(tx, `select r.* from row_versions v, jsonb_populate_record(null::items, v.content::jsonb) r where v.subject = 'item' and v.subject_id = $1::uuid and v.recorded_at <= $2::timestamptz and v.superseded_at > $2::timestamptz`, [id, at])
  return row && entryOf(row)
}

/** Whether a relation `r` held: its ends and its type never change. */
function held(moment: Moment, at: string): string {
  if (moment.live) return `not r.ended and ${at}::timestamptz is not null`
  return `exists (select from row_versions v where v.organisation_id = r.organisation_id and v.subject = 'itemRelation' and v.subject_id = r.id and v.recorded_at <= ${at}::timestamptz and v.superseded_at > ${at}::timestamptz and v.content::jsonb -> 'ended' = 'false')`
}

const then = `(select r.* from row_versions v, jsonb_populate_record(null::items, v.content::jsonb) r where v.subject = 'item' and v.recorded_at <= $1::timestamptz and v.superseded_at > $1::timestamptz)`

export type ItemFilter = {
  text?: string | undefined; type?: string | undefined; status?: ItemStatus | 'any' | undefined; serviceId?: string | undefined
  sort: 'name' | 'key' | 'changed'; direction: 'asc' | 'desc'; after?: string | undefined; limit: number
}

const sorts = {
  name: { column: 'sort_key', type: 'text', fits: isStorable, of: (row: Row) => row.sort_key },
  key: { column: 'key_number', type: 'integer', fits: (text: string) => /^\d{1,9}$/.test(text), of: (row: Row) => String(row.key_number) },
  changed: { column: 'changed_at', type: 'timestamptz', fits: (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && !Number.isNaN(Date.parse(text)), of: (row: Row) => row.changed_at.toISOString() },
} as const

/** One page of items by keyset. A search answers in the order of names, by the index of words where it is live. */
export async function listItemRows(tx: Tx, filter: ItemFilter, moment: Moment): Promise<{ entries: ItemEntry[]; next: string | null }> {
  const words = filter.text ? [...new Set(wordsIn(filter.text))].slice(0, 8) : []
  const searching = words.length > 0 && moment.live && !filter.serviceId
  const { sort, direction } = words.length > 0 ? { sort: 'name' as const, direction: 'asc' as const } : filter
  const { column, type, fits, of } = sorts[sort]
  const cursor = readCursor(filter.after, fits)
  const states = filter.status === 'any' ? [...itemStatuses] : filter.status ? [filter.status] : ['planned', 'in use']
  const rows = searching
    ? await select<Row>(tx, `select i.* from search_items($1::text::tsquery, $2::text, $3::text[], $4::text, $5::uuid, $6::integer) with ordinality as s(id, place) join items i on i.id = s.id order by s.place`,
      [words.map((word) => `${word}:*`).join(' & '), filter.type ?? null, states, cursor?.[0] ?? '', cursor?.[1] ?? '00000000-0000-0000-0000-000000000000', filter.limit + 1])
    : await narrowed()
  const page = rows.slice(0, filter.limit)
  const last = page.at(-1)
  return { entries: page.map(entryOf), next: rows.length > filter.limit && last ? cursorText(of(last), last.id) : null }

  function narrowed(): Promise<Row[]> {
    const values: unknown[] = [moment.at]
    const given = (value: unknown) => `$${values.push(value)}`
    const clauses = ['$1::timestamptz is not null', `i.status = any(${given(states)}::text[])`]
    if (filter.type) clauses.push(`i.type = ${given(filter.type)}::text`)
    for (const word of words) clauses.push(`position(${given(` ${word}`)}::text in ' ' || i.words) > 0`)
    if (filter.serviceId) clauses.push(`i.id in (select r.from_id from item_relations r where r.to_id = ${given(filter.serviceId)}::uuid and r.type = 'stands under' and ${held(moment, '$1')})`)
    if (cursor) clauses.push(`(i.${column}, i.id) ${direction === 'asc' ? '>' : '<'} (${given(cursor[0])}::text::${type}, ${given(cursor[1])}::uuid)`)
    return select<Row>(tx, `select i.* from ${moment.live ? 'items' : then} i where ${clauses.join(' and ')} order by i.${column} ${direction}, i.id ${direction} limit ${given(filter.limit + 1)}::integer`, values)
  }
}

function relationOf(row: Omit<ItemRelationRow, 'organisation_id'>): RelationEntry {
  return { id: row.id, fromId: row.from_id, toId: row.to_id, type: row.type, ended: row.ended, recordKey: row.record_key, reason: row.reason, changedAt: row.changed_at, revision: row.revision }
}

/** Services that each of some items stands under, by item. */
export async function servicesOf(tx: Tx, itemIds: readonly string[], moment: Moment): Promise<Map<string, string[]>> {
  if (itemIds.length === 0) return new Map()
  const rows = await select<{ from_id: string; to_id: string }>(tx, `select r.from_id, r.to_id from item_relations r where r.from_id = any($1::uuid[]) and r.type = 'stands under' and ${held(moment, '$2')} order by r.id`, [itemIds, moment.at])
  return new Map([...Map.groupBy(rows, (row) => row.from_id)].map(([id, some]) => [id, some.map((row) => row.to_id)]))
}

/** Relations of an item that held at a moment, from either end. */
export async function relationsAt(tx: Tx, itemId: string, moment: Moment): Promise<RelationEntry[]> {
  const rows = await select<ItemRelationRow>(tx, `select r.* from (select * from item_relations where from_id = $1::uuid union all select * from item_relations where to_id = $1::uuid) r where ${held(moment, '$2')} order by r.id limit 1000`, [itemId, moment.at])
  return rows.map(relationOf)
}

/** Relations of an item that hold, or with `ended` every one there ever was, from either end. */
export async function relationsOf(tx: Tx, itemId: string, ended = false): Promise<RelationEntry[]> {
  const held = ended ? '' : ' and not ended'
  const rows = await select<ItemRelationRow>(tx, `select * from item_relations where from_id = $1::uuid${held} union all select * from item_relations where to_id = $1::uuid${held} order by id limit 1000`, [itemId])
  return rows.map(relationOf)
}

/** The relation between two ends that holds, or undefined. */
export async function maybeFindRelation(tx: Tx, fromId: string, type: string, toId: string): Promise<RelationEntry | undefined> {
  const [row] = await select<ItemRelationRow>(tx, 'select * from item_relations where from_id = $1::uuid and type = $2::text and to_id = $3::uuid and not ended', [fromId, type, toId])
  return row && relationOf(row)
}

/** Items by their ids, as lists name them. */
export async function itemsNamed(tx: Tx, ids: readonly string[]): Promise<Map<string, { id: string; key: string; name: string; type: string; status: ItemStatus }>> {
  if (ids.length === 0) return new Map()
  const rows = await select<{ id: string; key: string; name: string; type: string; status: ItemStatus }>(tx, `select i.* from unnest($1::uuid[]) as wanted(id) cross join lateral (select id, key, name, type, status from items where id = wanted.id limit 1) i`, [[...new Set(ids)]])
  return new Map(rows.map((row) => [row.id, row]))
}

export type Revision = { subject: string; content: string; recorded_at: Date; verb: string; actor_id: string; reason: string | null }

/** Revisions of an item and of some relations by a moment, oldest first. */
export async function listItemRevisions(tx: Tx, itemId: string, relationIds: readonly string[], moment: Moment): Promise<Revision[]> {
  return select<Revision>(tx, `select v.subject, v.content, v.recorded_at, e.verb, e.actor_id, e.content::jsonb ->> 'reason' as reason from (
      select * from row_versions where subject = 'item' and subject_id = $1::uuid union all select * from row_versions where subject = 'itemRelation' and subject_id = any($2::uuid[])) v
    join ledger_entries e on e.organisation_id = v.organisation_id and e.id = v.entry_id where v.recorded_at <= $3::timestamptz order by v.recorded_at, v.subject, v.revision limit 1000`, [itemId, relationIds, moment.at])
}

export type Reached = { from_id: string; to_id: string; type: string; key: string | null; name: string | null; item_type: string | null; status: ItemStatus | null }

// `from` stands on `to`: what runs on and uses a thing, and what the thing is part of. Each way is followed once, so circles end.
// The place that is followed is a plain column: behind row-level security an index is not used for an expression such as coalesce.
const reachedBy = (moment: Moment) => `with recursive walk(standing, on_id, how) as (
    select id, null::uuid, '' from unnest($1::uuid[]) as start(id)
    union
    select next.standing, walk.standing, next.how from walk cross join lateral (
      select r.from_id as standing, r.type as how from item_relations r where r.to_id = walk.standing and r.type in ('runs on', 'uses') and ${held(moment, '$2')}
      union all select r.to_id, r.type from item_relations r where r.from_id = walk.standing and r.type in ('part of', 'stands under') and ${held(moment, '$2')}) next)
  select w.standing as from_id, w.on_id as to_id, w.how as type, i.key, i.name, i.type as item_type, i.status from walk w left join items i on i.id = w.standing where w.on_id is not null limit 100000`

/** Everything that stands on some items, however far up, as pairs; an end without a key is a service. */
export async function listReached(tx: Tx, itemIds: readonly string[], moment: Moment): Promise<Reached[]> {
  // A table that just grew is taken to be small, and would be read whole at each step.
  const setting = select(tx, `select set_config('enable_seqscan', 'off', true)`, [])
  const [rows] = await Promise.all([select<Reached>(tx, reachedBy(moment), [itemIds, moment.at]), setting])
  return rows
}

/** Items that came from a source, by their key there. */
export async function itemsFrom(tx: Tx, source: string): Promise<Map<string, ItemEntry>> {
  const rows = await select<Row>(tx, `select * from items where source = $1::text and external_id <> ''`, [source])
  return new Map(rows.map((row) => [row.external_id, entryOf(row)]))
}

/** Relations that hold and begin at some items. */
export async function relationsFrom(tx: Tx, itemIds: readonly string[]): Promise<RelationEntry[]> {
  if (itemIds.length === 0) return []
  return (await select<ItemRelationRow>(tx, 'select * from item_relations where from_id = any($1::uuid[]) and not ended', [itemIds])).map(relationOf)
}

/** Services, dependents first found: links that matter to an impact, in force at a moment. */
export async function linksInto(tx: Tx, types: readonly string[], ids: readonly string[], at: Date): Promise<{ type: string; source_id: string; target_id: string }[]> {
  if (ids.length === 0) return []
  return select(tx, 'select type, source_id, target_id from links where type = any($1::text[]) and target_id = any($2::uuid[]) and effective_at <= $3::timestamptz and superseded_at > $3::timestamptz', [types, ids, at])
}

/** Which services need which, however far up, beginning at some. */
export async function dependingOn(tx: Tx, ids: readonly string[], at: Date): Promise<{ source_id: string; target_id: string }[]> {
  if (ids.length === 0) return []
  return select(tx, `with recursive walk(source_id, target_id) as (
      select l.source_id, l.target_id from links l where l.type = 'dependsOn' and l.target_id = any($1::uuid[]) and l.effective_at <= $2::timestamptz and l.superseded_at > $2::timestamptz
      union select l.source_id, l.target_id from walk w join links l on l.target_id = w.source_id where l.type = 'dependsOn' and l.effective_at <= $2::timestamptz and l.superseded_at > $2::timestamptz)
    select source_id, target_id from walk limit 20000`, [ids, at])
}

/** Elements that an item may name, by what files may call them. */
export async function listElementNames(tx: Tx): Promise<KnownElement[]> {
  return select<KnownElement>(tx, `select id, key, kind, title, external_key as "externalKey", status from elements where kind in ('service', 'role', 'unit', 'location', 'supplier') order by kind, key_number`, [])
}

/** Ids of items by their keys, in capitals. */
export async function itemKeys(tx: Tx, keys: readonly string[]): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map()
  const rows = await select<{ id: string; key: string }>(tx, 'select id, key from items where key_number = any($1::integer[])', [keys.map((key) => Number(key.slice(3)))])
  return new Map(rows.map(({ id, key }) => [key, id]))
}
