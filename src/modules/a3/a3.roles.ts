import type { SystemElement, SystemHolder } from '../../shared/system.ts'
import { reaches } from '../roles/role.ts'
import { seatsOf, vacantSeats } from '../roles/holder.ts'
import { bodyOf } from './a3.bodies.ts'
import type { A3Page, RoleRow } from './a3.contract.ts'
import { refOf, type Frame } from './a3.frame.ts'

const vacantNamed = 20

/** One row per role: who holds it, for how many of those that it is needed for. */
export function rolesOf(frame: Frame): RoleRow[] {
  const rows = frame.of('role').map((role) => roleOf(role, frame))
  return rows.sort((a, b) => reach(a) - reach(b))
}

/** Roles of the whole organisation come first, then those held per element. */
function reach(row: RoleRow): number {
  return reaches.indexOf(row.heldPer)
}

function roleOf(role: SystemElement, frame: Frame): RoleRow {
  const { heldPer, purpose } = bodyOf.role(role)
  const held = frame.context.holders.get(role.id) ?? []
  const wanted = heldPer === 'organisation' ? [] : frame.of(heldPer)
  const vacant = heldPer === 'organisation' ? [] : vacantSeats(seatsOf([{ id: role.id, heldPer }], wanted), held, frame.system.asOf).flatMap((seat) => frame.find(seat.elementId) ?? [])
  const alone = heldPer === 'organisation'
  return {
    role: refOf(role),
    heldPer,
    purpose,
    holders: peopleOf(held, frame),
    held: alone ? new Set(held.filter((h) => !h.deputy).map((h) => h.personId)).size : wanted.length - vacant.length,
    needed: alone ? 1 : wanted.length,
    vacant: vacant.slice(0, vacantNamed).map(refOf),
  }
}

function peopleOf(holders: readonly SystemHolder[], frame: Frame): RoleRow['holders'] {
  const people = new Map<string, RoleRow['holders'][number]>()
  for (const holder of holders) {
    const known = people.get(holder.personId)
    const name = frame.names.get(holder.personId) ?? 'Erased person'
    if (!known || (known.deputy && !holder.deputy) || (known.deputy === holder.deputy && holder.accepted)) people.set(holder.personId, { personId: holder.personId, name, deputy: holder.deputy, accepted: holder.accepted })
  }
  return [...people.values()].sort((a, b) => Number(a.deputy) - Number(b.deputy) || byName(a, b))
}

function byName(a: { name: string; personId: string }, b: { name: string; personId: string }): number {
  const [one, other] = [`${a.name} ${a.personId}`, `${b.name} ${b.personId}`]
  return one < other ? -1 : one > other ? 1 : 0
}

/** Who owns the system: the role called SMS owner, else the one that answers for the scope or the organisation. */
export function smsOwnerOf(frame: Frame): A3Page['smsOwner'] {
  const called = frame.of('role').find((role) => /\b(sms|service management system) owner\b/i.test(role.title))
  const role = called ?? frame.find(frame.of('scope')[0]?.accountable) ?? frame.find(frame.of('organisation')[0]?.accountable)
  if (!role) return { role: null, holders: [] }
  const holders = (frame.context.holders.get(role.id) ?? []).filter((holder) => !holder.deputy && holder.elementId === null)
  return { role: refOf(role), holders: peopleOf(holders, frame).map((person) => person.name) }
}

/** Services by who provides them: those that name no team at all apart from those that name only ones that nobody knows. */
export function servicesWithoutTeam(frame: Frame): { none: SystemElement[]; unknown: SystemElement[] } {
  const provided = new Set(frame.of('unit').flatMap((unit) => unit.links.filter((link) => link.type === 'provides').map((link) => link.to)))
  const without = frame.of('service').filter((service) => !provided.has(service.id))
  return { none: without.filter((service) => !namesTeam(service)), unknown: without.filter(namesTeam) }
}

function namesTeam(service: SystemElement): boolean {
  return service.unknown.some((one) => one.type === 'provides')
}

/** Services that name no accountable role, or one that is no longer in force. */
export function servicesWithoutAccountable(frame: Frame): SystemElement[] {
  return frame.of('service').filter((service) => frame.find(service.accountable) === undefined)
}
