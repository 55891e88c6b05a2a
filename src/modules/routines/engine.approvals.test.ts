import { describe, expect, it } from 'vitest'
import { ada, bo, cy, job, planOf, Run } from '../../../test/support/routines.ts'
import type { By } from './engine.plan.ts'
import { waysOut } from './engine.ways.ts'
import { routineBody } from './routine-body.ts'

const at = '2026-11-23T09:00:00.000Z'
const dee: By = { personId: 'dee', roleId: 'role-4' }

/** A change that two owners and, where it is dear, one of the board approve side by side. */
function change(): Run {
  const run = new Run(planOf(routineBody.parse({
    fields: [
      { id: 'cost', label: 'Cost', type: 'number' }, { id: 'plan', label: 'Plan', type: 'text' }, { id: 'decision', label: 'Decision', type: 'text' }, { id: 'accepted_by', label: 'Accepted by', type: 'person' },
    ],
    steps: [
      { id: 'ask', name: 'Ask', process: 'change', role: 'ROL-1' },
      {
        id: 'approve', name: 'Approve', process: 'change', role: 'ROL-2', required: ['decision'],
        approvals: [{ id: 'owners', name: 'Owners', role: 'ROL-2', need: 2 }, { id: 'board', name: 'Board', role: 'ROL-3', when: 'fields.cost > 100.0', excluding: ['requester', 'creator', 'assignee'] }],
      },
      { id: 'do', name: 'Do', process: 'change', role: 'ROL-1', end: true },
    ],
    transitions: [
      { from: 'ask', to: 'approve', name: 'Ask' },
      { from: 'approve', to: 'do', name: 'Go', after: 'approval', effects: [{ do: 'set', field: 'accepted_by', value: 'approvers[0]' }] },
      { id: 'no', from: 'approve', to: 'do', name: 'Stop', after: 'refusal', unfinished: true },
      { from: 'approve', to: 'ask', name: 'Back' },
    ],
  })))
  run.do(at, { type: 'create', title: 'New pump', fields: { cost: 500, plan: 'Swap it' } }, ada)
  run.do(at, { type: 'advance', transition: 'ask-approve' })
  return run
}

const yes = (approval: string) => ({ type: 'approve', approval }) as const
const go = { type: 'advance', transition: 'approve-do' } as const

describe('approvals', () => {
  it('are given side by side: as many holders as each needs, each person once', () => {
    const run = change()
    run.do(at, yes('owners'), bo)
    expect(run.refused(at, yes('owners'), bo)).toEqual(['approval: You have decided on "Owners" already; each person does so once.'])
    run.do(at, yes('board'), dee)
    expect(run.refused(at, { ...go, fields: { decision: 'ok' } })).toEqual(['transition: "Go" cannot be taken: It is open once approved: Owners.'])
    run.do(at, yes('owners'), cy)
    run.do(at, { ...go, fields: { decision: 'ok' } })
    expect(run.record).toMatchObject({ state: 'do', approvals: [], fields: { accepted_by: 'bo' } })
  })

  it('are kept with who decided, in which role, when and why', () => {
    expect(change().do(at, { type: 'approve', approval: 'owners', reason: 'Needed' }, bo).approvals).toEqual([{ approval: 'owners', decision: 'approved', personId: 'bo', roleId: 'role-2', at, reason: 'Needed' }])
  })

  it('are not for whoever asked for it, raised it or works on it', () => {
    const run = change()
    expect(run.refused(at, yes('owners'), ada)).toEqual(['approval: "Owners" is not for whoever asked for it; somebody else who holds the role decides.'])
    run.do(at, { type: 'assign', personId: 'dee' })
    expect(run.refused(at, yes('board'), dee)).toEqual(['approval: "Board" is not for whoever works on it; somebody else who holds the role decides.'])
    expect(run.refused(at, yes('owners'), dee)).toEqual([])
    expect(run.refused(at, yes('owners'), job)).toEqual(['approval: Only a person approves or refuses.'])
  })

  it('may be one\'s own where one person runs the organisation, and that is said', () => {
    const run = change()
    run.do(at, yes('owners'), { ...ada, singleHanded: true })
    expect(run.last?.said).toEqual(['Decided by whoever asked for it, since one person runs the organisation.'])
  })

  it('are asked for only where their condition holds', () => {
    const run = change()
    run.do(at, { type: 'fill', fields: { cost: 5 } })
    expect(run.refused(at, yes('board'), dee)).toEqual(['approval: "Approve" asks for no approval board now.'])
    run.do(at, yes('owners'), bo)
    run.do(at, yes('owners'), cy)
    expect(waysOut(run.plan, run.record!, new Date(at)).map((way) => [way.id, way.closed])).toEqual([['approve-do', ''], ['no', 'It is open once an approval is refused.'], ['approve-ask', '']])
  })

  it('are refused with a reason; one refusal opens the way of refusals and closes that of approvals', () => {
    const run = change()
    expect(run.refused(at, { type: 'refuse', approval: 'owners', reason: ' ' }, bo)).toEqual(['reason: Say why.'])
    run.do(at, { type: 'refuse', approval: 'owners', reason: 'Too dear' }, bo)
    expect(run.refused(at, { ...go, fields: { decision: 'no' } })).toEqual(['transition: "Go" cannot be taken: An approval was refused.'])
    expect(run.do(at, { type: 'advance', transition: 'no' }).state).toBe('do')
  })

  it('are void once what was approved changes, and that is said', () => {
    const run = change()
    run.do(at, yes('owners'), bo)
    expect(run.do(at, { type: 'fill', fields: { plan: 'Swap it' } }).approvals).toHaveLength(1)
    expect(run.do(at, { type: 'fill', fields: { plan: 'Swap both' } }).approvals).toEqual([])
    expect(run.last?.said).toEqual(['What was approved has changed; the decisions given so far are void.'])
    run.do(at, yes('owners'), bo)
    expect(run.do(at, { type: 'fill', title: 'Two new pumps' }).approvals).toEqual([])
  })

  it('stand while the step fills in for the first time what it asks for itself, and fall when that is changed', () => {
    const run = change()
    run.do(at, yes('owners'), bo)
    expect(run.do(at, { type: 'fill', fields: { decision: 'ok' } }).approvals).toHaveLength(1)
    expect(run.do(at, { type: 'fill', fields: { decision: 'not ok' } }).approvals).toEqual([])
  })

  it('do not let a way be taken with the very change that voids them', () => {
    const run = change()
    for (const [approval, by] of [['owners', bo], ['owners', cy], ['board', dee]] as const) run.do(at, yes(approval), by)
    expect(run.refused(at, { ...go, fields: { decision: 'ok', cost: 9000 } })).toEqual(['transition: "Go" cannot be taken: It is open once approved: Owners, Board.'])
  })

  it('live as long as the visit to the step', () => {
    const run = change()
    run.do(at, yes('owners'), bo)
    run.do(at, { type: 'advance', transition: 'approve-ask' })
    expect(run.do(at, { type: 'advance', transition: 'ask-approve' }).approvals).toEqual([])
    expect(run.fold).toEqual(run.record)
  })
})
