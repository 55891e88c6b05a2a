import { select } from '../../kernel/database.ts'
import type { Tx } from '../../kernel/database.ts'
import type { Compared } from '../routines/recurrence.ts'
import { storedOf } from './record.store.ts'
import type { RecordRow } from '../../kernel/tables.ts'
import type { StoredRecord } from './stored.ts'

/** Records that have the same in common: the values, how many there are, and the newest of them. */
export type Recurring = { values: string[]; count: number; ids: string[] }

const columns: Readonly<Record<string, string>> = { service: 'service_id', configurationItem: 'configuration_item_id', unit: 'unit_id', location: 'location_id', supplier: 'supplier_id' }

/** Of one group, the newest that are looked at one by one; and how many groups. */
const mostMembers = 200
const mostGroups = 200

/**
 * Groups of records of a routine that were opened in a span, at least `atLeast` of which are the same in every respect, one of them since `lastFrom`. Merged ones
 * are left out. What was opened in the span was changed in it or later, so the index of changes bounds what is read.
 */
export async function listRecurring(tx: Tx, routineId: string, compared: readonly Compared[], { from, lastFrom, to }: { from: Date; lastFrom: Date; to: Date }, atLeast: number): Promise<Recurring[]> {
  const values: unknown[] = [routineId, from, to, lastFrom]
  const parts = compared.map(({ id, place }) => (place ? `${columns[id]!}::text` : `fields ->> $${values.push(id)}::text`))
  const rows = await select<{ same: string[]; count: string; ids: string[] }>(tx, `select same, count(*) as count, (array_agg(id order by opened_at desc, id desc))[1:${mostMembers}] as ids
    from (select id, opened_at, array[${parts.join(', ')}] as same from records where routine_id = $1::uuid and open = any(array[true, false]) and changed_at >= $2 and opened_at >= $2 and opened_at < $3 and merged_into is null) r
    where array_position(same, null) is null and array_position(same, '') is null
    group by same having count(*) >= ${Math.trunc(atLeast)} and max(opened_at) >= $4 order by count(*) desc, same limit ${mostGroups}`, values)
  return rows.map(({ same, count, ids }) => ({ values: same, count: Number(count), ids }))
}

/** Records that were raised for groups before, by what they were raised for. */
export async function raisedFor(tx: Tx, externalIds: readonly string[]): Promise<StoredRecord[]> {
  const rows = await select<RecordRow>(tx, `select r.* from unnest($1::text[]) as w(id) cross join lateral (select * from records where source = 'recurrence' and external_id = w.id and external_id <> '' limit 1) r order by r.id desc`, [externalIds])
  return rows.map(storedOf)
}

/** Ids of records that a record is linked to and that stand at the other end. */
export async function linkedFrom(tx: Tx, recordId: string): Promise<Set<string>> {
  const rows = await select<{ to_id: string }>(tx, `select to_id from record_links where from_id = $1::text::uuid and standing <> 'ended'`, [recordId])
  return new Set(rows.map((row) => row.to_id))
}

export type Assessment = { id: string; rule: string; month_on: string; at: Date; found: string }

/** What the months of a routine found, the newest first. */
export async function listAssessments(tx: Tx, routineId: string): Promise<Assessment[]> {
  return select<Assessment>(tx, `select id, rule, month_on::text as month_on, at, found from recurrence_assessments where routine_id = $1::text::uuid order by month_on desc limit 100`, [routineId])
}

/** Since when routines are in force, and the last month that each of their rules was looked at, by `routine rule`. */
export async function listLooks(tx: Tx): Promise<{ since: Map<string, Date>; last: Map<string, string> }> {
  const [since, last] = await Promise.all([
    select<{ id: string; at: Date }>(tx, `select element_id as id, min(effective_at) as at from element_versions where kind = 'routine' group by 1`, []),
    select<{ routine_id: string; rule: string; on: string }>(tx, 'select routine_id, rule, max(month_on)::text as on from recurrence_assessments group by 1, 2', []),
  ])
  return { since: new Map(since.map((row) => [row.id, row.at])), last: new Map(last.map((row) => [`${row.routine_id} ${row.rule}`, row.on])) }
}
