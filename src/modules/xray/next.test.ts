import { describe, expect, it } from 'vitest'
import { fjordvik } from '../../../test/support/fjordvik.ts'
import { crowded, SystemMaker } from '../../../test/support/systems.ts'
import { mostNext, nextThings } from './next.ts'
import { xray } from './xray.ts'

const next = (system: SystemMaker['system']) => nextThings(system, xray(system))
const told = (system: SystemMaker['system']) => next(system).map((thing) => `${thing.verb} ${thing.element ?? 'new'}: ${thing.text}`)

describe('what to do next', () => {
  it('begins with what the A3 cannot do without, in the order of the first hour', () => {
    const made = new SystemMaker('Northwind')
    made.add('organisation', 'Northwind', { purpose: '' })
    expect(told(made.system)).toEqual([
      'organisation.draft ORG-1: Say what the organisation is for',
      'service.draft new: Add your most critical service',
      'role.draft new: Write the role that owns the system',
      'objective.draft new: Write the objective that matters most',
      'policy.draft new: Write the first policy',
      'routine.draft new: Describe the routine that matters most',
      'measure.draft new: Choose a measure with a target',
    ])
  })

  it('puts a draft in force before it asks for another, and appoints who owns the system', () => {
    const made = new SystemMaker('Northwind')
    made.add('service', 'Mail', {}, { status: 'draft', version: 0 })
    const owner = made.add('role', 'SMS owner')
    expect(told(made.system).slice(0, 2)).toEqual(['service.approve SVC-1: Put Mail in force', 'holder.appoint ROL-1: Appoint the SMS owner'])
    made.holds(owner, made.person('Ada'))
    made.change(made.system.elements[0]!, { status: 'in force', version: 1 })
    expect(told(made.system)[0]).toBe('scope.state new: Put the most critical service in scope')
  })

  it('goes on with what the X-ray finds gravest, one thing per question', () => {
    const things = next(fjordvik())
    expect(things[0]).toMatchObject({ id: 'scope.service-unowned', verb: 'holder.appoint', element: 'ROL-3' })
    expect(new Set(things.map((thing) => thing.id)).size).toBe(things.length)
    expect(things.find((thing) => thing.id === 'routines.dead-end')!.text).toMatch(/And 11 more like it\.$/)
  })

  it('never asks for more than seven, and never twice for the same', () => {
    for (const system of [crowded(40, 12), fjordvik(), new SystemMaker('Empty').system]) {
      const things = next(system)
      expect(things.length).toBeLessThanOrEqual(mostNext)
      expect(new Set(things.map((thing) => thing.id)).size).toBe(things.length)
    }
  })
})
