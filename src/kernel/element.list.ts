import type { z } from 'zod'
import type { elementContracts } from '../shared/element.contract.ts'
import { isDay } from '../shared/days.ts'
import { isId } from '../shared/ids.ts'
import type { Kind } from '../shared/kind.ts'
import { wordsIn } from '../shared/searching.ts'
import { sortKey } from '../shared/sorting.ts'
import { cursorText, isStorable, readCursor } from './cursor.ts'
import { select } from './database.ts'
import type { Tx } from './database.ts'
import type { KeptDraft, VersionContent } from './element.ts'
import type { Moment } from './query.ts'

type ListInput = z.infer<ReturnType<typeof elementContracts>['list']['input']>
type ListRow = Omit<z.infer<ReturnType<typeof elementContracts>['list']['output']>['rows'][number], never>

type Row = {
  id: string; key: string; title: string; status: 'draft' | 'in force' | 'retired'; version: number; revision: number; draft: string | null
  accountable_key: string | null; accountable_title: string | null; changed_at: Date; position: string; content: string | null
  coming_on?: string | null; coming_status?: 'in force' | 'retired' | null
}

/** One page of a kind's list by keyset: never an offset, never a count. As of a past day only what held then is listed. */
export async function listElements(tx: Tx, kind: Kind, input: ListInput, moment: Moment): Promise<{ rows: ListRow[]; next: string | null }> {
  const rows = await (moment.live ? selectLive(tx, kind.kind, input, moment.at) : selectAsOf(tx, kind.kind, input, moment.at))
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
    effectiveOn: row.version > 0 ? (content?.effectiveOn ?? null) : null, accountable: row.accountable_key ? { key: row.accountable_key, title: row.accountable_title ?? '' } : null,
    changedAt: row.changed_at.toISOString(), facts: body ? (kind.facts?.(body) ?? []) : [],
    coming: row.coming_on && row.coming_status ? { on: row.coming_on, status: row.coming_status } : null,
  }
}

type Sort = ListInput['sort']

const text = (position: string) => [position]

/** Columns that each sort goes by, before the id, with their types; `parts` of a cursor's position, undefined where it is none. */
const sorts: Record<Sort, { columns: readonly string[]; types: readonly string[]; parts: (position: string) => string[] | undefined }> = {
  title: { columns: ['sort_key'], types: ['text'], parts: text },
  key: { columns: ['key_number'], types: ['integer'], parts: (position) => (/^\d{1,9}$/.test(position) ? [position] : undefined) },
  status: { columns: ['status', 'sort_key'], types: ['text', 'text'], parts: (position) => /^([^/]*)\/(.*)$/s.exec(position)?.slice(1) },
  changed: {
    columns: ['changed_at'], types: ['timestamptz'],
    parts: (position) => (isDay(position.slice(0, 10)) && /^.{10}T([01]\d|2[0-3])(:[0-5]\d){2}\.\d{6}Z$/.test(position) ? [position] : undefined),
  },
}

/** A statement in the making: `given` keeps a value and answers where it stands. */
type Making = { given: (value: unknown) => string; values: unknown[] }

function making(): Making {
  const values: unknown[] = []
  return { values, given: (value) => `$${values.push(value)}` }
}

/** What is beyond the cursor, in the direction of travel. */
function beyond({ given }: Making, input: ListInput, table: string): string {
  const { columns, types, parts } = sorts[input.sort]
  const cursor = readCursor(input.after, (position) => isStorable(position) && parts(position) !== undefined)
  if (!cursor) return 'true'
  const places = parts(cursor[0])!.map((part, i) => `${given(part)}::text::${types[i]}`)
  return `(${columns.map((column) => `${table}.${column}`).join(', ')}, ${table}.id) ${input.direction === 'desc' ? '<' : '>'} (${places.join(', ')}, ${given(cursor[1])}::uuid)`
}

function positionText(sort: Sort, table: string): string {
  if (sort === 'changed') return `to_char(${table}.changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
  return sorts[sort].columns.map((column) => `${table}.${column}::text`).join(` || '/' || `)
}

function inOrder({ sort, direction }: ListInput, table: string): string {
  return [...sorts[sort].columns, 'id'].map((column) => `${table}.${column} ${direction === 'desc' ? 'desc' : 'asc'}`).join(', ')
}

/** Every word is somewhere in the title, or the key begins so: svc3, SVC 3 and SVC-3 alike. */
function named({ given }: Making, text: string, table: string): string {
  const words = wordsIn(text)
  if (words.length === 0) return `position(${given(text.trim().toLowerCase())}::text in lower(${table}.title)) > 0`
  // A sort key holds numbers by value, and so not their beginnings.
  const within = (word: string) => (/\d/.test(word) ? `position(${given(word)}::text in lower(${table}.title)) > 0` : `position(${given(sortKey(word))}::text in ${table}.sort_key) > 0`)
  return `(starts_with(replace(lower(${table}.key), '-', ''), ${given(words.join(''))}::text) or (${words.map(within).join(' and ')}))`
}

function matching(made: Making, input: ListInput, table: string): string {
  const { given } = made
  const clauses = [input.status === 'any' ? 'true' : input.status ? `${table}.status = ${given(input.status)}` : `${table}.status <> 'retired'`]
  if (input.text) clauses.push(named(made, input.text, table))
  if (input.accountable) {
    const role = isId(input.accountable) ? `${given(input.accountable)}::uuid` : `(select id from elements a where a.key = ${given(input.accountable.toUpperCase())}::text)`
    clauses.push(`${table}.accountable_id = ${role}`)
  }
  return clauses.join(' and ')
}

/** A page is read in the order of an index, however wrong the statistics of a table are that just grew. */
const inOrderOfIndex = `select set_config('enable_sort', 'off', true), set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)`

/** What is approved for a later day: its element as it holds now, and on which day that ends. There are few. */
const waiting = (kind: string, now: string) => `select e.id, e.key, coalesce(v.title, e.title) as title, coalesce(v.status, 'draft') as status, coalesce(v.version, 0) as version, e.revision, e.draft,
    case when v.version is null then e.accountable_id else v.accountable_id end as accountable_id, e.changed_at, e.key_number, coalesce(v.sort_key, e.sort_key) as sort_key,
    coalesce(v.version, c.version) as content_version, c.effective_on::text as coming_on, c.status as coming_status
  from (select distinct element_id from element_versions where superseded_at = 'infinity' and effective_at > ${now} and kind = ${kind}) w
  join elements e on e.id = w.element_id
  left join lateral (select * from element_versions v where v.organisation_id = e.organisation_id and v.element_id = e.id and v.effective_at <= ${now} and v.superseded_at > ${now} limit 1) v on true
  cross join lateral (select * from element_versions c where c.organisation_id = e.organisation_id and c.element_id = e.id and c.effective_at > ${now} and c.superseded_at > c.effective_at
    order by c.effective_at limit 1) c`

async function selectLive(tx: Tx, kind: string, input: ListInput, at: Date): Promise<Row[]> {
  const made = making()
  const [of, now, most] = [made.given(kind), `${made.given(at)}::timestamptz`, made.given(input.limit + 1)]
  const columns = 'e.id, e.key, e.title, e.status, e.version, e.revision, e.draft, e.accountable_id, e.changed_at, e.key_number, e.sort_key'
  const [fits, next, position, order] = [matching(made, input, 'e'), beyond(made, input, 'e'), positionText(input.sort, 'e'), inOrder(input, 'e')]
  const text = `with waiting as materialized (${waiting(of, now)}),
    page as ((select ${columns}, e.version as content_version, null as coming_on, null as coming_status, ${position} as position from elements e
        where e.kind = ${of} and e.id not in (select id from waiting) and ${fits} and ${next} order by ${order} limit ${most})
      union all (select ${columns}, e.content_version, e.coming_on, e.coming_status, ${position} from waiting e where ${fits} and ${next} order by ${order} limit ${most}))
    select page.*, a.key as accountable_key, a.title as accountable_title, v.content from page
      left join elements a on a.id = page.accountable_id
      left join element_versions v on v.element_id = page.id and v.version = page.content_version
    order by ${inOrder(input, 'page')} limit ${most}`
  // Few are in the charge of one role: those are sorted.
  const setting = input.accountable ? undefined : select(tx, inOrderOfIndex, [])
  const [rows] = await Promise.all([select<Row>(tx, text, made.values), setting])
  return rows
}

async function selectAsOf(tx: Tx, kind: string, input: ListInput, at: Date): Promise<Row[]> {
  const made = making()
  const then = made.given(at)
  return select<Row>(tx, `with v as (select v.element_id as id, v.key, v.title, v.status, v.version, v.accountable_id, v.recorded_at as changed_at, v.sort_key, v.content,
        e.key_number from element_versions v join elements e on e.id = v.element_id
      where v.kind = ${made.given(kind)} and v.effective_at <= ${then} and v.superseded_at > ${then})
    select v.*, v.version as revision, null as draft, ${positionText(input.sort, 'v')} as position, a.key as accountable_key, a.title as accountable_title
    from v left join element_versions a on a.element_id = v.accountable_id and a.effective_at <= ${then} and a.superseded_at > ${then}
    where ${matching(made, input, 'v')} and ${beyond(made, input, 'v')}
    order by ${inOrder(input, 'v')} limit ${made.given(input.limit + 1)}`, made.values)
}
