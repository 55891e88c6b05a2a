import type { Kind } from '../shared/kind.ts'
import { measure } from './measures/measure.ts'
import { objective } from './objectives/objective.ts'
import { obligation } from './objectives/obligation.ts'
import { plan } from './objectives/plan.ts'
import { agreement } from './operating-model/agreement.ts'
import { calendar } from './operating-model/calendar.ts'
import { location } from './operating-model/location.ts'
import { service } from './operating-model/service.ts'
import { supplier } from './operating-model/supplier.ts'
import { unit } from './operating-model/unit.ts'
import { organisation } from './organisation/organisation.ts'
import { party } from './organisation/party.ts'
import { policy } from './policies/policy.ts'
import { review } from './reviews/review.ts'
import { role } from './roles/role.ts'
import { routine } from './routines/routine.ts'
import { scope } from './scope/scope.ts'

/** Every kind of governed element, in the order in which people read them. */
export const kinds: readonly Kind[] = [
  organisation, scope,
  objective, obligation, party, plan,
  service, unit, location, supplier, calendar, agreement,
  policy, role, routine, measure, review,
]

/** The kind of that name, or undefined. */
export function kindOf(name: string): Kind | undefined {
  return kinds.find((kind) => kind.kind === name)
}

/** The kind whose pages live under that path, or undefined. */
export function kindByPath(path: string): Kind | undefined {
  return kinds.find((kind) => kind.path === path)
}
