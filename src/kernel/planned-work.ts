import { select } from './database.ts'
import type { Tx } from './database.ts'

/** Work that is planned on a service: an outage that was announced, or a record with a window. `of`: the key of the record that an outage belongs to. */
export type PlannedRow = { key: string; title: string; serviceId: string; from: Date; to: Date; of: string; record: boolean }

type Span = { from: Date; to: Date }
type Read = { key: string; title: string; service_id: string; from_at: Date; to_at: Date; of: string; record: boolean }

const rowOf = ({ key, title, service_id, from_at, to_at, of, record }: Read): PlannedRow => ({ key, title, serviceId: service_id, from: from_at, to: to_at, of, record })

// Windows that began at most a month before the span are found by their beginning, the few that last longer by their end: neither reads what is long over.
const records = (among: string) => {
  const taken = `select prefix || '-' || number as key, title, service_id, planned_from_at as from_at, planned_to_at as to_at, '' as of, true as record from records where service_id is not null and planned_to_at > $1${among}`
  return `(${taken} and planned_from_at is not null and planned_from_at < $2 and planned_from_at >= $1::timestamptz - interval '31 days' order by planned_from_at, id limit $3::integer)
    union all (${taken} and planned_to_at - planned_from_at > interval '31 days' and planned_from_at < $1::timestamptz - interval '31 days' order by planned_to_at limit $3::integer)`
}

/** Records whose window touches a span, by its beginning, at most `most`. */
export async function plannedRecords(tx: Tx, { from, to }: Span, most: number): Promise<PlannedRow[]> {
  const rows = await select<Read>(tx, `select * from (${records('')}) r order by from_at, key limit $3::integer`, [from, to, most])
  return rows.map(rowOf)
}

/** All that is planned on some services and touches a span, by its beginning, at most `most`. */
export async function plannedOn(tx: Tx, { from, to }: Span, serviceIds: readonly string[], most: number): Promise<PlannedRow[]> {
  const among = ' and service_id = any($4::uuid[])'
  const outages = `(select key, case when title = '' then left(split_part(note, chr(10), 1), 200) else title end as title, service_id, planned_from_at as from_at, planned_to_at as to_at, record_key as of, false as record from outages
    where planned and not withdrawn and started_at < $2 and (ended_at is null or ended_at > $1) and planned_from_at < $2 and planned_to_at > $1${among} order by started_at limit $3::integer)`
  const rows = await select<Read>(tx, `select * from (${records(among)} union all ${outages}) r order by from_at, key limit $3::integer`, [from, to, most, serviceIds])
  return rows.map(rowOf)
}

export type FreezeSpan = { id: string; title: string; serviceId: string | null; from: number; to: number }

/** Freezes that touch a span; instants in milliseconds since 1970. */
export async function freezeSpans(tx: Tx, { from, to }: Span): Promise<FreezeSpan[]> {
  const rows = await select<{ id: string; title: string; service_id: string | null; from_at: Date; to_at: Date }>(tx, `select id, title, service_id, from_at, to_at from freezes
    where not lifted and to_at > $1::timestamptz and from_at < $2::timestamptz order by from_at, id limit 500`, [from, to])
  return rows.map((row) => ({ id: row.id, title: row.title, serviceId: row.service_id, from: row.from_at.getTime(), to: row.to_at.getTime() }))
}

/** Which services need which, in force at a moment: ids of those that depend on each. */
export async function dependentsAt(tx: Tx, at: Date): Promise<Map<string, string[]>> {
  const rows = await select<{ source_id: string; target_id: string }>(tx, `select source_id, target_id from links where type = 'dependsOn' and effective_at <= $1::timestamptz and superseded_at > $1::timestamptz`, [at])
  const dependents = new Map<string, string[]>()
  for (const { source_id, target_id } of rows) dependents.set(target_id, [...(dependents.get(target_id) ?? []), source_id])
  return dependents
}
