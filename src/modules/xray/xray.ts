import type { Fault } from '../../shared/kind.ts'
import type { MissingOf } from '../../shared/signs.ts'
import { byKey } from '../../shared/sorting.ts'
import type { System, SystemElement } from '../../shared/system.ts'
import { kindOf } from '../kinds.ts'
import { agreementChecks } from './agreement-checks.ts'
import { cadenceChecks } from './cadence-checks.ts'
import { severities, type Check, type Finding, type Theme } from './check.ts'
import { linkChecks } from './link-checks.ts'
import { measureChecks } from './measure-checks.ts'
import { planChecks } from './plan-checks.ts'
import { policyChecks } from './policy-checks.ts'
import { reviewChecks } from './review-checks.ts'
import { roleChecks } from './role-checks.ts'
import { routineChecks } from './routine-checks.ts'
import { scopeChecks } from './scope-checks.ts'
import { serviceChecks } from './service-checks.ts'
import { sightOf } from './sight.ts'
import { supplierChecks } from './supplier-checks.ts'
import { unitChecks } from './unit-checks.ts'
import { whyChecks } from './why-checks.ts'

const byTheme: Record<Theme, readonly Check[]> = {
  scope: scopeChecks, why: whyChecks, services: serviceChecks, units: unitChecks, agreements: agreementChecks, suppliers: supplierChecks, policies: policyChecks, roles: roleChecks,
  routines: routineChecks, measures: measureChecks, reviews: reviewChecks, plans: planChecks, links: linkChecks, cadence: cadenceChecks,
}

/** Every check with its theme, in the order in which people read them. */
export const checks: readonly (Check & { theme: Theme })[] = Object.entries(byTheme).flatMap(([theme, list]) => list.map((check) => ({ ...check, theme: theme as Theme })))

const order = new Map(checks.map((check, at) => [check.id, at]))

/** What the kind of an element still asks for, before it counts as complete. */
export const missingOf: MissingOf = (element: SystemElement): Fault[] => {
  const { title, accountable, reviewEvery, body, links } = element
  return kindOf(element.kind)?.missing?.({ title, accountable, reviewEvery, effectiveOn: null, body, links }) ?? []
}

/**
 * Every place at which the system does not hold together, by today's facts alone: the gravest first, then in the order of checks and of keys.
 * Pure: the same system gives the same findings.
 */
export function xray(system: System, missing: MissingOf = missingOf): Finding[] {
  const sight = sightOf(system, missing)
  const found = new Map<string, Finding>()
  for (const check of checks) {
    for (const { element, message, mend } of check.find(sight)) {
      const key = element?.key ?? null
      found.set(`${check.id} ${key ?? ''} ${message}`, { check: check.id, severity: check.severity, element: key, message, mend })
    }
  }
  return [...found.values()].sort(inOrder)
}

function inOrder(a: Finding, b: Finding): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    order.get(a.check)! - order.get(b.check)! ||
    byKey({ key: a.element ?? '' }, { key: b.element ?? '' }) ||
    (a.message < b.message ? -1 : a.message > b.message ? 1 : 0)
  )
}
