import { select } from './database.ts'
import type { Tx } from './database.ts'

/** How many records of a routine were opened on a day (YYYY-MM-DD) in the organisation's zone. */
type OpenedDay = { routineId: string; day: string; opened: number }

/** Records opened on each day from one up to and without another, of routines by their ids; days without any are left out. What was not counted yet is counted now: usually one day. */
export async function openedPerDay(tx: Tx, routineIds: readonly string[], from: string, to: string, zone: string): Promise<OpenedDay[]> {
  if (routineIds.length === 0) return []
  const ids = `{${routineIds.join(',')}}`
  const kept = await select<{ id: string; day: string; opened: number | null }>(tx, `select o.subject_id as id, o.on_day::text as day, o.opened from unnest($1::text::uuid[]) as w(id)
    cross join lateral (select * from operated_days where subject_id = w.id and on_day >= $2::text::date and on_day < $3::text::date) o`, [ids, from, to])
  const missing = kept.filter((row) => row.opened === null).map((row) => row.day).toSorted()
  const found = missing.length === 0 ? [] : await countOpened(tx, missing[0]!, missing.at(-1)!, zone)
  const counted = new Map(found.map((row) => [`${row.routineId} ${row.day}`, row.opened]))
  return kept.map(({ id, day, opened }) => ({ routineId: id, day, opened: opened ?? counted.get(`${id} ${day}`) ?? 0 })).filter((row) => row.opened > 0)
}

const opened = `select routine_id, (opened_at at time zone $3)::date as day, count(*)::integer as opened from records
  where open = any('{true,false}') and opened_at >= ($1::text::date::timestamp at time zone $3) and opened_at < (($2::text::date + 1)::timestamp at time zone $3) group by 1, 2`

async function countOpened(tx: Tx, first: string, last: string, zone: string): Promise<OpenedDay[]> {
  const rows = await select<{ routine_id: string; day: string; opened: number }>(tx, `select routine_id, day::text as day, opened from (${opened}) o`, [first, last, zone])
  return rows.map((row) => ({ routineId: row.routine_id, day: row.day, opened: row.opened }))
}

/** Counts the days before one that nobody counted yet, or whose records were changed by an import or a correction. */
export async function countDays(tx: Tx, before: string, zone: string): Promise<void> {
  const due = `from operated_days o where opened is null and on_day < $1::text::date and exists (select 1 from elements e where e.organisation_id = o.organisation_id and e.id = o.subject_id and e.kind = 'routine')`
  const [range] = await select<{ first: string | null; last: string | null }>(tx, `select min(on_day)::text as first, max(on_day)::text as last ${due}`, [before])
  if (!range?.first || !range.last) return
  await select(tx, `with counted as (${opened}), due as (select o.subject_id, o.on_day from operated_days o where opened is null and on_day between $1::text::date and $2::text::date)
    update operated_days o set opened = coalesce(c.opened, 0) from due d left join counted c on c.routine_id = d.subject_id and c.day = d.on_day
    where o.organisation_id = (select current_organisation()) and o.subject_id = d.subject_id and o.on_day = d.on_day`, [range.first, range.last, zone])
}
