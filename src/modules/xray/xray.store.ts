import { select, type Tx } from '../../kernel/database.ts'
import type { OperationFacts } from '../../shared/system.ts'
import { lateWithinDays, longOpenDays } from './operation-checks.ts'
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

/** What the registers of outages and items say now. */
export async function operationNow(tx: Tx, at: Date): Promise<OperationFacts> {
  const [items, open, late] = await Promise.all([
    select<{ id: string }>(tx, `select e.id from elements e where e.kind = 'service' and exists (select from item_relations r join items i on i.id = r.from_id and i.status <> 'retired'
      where r.to_id = e.id and r.type = 'stands under' and not r.ended)`, []),
    select<{ key: string; service_id: string; started_at: Date }>(tx, `select key, service_id, started_at from outages where ended_at is null and not withdrawn and started_at < $1::timestamptz order by started_at limit 500`, [new Date(at.getTime() - longOpenDays * 86_400_000)]),
    select<{ key: string; service_id: string }>(tx, `select key, service_id from outages where planned and not withdrawn and registered_at >= planned_from_at and started_at > $1::timestamptz order by started_at limit 500`, [new Date(at.getTime() - lateWithinDays * 86_400_000)]),
  ])
  return {
    withItems: items.map(({ id }) => id), longOpen: open.map(({ key, service_id, started_at }) => ({ key, serviceId: service_id, days: Math.floor((at.getTime() - started_at.getTime()) / 86_400_000) })),
    late: late.map(({ key, service_id }) => ({ key, serviceId: service_id })),
  }
}
