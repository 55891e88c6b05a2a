import { select } from '../../kernel/database.ts'
import type { Tx } from '../../kernel/database.ts'
import { RowTally } from '../../kernel/ledger.ts'
import type { RowsClaim } from '../../kernel/ledger.ts'
import type { RowHash } from '../../kernel/rows.ts'
import type { FieldValue } from '../routines/record.ts'
import type { EventCells, RecordCells, SentColumn } from './intake.rows.ts'

/** Rows of new records, of changed ones, and of events, which all share an instant and an entry. */
export type Staged = { records: RecordCells; changed: RecordCells; events: EventCells; at: string; entryId: string }

/**
 * Writes what waits, one statement for each table: arrays, unfolded into rows. Row-level security allows no COPY into the tables, and copying
 * elsewhere first and from there took half as long again (docs/decisions/record-import.md).
 */
export async function flushStage(tx: Tx, { records, changed, events, at, entryId }: Staged): Promise<void> {
  if (records.count > 0) await insertRecords(tx, records.fresh())
  if (changed.count > 0) await replaceRecords(tx, changed.all())
  if (events.records.length === 0) return
  await select(tx, `insert into record_events (organisation_id, record_id, position, type, at, occurred_at, content, hash, entry_id)
    select (select current_organisation()), s.record_id, s.position, s.type, (select $7::text::timestamptz), to_timestamp(s.occurred_at), s.content, decode(s.hash, 'hex'), (select $8::text::uuid)
    from unnest($1::text::uuid[], $2::text::integer[], $3::text::text[], $4::text::float8[], string_to_array($5::text, chr(31)), $6::text::text[]) as s(record_id, position, type, occurred_at, content, hash)`,
  // JSON escapes the sign that stands between the contents, so that none of them need be escaped once more.
  [listOf(events.records), listOf(events.positions), listOf(events.types), listOf(events.occurred), events.contents.join('\u001f'), listOf(events.hashes), at, entryId])
}

/** Texts without any sign that an array would have to escape, as an array. */
function listOf(cells: readonly string[]): string {
  return `{${cells.join(',')}}`
}

async function insertRecords(tx: Tx, columns: readonly SentColumn[]): Promise<void> {
  const unfolded = columns.flatMap((column, at) => ('cells' in column ? [{ ...column, value: `$${at + 1}::text::${column.type === 'seconds' ? 'float8' : column.type}[]` }] : []))
  // A value that all rows have is worked out once: in a select of its own.
  const taken = columns.map((column, at) => ('same' in column ? `(select $${at + 1}::text::${column.type})` : column.type === 'seconds' ? `to_timestamp(s.${column.name})` : `s.${column.name}`))
  await select(tx, `insert into records (organisation_id, ${columns.map(({ name }) => name).join(', ')}) select (select current_organisation()), ${taken.join(', ')}
    from unnest(${unfolded.map(({ value }) => value).join(', ')}) as s(${unfolded.map(({ name }) => name).join(', ')})`, columns.map((column) => ('cells' in column ? column.cells : column.same)))
}

async function replaceRecords(tx: Tx, columns: readonly { name: string; type: string; cells: string }[]): Promise<void> {
  const set = columns.filter(({ name }) => name !== 'id').map(({ name }) => `${name} = s.${name}`).join(', ')
  await select(tx, `update records r set ${set} from unnest(${columns.map(({ type }, at) => `$${at + 1}::text::${type}[]`).join(', ')}) as s(${columns.map(({ name }) => name).join(', ')})
    where r.organisation_id = (select current_organisation()) and r.id = s.id`, columns.map(({ cells }) => cells))
}

/** Counts of open records by routine and state that came or went. */
export async function saveCounts(tx: Tx, deltas: readonly { routineId: string; state: string; delta: number }[]): Promise<void> {
  if (deltas.length === 0) return
  await select(tx, `insert into record_counts (routine_id, state, delta) select d.routine_id, d.state, d.delta from jsonb_to_recordset($1::text::jsonb) as d(routine_id uuid, state text, delta integer)`,
    [JSON.stringify(deltas.map(({ routineId, state, delta }) => ({ routine_id: routineId, state, delta })))])
}

/** Days on which a routine ran; what was counted of them is counted anew. */
export async function saveOperated(tx: Tx, routineId: string, days: readonly string[], at: Date): Promise<void> {
  await select(tx, `insert into operated_days (subject_id, on_day, at) select $1::text::uuid, d.day, $3 from unnest($2::text::date[]) as d(day) on conflict (organisation_id, subject_id, on_day) do update set opened = null`, [routineId, `{${days.join(',')}}`, at])
}

/** Leaves what an entry brought to be made known to search in the background. */
export async function oweWords(tx: Tx, entryId: string): Promise<void> {
  await select(tx, 'insert into record_words_due (entry_id) values ($1::text::uuid)', [entryId])
}

type Wordless = { id: string; title: string; external_id: string; fields: Readonly<Record<string, FieldValue>>; said: string[] }
const wordsAtOnce = 1000

/** The next records of an import that search does not know yet; undefined where nothing is due, or another process is at it. */
export async function maybeFindDueWords(tx: Tx): Promise<{ entryId: string; records: Wordless[] } | undefined> {
  const [due] = await select<{ entry_id: string; after: string | null }>(tx, 'select entry_id, after from record_words_due order by entry_id limit 1 for update skip locked', [])
  if (!due) return undefined
  const records = await select<Wordless>(tx, `select r.id, r.title, r.external_id, r.fields, array(select left(content::jsonb ->> 'text', 4000) from record_events x where x.record_id = r.id and x.content like '%"text":"%' and content::jsonb ? 'text' order by position limit 50) as said from records r
    join (select distinct record_id from record_events where entry_id = $1::text::uuid and record_id > coalesce($2::text::uuid, '00000000-0000-0000-0000-000000000000') order by record_id limit ${wordsAtOnce}) e on e.record_id = r.id
    order by r.id`, [due.entry_id, due.after])
  return { entryId: due.entry_id, records }
}

/** Notes how far an import is made known; with null it is done. */
export async function wordsDone(tx: Tx, entryId: string, after: string | null): Promise<void> {
  if (after === null) await select(tx, 'delete from record_words_due where entry_id = $1::text::uuid', [entryId])
  else await select(tx, 'update record_words_due set after = $2::text::uuid where entry_id = $1::text::uuid', [entryId, after])
}

/** The rows that an entry wrote, as the ledger keeps them, in their order: read again where they were not written in it. */
export async function eventsOfEntry(tx: Tx, entryId: string): Promise<readonly RowHash[] | RowsClaim> {
  const tally = new RowTally()
  await select(tx, `declare intake_hashes no scroll cursor for select record_id::text as id, position, encode(hash, 'hex') as hash from record_events where entry_id = '${entryId}'::uuid order by record_id, position`, [])
  for (;;) {
    const rows = await select<{ id: string; position: number; hash: string }>(tx, 'fetch 10000 from intake_hashes', [])
    for (const { id, position, hash } of rows) tally.add(['event', id, position, hash])
    if (rows.length < 10_000) break
  }
  await select(tx, 'close intake_hashes', [])
  return tally.rows()
}
