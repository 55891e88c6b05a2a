import type { Kind } from '../shared/kind.ts'
import { signsOf } from '../shared/signs.ts'
import type { Sign } from '../shared/signs.ts'
import type { SystemElement, SystemHolder } from '../shared/system.ts'
import { draftOf } from './element.ts'

/** What one element's signs are judged by: its role and the reasons it links to, and the holders of the role. */
export type Surroundings = { on: string; others: readonly SystemElement[]; holders: readonly SystemHolder[]; founding: boolean }

/** The five signs of one element, from just what they are judged by. */
export function signsFor(element: SystemElement, kind: Kind, { on, others, holders, founding }: Surroundings): Sign[] {
  const byRole = new Map<string, SystemHolder[]>()
  for (const holder of holders) byRole.set(holder.roleId, [...(byRole.get(holder.roleId) ?? []), holder])
  const missing = (e: SystemElement) => kind.missing?.(draftOf({ ...e, status: 'in force', effectiveOn: e.effectiveOn ?? '' })) ?? []
  return signsOf(element, { asOf: on, byId: new Map([...others, element].map((e) => [e.id, e])), holders: byRole, missing, founding })
}
