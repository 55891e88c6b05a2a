import { bodyOf } from '../../shared/bodies.ts'
import { byKey } from '../../shared/sorting.ts'
import type { System } from '../../shared/system.ts'
import { holdersOn } from '../roles/holder.ts'
import { role } from '../roles/role.ts'
import { every, scope, scopeAxes, scopeReader } from '../scope/scope.ts'
import type { BegunService } from './begin.contract.ts'

/** The service that was written first, with what it has of scope, promise and owner; null: there is none. */
export function begunService(system: System): Omit<BegunService, 'revision'> | null {
  const service = system.elements.filter((each) => each.kind === 'service' && each.status !== 'retired').sort(byKey)[0]
  if (!service) return null
  const ofKind = (kind: string) => system.elements.filter((each) => each.kind === kind).sort(byKey)
  const bound = ofKind('agreement').filter((each) => each.status !== 'retired' && each.links.some((link) => link.type === 'binds' && link.to === service.id))
  const agreement = bound.find((each) => each.status === 'in force') ?? bound[0]
  const entries = ofKind('scope').flatMap((each) => (each.status === 'in force' ? bodyOf(scope, each).entries : []))
  const read = scopeReader(entries)
  const covered = entries.some((entry) => entry.service === service.id && entry.state !== 'not yet') || scopeAxes.some((axis) => [undefined, 'not yet'].includes(read(service.id, axis, every)?.state) === false)
  const owner = ofKind('role').find((each) => each.status === 'in force' && bodyOf(role, each).heldPer === 'service')
  const names = new Map(system.people.map((person) => [person.id, person.name]))
  const holders = owner ? holdersOn(system.holders, { roleId: owner.id, elementId: service.id }, system.asOf).filter((each) => !each.deputy) : []
  return {
    key: service.key, title: service.title, status: service.status, inScope: covered, agreement: agreement ? { key: agreement.key, status: agreement.status } : null,
    owner: owner ? { role: owner.key, title: owner.title, holders: holders.map((each) => names.get(each.personId) ?? '') } : null,
  }
}
