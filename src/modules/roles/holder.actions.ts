import { addDuration, dayOf } from '../../shared/days.ts'
import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { byAuthority, byOneself, personOf } from '../../kernel/access.ts'
import { defineAction } from '../../kernel/action.ts'
import type { Tx } from '../../kernel/database.ts'
import type { Element } from '../../kernel/element.ts'
import { listAuthoritiesOf, maybeFindElement } from '../../kernel/element.find.ts'
import { saveRows } from '../../kernel/rows.ts'
import { acceptAppointment, appointHolder, declineAppointment, endHolder } from './holder.contract.ts'
import { gainOf } from './gain.ts'
import { overlapping, separationBreaches } from './holder.ts'
import type { Holder } from './holder.ts'
import { holderChange } from './holder-row.ts'
import type { HolderRow } from './holder-row.ts'
import { listHolderRows, listSeparations, maybeFindHolder, maybeFindPerson } from './holder.store.ts'

async function findHolder(tx: Tx, id: string): Promise<HolderRow> {
  const holder = await maybeFindHolder(tx, id)
  if (!holder) throw new Problem('notFound', 'There is no such appointment.')
  return holder
}

export const appointAction = defineAction({
  contract: appointHolder,
  load: async (tx, input, at) => {
    const finding = maybeFindElement(tx, input.role)
    const [role, element, person, held, apart, carried] = await Promise.all([
      finding,
      input.element ? maybeFindElement(tx, input.element) : null,
      maybeFindPerson(tx, input.person),
      listHolderRows(tx, { personId: input.person }),
      listSeparations(tx, at),
      finding.then((found) => listAuthoritiesOf(tx, found ? [found.id] : [], at)),
    ])
    return { role, element, person, held, apart, carried }
  },
  access: (question) => {
    const { role, element, person, carried } = question.loaded
    const verdict = byAuthority(question, element?.id ?? null)
    const gain = role && person && gainOf(question, [{ roleId: role.id, personId: person.id, elementId: element?.id ?? null }], carried)
    return 'as' in verdict && gain ? { refused: gain } : verdict
  },
  run: async ({ input, loaded, actor, tenant, at, entryId, tx }) => {
    const { role, element, person } = demandEnds(input, loaded)
    const days = demandDays(input, person, dayOf(at, tenant.timeZone))
    const next: HolderRow = {
      id: newId(at.getTime()), roleId: role.id, personId: person.id, elementId: element?.id ?? null, deputy: input.deputy, ...days,
      acceptedAt: person.id === personOf(actor) ? at : null, appointedBy: personOf(actor), reason: input.reason ?? null, revision: 1,
    }
    const name = person.name ?? 'This person'
    if (overlapping(loaded.held, next).length > 0) throw new Problem('conflict', `${name} holds ${role.title} at that time already.`)
    const rows = await saveRows(tx, entryId, at, [holderChange(next)])
    const breaches = separationBreaches<Holder>([...loaded.held, next], loaded.apart, days.fromOn)
    const warnings = breaches.length > 0 ? [`${name} now holds roles that are to be kept apart.`] : []
    return { output: { id: next.id, revision: 1, warnings }, entry: { subject: { kind: 'role', id: role.id, key: role.key }, rows, reason: input.reason } }
  },
})

type Appointment = { role: string; element?: string | undefined; fromOn?: string | undefined; toOn?: string | undefined; reason?: string | undefined }
type Person = NonNullable<Awaited<ReturnType<typeof maybeFindPerson>>>

/** The role, the element and the person that an appointment joins. */
function demandEnds(input: Appointment, loaded: { role: Element | undefined; element: Element | undefined | null; person: Person | undefined }) {
  const { role, element, person } = loaded
  if (!role || role.kind !== 'role') throw new Problem('notFound', `There is no role ${input.role} here.`)
  if (role.status !== 'in force') throw new Problem('unprocessable', `${role.key} is ${role.status}; only a role in force can be held.`)
  if (!person) throw new Problem('notFound', 'There is no such person here; add the person first.')
  if (input.element && !element) throw new Problem('notFound', `There is no element ${input.element} here.`)
  return { role, element, person }
}

/** From when to when; what began earlier is recorded with a reason. */
function demandDays(input: Appointment, person: Person, today: string): { fromOn: string; toOn: string | null } {
  const fromOn = input.fromOn ?? today
  const toOn = input.toOn ?? null
  const fault = (path: string, said: string, message: string) => new Problem('unprocessable', `${path}: ${said}`, [{ path, message }])
  if (toOn && toOn < fromOn) throw fault('toOn', `${toOn} lies before ${fromOn}; give a later last day.`, 'Give a day on or after the first.')
  if (fromOn < today && !input.reason) throw fault('reason', `it began on ${fromOn}; say why it is recorded only now.`, 'Say why it is recorded only now.')
  if (person.to_on && (toOn === null || toOn > person.to_on)) throw fault('toOn', `${person.name ?? 'This person'} leaves on ${person.to_on}; end the appointment by then.`, `Give ${person.to_on} or earlier.`)
  return { fromOn, toOn }
}

export const acceptAction = defineAction({
  contract: acceptAppointment,
  load: (tx, input) => findHolder(tx, input.holder),
  access: (question) => byOneself(question, question.loaded.personId),
  run: async ({ loaded, at, entryId, tx }) => {
    if (loaded.acceptedAt) throw new Problem('unprocessable', 'This appointment was accepted already.')
    if (loaded.declinedAt) throw new Problem('unprocessable', 'This appointment was declined. Ask to be appointed anew.')
    const next = { ...loaded, acceptedAt: at, revision: loaded.revision + 1 }
    const rows = await saveRows(tx, entryId, at, [holderChange(next)])
    return { output: { id: next.id, revision: next.revision, warnings: [] }, entry: { subject: { kind: 'role', id: next.roleId }, rows } }
  },
})

/** Declined, it covers no day from now on: its last day is yesterday, even where that lies before its first. */
export const declineAction = defineAction({
  contract: declineAppointment,
  load: (tx, input) => findHolder(tx, input.holder),
  access: (question) => byOneself(question, question.loaded.personId),
  run: async ({ input, loaded, tenant, at, entryId, tx }) => {
    if (loaded.acceptedAt) throw new Problem('unprocessable', 'This appointment was accepted already. Ask whoever appointed you to end it.')
    if (loaded.declinedAt) throw new Problem('unprocessable', 'This appointment was declined already.')
    const today = dayOf(at, tenant.timeZone)
    if (loaded.toOn !== null && loaded.toOn < today) throw new Problem('unprocessable', `This appointment ended on ${loaded.toOn}; there is nothing to decline.`)
    const next = { ...loaded, toOn: addDuration(today, '-P1D'), declinedAt: at, reason: input.reason, revision: loaded.revision + 1 }
    const rows = await saveRows(tx, entryId, at, [holderChange(next)])
    return { output: { id: next.id, revision: next.revision, warnings: [] }, entry: { subject: { kind: 'role', id: next.roleId }, rows, reason: input.reason } }
  },
})

export const endAction = defineAction({
  contract: endHolder,
  load: (tx, input) => findHolder(tx, input.holder),
  access: (question) => byAuthority(question, question.loaded.elementId),
  run: async ({ input, loaded, tenant, at, entryId, tx }) => {
    const toOn = input.toOn ?? dayOf(at, tenant.timeZone)
    if (toOn < loaded.fromOn) throw new Problem('unprocessable', `toOn: it began on ${loaded.fromOn}; give that day or a later one.`, [{ path: 'toOn', message: `Give ${loaded.fromOn} or later.` }])
    if (loaded.toOn !== null && toOn > loaded.toOn) throw new Problem('unprocessable', `toOn: it ends on ${loaded.toOn} already; give that day or an earlier one, or appoint anew.`, [{ path: 'toOn', message: `Give ${loaded.toOn} or earlier.` }])
    const next = { ...loaded, toOn, revision: loaded.revision + 1 }
    const rows = await saveRows(tx, entryId, at, [holderChange(next)])
    return { output: { id: next.id, revision: next.revision, warnings: [] }, entry: { subject: { kind: 'role', id: next.roleId }, rows, reason: input.reason } }
  },
})
