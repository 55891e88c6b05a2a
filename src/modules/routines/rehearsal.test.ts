import { describe, expect, it } from 'vitest'
import type { Plan } from './engine.plan.ts'
import { beginRehearsal, moveOn, neverTried, nextMoment, nothingTried, playNext, triedBy } from './rehearsal.ts'
import { routineBody } from './routine-body.ts'

const body = routineBody.parse({
  recordPrefix: 'ROM',
  fields: [{ id: 'room', label: 'Room', type: 'text' }],
  steps: [
    { id: 'ask', name: 'Ask', process: 'agree', role: 'ROL-1', required: ['room'] },
    { id: 'decide', name: 'Decide', process: 'agree', role: 'ROL-2', approvals: [{ id: 'yes', name: 'Head of house', need: 2 }] },
    { id: 'hand', name: 'Hand over', process: 'operate', role: 'ROL-1', end: true },
  ],
  transitions: [
    { from: 'ask', to: 'decide', name: 'Decide' },
    { from: 'decide', to: 'hand', name: 'Hand over', after: 'approval' },
    { from: 'decide', to: 'ask', name: 'Refused', after: 'refusal' },
    { id: 'late', from: 'ask', to: 'hand', name: 'Nobody answered', unfinished: true },
  ],
  clocks: [{ id: 'answer', name: 'Answer', start: { at: 'instant', of: 'opened' }, stop: { at: 'instant', of: 'closed' }, targets: [{ priority: '*', value: 10, unit: 'hours' }], beats: [{ id: 'half', at: 50, do: 'remind', text: 'Half the time is gone' }, { id: 'over', at: 100, do: 'transition', transition: 'late' }] }],
  outcomes: [{ id: 'done', name: 'Done', result: 'successful' }],
})
const plan: Plan = { routineId: 'RTN-1', version: 1, title: 'Room handover', body, calendars: new Map(), serviceCalendar: () => null, thresholds: {}, roleIds: new Map([['ROL-1', 'ROL-1'], ['ROL-2', 'ROL-2']]), timeZone: 'Europe/Oslo' }
const start = () => beginRehearsal(plan, { type: 'create', title: 'A made-up room' }, '2026-11-23T08:00:00.000Z')

describe('a rehearsal played by hand', () => {
  it('takes a made-up record through the routine, with approvals of different people, to its end', () => {
    let at = playNext(plan, start(), { type: 'advance', transition: 'ask-decide', fields: { room: '3.14' } })
    for (const _ of [1, 2]) at = playNext(plan, at, { type: 'approve', approval: 'yes' })
    at = playNext(plan, at, { type: 'advance', transition: 'decide-hand' })
    at = playNext(plan, at, { type: 'close', outcome: 'done' })
    expect(at.record).toMatchObject({ state: 'hand', outcome: 'done', fields: { room: '3.14' } })
    expect(neverTried(plan, triedBy(nothingTried, at))).toEqual({ steps: [], ways: ['Decide → Ask: Refused', 'Ask → Hand over: Nobody answered'] })
  })

  it('refuses what the routine would refuse, and says why', () => {
    expect(() => playNext(plan, start(), { type: 'advance', transition: 'ask-decide' })).toThrow('Fill in "Room".')
  })

  it('does what time sets off when the clock is moved past it, each once and at its moment', () => {
    const begun = start()
    expect(nextMoment(plan, begun)).toBe('2026-11-23T13:00:00.000Z')
    const later = moveOn(plan, begun, '2026-11-24T08:00:00.000Z')
    expect(later.now).toBe('2026-11-24T08:00:00.000Z')
    expect(later.record.state).toBe('hand')
    expect(later.done.map((each) => [each.at, each.happening.type, each.way])).toEqual([
      ['2026-11-23T08:00:00.000Z', 'create', ''],
      ['2026-11-23T13:00:00.000Z', 'fire', ''],
      ['2026-11-23T18:00:00.000Z', 'fire', 'late'],
    ])
    expect(later.done[1]?.effects).toMatchObject([{ do: 'tell', text: 'Half the time is gone' }])
  })

  it('adds up what was tried over several runs', () => {
    const one = triedBy(nothingTried, moveOn(plan, start(), '2026-11-25T08:00:00.000Z'))
    const two = triedBy(one, playNext(plan, start(), { type: 'advance', transition: 'ask-decide', fields: { room: '1' } }))
    expect(neverTried(plan, two)).toEqual({ steps: [], ways: ['Decide → Hand over: Hand over', 'Decide → Ask: Refused'] })
  })
})
