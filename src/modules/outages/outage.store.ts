import { isId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { cursorText, readCursor } from '../../kernel/cursor.ts'
import { select } from '../../kernel/database.ts'
import type { Tx } from '../../kernel/database.ts'
import type { Moment } from '../../kernel/query.ts'
import type { FreezeRow, OutageRow } from '../../kernel/tables.ts'
import type { FreezeEntry, OutageEntry } from './outage-row.ts'
import type { KnownService } from './service-names.ts'

type Row = Omit<OutageRow, 'organisation_id'>

function entryOf(row: Row): OutageEntry {
  return {
    id: row.id, key: row.key, keyNumber: row.key_number, serviceId: row.service_id, title: row.title, startedAt: row.started_at, endedAt: row.ended_at,
    plannedFromAt: row.planned_from_at, plannedToAt: row.planned_to_at, registeredAt: row.registered_at, registeredBy: row.registered_by, share: row.share, severity: row.severity,
    note: row.note, recordKey: row.record_key, source: row.source, externalId: row.external_id, withdrawn: row.withdrawn, reason: row.reason, changedAt: row.changed_at, revision: row.revision,
  }
}

/** The outage that a key or an id names; throws `notFound`. */
export async function findOutage(tx: Tx, reference: string): Promise<OutageEntry> {
  const number = /^OUT-(\d{1,9})$/i.exec(reference)?.[1]
  const rows = isId(reference) ? await select<Row>(tx, 'select * from outages where id = $1::uuid', [reference]) : number ? await select<Row>(tx, 'select * from outages where key_number = $1::text::integer', [number]) : []
  if (!rows[0]) throw new Problem('notFound', `There is no outage ${reference} here.`)
  return entryOf(rows[0])
}

/** An outage as it was known at a moment; undefined where nothing was registered of it by then. */
export async function maybeOutageThen(tx: Tx, id: string, at: Date): Promise<OutageEntry | undefined> {
  const [row] = await select<Row>(tx, `select r.* from row_versions v, jsonb_populate_record(null::outages, v.content::jsonb) r where v.subject = 'outage' and v.subject_id = $1::uuid and v.recorded_at <= $2::timestamptz and v.superseded_at > $2::timestamptz`, [id, at])
  return row && entryOf(row)
}

// As of a past day the last revision by then stands for the row.
const then = `(select r.* from row_versions v, jsonb_populate_record(null::outages, v.content::jsonb) r where v.subject = 'outage' and v.recorded_at <= $1::timestamptz and v.superseded_at > $1::timestamptz)`

export type OutageFilter = {
  serviceId?: string | undefined; from?: Date | undefined; to?: Date | undefined; planned?: boolean | undefined; open?: boolean | undefined; withdrawn?: boolean | undefined
  direction: 'asc' | 'desc'; after?: string | undefined; limit: number
}

const isInstant = (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && !Number.isNaN(Date.parse(text))

/** One page of outages by when they began. */
export async function listOutageRows(tx: Tx, filter: OutageFilter, moment: Moment): Promise<{ entries: OutageEntry[]; next: string | null }> {
  const values: unknown[] = [moment.at]
  const given = (value: unknown) => `$${values.push(value)}`
  const clauses = [`($1::timestamptz is not null)`, filter.withdrawn ? 'o.withdrawn' : 'not o.withdrawn']
  if (filter.serviceId) clauses.push(`o.service_id = ${given(filter.serviceId)}::uuid`)
  if (filter.to) clauses.push(`o.started_at < ${given(filter.to)}::timestamptz`)
  if (filter.from) clauses.push(`(o.ended_at is null or o.ended_at > ${given(filter.from)}::timestamptz)`)
  if (filter.planned !== undefined) clauses.push(`o.planned = ${given(filter.planned)}::boolean`)
  if (filter.open !== undefined) clauses.push(filter.open ? 'o.ended_at is null' : 'o.ended_at is not null')
  const cursor = readCursor(filter.after, isInstant)
  if (cursor) clauses.push(`(o.started_at, o.id) ${filter.direction === 'asc' ? '>' : '<'} (${given(cursor[0])}::text::timestamptz, ${given(cursor[1])}::uuid)`)
  const rows = await select<Row>(tx, `select o.* from ${moment.live ? 'outages' : then} o where ${clauses.join(' and ')}
    order by o.started_at ${filter.direction}, o.id ${filter.direction} limit ${given(filter.limit + 1)}::integer`, values)
  const page = rows.slice(0, filter.limit)
  const last = page.at(-1)
  return { entries: page.map(entryOf), next: rows.length > filter.limit && last ? cursorText(last.started_at.toISOString(), last.id) : null }
}

/** Every outage of some services that has a part in a period, in order, at most `most`. */
export async function outagesBetween(tx: Tx, period: { from: Date; to: Date }, of: { serviceIds?: readonly string[]; planned?: boolean; most?: number }, moment: Moment): Promise<OutageEntry[]> {
  const values: unknown[] = [moment.at, period.from, period.to]
  const given = (value: unknown) => `$${values.push(value)}`
  const among = of.serviceIds ? ` and o.service_id = any(${given(of.serviceIds)}::uuid[])` : ''
  const planned = of.planned === undefined ? '' : ` and o.planned = ${given(of.planned)}::boolean`
  const rows = await select<Row>(tx, `select o.* from ${moment.live ? 'outages' : then} o where $1::timestamptz is not null and not o.withdrawn and o.started_at < $3::timestamptz
    and (o.ended_at is null or o.ended_at > $2::timestamptz)${among}${planned} order by o.started_at, o.id limit ${given(of.most ?? 5000)}::integer`, values)
  return rows.map(entryOf)
}

/** Revisions of an outage by a moment, oldest first, each with the entry that made it. */
export async function listRevisions(tx: Tx, subject: 'outage' | 'item', id: string, moment: Moment) {
  return select<{ revision: number; content: string; recorded_at: Date; verb: string; actor_id: string; reason: string | null }>(tx, `select v.revision, v.content, v.recorded_at, e.verb, e.actor_id,
      e.content::jsonb ->> 'reason' as reason from row_versions v join ledger_entries e on e.organisation_id = v.organisation_id and e.id = v.entry_id
    where v.subject = $1::text and v.subject_id = $2::uuid and v.recorded_at <= $3::timestamptz order by v.revision limit 500`, [subject, id, moment.at])
}

function freezeEntry(row: Omit<FreezeRow, 'organisation_id'>): FreezeEntry {
  return { id: row.id, title: row.title, serviceId: row.service_id, fromAt: row.from_at, toAt: row.to_at, lifted: row.lifted, reason: row.reason, revision: row.revision }
}

const frozenThen = `(select r.* from row_versions v, jsonb_populate_record(null::freezes, v.content::jsonb) r where v.subject = 'freeze' and v.recorded_at <= $3::timestamptz and v.superseded_at > $3::timestamptz)`

/** Freezes that hold in a period, as they were declared by a moment. */
export async function freezesBetween(tx: Tx, period: { from: Date; to: Date }, moment: Moment): Promise<FreezeEntry[]> {
  const rows = await select<FreezeRow>(tx, `select f.* from ${moment.live ? 'freezes' : frozenThen} f where $3::timestamptz is not null and not f.lifted and f.to_at > $1::timestamptz and f.from_at < $2::timestamptz order by f.from_at, f.id limit 500`, [period.from, period.to, moment.at])
  return rows.map(freezeEntry)
}

export async function findFreeze(tx: Tx, id: string): Promise<FreezeEntry> {
  const [row] = await select<FreezeRow>(tx, 'select * from freezes where id = $1::uuid', [id])
  if (!row) throw new Problem('notFound', 'There is no such freeze here.')
  return freezeEntry(row)
}

/** True where one of these roles answers for some service. */
export async function answersForAny(tx: Tx, roleIds: readonly string[]): Promise<boolean> {
  if (roleIds.length === 0) return false
  const rows = await select<{ id: string }>(tx, `select id from elements where accountable_id = any($1::uuid[]) and kind = 'service' limit 1`, [roleIds])
  return rows.length > 0
}

/** Outages that came from a source, by their key there and the service, as `key service`. */
export async function outagesFrom(tx: Tx, source: string): Promise<Map<string, OutageEntry>> {
  const rows = await select<Row>(tx, `select * from outages where source = $1::text and external_id <> ''`, [source])
  return new Map(rows.map((row) => [`${row.external_id} ${row.service_id}`, entryOf(row)]))
}

/** Every service by what files may call it. */
export async function listServiceNames(tx: Tx): Promise<KnownService[]> {
  return select<KnownService>(tx, `select id, key, title, external_key as "externalKey", status from elements where kind = 'service' order by key_number`, [])
}
