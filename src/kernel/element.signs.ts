import type { Kind } from '../shared/kind.ts'
import { signsOf } from '../shared/signs.ts'
import type { Sign } from '../shared/signs.ts'
import type { SystemElement, SystemHolder } from '../shared/system.ts'
import type { Tx } from './database.ts'
import { draftOf } from './element.ts'
import type { Moment } from './query.ts'
import { elementsById, holdersAsOf } from './system.ts'

/** The five signs of one element: loads just what they are judged by (its role, the role's holders, the reasons it links to). */
export async function signsFor(tx: Tx, element: SystemElement, kind: Kind, moment: Moment): Promise<Sign[]> {
  const wanted = [...element.links.map((link) => link.to), ...(element.accountable ? [element.accountable] : [])]
  const roles = [...(element.accountable ? [element.accountable] : []), ...(element.kind === 'role' ? [element.id] : [])]
  const [others, holders] = await Promise.all([elementsById(tx, wanted, moment), holdersAsOf(tx, moment, roles)])
  const byRole = new Map<string, SystemHolder[]>()
  for (const holder of holders) byRole.set(holder.roleId, [...(byRole.get(holder.roleId) ?? []), holder])
  const missing = (e: SystemElement) => kind.missing?.(draftOf({ ...e, status: 'in force', effectiveOn: e.effectiveOn ?? '' })) ?? []
  return signsOf(element, { asOf: moment.on, byId: new Map([...others, element].map((e) => [e.id, e])), holders: byRole, missing })
}
