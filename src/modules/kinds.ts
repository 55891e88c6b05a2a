import type { Kind } from '../shared/kind.ts'
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
import { role } from './roles/role.ts'
import { scope } from './scope/scope.ts'

/** Every kind of governed element, in the order of the model. */
export const kinds: readonly Kind[] = [organisation, scope, objective, obligation, party, plan, service, unit, location, supplier, calendar, agreement, policy, role]

const byName = new Map(kinds.map((kind) => [kind.kind, kind]))
const byPath = new Map(kinds.map((kind) => [kind.path, kind]))

export function kindOf(name: string): Kind | undefined {
  return byName.get(name)
}

export function kindByPath(path: string): Kind | undefined {
  return byPath.get(path)
}
