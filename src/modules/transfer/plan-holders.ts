import { isDay } from '../../shared/days.ts'
import type { CompiledPart } from './compile.ts'
import { named } from './existing.ts'
import { address } from './plan-people.ts'
import { reject, rejectRow, type Planning } from './plan.ts'
import { resolveElement, retiredReason } from './resolve.ts'
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
  const found = appointmentOf(planning, part, at, person, read)
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
  const body = planning.byId.get(found.id)?.body ?? planning.existing.byId.get(found.id)?.body
  const heldPer = typeof body?.['heldPer'] === 'string' ? body['heldPer'] : 'organisation'
  if (element === undefined || element.text === '') {
    const main = planning.parts[0]!
    const own = part.path !== '' && element === undefined && main.kind === heldPer ? planning.subjects.get(named(main.kind, planning.keys[at] ?? '')) : undefined
    return { roleId: found.id, elementId: own?.id ?? null }
  }
  if (heldPer === 'organisation') return { column: element.column, reason: `"${role.text}" is held for the whole organisation, not for "${element.text}"; leave this empty, or say in the role what it is held per.` }
  const target = resolveElement(planning, heldPer, element.text, 'any')
  if ('reason' in target) return { column: element.column, reason: target.reason }
  if (target.retired) return { column: element.column, reason: retiredReason(element.text, target.key) }
  return { roleId: found.id, elementId: target.id }
}

function resolvePerson(planning: Planning, text: string): string | { reason: string } {
  const { people } = planning.existing
  const email = address.exec(text)?.[0].toLowerCase()
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
