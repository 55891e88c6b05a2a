import { select, type Tx } from '../../kernel/database.ts'
import { signRules, type SignDay } from './vital-days.ts'

/** Days kept under today's rules, from one to another, in order. */
export async function listSignDays(tx: Tx, fromOn: string, toOn: string): Promise<SignDay[]> {
  const rows = await tx.selectFrom('vital_sign_days').select(['day', 'counts']).where('day', '>=', fromOn).where('day', '<=', toOn).where('rules', '=', signRules).orderBy('day').execute()
  return rows.map((row) => ({ day: row.day, ...(JSON.parse(row.counts) as Omit<SignDay, 'day'>) }))
}

/** Keeps a day, in place of what an older rule said of it. */
export async function saveSignDay(tx: Tx, { day, ...counts }: SignDay): Promise<void> {
  await select(tx, `insert into vital_sign_days (day, rules, counts) values ($1, $2, $3) on conflict (organisation_id, day) do update set rules = excluded.rules, counts = excluded.counts`, [day, signRules, JSON.stringify(counts)])
}
