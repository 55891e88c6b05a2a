import type { Draft, Kind } from '../../shared/kind.ts'
import { role } from '../roles/role.ts'
import { scope } from '../scope/scope.ts'
import { organisation } from './organisation.ts'

/** What an organisation is founded with: itself, an empty scope, and the role that owns the system. ISO/IEC 20000-1 4.4 and 5.3. */
export function foundingElements(input: { name: string; timeZone: string; authorities: readonly string[] }): { kind: Kind; draft: Draft }[] {
  const common = { accountable: null, effectiveOn: null, links: [] }
  return [
    { kind: organisation, draft: { ...common, title: input.name, reviewEvery: organisation.reviewEvery, body: { ...organisation.empty, name: input.name, timeZone: input.timeZone, languages: ['en'] } } },
    { kind: scope, draft: { ...common, title: 'Scope', reviewEvery: scope.reviewEvery, body: { ...scope.empty } } },
    {
      kind: role,
      draft: {
        ...common, title: 'SMS owner', reviewEvery: role.reviewEvery,
        body: {
          ...role.empty,
          purpose: 'Answers for the service management system as a whole: that it is agreed, alive and improving.',
          responsibilities: ['Keeps scope, policies, roles, routines, measures and reviews current', 'Prepares the reviews and follows up what they decide', 'Reports to top management how the system is doing'],
          authorities: [...input.authorities],
          competence: ['Knows the services and who depends on them', 'Can explain why each rule is there'],
        },
      },
    },
  ]
}
