import { isDay } from '../../shared/days.ts'
import type { CompiledPart } from './compile.ts'
import { named } from './existing.ts'
import { addressIn } from './plan-people.ts'
import { reject, rejectRow, type Planning } from './plan.ts'
import { longestName, resolveElement, retiredReason } from './resolve.ts'
import { fitted, textOf } from './targets.ts'

type Read = { column: string; text: string; yes: boolean | null }
type Refusal = { column: string; reason: string }

/** Second pass over one row for a part that is a holder: who holds which role, for what, from when to when. */
export function planHolder(planning: Planning, part: CompiledPart, at: number): void {
  const isMain = part.path === ''
  const read = (name: string): Read | undefined => {
    const field = part.fields.find(({ target }) => target.name === name)
    const value = field?.getter.value(planning.rows[at]!)
    return field && { column: field.getter.column, text: textOf(value), yes: textOf(value) === '' ? null : fitted(value, field.target) === true }
  }
  const person = read('person')!
  if (isMain) planning.titles[at] = `${read('role')!.text}: ${person.text}`
  if (person.text === '' && !isMain) return
  const barred = planning.barred?.holders
  const found = barred === undefined ? appointmentOf(planning, part, at, person, read) : { column: person.column, reason: barred }
  const refusal = 'reason' in found ? found : appoint(planning, found, at, isMain)
  if (refusal) (isMain ? rejectRow : reject)(planning, at, refusal.column, refusal.reason)
}

type Appointment = Seat & { personId: string; from: string | null; to: string | null; deputy: boolean | null; column: string }

function appointmentOf(planning: Planning, part: CompiledPart, at: number, person: Read, read: (name: string) => Read | undefined): Appointment | Refusal {
  if (person.text === '') return { column: person.column, reason: 'Nobody is named; name the person who holds the role.' }
  const seat = seatOf(planning, part, at, { role: read('role')!, element: read('element') })
  if ('reason' in seat) return seat
  const personId = resolvePerson(planning, person.text)
  if (typeof personId !== 'string') return { column: person.column, reason: personId.reason }
  const from = read('from')
  const to = read('to')
  for (const given of [from, to]) if (given && given.text !== '' && !isDay(given.text)) return { column: given.column, reason: `"${given.text}" is no day; give it as YYYY-MM-DD.` }
  if (from?.text && to?.text && to.text < from.text) return { column: to.column, reason: `It ends on ${to.text}, before it starts on ${from.text}; give a later end.` }
  return { ...seat, personId, from: from?.text || null, to: to?.text || null, deputy: read('deputy')?.yes ?? null, column: person.column }
}

type Seat = { roleId: string; elementId: string | null }

function seatOf(planning: Planning, part: CompiledPart, at: number, given: { role: Read; element: Read | undefined }): Seat | Refusal {
  const { role, element } = given
  if (role.text === '') return { column: role.column, reason: 'No role is named; name the role that is held.' }
  const found = resolveElement(planning, 'role', role.text, 'any')
  if ('reason' in found) return { column: role.column, reason: found.reason }
  if (found.retired) return { column: role.column, reason: retiredReason(role.text, found.key) }
  if (!isInForce(planning, found.id)) return { column: role.column, reason: `The role "${role.text}" is a draft; it can be held once it is in force.` }
  const body = planning.byId.get(found.id)?.body ?? planning.existing.byId.get(found.id)?.body
  const heldPer = textOf(body?.['heldPer']) || 'organisation'
  if (element === undefined) return { roleId: found.id, elementId: ownElement(planning, part, at, heldPer) }
  if (element.text === '') return { roleId: found.id, elementId: null }
  const target = elementFor(planning, role, element, heldPer)
  return 'reason' in target ? target : { roleId: found.id, elementId: target.id }
}

/** Where a row says nothing of it, a role that is held per the row's own kind is held for the row's own element. */
function ownElement(planning: Planning, part: CompiledPart, at: number, heldPer: string): string | null {
  const main = planning.parts[0]!
  if (part.path === '' || main.kind !== heldPer) return null
  return planning.subjects.get(named(main.kind, planning.keys[at] ?? ''))?.id ?? null
}

function elementFor(planning: Planning, role: Read, element: Read, heldPer: string): { id: string } | Refusal {
  const { column } = element
  if (heldPer === 'organisation') return { column, reason: `"${role.text}" is held for the whole organisation, not for "${element.text}"; leave this empty, or say in the role what it is held per.` }
  const target = resolveElement(planning, heldPer, element.text, 'any')
  if ('reason' in target) return { column, reason: target.reason }
  return target.retired ? { column, reason: retiredReason(element.text, target.key) } : target
}

function isInForce(planning: Planning, roleId: string): boolean {
  const existing = planning.existing.byId.get(roleId)
  return existing?.status === 'in force' || (!planning.asDraft && (planning.byId.get(roleId)?.at ?? -1) >= 0)
}

function resolvePerson(planning: Planning, text: string): string | { reason: string } {
  const { people } = planning.existing
  if (text.length > longestName) return { reason: `This names nobody: it is longer than ${longestName} characters.` }
  const email = addressIn(text)?.toLowerCase()
  const own = planning.people.get(text) ?? (email ? planning.people.get(planning.personByEmail.get(email) ?? '') : undefined)
  const existing = own ?? people.byExternal.get(text) ?? (email ? people.byEmail.get(email) : undefined)
  if (existing) return existing.id
  const byName = people.byName.get(text.toLowerCase()) ?? []
  const planned = [...(planning.peopleByName ??= plannedNames(planning)).get(text.toLowerCase()) ?? []]
  const ids = new Set([...byName.map((person) => person.id), ...planned])
  if (ids.size > 1) return { reason: `${ids.size} people are called "${text}"; name the one that is meant by e-mail address.` }
  const [id] = ids
  return id ?? { reason: `There is nobody called "${text}"; import the person first, or mend the name.` }
}

function plannedNames(planning: Planning): Map<string, string[]> {
  const names = new Map<string, string[]>()
  for (const person of planning.people.values()) names.set(person.name.toLowerCase(), [...(names.get(person.name.toLowerCase()) ?? []), person.id])
  return names
}

function appoint(planning: Planning, appointment: Appointment, at: number, isMain: boolean): Refusal | undefined {
  const { roleId, elementId, personId, column } = appointment
  const key = named(named(roleId, elementId ?? ''), personId)
  const before = planning.holders.get(key)
  if (before) return isMain ? { column, reason: `Row ${planning.rows[before.at]!.row} says the same already; take one out.` } : undefined
  const held = planning.existing.holders.get(named(roleId, elementId ?? '')) ?? []
  const existing = held.find((holder) => holder.personId === personId && (holder.toOn === null || holder.toOn >= planning.today)) ?? null
  planning.holders.set(key, {
    id: existing?.id ?? planning.nextId(), existing, roleId, personId, elementId, at,
    deputy: appointment.deputy ?? existing?.deputy ?? false, fromOn: appointment.from ?? existing?.fromOn ?? planning.today, toOn: appointment.to ?? existing?.toOn ?? null,
  })
  return undefined
}
