import { select } from '../../kernel/database.ts'
import type { Tx } from '../../kernel/database.ts'

/** Ids of records on which something is due, the longest overdue first. */
export async function listDue(tx: Tx, now: Date, most: number): Promise<string[]> {
  const rows = await select<{ id: string }>(tx, 'select id from records where fires_at is not null and fires_at <= $1 order by fires_at limit $2::int', [now, most])
  return rows.map((row) => row.id)
}

/** Removes what people were told so long ago that nobody is shown it any more. */
export async function removeOldNotices(tx: Tx, before: Date): Promise<void> {
  await select(tx, 'delete from record_notices where at < $1', [before])
}

/** Folds what changes left of counts into one row for each step, where there is something to fold. Whoever folds at the same moment folds other rows. */
export async function foldCounts(tx: Tx): Promise<void> {
  const [kept] = await select<{ rows: string; steps: string }>(tx, 'select count(*) as rows, count(distinct (routine_id, state)) as steps from record_counts', [])
  if (Number(kept!.rows) <= Number(kept!.steps)) return
  await select(tx, `with taken as (delete from record_counts c using (select ctid from record_counts for update skip locked) t where c.ctid = t.ctid returning c.routine_id, c.state, c.delta)
    insert into record_counts (routine_id, state, delta) select routine_id, state, sum(delta) from taken group by routine_id, state having sum(delta) <> 0`, [])
}
