import { describe, expect, it } from 'vitest'
import { SystemMaker } from '../../../test/support/systems.ts'
import { routineBody } from '../routines/routine-body.ts'
import { calendarBody } from './calendar.ts'
import { agreementBody } from './agreement.ts'
import { serviceSheet } from './service-sheet.ts'

type Step = { name: string; process: string; role: string; rasci?: { accountable: string } }

function routine(made: SystemMaker, title: string, steps: Step[]) {
  return made.add('routine', title, routineBody.parse({ steps: steps.map((step) => ({ id: step.name.toLowerCase(), ...step })) }))
}

/** A small whole system: one service with its desk, owner, approver, lead, supplier, agreement and policy. */
function whole() {
  const made = new SystemMaker('Northwind')
  const desk = made.add('role', 'Service desk')
  const owner = made.add('role', 'Service owner', { heldPer: 'service' })
  const specialist = made.add('role', 'Specialist')
  const approver = made.add('role', 'Change approver')
  const lead = made.add('role', 'Incident lead')
  const top = made.add('role', 'Top management', { authorities: ['organisation.approve', 'policy.approve'] })
  const mail = made.add('service', 'Mail', { criticality: 1, description: 'Post for everybody.' }, { accountable: owner.id })
  const [ann, bob] = [made.person('Ann'), made.person('Bob')]
  const incident = routine(made, 'Incident', [{ name: 'Register', process: 'recover', role: desk.key }, { name: 'Restore', process: 'recover', role: specialist.key }])
  routine(made, 'Major incident', [{ name: 'Declare', process: 'recover', role: desk.key }, { name: 'Lead', process: 'recover', role: lead.key }, { name: 'Restore', process: 'recover', role: specialist.key, rasci: { accountable: lead.key } }])
  routine(made, 'Change', [{ name: 'Propose', process: 'change', role: specialist.key }, { name: 'Approve', process: 'change', role: approver.key }])
  routine(made, 'Audit', [{ name: 'Plan', process: 'improve', role: top.key }])
  return { made, desk, owner, specialist, approver, lead, top, mail, ann, bob, incident }
}

describe('the sheet of a service', () => {
  it('names who picks up, who decides and who acts, each with the people who hold it', () => {
    const { made, desk, owner, specialist, approver, lead, top, mail, ann, bob } = whole()
    made.holds(desk, ann)
    made.holds(desk, bob, { deputy: true })
    for (const role of [specialist, approver, lead, top]) made.holds(role, bob)
    made.holds(owner, ann, { elementId: mail.id })
    const sheet = serviceSheet(made.system, 'SVC-1')!
    expect(sheet.picksUp[0]).toEqual({
      does: 'Incident, Major incident: register, declare', by: { key: 'ROL-1', kind: 'role', title: 'Service desk' }, people: [{ name: 'Ann', deputy: false }, { name: 'Bob', deputy: true }], note: '', mend: null,
    })
    expect(sheet.decides.map((line) => [line.by?.title, line.people.map((each) => each.name)])).toEqual([['Service owner', ['Ann']], ['Change approver', ['Bob']], ['Incident lead', ['Bob']], ['Top management', ['Bob']]])
    expect(sheet.acts.map((line) => line.by?.title)).toEqual(['Specialist', 'Incident lead'])
  })

  it('finds them by what they do, whatever roles, routines and steps are called', () => {
    const { made } = whole()
    const [lines, titles] = [() => serviceSheet(made.system, 'SVC-1')!, (list: { by: { title: string } | null }[]) => list.map((line) => line.by?.title)]
    const before = lines()
    routine(made, 'Bestilling', [{ name: 'Bestill', process: 'agree', role: 'ROL-1' }, { name: 'Lever', process: 'operate', role: 'ROL-3' }])
    routine(made, 'Tiltak', [{ name: 'Avtal', process: 'agree', role: 'ROL-6' }, { name: 'Gjer', process: 'operate', role: 'ROL-3' }])
    expect(lines().picksUp[0]!.does).toContain('Bestilling')
    expect(lines().picksUp[0]!.does).not.toContain('Tiltak')
    const foreign = ['Brukerstøtte', 'Tjenesteeier', 'Fagperson', 'Endringsgodkjenner', 'Hendelsesleder', 'Ledelsen']
    for (const [at, role] of made.system.elements.filter((element) => element.kind === 'role').entries()) made.change(role, { title: foreign[at]! })
    for (const [at, each] of made.system.elements.filter((element) => element.kind === 'routine').entries()) made.change(each, { title: `Rutine ${at}` })
    expect(titles(before.decides)).toEqual(['Service owner', 'Change approver', 'Incident lead', 'Top management'])
    expect(titles(lines().decides)).toEqual(['Tjenesteeier', 'Endringsgodkjenner', 'Hendelsesleder', 'Ledelsen'])
  })

  it('says "nobody yet" and what to do where a role is vacant, held for another service, or held by somebody who left', () => {
    const { made, owner, mail, desk } = whole()
    const other = made.add('service', 'Payroll')
    made.holds(owner, made.person('Cem'), { elementId: other.id })
    made.holds(desk, made.person('Dag', '2026-10-31'))
    const { decides, picksUp } = serviceSheet(made.system, mail.key)!
    expect(decides[0]).toMatchObject({ people: [], mend: { text: 'Appoint a holder of Service owner for Mail', element: owner.key } })
    expect(picksUp[0]).toMatchObject({ people: [], mend: { text: 'Appoint a holder of Service desk', element: desk.key } })
  })

  it('says where somebody can be reached', () => {
    const { made, mail } = whole()
    expect(serviceSheet(made.system, 'SVC-1')!.service.contact).toBe('')
    made.change(mail, { body: { contact: 'desk@example.org, 4000' } })
    expect(serviceSheet(made.system, 'SVC-1')!.service.contact).toBe('desk@example.org, 4000')
  })

  it('still asks for a holder where only a deputy is there', () => {
    const { made, desk, ann } = whole()
    made.holds(desk, ann, { deputy: true })
    expect(serviceSheet(made.system, 'SVC-1')!.picksUp[0]).toMatchObject({ people: [{ name: 'Ann', deputy: true }], mend: { text: 'Appoint a holder of Service desk' } })
  })

  it('works with nothing linked, and says what would answer each question', () => {
    const made = new SystemMaker('Northwind')
    made.add('service', 'Mail')
    const sheet = serviceSheet(made.system, 'SVC-1')!
    expect([...sheet.picksUp, ...sheet.decides, ...sheet.acts].every((line) => line.by === null && line.mend !== null)).toBe(true)
    expect(sheet).toMatchObject({ scope: { state: 'not stated' }, hours: { calendar: null, open: null }, promises: [], needs: [], suppliers: [], rules: [] })
    expect(serviceSheet(made.system, 'SVC-2')).toBeUndefined()
  })

  it('takes service hours from the agreement, and knows whether they are open now and until when', () => {
    const { made, mail } = whole()
    const hours = made.add('calendar', 'Office', calendarBody.parse({ timeZone: 'Europe/Oslo', windows: [{ days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '08:00', to: '17:00' }] }))
    const targets = [{ quantity: 'availability', comparator: 'at least', value: 99.5, unit: '%' }]
    made.add('agreement', 'SLA Mail', agreementBody.parse({ targets }), { links: [{ type: 'binds', to: mail.id }, { type: 'binds', to: hours.id }] })
    const at = (instant: string | null) => serviceSheet(made.system, mail.key, instant === null ? null : new Date(instant))!.hours
    expect(at('2026-11-23T10:00:00Z')).toMatchObject({ open: true, until: '2026-11-23T16:00:00.000Z', text: '08:00–17:00, monday to friday' })
    expect(at('2026-11-23T18:00:00Z')).toMatchObject({ open: false, until: '2026-11-24T07:00:00.000Z' })
    expect(at(null)).toMatchObject({ open: null, until: null })
    expect(serviceSheet(made.system, mail.key)!.promises).toMatchObject([{ texts: ['availability at least 99.5 % a month'] }])
  })

  it('lists what it needs, its suppliers with their contracts, and the rules that apply to it or to its routines', () => {
    const { made, mail, incident } = whole()
    const network = made.add('service', 'Network')
    made.change(mail, { links: [{ type: 'dependsOn', to: network.id }], unknown: [{ type: 'dependsOn', name: 'dns-old' }] })
    made.add('supplier', 'Kestrel', { contract: 'Archive 12', contractToOn: '2027-06-30' }, { links: [{ type: 'provides', to: mail.id }] })
    made.add('policy', 'Escalation', { principles: [{ text: 'Nobody waits alone' }] }, { links: [{ type: 'governs', to: incident.id }] })
    made.add('policy', 'Travel', {})
    const sheet = serviceSheet(made.system, mail.key)!
    expect(sheet.needs.map((each) => each.title)).toEqual(['Network', 'dns-old'])
    expect(sheet.suppliers).toMatchObject([{ element: { title: 'Kestrel' }, contract: 'Archive 12, until 2027-06-30', mend: { text: 'Say who follows up Kestrel' } }])
    expect(sheet.rules).toEqual([{ element: { key: 'POL-1', kind: 'policy', title: 'Escalation' }, first: 'Nobody waits alone' }])
  })

  it('reads the scope from its own entries before the wider ones', () => {
    const { made, mail } = whole()
    const scope = made.add('scope', 'Scope', { entries: [{ service: '*', axis: 'unit', element: '*', state: 'in' }] })
    expect(serviceSheet(made.system, mail.key)!.scope.state).toBe('in')
    made.change(scope, { body: { entries: [{ service: mail.id, axis: 'unit', element: '*', state: 'not yet', reason: 'Moves first', byOn: '2027-01-01' }] } })
    expect(serviceSheet(made.system, mail.key)!.scope).toEqual({ state: 'not yet', reason: 'Moves first', byOn: '2027-01-01' })
  })
})
