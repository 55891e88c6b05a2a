import { whenEnded, writeTogether } from '../../kernel/database.ts'
import type { Tx } from '../../kernel/database.ts'
import { digest } from '../../kernel/hash.ts'
import type { RowHash } from '../../kernel/rows.ts'
import type { Write } from '../../kernel/writes.ts'
import { canonicalJson } from '../../shared/canonical.ts'
import { changedBetween, columnsOf, columnTypes, filledFields } from './stored.ts'
import type { Changed, ColumnName, StoredRecord } from './stored.ts'
import { titleWrites, wordWrites } from './words.store.ts'

/** Who does it, as what and when; the same for every event of one action. */
export type EventStamp = { organisationId: string; entryId: string; at: Date; actorId: string; role: string; reason?: string | undefined; occurredAt?: string | undefined }

/** One event: the record before and after, and what the event says beside that (a comment, a link, who was told). */
export type RecordEvent = { before: StoredRecord | null; after: StoredRecord; type: string; more?: Readonly<Record<string, unknown>> }

/** Writes events, the rows that follow from them and what is kept beside them, with the next statement. Answers the hashes that the ledger entry owes. */
export function saveEvents(tx: Tx, stamp: EventStamp, events: readonly RecordEvent[]): RowHash[] {
  return events.map((event) => {
    const { before, after } = event
    const changed = changedBetween(before, after)
    const content = contentOf(stamp, event, changed)
    const hash = digest(content)
    const writes = [eventWrite(stamp, event, content, hash), before === null ? insertRow(after) : changeRow(after, changed), ...countWrites(before, after), ...recountWrites(stamp, before, after), ...wordWrites(event), ...titleWrites(tx, stamp.organisationId, event)]
    writeTogether(tx, { rows: [`record ${after.id}`], writes })
    return ['event', after.id, after.revision, hash]
  })
}

/** What is hashed: the record and the position, who and when, and what changed. */
export function contentOf(stamp: EventStamp, { after, type, more }: Pick<RecordEvent, 'after' | 'type' | 'more'>, { set, fields }: Changed): string {
  return canonicalJson({
    record: after.id, position: after.revision, type, at: stamp.at.toISOString(), actor: stamp.actorId, role: stamp.role, set, fields,
    ...(stamp.reason ? { reason: stamp.reason } : {}), ...(stamp.occurredAt ? { occurredAt: stamp.occurredAt } : {}), ...more,
  })
}

function eventWrite(stamp: EventStamp, { after, type }: RecordEvent, content: string, hash: string): Write {
  return {
    text: `insert into record_events (record_id, position, type, at, occurred_at, content, hash, entry_id)
      values ($1::text::uuid, $2::text::integer, $3::text, $4::text::timestamptz, $5::text::timestamptz, $6::text, $7::text::bytea, $8::text::uuid)`,
    values: [after.id, String(after.revision), type, stamp.at.toISOString(), stamp.occurredAt ?? null, content, `\\x${hash}`, stamp.entryId],
  }
}

function textFor(name: string, value: unknown): string | null {
  if (value === null || value === undefined) return null
  return columnTypes[name as ColumnName] === 'jsonb' ? JSON.stringify(value) : String(value)
}

function insertRow(after: StoredRecord): Write {
  const columns = Object.entries(columnsOf(after)).filter(([, value]) => value !== null)
  const names = ['id', 'fields', 'changed_at', 'revision', ...columns.map(([name]) => name)]
  const types = ['uuid', 'jsonb', 'timestamptz', 'integer', ...columns.map(([name]) => columnTypes[name as ColumnName])]
  return {
    text: `insert into records (${names.join(', ')}) values (${types.map((type, at) => (type === 'text' ? `$${at + 1}::text` : `$${at + 1}::text::${type}`)).join(', ')})`,
    values: [after.id, JSON.stringify(filledFields(after.record.fields)), after.changedAt, String(after.revision), ...columns.map(([name, value]) => textFor(name, value))],
  }
}

/** Only what changed is set, so that an order in which nothing moved keeps its place. A position that is taken refuses the whole statement. */
function changeRow(after: StoredRecord, { set, fields }: Changed): Write {
  const values: (string | null)[] = [after.id, String(after.revision), after.changedAt]
  const parts = ['revision = $2::text::integer', 'changed_at = $3::text::timestamptz']
  for (const name of Object.keys(set).sort()) parts.push(`${name} = $${values.push(textFor(name, set[name]))}::text::${columnTypes[name as ColumnName]}`)
  if (Object.keys(fields).length > 0) parts.push(`fields = $${values.push(JSON.stringify(filledFields(after.record.fields)))}::text::jsonb`)
  return { text: `update records set ${parts.join(', ')} where organisation_id = (select current_organisation()) and id = $1::text::uuid`, values }
}

/** What one more or one less is open in a step, as rows of their own: nobody waits for another's count. */
function countWrites(before: StoredRecord | null, after: StoredRecord): Write[] {
  const placeOf = (stored: StoredRecord) => (stored.open ? `${stored.record.routineId} ${stored.record.state}` : '')
  const [from, to] = [before === null ? '' : placeOf(before), placeOf(after)]
  if (from === to) return []
  const deltas = [...(from ? [[before!.record.routineId, before!.record.state, '-1']] : []), ...(to ? [[after.record.routineId, after.record.state, '1']] : [])]
  return [{
    text: `insert into record_counts (routine_id, state, delta) values ${deltas.map((_, at) => `($${at * 3 + 1}::text::uuid, $${at * 3 + 2}::text, $${at * 3 + 3}::text::integer)`).join(', ')}`,
    values: deltas.flat(),
  }]
}

// A corrected moment of opening moves a record from one day to another: both are counted anew.
function recountWrites({ at }: EventStamp, before: StoredRecord | null, after: StoredRecord): Write[] {
  const [from, to] = [before?.record.instants.opened, after.record.instants.opened]
  if (from === undefined || to === undefined || from === to) return []
  return [{
    text: `insert into operated_days (subject_id, on_day, at) select distinct $1::text::uuid, (m.at at time zone o.time_zone)::date, $4::text::timestamptz
      from organisations o, unnest(array[$2::text::timestamptz, $3::text::timestamptz]) as m(at) where o.organisation_id = (select current_organisation())
      on conflict (organisation_id, subject_id, on_day) do update set opened = null`,
    values: [after.record.routineId, from, to, at.toISOString()],
  }]
}

const known = new Set<string>()

/** Notes that a routine ran and a role acted on a day; each is written once, and then known to be. */
export function noteOperated(tx: Tx, organisationId: string, subjects: readonly string[], on: string, at: Date): void {
  const fresh = subjects.filter((id) => !known.has(`${organisationId} ${id} ${on}`))
  if (fresh.length === 0) return
  writeTogether(tx, {
    rows: fresh.map((id) => `operated ${id}`),
    writes: [{ text: `insert into operated_days (subject_id, on_day, at) select s.id, $2::text::date, $3::text::timestamptz from unnest($1::text::uuid[]) as s(id) on conflict do nothing`, values: [`{${fresh.join(',')}}`, on, at.toISOString()] }],
  })
  whenEnded(tx, (committed) => {
    if (!committed) return
    if (known.size > 10_000) known.clear()
    for (const id of fresh) known.add(`${organisationId} ${id} ${on}`)
  })
}
