import { byMembership } from '../../kernel/access.ts'
import { defineQuery } from '../../kernel/query.ts'
import { systemAsOf } from '../../kernel/system.ts'
import { carriesSigns } from '../../shared/signs.ts'
import type { Finding } from './check.ts'
import { findQuery } from './xray.contract.ts'
import { checks, xray } from './xray.ts'

export const xrayQuery = defineQuery({
  contract: findQuery,
  access: byMembership,
  run: async ({ tx, tenant, moment, input }) => {
    const system = await systemAsOf(tx, tenant, moment)
    const byCheck = Map.groupBy(xray(system), (finding) => finding.check)
    const asked = (finding: Finding) => (input.check === undefined || finding.check === input.check) && (input.severity === undefined || finding.severity === input.severity)
    return {
      asOf: system.asOf,
      elements: system.elements.filter(carriesSigns).length,
      checks: checks.map(({ id, theme, title, why, severity }) => ({ check: id, theme, title, why, severity, count: byCheck.get(id)?.length ?? 0 })),
      findings: [...byCheck.values()].flatMap((findings) => findings.filter(asked).slice(0, input.most)),
    }
  },
})
