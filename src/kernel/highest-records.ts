import { select } from './database.ts'
import type { Tx } from './database.ts'
import type { Moment } from './query.ts'

/** A routine whose records are ranked, and the field of its form that says what their level is to become. */
export type Ranked = { routineId: string; aim: string }

/** An open record with its level, and the level that treatment leads to; empty where nobody said. */
export type HighRecord = { key: string; title: string; now: string; aim: string }

// Open records of one routine are few, whatever the tables hold: an index of just those, and the highest of them.
const live = `select r.prefix || '-' || r.number as key, r.title, r.priority as now, coalesce(r.fields ->> w.aim, '') as aim from unnest($1::text::uuid[], $2::text::text[]) as w(id, aim)
  cross join lateral (select * from records where routine_id = w.id and open and priority <> '' order by priority_rank, number limit $3::int) r order by r.priority_rank, r.number limit $3::int`

// An event counts when it happened, but never before those that stand before it (docs/decisions/past-days.md).
const then = `select f.columns ->> 'prefix' || '-' || (f.columns ->> 'number') as key, f.columns ->> 'title' as title, f.columns ->> 'priority' as now, coalesce(f.fields ->> w.aim, '') as aim
  from unnest($1::text::uuid[], $2::text::text[]) as w(id, aim)
  cross join lateral (select id from records_on($4, array[w.id], true, true, null, null, 500)) o
  cross join lateral (select jsonb_folded(content::jsonb -> 'set' order by position) as columns, jsonb_folded(content::jsonb -> 'fields' order by position) as fields
    from (select position, content, max(coalesce(occurred_at, at)) over (order by position) as reached from record_events where record_id = o.id) e where e.reached <= $4) f
  where f.columns ->> 'open' = 'true' and coalesce(f.columns ->> 'priority', '') <> ''
  order by (f.columns ->> 'priority_rank')::int, (f.columns ->> 'number')::int limit $3::int`

/** The highest open records of ranked routines at a moment, at most `most`, the highest first. Of a past moment the newest 500 of each routine are looked at. */
export async function highestRecords(tx: Tx, ranked: readonly Ranked[], moment: Moment, most: number): Promise<HighRecord[]> {
  if (ranked.length === 0) return []
  const lists = [`{${ranked.map((each) => each.routineId).join(',')}}`, `{${ranked.map((each) => each.aim).join(',')}}`, String(most)]
  return moment.live ? select<HighRecord>(tx, live, lists) : select<HighRecord>(tx, then, [...lists, moment.at])
}
