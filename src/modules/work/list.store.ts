import { cursorText, readCursor } from '../../kernel/cursor.ts'
import { select } from '../../kernel/database.ts'
import type { Tx } from '../../kernel/database.ts'
import type { RecordRow as Row } from '../../kernel/tables.ts'
import type { recordSorts } from './record.contract.ts'
import { storedOf } from './record.store.ts'
import type { StoredRecord } from './stored.ts'

type Sort = (typeof recordSorts)[number]

/** What a list is narrowed by, every name resolved to an id; null: with nobody. */
export type Narrowed = {
  routine?: string | undefined
  state?: string | undefined
  priority?: string | undefined
  service?: string | undefined
  role?: string | undefined
  assignee?: string | null | undefined
  requester?: string | undefined
  /** Due before this instant. */
  overdueAt?: string | undefined
  /** Watched by this person. */
  watchedBy?: string | undefined
  /** Only these. */
  among?: readonly string[] | undefined
  /** Only those with these words, a tsquery: for words that very many have. */
  words?: string | undefined
}
export type Order = { sort: Sort; direction: 'asc' | 'desc'; after?: string | undefined; limit: number; standing: 'open' | 'closed' | 'any' }

/** A record as a list shows it, with the names that stand beside it. */
export type Listed = { stored: StoredRecord; service: { id: string; key: string; title: string } | null; assignee: string | null; requester: string | null }

type ListedRow = Row & { service_key: string | null; service_title: string | null; assignee_name: string | null; requester_name: string | null }

/**
 * Columns of each order before the id, with their types. Of one routine numbers rise with time; over several the newest are those opened last (by the id
 * alone PostgreSQL would walk the primary key, past everything that is still open).
 */
function orderOf(sort: Sort, routine: boolean): { columns: string[]; types: string[]; position: (stored: StoredRecord) => string; fits: (position: string) => boolean } {
  const instant = (position: string) => position === 'infinity' || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(position)
  if (sort === 'changed') return { columns: ['changed_at'], types: ['timestamptz'], position: (stored) => stored.changedAt, fits: (position) => position !== 'infinity' && instant(position) && isDate(position) }
  if (sort === 'due') return { columns: [`coalesce(due_at, 'infinity')`], types: ['timestamptz'], position: (stored) => stored.dueAt ?? 'infinity', fits: (position) => instant(position) && isDate(position) }
  if (sort === 'priority') return { columns: ['priority_rank'], types: ['smallint'], position: (stored) => String(stored.priorityRank), fits: (position) => /^\d{1,2}$/.test(position) }
  return routine
    ? { columns: ['number'], types: ['integer'], position: (stored) => String(stored.number), fits: (position) => /^\d{1,9}$/.test(position) }
    : { columns: ['opened_at'], types: ['timestamptz'], position: (stored) => stored.record.instants.opened ?? stored.changedAt, fits: (position) => position !== 'infinity' && instant(position) && isDate(position) }
}

function isDate(position: string): boolean {
  return position === 'infinity' || !Number.isNaN(Date.parse(position))
}

/**
 * One page of records by keyset: never an offset, never a count. Equality first and the order last is what the indexes of migration 0010 hold; open and
 * closed are two stretches of each index, read side by side where both are wanted.
 */
export async function listRecords(tx: Tx, narrowed: Narrowed, order: Order): Promise<Page> {
  if (narrowed.among?.length === 0) return { rows: [], next: null, lookedTo: null }
  // Of one priority all have the same rank.
  const sort = order.sort === 'priority' && narrowed.priority !== undefined ? 'number' : order.sort
  const { columns, types, position, fits } = orderOf(sort, narrowed.routine !== undefined)
  const values: unknown[] = []
  const given = (value: unknown) => `$${values.push(value)}`
  const cursor = readCursor(order.after, fits)
  const down = order.direction === 'desc'
  const numbered = sort === 'number' && narrowed.routine !== undefined
  const keys = numbered ? columns : [...columns, 'id']
  const conditions = conditionsOf(narrowed, sort, given)
  if (cursor) {
    const places = [...types.map((type) => `${given(cursor[0])}::text::${type}`), ...(numbered ? [] : [`${given(cursor[1])}::text::uuid`])]
    conditions.push(`(${keys.join(', ')}) ${down ? '<' : '>'} (${places.join(', ')})`)
  }
  const sorted = keys.map((key) => `${key} ${down ? 'desc' : 'asc'}`).join(', ')
  const stretch = (open: boolean, limit: string) => `(select * from records where ${[open ? 'open' : 'not open', ...conditions].join(' and ')} order by ${sorted} limit ${limit}::int)`
  const pageOf = (limit: string) => (order.standing === 'any' ? `(select * from (${stretch(true, limit)} union all ${stretch(false, limit)}) sides order by ${sorted} limit ${limit}::int)` : stretch(order.standing === 'open', limit))
  const shown = keys.map((key) => `${key.startsWith('coalesce') ? key.replace('due_at', 'r.due_at') : `r.${key}`} ${down ? 'desc' : 'asc'}`).join(', ')
  const limit = given(order.limit + 1)
  const page = narrowed.words === undefined ? pageOf(limit) : withWords(pageOf(String(mostWorded)), sorted, given(narrowed.words), limit)
  const rows = await select<ListedRow>(tx, withNames(page, shown), values)
  const listed = rows.slice(0, order.limit).map(listedOf)
  const last = listed.at(-1)
  if (rows.length > order.limit && last) return { rows: listed, next: cursorText(position(last.stored), last.stored.id), lookedTo: null }
  const end = narrowed.words === undefined ? undefined : await lastLookedAt(tx, pageOf(String(mostWorded)), sorted, values.slice(0, values.length - 2))
  return { rows: listed, next: end ? cursorText(position(end), end.id) : null, lookedTo: end?.record.instants.opened ?? null }
}

/** `lookedTo`: the page ended before it was full, at a record opened then. */
type Page = { rows: Listed[]; next: string | null; lookedTo: string | null }

/** Records that one page looks at for words that very many have. */
const mostWorded = 10_000

/** Those of a stretch that have the words, each looked up by itself as far as the page needs. */
function withWords(stretch: string, sorted: string, words: string, limit: string): string {
  return `(select * from ${stretch} c where coalesce((select w.words @@ ${words}::text::tsquery from record_words w where w.id = c.id limit 1), false) order by ${sorted} limit ${limit}::int)`
}

/** The record at which a look through a stretch had to stop; undefined where it came to its end. */
async function lastLookedAt(tx: Tx, stretch: string, sorted: string, values: readonly unknown[]): Promise<StoredRecord | undefined> {
  const [row] = await select<Row>(tx, `select c.* from (select s.*, row_number() over (order by ${sorted}) as place from ${stretch} s) c where place = ${mostWorded}`, [...values])
  return row && storedOf(row)
}

/** One page of the records about a configuration item, those opened last first. */
export async function listOfItem(tx: Tx, itemId: string, { after, limit }: { after?: string | undefined; limit: number }): Promise<{ rows: Listed[]; next: string | null }> {
  const cursor = readCursor(after, (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && !Number.isNaN(Date.parse(text)))
  const page = `(select * from records where configuration_item_id = $1::text::uuid and ($3::text is null or (opened_at, id) < ($3::text::timestamptz, $4::text::uuid)) order by opened_at desc, id desc limit $2::text::integer)`
  const rows = await select<ListedRow>(tx, withNames(page, 'r.opened_at desc, r.id desc'), [itemId, String(limit + 1), cursor?.[0] ?? null, cursor?.[1] ?? null])
  const listed = rows.slice(0, limit).map(listedOf)
  const last = listed.at(-1)
  return { rows: listed, next: rows.length > limit && last ? cursorText(last.stored.record.instants.opened!, last.stored.id) : null }
}

/** Names beside each row are looked up one by one: the limits keep the planner from reading whole tables. */
function withNames(page: string, sorted: string): string {
  return `select r.*, s.key as service_key, s.title as service_title, a.name as assignee_name, q.name as requester_name from ${page} r
    left join lateral (select key, title from elements where id = r.service_id limit 1) s on true
    left join lateral (select name from people where id = r.assignee_person_id limit 1) a on true
    left join lateral (select name from people where id = r.requester_id limit 1) q on true order by ${sorted}`
}

function conditionsOf(narrowed: Narrowed, sort: Sort, given: (value: unknown) => string): string[] {
  const equal: [string, string | null | undefined, string][] = [
    ['routine_id', narrowed.routine, 'uuid'], ['state', narrowed.state, ''], ['priority', narrowed.priority, ''], ['service_id', narrowed.service, 'uuid'], ['assignee_role_id', narrowed.role, 'uuid'],
    ['assignee_person_id', narrowed.assignee, 'uuid'], ['requester_id', narrowed.requester, 'uuid'],
  ]
  const conditions = equal.flatMap(([column, value, type]) => (value === undefined ? [] : value === null ? [`${column} is null`] : [`${column} = ${given(value)}::text${type && `::${type}`}`]))
  // Only the order by what is due goes by its index; the others walk their own, where many are overdue.
  if (narrowed.overdueAt !== undefined) conditions.push(`${sort === 'due' ? `coalesce(due_at, 'infinity')` : 'due_at'} < ${given(narrowed.overdueAt)}::text::timestamptz`)
  if (narrowed.watchedBy !== undefined) conditions.push(`id in (select record_id from record_watchers where person_id = ${given(narrowed.watchedBy)}::text::uuid and watching)`)
  if (narrowed.among !== undefined) conditions.push(`id = any(${given(`{${narrowed.among.join(',')}}`)}::text::uuid[])`)
  return conditions
}

export function listedOf(row: ListedRow): Listed {
  return {
    stored: storedOf(row), assignee: row.assignee_name, requester: row.requester_name,
    service: row.service_id === null || row.service_key === null ? null : { id: row.service_id, key: row.service_key, title: row.service_title ?? '' },
  }
}

/** Records that have the words, as far as a list may be narrowed to single ones. */
const mostHits = 5000

/** Ids of all records that have the words of a tsquery; null where they are too many to name. */
export async function listWordHits(tx: Tx, query: string): Promise<string[] | null> {
  const [row] = await select<{ hits: string[] | null }>(tx, 'select record_word_hits($1::text::tsquery, $2::int) as hits', [query, mostHits])
  return row!.hits
}

/** How many records are open in each step of each routine: sums of what changes left, never a count of records. */
export async function countOpen(tx: Tx): Promise<{ routineId: string; state: string; open: number }[]> {
  const rows = await select<{ routine_id: string; state: string; open: string }>(tx, 'select routine_id, state, sum(delta) as open from record_counts group by routine_id, state having sum(delta) <> 0', [])
  return rows.map((row) => ({ routineId: row.routine_id, state: row.state, open: Number(row.open) }))
}

/** How many open records of each routine are past their nearest due instant: a range of an index of just those. */
export async function countOverdue(tx: Tx, routineIds: readonly string[], at: string): Promise<Map<string, number>> {
  if (routineIds.length === 0) return new Map()
  const rows = await select<{ id: string; overdue: string }>(tx, `select w.id, o.overdue from unnest($1::text::uuid[]) as w(id) cross join lateral (select count(*) as overdue from records where routine_id = w.id and open and due_at is not null and due_at < $2::text::timestamptz) o`, [`{${routineIds.join(',')}}`, at])
  return new Map(rows.map((row) => [row.id, Number(row.overdue)]))
}

/** Open records that wait for a role with nobody yet, the most urgent first; a role held for an element reaches what is about that element. */
export async function listWaiting(tx: Tx, held: readonly { roleId: string; elementId: string | null }[], limit: number): Promise<Listed[]> {
  if (held.length === 0) return []
  const page = `(select r.* from jsonb_to_recordset($1::text::jsonb) as h(role uuid, element uuid) cross join lateral (select * from records where assignee_role_id = h.role and open and assignee_person_id is null
      and (h.element is null or h.element in (routine_id, service_id, unit_id, location_id, supplier_id)) order by priority_rank, id limit $2::int) r order by r.priority_rank, r.id limit $2::int)`
  const rows = await select<ListedRow>(tx, withNames(page, 'r.priority_rank, r.id'), [JSON.stringify(held.map((each) => ({ role: each.roleId, element: each.elementId }))), limit])
  return [...new Map(rows.map((row) => [row.id, listedOf(row)])).values()]
}

/** Open records of a routine that run under an older version: how many in each step, and the first of them. */
export async function listBehind(tx: Tx, routineId: string, version: number, most: number): Promise<{ groups: { version: number; state: string; open: number }[]; records: StoredRecord[] }> {
  const [groups, rows] = await Promise.all([
    select<{ routine_version: number; state: string; open: string }>(tx, `select routine_version, state, count(*) as open from records where routine_id = $1::text::uuid and open and routine_version < $2::text::integer
      group by routine_version, state order by routine_version, state limit 500`, [routineId, String(version)]),
    select<Row>(tx, 'select * from records where routine_id = $1::text::uuid and open and routine_version < $2::text::integer order by number limit $3::int', [routineId, String(version), most]),
  ])
  return { groups: groups.map((row) => ({ version: row.routine_version, state: row.state, open: Number(row.open) })), records: rows.map(storedOf) }
}
