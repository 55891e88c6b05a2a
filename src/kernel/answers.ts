import type postgres from 'postgres'

/** Answers kept for repeated requests stay this long: nobody repeats one later than that. */
const keptHours = 48

/** Removes idempotent answers that are past their time, of every organisation. */
export async function removeOldAnswers(sql: postgres.Sql): Promise<void> {
  await sql`delete from idempotency where created_at < now() - ${`${keptHours} hours`}::interval`
}
