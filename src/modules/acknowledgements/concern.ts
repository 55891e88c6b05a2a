import { addDuration } from '../../shared/days.ts'
import type { RoutineBody } from '../routines/routine-body.ts'
import { holdersFor } from './facts.ts'
import type { FactElement, FactHolder, Standing } from './facts.ts'

/** Days in which somebody is expected to have read a policy that concerns them. */
const acknowledgeWithin = 'P30D'

/** Whom a policy concerns on a day, and since when: by person, the first day of what makes it concern them. */
export type Concern = ReadonlyMap<string, string>

/**
 * Whom a policy concerns: holders of the roles that are accountable for, or act in, the routines that it governs, and of those that are
 * accountable for the services and suppliers that it governs, or for the units and suppliers that provide those services.
 * A policy that governs nothing concerns every holder. ISO/IEC 20000-1 5.2.2: communicated within the organisation.
 */
export function concernOf(standing: Standing, policy: FactElement): Concern {
  const governed = policy.links.flatMap((link) => (link.type === 'governs' ? (standing.byId.get(link.to) ?? []) : []))
  const holders = governed.length === 0 ? [...standing.held.values()].flat() : governed.flatMap((element) => touchedBy(standing, element))
  const since = new Map<string, string>()
  for (const holder of holders) {
    if (standing.of && holder.personId !== standing.of.personId) continue
    const known = since.get(holder.personId)
    if (known === undefined || holder.fromOn < known) since.set(holder.personId, holder.fromOn)
  }
  return since
}

function touchedBy(standing: Standing, element: FactElement): FactHolder[] {
  const accountable = holdersFor(standing, element.accountable, element)
  if (element.kind === 'routine') return [...accountable, ...actingIn(standing, element)]
  if (element.kind === 'service') return [...accountable, ...providersOf(standing, element).flatMap((each) => holdersFor(standing, each.accountable, each))]
  return accountable
}

function actingIn(standing: Standing, routine: FactElement): FactHolder[] {
  const { steps = [] } = routine.body as Partial<RoutineBody>
  const keys = new Set(steps.flatMap(({ role, rasci }) => [role, rasci.accountable, ...rasci.supporting, ...rasci.consulted, ...rasci.informed]))
  return [...keys].flatMap((key) => holdersFor(standing, standing.byKey.get(key)?.id ?? null, routine))
}

function providersOf(standing: Standing, service: FactElement): FactElement[] {
  return standing.facts.elements.filter((each) => each.links.some((link) => link.type === 'provides' && link.to === service.id))
}

/** One person and one version of a policy: by when it is to be acknowledged, and when it was, if it was. */
export type Duty = { personId: string; sinceOn: string; dueOn: string; acknowledgedAt: string | null }

/** Everyone whom a policy in force concerns, with what they acknowledged of the version in force. */
export function dutiesOf(standing: Standing, policy: FactElement): Duty[] {
  const done = new Map(standing.facts.acknowledgements.filter((each) => each.policyId === policy.id && each.version === policy.version).map((each) => [each.personId, each.at]))
  return [...concernOf(standing, policy)].map(([personId, sinceOn]) => {
    const from = sinceOn > policy.effectiveOn ? sinceOn : policy.effectiveOn
    return { personId, sinceOn, dueOn: addDuration(from, acknowledgeWithin), acknowledgedAt: done.get(personId) ?? null }
  })
}
