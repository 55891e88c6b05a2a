import { describe, expect, it } from 'vitest'
import { ada, begunClocked as begun, clocked as body, elapsed, go, job, planOf, Run } from '../../../test/support/routines.ts'
import { nextBeatAt, nextDueAt } from './engine.clock.ts'

describe('reopening', () => {
  it('begins a new run of a clock whose stop it undoes; what was met stays met', () => {
    const run = begun('2026-11-23T08:00:00Z', {})
    run.do('2026-11-23T09:00:00Z', go('work-check'))
    run.do('2026-11-23T09:00:00Z', { type: 'close' })
    run.do('2026-11-24T09:00:00Z', go('check-work'))
    expect(run.clock('clock')).toMatchObject([{ run: 1, met: true }, { run: 2, startedAt: '2026-11-24T09:00:00.000Z', used: 0, met: null }])
  })

  it('leaves alone a clock that stopped otherwise, and one that its step will start', () => {
    for (const clock of [{ stop: { at: 'leaving', of: 'report' } }, { start: { at: 'entering', of: 'report' } }]) {
      const run = begun('2026-11-23T08:00:00Z', clock)
      for (const way of ['work-report', 'report-work', 'work-check', 'check-work']) run.do('2026-11-23T09:00:00Z', go(way))
      expect(run.clock('clock')).toHaveLength(1)
    }
  })
})

describe('a correction', () => {
  it('of the instant at which a clock started or stopped judges it anew', () => {
    const run = begun('2026-11-23T08:00:00Z', { ...elapsed(1, 'hours'), start: { at: 'instant', of: 'detected' }, stop: { at: 'instant', of: 'resolved' } })
    run.do('2026-11-23T08:30:00Z', { type: 'mark', instant: 'detected' })
    run.do('2026-11-23T09:00:00Z', { type: 'correct', instants: { detected: '2026-11-23T08:10:00Z' }, reason: 'Log' })
    expect(run.clock('clock')).toMatchObject([{ startedAt: '2026-11-23T08:10:00.000Z', dueAt: '2026-11-23T09:10:00.000Z', segments: [{ from: '2026-11-23T08:10:00.000Z' }] }])
    run.do('2026-11-23T09:30:00Z', go('work-check'))
    expect(run.clock('clock')).toMatchObject([{ met: false }])
    run.do('2026-11-23T10:00:00Z', { type: 'correct', instants: { resolved: '2026-11-23T09:05:00Z' }, reason: 'Log' })
    expect(run.clock('clock')).toMatchObject([{ stoppedAt: '2026-11-23T09:05:00.000Z', met: true, used: 3_300_000 }])
  })

  it('of what a clock began for ends it without a judgement', () => {
    const run = begun('2026-11-23T08:00:00Z', { when: "fields.grave == 'yes'" })
    run.do('2026-11-23T08:10:00Z', { type: 'fill', fields: { grave: 'yes' } })
    run.do('2026-11-23T09:00:00Z', { type: 'correct', fields: { grave: 'no' }, reason: 'Wrong record' })
    expect(run.clock('clock')).toMatchObject([{ stoppedAt: '2026-11-23T09:00:00.000Z', met: null }])
    expect(nextDueAt(run.record!)).toBeNull()
  })
})

describe('beats', () => {
  const beats = [{ id: 'half', at: 50, do: 'remind' }, { id: 'full', at: 100, do: 'escalate', roles: ['ROL-3'], text: 'Late' }, { id: 'over', at: 200, do: 'transition', transition: 'work-report' }]

  it('come at their share of the target, by the calendar, once in a run', () => {
    const run = begun('2026-11-23T14:00:00Z', { beats })
    expect([run.last?.changed.set['fires_at'], nextBeatAt(run.plan, run.record!)]).toEqual(['2026-11-24T08:00:00.000Z', '2026-11-24T08:00:00.000Z'])
    expect(run.refused('2026-11-24T07:59:00Z', { type: 'fire', clock: 'clock', beat: 'half' }, job)).toEqual(['beat: clock half is not due, or was fired already.'])
    run.do('2026-11-24T08:00:00Z', { type: 'fire', clock: 'clock', beat: 'half' }, job)
    expect(run.last).toMatchObject({ effects: [{ do: 'tell', because: 'remind', roles: ['role-1'], people: [], text: 'Clock: 50 % of the time is used' }], changed: { set: { fires_at: '2026-11-24T10:00:00.000Z' } } })
    expect(run.refused('2026-11-24T08:00:00Z', { type: 'fire', clock: 'clock', beat: 'half' }, job)).toHaveLength(1)
  })

  it('escalate to roles, take a way, and say where they cannot', () => {
    const run = begun('2026-11-23T08:00:00Z', { ...elapsed(1, 'hours'), beats })
    run.do('2026-11-23T09:00:00Z', { type: 'fire', clock: 'clock', beat: 'full' }, job)
    expect(run.last?.effects).toEqual([{ do: 'tell', because: 'escalate', roles: ['role-3'], people: [], text: 'Late' }])
    expect(run.do('2026-11-23T10:00:00Z', { type: 'fire', clock: 'clock', beat: 'over' }, job).state).toBe('report')
    const other = begun('2026-11-23T08:00:00Z', { ...elapsed(1, 'hours'), beats })
    other.do('2026-11-23T08:10:00Z', go('work-report'))
    other.do('2026-11-23T10:00:00Z', { type: 'fire', clock: 'clock', beat: 'over' }, job)
    expect(other.record).toMatchObject({ state: 'report', clocks: [{ fired: ['over'] }] })
    expect(other.last?.said).toEqual(['Time did not set it off: No way work-report leads out of "Report"; choose report-work.'])
    expect(other.fold).toEqual(other.record)
  })

  it('do not come while the clock waits', () => {
    const run = begun('2026-11-23T08:00:00Z', { beats })
    expect(run.do('2026-11-23T08:30:00Z', go('work-wait')) && nextBeatAt(run.plan, run.record!)).toBeNull()
  })

  it('close what waits for nothing any more', () => {
    const run = begun('2026-11-23T08:00:00Z', { ...elapsed(5, 'days'), start: { at: 'entering', of: 'check' }, stop: { at: 'instant', of: 'closed' }, beats: [{ id: 'shut', at: 100, do: 'close' }] })
    run.do('2026-11-23T09:00:00Z', go('work-check'))
    expect(nextBeatAt(run.plan, run.record!)).toBe('2026-11-28T09:00:00.000Z')
    run.do('2026-11-28T09:00:00Z', { type: 'fire', clock: 'clock', beat: 'shut' }, job)
    expect(run.record).toMatchObject({ instants: { closed: '2026-11-28T09:00:00.000Z' }, clocks: [{ met: true }] })
  })
})

describe('a move to another version', () => {
  it('maps the step, re-targets running clocks and keeps what was; gone clocks end, new ones begin at what comes', () => {
    const run = new Run(planOf(body({}, { id: 'old', name: 'Old' })))
    run.do('2026-11-23T08:00:00Z', { type: 'create', title: 'x', fields: { receipt: 'R' } }, ada)
    const next = body({ targets: [{ priority: '*', value: 2, unit: 'hours' }] }, { id: 'new', name: 'New', stop: { at: 'leaving', of: 'report' } })
    next.steps[0]!.id = 'do'
    next.transitions.forEach((each) => Object.assign(each, { from: each.from === 'work' ? 'do' : each.from, to: each.to === 'work' ? 'do' : each.to }))
    next.fields = next.fields.filter((field) => field.id !== 'receipt')
    const to = planOf(next, { version: 2 })
    expect(run.refused('2026-11-23T08:30:00Z', { type: 'migrate', to, states: {} })).toEqual(['states.work: Version 2 has no step work; say which step it becomes.'])
    run.do('2026-11-23T08:30:00Z', { type: 'migrate', to, states: { work: 'do' } })
    expect(run.record).toMatchObject({ routineVersion: 2, state: 'do', fields: { receipt: 'R' } })
    expect(run.record?.clocks).toMatchObject([
      { clock: 'clock', dueAt: '2026-11-23T10:00:00.000Z', segments: [{ value: 4 }, { value: 2, because: 'Version 2 of the routine' }] }, { clock: 'old', stoppedAt: '2026-11-23T08:30:00.000Z', met: null },
    ])
    expect(run.fold).toEqual(run.record)
  })
})

describe('the clocks that the law sets', () => {
  const clocks = [
    { id: 'warning', name: 'Warning', when: "fields.grave == 'yes'", start: { at: 'instant', of: 'assessed' }, stop: { at: 'field', of: 'receipt' }, pause: [], ...elapsed(24, 'hours') },
    { id: 'final', name: 'Final report', when: "fields.grave == 'yes'", start: { at: 'leaving', of: 'report' }, stop: { at: 'instant', of: 'closed' }, pause: [], ...elapsed(1, 'months') },
  ]

  it('run from awareness; the final report has no date before the notification is submitted (NIS2 art. 23)', () => {
    const run = new Run(planOf(body(...clocks)))
    run.do('2027-01-30T08:00:00Z', { type: 'create', title: 'x' })
    run.do('2027-01-30T10:00:00Z', { type: 'fill', fields: { grave: 'no' } })
    expect(run.record).toMatchObject({ instants: { assessed: '2027-01-30T10:00:00.000Z' } })
    expect(nextDueAt(run.record!)).toBeNull()
    run.do('2027-01-30T12:00:00Z', { type: 'fill', fields: { grave: 'yes' } })
    expect(run.clock('warning')).toMatchObject([{ startedAt: '2027-01-30T12:00:00.000Z', dueAt: '2027-01-31T12:00:00.000Z' }])
    expect(run.clock('final')).toEqual([])
    run.do('2027-01-31T09:00:00Z', go('work-report'))
    run.do('2027-01-31T10:00:00Z', { type: 'advance', transition: 'report-work', fields: { receipt: 'R' } })
    expect(run.clock('warning')).toMatchObject([{ met: true }])
    expect(run.clock('final')).toMatchObject([{ startedAt: '2027-01-31T10:00:00.000Z', dueAt: '2027-02-28T10:00:00.000Z' }])
  })

  it('end when it is assessed anew as not significant', () => {
    const run = new Run(planOf(body(...clocks)))
    run.do('2027-01-30T08:00:00Z', { type: 'create', title: 'x', fields: { grave: 'yes' } })
    run.do('2027-01-30T09:00:00Z', { type: 'fill', fields: { grave: 'no' } })
    expect(run.clock('warning')).toMatchObject([{ stoppedAt: '2027-01-30T09:00:00.000Z', met: null }])
  })
})
