import { describe, expect, it } from 'vitest'
import { SystemMaker } from '../../../test/support/systems.ts'
import { reviewInputs } from '../reviews/review.ts'
import { starterFiles } from '../transfer/starter.actions.ts'
import { justEnough } from './begin.contract.ts'
import { lineOf, namedText, namesIn } from './brought.ts'
import { nextThings } from './next-things.ts'

const ids = (made: SystemMaker, looked: { of: number; done: number } | null = null) => nextThings(made.system, looked).things.map((thing) => thing.id)

/** A system with a service, its owner's role, and a team. */
function begun() {
  const made = new SystemMaker('Northwind')
  made.add('organisation', 'Northwind', { purpose: 'Dependable services.' })
  const owner = made.add('role', 'SMS owner', { responsibilities: ['Keeps it alive'] })
  const serviceOwner = made.add('role', 'Service owner', { heldPer: 'service' })
  const mail = made.add('service', 'Mail', { criticality: 1 })
  const ada = made.person('Ada')
  made.holds(owner, ada)
  return { made, owner, serviceOwner, mail, ada }
}

describe('what to do next', () => {
  it('begins with one critical service and with how to begin', () => {
    const made = new SystemMaker('Northwind')
    expect(ids(made)).toEqual(['begin.service', 'begin.owner', 'starter'])
  })

  it('names a thing until its fact is there, and not a day longer', () => {
    const { made, mail, serviceOwner, ada } = begun()
    expect(ids(made)).toEqual(expect.arrayContaining(['starter', 'begin.scope', 'service-owner', 'provider', 'promise']))
    made.add('scope', 'Scope', { entries: [{ service: mail.id, axis: 'unit', element: '*', state: 'in' }] })
    expect(ids(made)).not.toContain('begin.scope')
    made.holds(serviceOwner, ada, { elementId: mail.id })
    expect(ids(made)).not.toContain('service-owner')
    made.add('unit', 'Workplace', {}, { links: [{ type: 'provides', to: mail.id }] })
    expect(ids(made)).not.toContain('provider')
    const sla = made.add('agreement', 'SLA', {}, { status: 'draft', links: [{ type: 'binds', to: mail.id }] })
    expect(nextThings(made.system, null).things.find((thing) => thing.id === 'promise')).toMatchObject({ text: 'Put the agreement for Mail in force', verb: 'agreement.approve', element: sla.key })
    made.change(sla, { status: 'in force' })
    expect(ids(made)).not.toContain('promise')
  })

  it('leads to what the starter brought until all of it was looked at', () => {
    const { made } = begun()
    expect(nextThings(made.system, { of: 58, done: 3 }).things.find((thing) => thing.id === 'yours')).toMatchObject({ id: 'yours', why: '55 of 58 things from the starter were not looked at: keep, rename or strike out.', place: '/make-it-yours' })
    expect(ids(made, { of: 58, done: 58 })).not.toContain('yours')
  })

  it('asks what the organisation is for until nothing of the template is left in it', () => {
    const { made } = begun()
    const purpose = (text: string) => {
      made.change(made.system.elements[0]!, { body: { purpose: text } })
      return ids(made).includes('purpose')
    }
    expect([purpose('We provide [services] to [customers].'), purpose('We keep the lights on.')]).toEqual([true, false])
  })

  it('asks for the owner of the whole where nobody holds that role, and where only a deputy does', () => {
    const { made } = begun()
    expect(ids(made)).not.toContain('begin.owner')
    made.system.holders[0]!.deputy = true
    expect(ids(made)).toContain('begin.owner')
  })

  it('is never longer than seven, and says how many more there are', () => {
    const { made } = begun()
    for (const at of [1, 2, 3, 4, 5, 6, 7, 8]) made.add('measure', `Measure ${at}`, {}, { accountable: null })
    made.add('policy', 'Empty')
    made.add('supplier', 'Kestrel', { criticality: 1 })
    const { things, more } = nextThings(made.system, null)
    expect(things).toHaveLength(7)
    expect(more).toBeGreaterThan(0)
    expect(things.every((thing) => thing.text.length < 80)).toBe(true)
  })

  it('says to go live once nothing grave is open, before what can wait', () => {
    const { made, mail, serviceOwner, owner, ada } = begun()
    made.add('scope', 'Scope', { entries: [{ service: mail.id, axis: 'unit', element: '*', state: 'in' }] })
    made.holds(serviceOwner, ada, { elementId: mail.id })
    made.add('unit', 'Workplace', {}, { accountable: owner.id, links: [{ type: 'provides', to: mail.id }] })
    made.add('review', 'Management review', { rrule: 'FREQ=YEARLY', firstOn: '2026-12-01', chair: owner.key, agenda: reviewInputs.map((input) => ({ title: input, input })) }, { accountable: owner.id })
    for (const kind of ['objective', 'routine', 'measure']) made.add(kind, kind, kind === 'routine' ? { steps: [{ id: 'a', name: 'A', process: 'recover', role: owner.key, end: true }] } : {}, { accountable: owner.id })
    made.add('policy', 'Risk', { principles: [{ text: 'Little', threshold: { quantity: 'Level', comparator: 'at most', value: 2, unit: '' } }] }, { accountable: owner.id })
    expect(ids(made, { of: 2, done: 1 })).not.toContain('begin.live')
    made.add('agreement', 'SLA', {}, { links: [{ type: 'binds', to: mail.id }] })
    const { things } = nextThings(made.system, { of: 2, done: 2 })
    expect(things.find((thing) => thing.id === 'begin.live')).toMatchObject({ text: 'Go live', verb: 'organisation.goLive' })
    expect(things.findIndex((thing) => thing.id === 'begin.live')).toBeLessThan(things.findIndex((thing) => thing.id === 'policies.threshold-unmeasured'))
  })

  it('is silent after go-live and of a past day', () => {
    const { made } = begun()
    made.system.live = false
    expect(ids(made)).toEqual([])
    made.system.live = true
    made.system.organisation.wentLiveOn = '2026-11-01'
    expect(ids(made)).toEqual([])
  })
})

describe('what depends on an element', () => {
  it('counts owners, links and steps, each element once', () => {
    const { made, owner, mail } = begun()
    made.add('routine', 'Incident', { steps: [{ id: 'a', name: 'A', process: 'recover', role: owner.key }, { id: 'b', name: 'B', process: 'recover', role: owner.key }], }, { accountable: owner.id })
    made.add('policy', 'Change', {}, { accountable: owner.id, links: [{ type: 'governs', to: mail.id }] })
    const names = namesIn(made.system)
    expect(namedText(names.get(owner.id))).toBe('1 policy and 1 routine')
    expect(namedText(names.get(mail.id))).toBe('1 policy')
    expect(namedText(names.get('nothing'))).toBe('')
    made.retire(mail)
    expect(namedText(namesIn(made.system).get(mail.id))).toBe('1 policy')
  })
})

describe('the line of an element', () => {
  it('is its first sentence, without the marks of Markdown, cut at a word', () => {
    expect(lineOf({ statement: '## Why\n\nChanges are *small*. And reversible.' })).toBe('Changes are small.')
    expect(lineOf({ principles: [{ text: 'One owner each' }] })).toBe('One owner each')
    expect(lineOf({ purpose: 'word '.repeat(60) })).toMatch(/^(word )+…$/)
    expect(lineOf({ windows: [] })).toBe('')
  })
})

describe('the door "start just enough"', () => {
  it('promises what the starter brings', async () => {
    const files = await starterFiles('just-enough')
    const counted = Object.fromEntries(Object.keys(justEnough).map((path) => [path, files.filter((file) => file.name.startsWith(`${path}/`) && file.name.endsWith('.yaml')).length]))
    expect(counted).toEqual(justEnough)
  })
})
