import { byMembership } from '../../kernel/access.ts'
import type { Tenant } from '../../kernel/access.ts'
import type { Tx } from '../../kernel/database.ts'
import { draftOf } from '../../kernel/element.ts'
import { openedPerDay } from '../../kernel/opened-days.ts'
import { defineQuery } from '../../kernel/query.ts'
import { systemAsOf } from '../../kernel/system.ts'
import type { Fault } from '../../shared/kind.ts'
import type { System, SystemElement } from '../../shared/system.ts'
import { kindOf } from '../kinds.ts'
import { a3PageQuery, type A3Page } from './a3.contract.ts'
import { flowFrom } from './a3.flow.ts'
import { a3Page } from './a3.ts'

export const a3Query = defineQuery({
  contract: a3PageQuery,
  access: byMembership,
  run: async ({ tx, tenant, moment }) => pageOfSystem(tx, tenant, await systemAsOf(tx, tenant, moment)),
})

/** The page of a system: what it is made of, and the records that its routines took in before. */
export async function pageOfSystem(tx: Tx, tenant: Tenant, system: System): Promise<A3Page> {
  const routines = system.elements.filter((element) => element.kind === 'routine').map((element) => element.id)
  return a3Page(system, missingOf, await openedPerDay(tx, routines, flowFrom(system.asOf), system.asOf, tenant.timeZone))
}

/** What an element's kind still asks for. */
export function missingOf(element: SystemElement): Fault[] {
  return kindOf(element.kind)?.missing?.(draftOf({ ...element, status: 'in force', effectiveOn: element.effectiveOn ?? '' })) ?? []
}
