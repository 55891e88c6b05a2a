import { bodyOf } from '../../shared/bodies.ts'
import type { Fault } from '../../shared/kind.ts'
import type { MissingOf } from '../../shared/signs.ts'
import { byKey } from '../../shared/sorting.ts'
import type { System, SystemElement } from '../../shared/system.ts'
import { kindOf } from '../kinds.ts'
import { agreementChecks } from './agreement-checks.ts'
import { cadenceChecks } from './cadence-checks.ts'
import { severities, type Check, type Finding, type Hit, type Theme } from './check.ts'
import { linkChecks } from './link-checks.ts'
import { measureChecks } from './measure-checks.ts'
import { operationChecks } from './operation-checks.ts'
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
  scope: scopeChecks, why: whyChecks, services: [...serviceChecks, ...operationChecks], units: unitChecks, agreements: agreementChecks, suppliers: supplierChecks, policies: policyChecks, roles: roleChecks,
  routines: routineChecks, measures: measureChecks, reviews: reviewChecks, plans: planChecks, links: linkChecks, cadence: cadenceChecks,
}

/** Every check with its theme, in the order in which people read them. */
export const checks: readonly (Check & { theme: Theme })[] = Object.entries(byTheme).flatMap(([theme, list]) => list.map((check) => ({ ...check, theme: theme as Theme })))

/** What the kind of an element still asks for, before it counts as complete. */
export const missingOf: MissingOf = (element: SystemElement): Fault[] => {
  const kind = kindOf(element.kind)
  const { title, accountable, reviewEvery, links } = element
  return kind?.missing?.({ title, accountable, reviewEvery, effectiveOn: null, body: bodyOf(kind, element), links }) ?? []
}

/**
 * Every place at which the system does not hold together, by today's facts alone: the gravest first, then in the order of checks and of keys.
 * Pure: the same system gives the same findings.
 */
export function xray(system: System, missing: MissingOf = missingOf): Finding[] {
  const sight = sightOf(system, missing)
  return checks
    .flatMap((check) => distinct(check.find(sight)).sort(byPlace).map(({ element, message, mend }): Finding => ({ check: check.id, severity: check.severity, element: element?.key ?? null, message, mend })))
    .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
}

/** A check may come to the same place by several ways. */
function distinct(hits: Hit[]): Hit[] {
  return hits.length < 2 ? hits : [...new Map(hits.map((hit) => [`${hit.element?.key ?? ''} ${hit.message}`, hit])).values()]
}

function byPlace(a: Hit, b: Hit): number {
  if (a.element !== b.element) return byKey(a.element ?? nowhere, b.element ?? nowhere)
  return a.message < b.message ? -1 : a.message > b.message ? 1 : 0
}

const nowhere = { key: '' }
