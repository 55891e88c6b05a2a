import { byAuthority } from '../../kernel/access.ts'
import type { Asked, Verdict } from '../../kernel/access.ts'

/** What a rule needs of the service that an outage is of. */
export type OfService = { id: string; accountableId: string | null } | null | undefined

/** Whoever has the authority for the service, and the role that answers for it, for any service or for this one. */
export function mayOnOutage(question: Asked, service: OfService): Verdict {
  const verdict = byAuthority(question, service?.id ?? null)
  const { actor, verb } = question
  if ('as' in verdict || (actor.type !== 'person' && actor.type !== 'token')) return verdict
  if (actor.type === 'token' && !actor.scopes.includes('write') && !actor.scopes.includes(verb)) return verdict
  const grant = actor.grants.find((each) => service?.accountableId && each.roleId === service.accountableId && (each.elementId === null || each.elementId === service.id))
  return grant ? { as: grant.role } : { refused: `None of your roles may ${verb} here. Ask whoever holds the role that answers for the service, or a role with that authority.` }
}
