import { describe, expect, it } from 'vitest'
import { fjordvik } from '../../../test/support/fjordvik.ts'
import { SystemMaker } from '../../../test/support/systems.ts'
import { to } from '../../../test/support/xrayed.ts'
import { weight } from './weight.ts'

const dropped = (made: SystemMaker) => weight(made.system).map((one) => `${one.element} ${one.sure}: ${one.reason}`)

describe('what could be dropped', () => {
  it('is what nothing uses, each with the fact that says so', () => {
    const made = new SystemMaker('Northwind')
    made.add('measure', 'Calls')
    made.add('policy', 'Parking')
    made.add('role', 'Poet')
    made.add('unit', 'Old desk')
    made.add('supplier', 'Stationery')
    made.add('calendar', 'Night')
    made.add('agreement', 'Loose')
    made.add('review', 'Coffee', { agenda: [{ title: 'Chat' }] })
    made.add('location', 'Cellar')
    made.add('service', 'Fax')
    made.add('routine', 'Filing')
    made.add('party', 'Neighbours')
    made.add('objective', 'Shine')
    expect(dropped(made)).toEqual([
      'AGR-1 certain: It binds nothing that is in force.',
      'CAL-1 certain: No agreement is counted in it and no clock runs in it.',
      'LOC-1 likely: The scope does not name it.',
      'MSR-1 certain: It has no target, and no review looks at it.',
      'OBJ-1 certain: Nothing serves or measures it, and there is no plan for it.',
      'POL-1 certain: It governs nothing and serves no objective or obligation.',
      'PTY-1 likely: No agreement binds it and no review looks at it.',
      'ROL-1 certain: It answers for nothing, acts in no routine or review and may do nothing; nobody holds it.',
      'RTN-1 likely: It serves nothing, and nothing governs, operates or measures it.',
      'RVW-1 certain: It looks at no element and nothing is laid before it.',
      'SUP-1 certain: It provides no service, no agreement binds it, and the scope does not name it.',
      'SVC-1 likely: Nobody provides it, nothing depends on it, no agreement binds it, and the scope does not name it.',
      'UNT-1 certain: It provides no service, operates no routine, contains no unit, and the scope does not name it.',
    ])
  })

  it('is nothing that one use keeps, be it named in a body only', () => {
    const made = new SystemMaker('Northwind')
    const [role, acting] = [made.add('role', 'Owner'), made.add('role', 'Actor')]
    const calendar = made.add('calendar', 'Office')
    const goal = made.add('objective', 'Reliable', { plan: 'Slowly' })
    const service = made.add('service', 'Mail', {}, { accountable: role.id, links: [to('serves', goal)] })
    made.add('routine', 'Incident', { steps: [{ id: 'a', name: 'A', process: 'recover', role: acting.key }], clocks: [{ id: 'c', name: 'C', start: { at: 'instant', of: 'opened' }, stop: { at: 'instant', of: 'closed' }, calendar: calendar.key }] }, { links: [to('serves', goal)] })
    const unit = made.add('unit', 'Desk', {}, { links: [to('provides', service)] })
    made.add('location', 'Oslo')
    made.add('scope', 'Scope', { entries: [{ service: '*', axis: 'location', element: 'location-1', state: 'in' }] })
    made.add('policy', 'Change', {}, { links: [to('serves', goal), to('governs', service)] })
    made.add('measure', 'Calls', {}, { links: [to('measures', service)] })
    made.add('review', 'Monthly', { agenda: [{ title: 'Figures', input: 'measures and trends' }], chair: role.key })
    made.add('unit', 'Team', {}, { links: [to('partOf', unit)] })
    expect(dropped(made)).toEqual(['UNT-2 certain: It provides no service, operates no routine, contains no unit, and the scope does not name it.'])
  })

  it('leaves a working system almost whole', () => {
    expect(weight(fjordvik()).filter((one) => one.sure === 'certain')).toEqual([expect.objectContaining({ title: 'Service management office' }), ...Array.from({ length: 3 }, () => expect.objectContaining({ kind: 'review' }) as unknown)])
  })
})
