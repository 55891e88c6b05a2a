import { describe, expect, it } from 'vitest'
import { ada, bo, planOf, Run, starterRoutine } from '../../../test/support/routines.ts'
import { copiedInto } from './engine.fields.ts'
import { waysOut } from './engine.ways.ts'
import { routineBody } from './routine-body.ts'
import { routineFaults } from './routine-check.ts'

const nine = '2026-11-23T09:00:00.000Z'
const ten = '2026-11-23T10:00:00.000Z'

/** A loan: a sum that is asked for at the first step, a decision that the routine itself writes, and a day that only the second step fills in. */
function loan(more: object = {}) {
  return routineBody.parse({
    fields: [
      { id: 'sum', label: 'Sum', type: 'number', steps: ['ask', 'decide'] }, { id: 'why', label: 'Why', type: 'text' },
      { id: 'granted', label: 'Granted', type: 'number', byRoutine: true }, { id: 'back_on', label: 'Back on', type: 'day', steps: ['decide'] },
    ],
    steps: [
      { id: 'ask', name: 'Ask', process: 'agree', role: 'ROL-1' }, { id: 'decide', name: 'Decide', process: 'agree', role: 'ROL-2' }, { id: 'lent', name: 'Lent', process: 'operate', role: 'ROL-1', end: true },
    ],
    transitions: [
      { from: 'ask', to: 'decide', name: 'Hand in', required: ['why'], unfinished: true },
      { from: 'decide', to: 'lent', name: 'Grant', required: ['back_on'], effects: [{ do: 'set', field: 'granted', value: 'fields.sum' }] },
      { from: 'decide', to: 'ask', name: 'Ask again' },
    ],
    ...more,
  })
}

function asked(): Run {
  const run = new Run(planOf(loan()))
  run.do(nine, { type: 'create', title: 'A drill', fields: { sum: 5 } })
  return run
}

describe('a field', () => {
  it('that the routine fills in is refused from people, at every happening, and set by the effect', () => {
    const run = asked()
    const own = 'fields.granted: "Granted" is filled in by the routine itself; leave it out.'
    expect(run.refused(nine, { type: 'fill', fields: { granted: 9 } })).toEqual([own])
    expect(run.refused(nine, { type: 'advance', transition: 'ask-decide', fields: { why: 'x', granted: 9 } })).toEqual([own])
    expect(new Run(planOf(loan())).refused(nine, { type: 'create', title: 'x', fields: { granted: 9 } })).toEqual([own])
    run.do(nine, { type: 'advance', transition: 'ask-decide', fields: { why: 'A wall' } })
    run.do(ten, { type: 'advance', transition: 'decide-lent', fields: { back_on: '2026-12-01' } }, bo)
    expect(run.record!.fields).toMatchObject({ granted: 5, back_on: '2026-12-01' })
    expect(run.refused(ten, { type: 'close', fields: { granted: 6 } })).toEqual([own])
  })

  it('of other steps is refused where it does not belong, unless it is the same or a correction with a reason', () => {
    const run = asked()
    expect(run.refused(nine, { type: 'fill', fields: { back_on: '2026-12-01' } })).toEqual(['fields.back_on: "Back on" is filled in at "Decide"; take the record there first.'])
    run.do(nine, { type: 'advance', transition: 'ask-decide', fields: { why: 'A wall' } })
    run.do(ten, { type: 'advance', transition: 'decide-lent', fields: { back_on: '2026-12-01' } }, bo)
    expect(run.refused(ten, { type: 'fill', fields: { back_on: '2027-12-01' } })).toEqual(['fields.back_on: "Back on" is filled in at "Decide"; take the record there first.'])
    expect(run.refused(ten, { type: 'fill', fields: { sum: 7 } })).toEqual(['fields.sum: "Sum" is filled in at "Ask" or "Decide"; take the record there first.'])
    expect(run.refused(ten, { type: 'fill', fields: { back_on: '2026-12-01', why: 'Two walls' } })).toEqual([])
    run.do(ten, { type: 'correct', fields: { granted: 6, back_on: '2026-12-02' }, reason: 'Written down wrong.' })
    expect(run.record!.fields).toMatchObject({ granted: 6, back_on: '2026-12-02' })
  })

  it('that a way requires is asked on that way alone, also where it may leave the step unfinished or leads back', () => {
    const run = asked()
    expect(run.refused(nine, { type: 'advance', transition: 'ask-decide' })).toEqual(['fields.why: Fill in "Why".'])
    run.do(nine, { type: 'advance', transition: 'ask-decide', fields: { why: 'A wall' } })
    expect(waysOut(run.plan, run.record!, new Date(ten)).map((way) => [way.name, way.missing.map((fault) => fault.path)])).toEqual([['Grant', ['fields.back_on']], ['Ask again', []]])
  })

  it('is copied from another record only where people may fill it in and it fits', () => {
    expect(copiedInto({ sum: 3, why: 7, granted: 3, back_on: '2026-12-01', unknown: 'x' }, loan())).toEqual({ sum: 3 })
  })
})

describe('a routine', () => {
  const said = (body: ReturnType<typeof loan>) => routineFaults(body).map((fault) => `${fault.path}: ${fault.message}`)

  it('is told when nothing ever fills a field in, a step is unknown, or something is demanded where nobody may give it', () => {
    expect(said(loan())).toEqual([])
    const body = loan()
    body.transitions[1]!.effects = []
    body.fields[0]!.steps = ['nowhere']
    body.transitions[0]!.required = ['back_on', 'none']
    body.steps[0]!.required = ['back_on']
    expect(said(body)).toEqual(expect.arrayContaining([
      'body.fields.2.byRoutine: No effect sets "Granted" and no grid gives it, so nothing ever fills it in; add one, or let people fill it in.',
      'body.fields.0.steps.0: There is no step nowhere; "Sum" is filled in at ask, decide or lent.',
      'body.transitions.0.required.1: "Hand in" requires the field none, which is not in the form; add it or take it out.',
      'body.transitions.0.required: "Hand in" requires "Back on", which is not filled in at the step that it leaves; add that step to the field, or take it out here.',
      'body.steps.0.required: "Ask" requires "Back on", which is not filled in there; add the step to the field, or take it out here.',
    ]))
  })
})

describe('the acceptance of a risk', () => {
  const rated = { event: 'x', kind: 'People', customer_effect: 'x', controls: 'x', inherent_likelihood: 'Likely', inherent_consequence: 'Major', likelihood: 'Possible', consequence: 'Major', treatment: 'Carry it' }

  function accepted(): Run {
    const run = new Run(planOf(starterRoutine('RTN-7'), { thresholds: { appetite: 2 } }))
    run.do(nine, { type: 'create', title: 'A risk', fields: rated })
    run.do(nine, { type: 'assign', personId: 'ada' })
    run.do(nine, { type: 'advance', transition: 'identify-assess' })
    run.do(nine, { type: 'advance', transition: 'assess-accept', fields: { acceptance_reason: 'It pays.', accepted_until: '2027-09-01' } })
    run.do(nine, { type: 'approve', approval: 'acceptance', reason: 'Yes.' }, bo)
    run.do(nine, { type: 'advance', transition: 'accept-watch' }, bo)
    return run
  }

  it('names who accepted which level, and nobody lengthens it by hand', () => {
    const run = accepted()
    expect(run.record!.fields).toMatchObject({ accepted_by: 'bo', accepted_level: 'High', accepted_until: '2027-09-01' })
    expect(run.refused(ten, { type: 'fill', fields: { accepted_until: '2028-09-01' } })).toHaveLength(1)
    expect(run.clock('stale')).toEqual([])
  })

  it('is stale from the moment it is rated otherwise, and not while the level stays', () => {
    const run = accepted()
    run.do(ten, { type: 'fill', fields: { likelihood: 'Likely' } }, ada)
    expect([run.record!.priority, run.clock('stale')]).toEqual(['High', []])
    run.do(ten, { type: 'fill', fields: { consequence: 'Disastrous' } }, ada)
    expect([run.record!.priority, run.clock('stale')]).toEqual(['Severe', [expect.objectContaining({ startedAt: ten, dueAt: '2026-11-30T10:00:00.000Z' })]])
    expect(run.refused(ten, { type: 'close', outcome: 'gone', fields: { why_ended: 'x' } })).toEqual(['exit.2: "What was accepted is still what it is rated; otherwise rate it again" does not hold yet.'])
    run.do(ten, { type: 'advance', transition: 'watch-assess', reason: 'It grew.' }, ada)
    expect(run.record!.fields).toMatchObject({ accepted_by: null, accepted_level: null, accepted_until: null, acceptance_reason: null })
  })
})
