import type { Tenant } from '../../kernel/access.ts'
import type { Tx } from '../../kernel/database.ts'
import { openedPerDay } from './flow.store.ts'
import type { OpenedDay } from './flow.store.ts'

/** How many records of some routines were opened on each day from one up to and without another (YYYY-MM-DD), in the organisation's zone. */
export async function openedBetween(tx: Tx, tenant: Pick<Tenant, 'timeZone'>, routineIds: readonly string[], from: string, to: string): Promise<OpenedDay[]> {
  return openedPerDay(tx, routineIds, from, to, tenant.timeZone)
}
