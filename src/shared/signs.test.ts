import { describe, expect, it } from 'vitest'
import { SystemMaker } from '../../test/support/systems.ts'
import { carriesSigns, signContext, signsOf, vitalSigns, type SignName } from './signs.ts'
import type { SystemElement } from './system.ts'

function stateOf(made: SystemMaker, element: SystemElement, sign: SignName) {
  const found = signsOf(element, signContext(made.system)).find((one) => one.sign === sign)!
  return [found.state, found.mend]
}

describe('vital signs', () => {
  it('are five for every element, whatever its kind', () => {
    const made = new SystemMaker('Any')
    for (const kind of ['service', 'policy', 'unit', 'review', 'organisation']) made.add(kind, kind)
    expect([...vitalSigns(made.system).values()].map((signs) => signs.length)).toEqual([5, 5, 5, 5, 5])
  })

  it('are not carried by retired elements and imported requirements', () => {
    const made = new SystemMaker('Any')
    expect([made.add('service', 'Gone', {}, { status: 'retired' }), made.add('requirement', 'Clause'), made.add('framework', 'Norm'), made.add('service', 'Here')].map(carriesSigns)).toEqual([false, false, false, true])
  })

  it('call a draft undefined until it is put in force, and an incomplete element by its first fault', () => {
    const made = new SystemMaker('Any')
    const draft = made.add('policy', 'Draft', {}, { status: 'draft', version: 0 })
    expect(stateOf(made, draft, 'defined')).toEqual(['no', 'policy.approve'])
    expect(stateOf(made, draft, 'operating')).toEqual(['no', 'policy.approve'])
    const service = made.add('service', 'Half')
    const signs = vitalSigns(made.system, (element) => (element === service ? [{ path: 'body.description', message: 'Say what it does.' }] : [])).get(service.id)!
    expect(signs[0]).toEqual({ sign: 'defined', state: 'no', reason: 'Not complete: Say what it does.', mend: 'service.draft' })
  })

  it('ask to propose a draft once the organisation is live, when nothing is put in force directly any more', () => {
    const made = new SystemMaker('Any', { wentLiveOn: '2026-11-01' })
    const draft = made.add('policy', 'Draft', {}, { status: 'draft', version: 0 })
    const signs = signsOf(draft, signContext(made.system))
    expect(signs.filter((sign) => sign.mend === 'proposal.open').map(({ sign, reason }) => [sign, reason])).toEqual([['defined', 'Still a draft; propose it.'], ['operating', 'A draft does not operate; propose it.']])
  })

  it('call an element owned only while its role is held on the day, by more than a deputy', () => {
    const made = new SystemMaker('Any')
    const role = made.add('role', 'SMS owner', { heldPer: 'organisation' })
    const policy = made.add('policy', 'Risk', {}, { accountable: role.id })
    expect(stateOf(made, made.add('policy', 'Nobody'), 'owned')).toEqual(['no', 'policy.draft'])
    expect(stateOf(made, policy, 'owned')).toEqual(['no', 'holder.appoint'])
    const holder = made.holds(role, made.person('Ingrid'), { deputy: true })
    expect(stateOf(made, policy, 'owned')).toEqual(['no', 'holder.appoint'])
    holder.deputy = false
    expect(stateOf(made, policy, 'owned')).toEqual(['yes', null])
    holder.toOn = '2026-11-22'
    expect(stateOf(made, policy, 'owned')).toEqual(['no', 'holder.appoint'])
    holder.toOn = made.system.asOf
    expect(stateOf(made, policy, 'owned')).toEqual(['yes', null])
  })

  it('ask a role that is held per service for a holder of that very service', () => {
    const made = new SystemMaker('Any')
    const role = made.add('role', 'Service owner', { heldPer: 'service' })
    const [one, other] = ['One', 'Other'].map((title) => made.add('service', title, {}, { accountable: role.id }))
    made.holds(role, made.person('Ingrid'), { elementId: one!.id })
    expect([stateOf(made, one!, 'owned')[0], stateOf(made, other!, 'owned')[0]]).toEqual(['yes', 'no'])
    made.holds(role, made.person('Jonas'))
    expect(stateOf(made, other!, 'owned')[0]).toBe('yes')
  })

  it('find the why in an objective or obligation that is in force, not in one that is retired', () => {
    const made = new SystemMaker('Any')
    const goal = made.add('objective', 'Reliable')
    const old = made.add('objective', 'Old', {}, { status: 'retired' })
    const serving = (to: string) => made.add('policy', 'Rule', {}, { links: [{ type: 'serves', to }] })
    expect(stateOf(made, serving(goal.id), 'why')[0]).toBe('yes')
    expect(stateOf(made, serving(old.id), 'why')[0]).toBe('no')
    expect(stateOf(made, goal, 'why')[0]).toBe('yes')
    expect(stateOf(made, made.add('measure', 'Rate', {}, { links: [{ type: 'measures', to: goal.id }] }), 'why')[0]).toBe('yes')
    expect(stateOf(made, made.add('measure', 'Count', {}, { links: [{ type: 'measures', to: made.add('service', 'Mail').id }] }), 'why')[0]).toBe('no')
  })

  it('never fail what Wellrun cannot know yet', () => {
    const made = new SystemMaker('Any')
    const role = made.add('role', 'Owner')
    expect(stateOf(made, made.add('routine', 'Incident'), 'operating')).toEqual(['unknown', null])
    expect(stateOf(made, role, 'operating')).toEqual(['no', 'holder.appoint'])
    made.holds(role, made.person('Ingrid'))
    expect(stateOf(made, role, 'operating')).toEqual(['unknown', null])
  })

  it('count the cadence from the last review, else from the day it came into force', () => {
    const made = new SystemMaker('Any', { asOf: '2026-11-23' })
    const reviewed = (given: Partial<SystemElement>) => stateOf(made, made.add('policy', 'Rule', {}, given as never), 'reviewed')
    expect(reviewed({ effectiveOn: '2025-11-23' })).toEqual(['yes', null])
    expect(reviewed({ effectiveOn: '2025-11-22' })).toEqual(['no', 'policy.review'])
    expect(reviewed({ effectiveOn: '2024-01-01', reviewedOn: '2026-01-01' })).toEqual(['yes', null])
    expect(reviewed({ reviewEvery: null })).toEqual(['no', 'policy.draft'])
    expect(reviewed({ status: 'draft', version: 0 })).toEqual(['unknown', null])
  })
})
