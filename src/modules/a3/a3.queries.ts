import { byMembership } from '../../kernel/access.ts'
import type { Tenant } from '../../kernel/access.ts'
import type { Tx } from '../../kernel/database.ts'
import { draftOf } from '../../kernel/element.ts'
import { openedPerDay } from '../../kernel/opened-days.ts'
import { highestRecords } from '../../kernel/highest-records.ts'
import { defineQuery } from '../../kernel/query.ts'
import type { Moment } from '../../kernel/query.ts'
import { systemAsOf } from '../../kernel/system.ts'
import type { Fault } from '../../shared/kind.ts'
import type { System, SystemElement } from '../../shared/system.ts'
import { kindOf } from '../kinds.ts'
import { bodyOf } from './a3.bodies.ts'
import { a3PageQuery, type A3Page } from './a3.contract.ts'
import { flowFrom } from './a3.flow.ts'
import { a3Page } from './a3.ts'

export const a3Query = defineQuery({
  contract: a3PageQuery,
  access: byMembership,
  run: async ({ tx, tenant, moment }) => pageOfSystem(tx, tenant, moment, await systemAsOf(tx, tenant, moment)),
})

/** Risks that have a place on the page. */
const mostRisks = 3

/** The page of a system: what it is made of, the records that its routines took in before, and the highest that are open. */
export async function pageOfSystem(tx: Tx, tenant: Tenant, moment: Moment, system: System): Promise<A3Page> {
  const routines = system.elements.filter((element) => element.kind === 'routine')
  const ranked = routines.map((routine) => ({ routineId: routine.id, aim: bodyOf.routine(routine).aim })).filter(({ aim }) => /^[a-z][a-z0-9_]*$/.test(aim))
  const [opened, risks] = await Promise.all([openedPerDay(tx, routines.map(({ id }) => id), flowFrom(system.asOf), system.asOf, tenant.timeZone), highestRecords(tx, ranked, moment, mostRisks)])
  return a3Page(system, missingOf, { opened, risks })
}

/** What an element's kind still asks for. */
export function missingOf(element: SystemElement): Fault[] {
  return kindOf(element.kind)?.missing?.(draftOf({ ...element, status: 'in force', effectiveOn: element.effectiveOn ?? '' })) ?? []
}
