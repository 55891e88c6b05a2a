import { describe, expect, it } from 'vitest'
import { planOf, starterRoutine } from '../../../test/support/routines.ts'
import { rehearse } from './rehearsal.ts'
import { routineBody } from './routine-body.ts'

const start = new Date('2026-11-23T08:00:00Z')

const waste = planOf(routineBody.parse({
  fields: [{ id: 'where', label: 'Where', type: 'text' }],
  steps: [
    { id: 'ask', name: 'Ask', process: 'agree', role: 'ROL-1', required: ['where'] },
    { id: 'clear', name: 'Clear', process: 'operate', role: 'ROL-2', end: true, effects: [{ do: 'tell', roles: ['ROL-3'], text: 'Go' }] },
  ],
  transitions: [{ from: 'ask', to: 'clear', name: 'Send somebody' }],
  clocks: [{ id: 'answer', name: 'Answer', start: { at: 'instant', of: 'opened' }, stop: { at: 'leaving', of: 'ask' }, targets: [{ priority: '*', value: 1, unit: 'hours' }], beats: [{ id: 'late', at: 100, do: 'escalate', roles: ['ROL-4'] }] }],
  outcomes: [{ id: 'done', name: 'Done', result: 'successful' }],
}))

describe('a rehearsal', () => {
  it('shows after each happening where the record is, what it asks, its clocks and what was set off', () => {
    const scenes = rehearse(waste, [
      { happening: { type: 'create', title: 'Full bin' } },
      { happening: { type: 'advance', transition: 'ask-clear' }, afterMinutes: 10 },
      { happening: { type: 'advance', transition: 'ask-clear', fields: { where: 'Yard' } }, afterMinutes: 110 },
      { happening: { type: 'close', outcome: 'done' } },
    ], start)
    expect(scenes.map(({ at, happening, step, open, refused, effects }) => [at.slice(11, 16), happening.type, step?.name, open, refused.map((fault) => fault.message), effects.map((effect) => effect.do)])).toEqual([
      ['08:00', 'create', 'Ask', true, [], []],
      ['08:10', 'advance', 'Ask', true, ['Fill in "Where".'], []],
      ['09:00', 'fire', 'Ask', true, [], ['tell']],
      ['10:00', 'advance', 'Clear', true, [], ['tell']],
      ['10:00', 'close', 'Clear', false, [], []],
    ])
    expect(scenes[0]).toMatchObject({ wanted: ['where'], ways: [{ id: 'ask-clear', missing: [{ path: 'fields.where' }] }], clocks: [{ target: '1 hour', used: 0, dueAt: '2026-11-23T09:00:00.000Z' }], step: { role: 'ROL-1' } })
    expect(scenes[3]).toMatchObject({ clocks: [{ met: false }], closing: { possible: true, missing: [] } })
  })

  it('says what is wrong with what cannot begin, and goes on', () => {
    expect(rehearse(waste, [{ happening: { type: 'close' } }, { happening: { type: 'create', title: 'x' } }], start).map(({ refused, step }) => [refused[0]?.message, step?.id])).toEqual([
      ['Nothing can happen to a record before it was created.', undefined], [undefined, 'ask'],
    ])
  })

  it('goes through a routine of the starter', () => {
    const scenes = rehearse(planOf(starterRoutine('RTN-3'), { thresholds: {} }), [{ happening: { type: 'create', title: 'New mail server' } }, { happening: { type: 'assign', personId: 'ada' }, afterMinutes: 5 }], start)
    expect(scenes.map((scene) => [scene.step?.id, scene.refused])).toEqual([['propose', []], ['propose', []]])
  })
})
