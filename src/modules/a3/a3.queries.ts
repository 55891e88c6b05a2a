import { byMembership } from '../../kernel/access.ts'
import { draftOf } from '../../kernel/element.ts'
import { defineQuery } from '../../kernel/query.ts'
import { systemAsOf } from '../../kernel/system.ts'
import type { Fault } from '../../shared/kind.ts'
import type { SystemElement } from '../../shared/system.ts'
import { kindOf } from '../kinds.ts'
import { a3PageQuery } from './a3.contract.ts'
import { a3Page } from './a3.ts'

export const a3Query = defineQuery({
  contract: a3PageQuery,
  access: byMembership,
  run: async ({ tx, tenant, moment }) => a3Page(await systemAsOf(tx, tenant, moment), missingOf),
})

/** What an element's kind still asks for. */
export function missingOf(element: SystemElement): Fault[] {
  return kindOf(element.kind)?.missing?.(draftOf({ ...element, status: 'in force', effectiveOn: element.effectiveOn ?? '' })) ?? []
}
