import { byMembership } from '../../kernel/access.ts'
import { defineQuery } from '../../kernel/query.ts'
import { systemAsOf } from '../../kernel/system.ts'
import { dayOf, endOfDay } from '../../shared/days.ts'
import { carriesSigns } from '../../shared/signs.ts'
import type { Finding } from './check.ts'
import { signDay, spread, trendDays, type SignDay } from './vital-days.ts'
import { weight } from './weight.ts'
import { findQuery, signsQuery, weightQuery } from './xray.contract.ts'
import { listSignDays, operationNow } from './xray.store.ts'
import { checks, xray } from './xray.ts'

export const xrayQuery = defineQuery({
  contract: findQuery,
  access: byMembership,
  run: async ({ tx, tenant, moment, input }) => {
    const [known, operation] = await Promise.all([systemAsOf(tx, tenant, moment), moment.live ? operationNow(tx, moment.at) : undefined])
    const system = operation ? { ...known, operation } : known
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

export const xrayWeightQuery = defineQuery({
  contract: weightQuery,
  access: byMembership,
  run: async ({ tx, tenant, moment }) => {
    const system = await systemAsOf(tx, tenant, moment)
    return { asOf: system.asOf, elements: system.elements.filter(carriesSigns).length, droppable: weight(system) }
  },
})

/** Days of a trend that are worked out while somebody waits; the others come with the hourly job. */
const mostOnDemand = 6

export const xraySignsQuery = defineQuery({
  contract: signsQuery,
  access: byMembership,
  run: async ({ tx, tenant, moment }) => {
    const days = trendDays(moment.on, dayOf(tenant.foundedAt, tenant.timeZone)).filter((on) => on < moment.on)
    const kept = new Map((days[0] ? await listSignDays(tx, days[0], moment.on) : []).map((each) => [each.day, each]))
    const fresh: SignDay[] = []
    for (const on of spread(days.filter((each) => !kept.has(each)), mostOnDemand)) {
      fresh.push(signDay(await systemAsOf(tx, tenant, { on, at: endOfDay(on, tenant.timeZone), live: false })))
    }
    const now = signDay(await systemAsOf(tx, tenant, moment))
    const trend = [...days.flatMap((on) => kept.get(on) ?? []), ...fresh, now].sort((a, b) => (a.day < b.day ? -1 : 1))
    return { now, trend }
  },
})
