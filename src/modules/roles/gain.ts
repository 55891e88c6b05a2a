import type { Actor, Tenant } from '../../kernel/access.ts'
import type { CarriedAuthorities } from '../../kernel/element.find.ts'
import { allows } from '../../shared/authority.ts'

/**
 * Why somebody may not take seats for themselves, or undefined. Once live, an appointment of oneself carries nothing that one may not do
 * already in its reach; while founding, and for who works single-handed by name, it may. Pure.
 */
export function gainOf({ actor, tenant }: { actor: Actor; tenant: Tenant }, seats: readonly { roleId: string; personId: string; elementId: string | null }[], carried: ReadonlyMap<string, CarriedAuthorities>): string | undefined {
  if (!tenant.liveAt || !('grants' in actor) || actor.personId === tenant.singleHandedBy) return undefined
  for (const { roleId, elementId } of seats.filter(({ personId }) => personId === actor.personId)) {
    const { key, authorities } = carried.get(roleId) ?? { key: roleId, authorities: [] }
    const within = actor.grants.filter((grant) => grant.elementId === null || grant.elementId === elementId)
    const more = authorities.filter((authority) => !within.some((grant) => allows(grant.authorities, authority)))
    if (more.length > 0) return `Nobody gives themselves what they may not do yet: ${key} carries ${more.slice(0, 3).join(', ')}${more.length > 3 ? ' …' : ''}. Ask somebody else who may appoint.`
  }
  return undefined
}
