import { sql } from 'kysely'
import type { z } from 'zod'
import type { elementContracts } from '../shared/element.contract.ts'
import { isDay } from '../shared/days.ts'
import { isId } from '../shared/ids.ts'
import type { Kind } from '../shared/kind.ts'
import { wordsIn } from '../shared/searching.ts'
import { sortKey } from '../shared/sorting.ts'
import { cursorText, isStorable, readCursor } from './cursor.ts'
import type { Tx } from './database.ts'
import type { KeptDraft, VersionContent } from './element.ts'
import type { Moment } from './query.ts'

type ListInput = z.infer<ReturnType<typeof elementContracts>['list']['input']>
type ListRow = Omit<z.infer<ReturnType<typeof elementContracts>['list']['output']>['rows'][number], never>

const columnOf = { title: 'sort_key', key: 'key_number', status: 'status', changed: 'changed_at' } as const

type Row = {
  id: string; key: string; title: string; status: 'draft' | 'in force' | 'retired'; version: number; revision: number; draft: string | null
  accountable_key: string | null; accountable_title: string | null; changed_at: Date; position: string; content: string | null
}

/** One page of a kind's list by keyset: never an offset, never a count. As of a past day only what held then is listed. */
export async function listElements(tx: Tx, kind: Kind, input: ListInput, moment: Moment): Promise<{ rows: ListRow[]; next: string | null }> {
  const column = columnOf[input.sort]
  const rows = await (moment.live ? selectLive(tx, kind.kind, input, column) : selectAsOf(tx, kind.kind, input, moment.at, column))
  const page = rows.slice(0, input.limit)
  const last = page.at(-1)
  const next = rows.length > input.limit && last ? cursorText(last.position, last.id) : null
  return { rows: page.map((row) => present(kind, row)), next }
}

function present(kind: Kind, row: Row): ListRow {
  const content = row.content ? (JSON.parse(row.content) as VersionContent) : null
  const body = content?.body ?? (row.draft ? (JSON.parse(row.draft) as KeptDraft).body : null)
  return {
    id: row.id, key: row.key, title: row.title, status: row.status, version: row.version, revision: row.revision, hasDraft: row.draft !== null,
    effectiveOn: content?.effectiveOn ?? null, accountable: row.accountable_key ? { key: row.accountable_key, title: row.accountable_title ?? '' } : null,
    changedAt: row.changed_at.toISOString(), facts: body ? (kind.facts?.(body) ?? []) : [],
  }
}

type Column = (typeof columnOf)[keyof typeof columnOf]

const typeOf = { sort_key: sql`text`, key_number: sql`integer`, status: sql`text`, changed_at: sql`timestamptz` } as const

const fitting: Record<Column, (position: string) => boolean> = {
  sort_key: isStorable, status: isStorable, key_number: (position) => /^\d{1,9}$/.test(position),
  changed_at: (position) => isDay(position.slice(0, 10)) && /^.{10}T([01]\d|2[0-3])(:[0-5]\d){2}\.\d{6}Z$/.test(position),
}

/** `(column, id)` beyond the cursor, in the direction of travel. */
function beyond(input: ListInput, column: Column, table: string) {
  const cursor = readCursor(input.after, fitting[column])
  if (!cursor) return sql`true`
  const than = input.direction === 'desc' ? sql`<` : sql`>`
  return sql`(${sql.ref(`${table}.${column}`)}, ${sql.ref(`${table}.id`)}) ${than} (${cursor[0]}::text::${typeOf[column]}, ${cursor[1]}::uuid)`
}

function positionText(column: Column, table: string) {
  const ref = sql.ref(`${table}.${column}`)
  return column === 'changed_at' ? sql`to_char(${ref} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')` : sql`${ref}::text`
}

/** Every word is somewhere in the title, or the key begins so: svc3, SVC 3 and SVC-3 alike. */
function named(text: string, table: string) {
  const words = wordsIn(text)
  // A sort key holds numbers by value, and so not their beginnings.
  const within = (word: string) => (/\d/.test(word) ? sql`position(${word} in lower(${sql.ref(`${table}.title`)})) > 0` : sql`position(${sortKey(word)} in ${sql.ref(`${table}.sort_key`)}) > 0`)
  if (words.length === 0) return sql`position(${text.trim().toLowerCase()} in lower(${sql.ref(`${table}.title`)})) > 0`
  return sql`(starts_with(replace(lower(${sql.ref(`${table}.key`)}), '-', ''), ${words.join('')}) or (${sql.join(words.map(within), sql` and `)}))`
}

function matching(input: ListInput, table: string) {
  const clauses = [sql`true`]
  if (input.text) clauses.push(named(input.text, table))
  if (input.accountable) clauses.push(isId(input.accountable) ? sql`${sql.ref(`${table}.accountable_id`)} = ${input.accountable}::uuid` : sql`${sql.ref(`${table}.accountable_id`)} = (select id from elements a where a.key = ${input.accountable.toUpperCase()})`)
  return sql.join(clauses, sql` and `)
}

async function selectLive(tx: Tx, kind: string, input: ListInput, column: Column): Promise<Row[]> {
  const direction = input.direction === 'desc' ? sql`desc` : sql`asc`
  const status = input.status === 'any' ? sql`true` : input.status ? sql`e.status = ${input.status}` : sql`e.status <> 'retired'`
  const result = await sql<Row>`with page as (select e.id, e.key, e.title, e.status, e.version, e.revision, e.draft, e.accountable_id, e.changed_at, e.key_number, e.sort_key,
        ${positionText(column, 'e')} as position from elements e
      where e.kind = ${kind} and ${status} and ${matching(input, 'e')} and ${beyond(input, column, 'e')}
      order by ${sql.ref(`e.${column}`)} ${direction}, e.id ${direction} limit ${input.limit + 1})
    select page.*, a.key as accountable_key, a.title as accountable_title, v.content from page
      left join elements a on a.id = page.accountable_id
      left join element_versions v on v.element_id = page.id and v.version = page.version
    order by ${sql.ref(`page.${column}`)} ${direction}, page.id ${direction}`.execute(tx)
  return result.rows
}

async function selectAsOf(tx: Tx, kind: string, input: ListInput, at: Date, column: Column): Promise<Row[]> {
  const direction = input.direction === 'desc' ? sql`desc` : sql`asc`
  const status = input.status === 'any' ? sql`true` : input.status ? sql`v.status = ${input.status}` : sql`v.status <> 'retired'`
  const result = await sql<Row>`with v as (select v.element_id as id, v.key, v.title, v.status, v.version, v.accountable_id, v.recorded_at as changed_at, v.sort_key, v.content,
        e.key_number from element_versions v join elements e on e.id = v.element_id
      where v.kind = ${kind} and v.effective_at <= ${at} and v.superseded_at > ${at})
    select v.*, v.version as revision, null as draft, ${positionText(column, 'v')} as position, a.key as accountable_key, a.title as accountable_title
    from v left join element_versions a on a.element_id = v.accountable_id and a.effective_at <= ${at} and a.superseded_at > ${at}
    where ${status} and ${matching(input, 'v')} and ${beyond(input, column, 'v')}
    order by ${sql.ref(`v.${column}`)} ${direction}, v.id ${direction} limit ${input.limit + 1}`.execute(tx)
  return result.rows
}
