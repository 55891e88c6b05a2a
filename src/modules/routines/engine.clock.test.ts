import { describe, expect, it } from 'vitest'
import { begunClocked as begun, elapsed, go, office } from '../../../test/support/routines.ts'
import { nextBeatAt, nextDueAt } from './engine.clock.ts'
import { clocksShown } from './engine.shown.ts'

describe('a clock in service hours', () => {
  it('counts only while the calendar is open: not at night, on holidays and at weekends', () => {
    expect(begun('2026-12-23T14:00:00Z', {}).clock('clock')).toMatchObject([{ run: 1, dueAt: '2026-12-28T10:00:00.000Z', calendar: { id: 'office', version: 1 }, met: null }])
  })

  it('counts a day as long as the calendar is open on one', () => {
    expect(begun('2026-11-23T09:00:00Z', { targets: [{ priority: '*', value: 2, unit: 'days' }] }).clock('clock')[0]?.dueAt).toBe('2026-11-25T09:00:00.000Z')
  })

  it('is met when it stops when it is due, however late the evening, and breached after', () => {
    expect(begun('2026-11-23T11:00:00Z', {}).do('2026-11-23T15:00:00Z', go('work-check')).clocks).toMatchObject([{ stoppedAt: '2026-11-23T15:00:00.000Z', met: true, used: 4 * 3_600_000 }])
    expect(begun('2026-11-23T11:00:00Z', {}).do('2026-11-23T15:00:00.001Z', go('work-check')).clocks).toMatchObject([{ met: false }])
  })

  it('waits without a due instant, and goes on with what is left', () => {
    const run = begun('2026-11-23T08:00:00Z', {})
    run.do('2026-11-23T09:00:00Z', go('work-wait'))
    expect(run.clock('clock')).toMatchObject([{ waitsFrom: '2026-11-23T09:00:00.000Z', dueAt: null, used: 3_600_000 }])
    expect([nextDueAt(run.record!), run.last?.changed.set['due_at']]).toEqual([null, null])
    run.do('2026-11-24T09:00:00Z', go('wait-work'))
    expect(run.clock('clock')).toMatchObject([{ waitsFrom: null, waits: [{ from: '2026-11-23T09:00:00.000Z', to: '2026-11-24T09:00:00.000Z' }], dueAt: '2026-11-24T12:00:00.000Z', used: 3_600_000 }])
    expect(run.last?.changed.set['due_at']).toBe('2026-11-24T12:00:00.000Z')
  })

  it('that was due before it waits stays due', () => {
    const run = begun('2026-11-23T08:00:00Z', {})
    run.do('2026-11-24T09:00:00Z', go('work-wait'))
    expect(run.clock('clock')).toMatchObject([{ dueAt: '2026-11-23T12:00:00.000Z' }])
  })

  it('keeps the calendar it began under, whatever becomes of that', () => {
    const long = { ...office, windows: [{ ...office.windows[0]!, to: '20:00' }] }
    const asked: unknown[] = []
    const run = begun('2026-11-23T13:00:00Z', {})
    run.plan = { ...run.plan, calendars: new Map([['CAL-1', { id: 'office', version: 2, body: long }]]), calendarVersion: (id, version) => (asked.push([id, version]), office) }
    run.do('2026-11-23T14:00:00Z', go('work-wait'))
    run.do('2026-11-23T14:30:00Z', go('wait-work'))
    expect(run.clock('clock')).toMatchObject([{ dueAt: '2026-11-24T09:30:00.000Z', calendar: { version: 1 } }])
    expect(asked[0]).toEqual(['office', 1])
    run.plan = { ...run.plan, calendars: new Map(), calendarVersion: () => null }
    expect(() => run.do('2026-11-23T14:45:00Z', go('work-wait'))).toThrow('Version 1 of calendar office is not at hand, but clock clock began under it.')
  })

  it('whose calendar is not in force any more counts around the clock, and that is said', () => {
    const run = begun('2026-11-23T13:00:00Z', {}, { calendars: new Map() })
    expect([run.clock('clock')[0]?.calendar, run.last?.said]).toEqual([null, ['"Clock" counts around the clock: CAL-1 is not in force, and no calendar is promised for the service.']])
    run.do('2026-11-23T14:00:00Z', go('work-wait'))
    expect(run.last?.said).toEqual([])
    expect(begun('2026-11-23T13:00:00Z', { hours: 'elapsed' }, { calendars: new Map() }).last?.said).toEqual([])
  })

  it('runs by the calendar that is promised for the service, also once the service is named', () => {
    const promised = { id: 'long', version: 3, body: { ...office, windows: [{ ...office.windows[0]!, to: '20:00' }] } }
    const run = begun('2026-11-23T13:00:00Z', {}, { serviceCalendar: () => promised })
    expect(run.clock('clock')).toMatchObject([{ dueAt: '2026-11-24T09:00:00.000Z' }])
    run.do('2026-11-23T13:30:00Z', { type: 'fill', places: { serviceId: 's1' } })
    expect(run.clock('clock')).toMatchObject([{ dueAt: '2026-11-23T17:00:00.000Z', calendar: { id: 'long', version: 3 }, segments: [{ because: '' }, { from: '2026-11-23T13:30:00.000Z', because: 'Another service' }] }])
  })

  it('never falls due where the calendar never opens', () => {
    const run = begun('2026-11-23T13:00:00Z', {}, { calendars: new Map([['CAL-1', { id: 'shut', version: 1, body: { ...office, windows: [] } }]]) })
    expect(run.clock('clock')).toMatchObject([{ dueAt: null, met: null }])
    expect(run.do('2027-11-23T13:00:00Z', go('work-check')).clocks).toMatchObject([{ met: true, used: 0 }])
  })
})

describe('an elapsed clock', () => {
  it.each([
    [24, 'hours', '2027-03-27T11:00:00Z', '2027-03-28T11:00:00.000Z'],
    [1, 'days', '2027-03-27T11:00:00Z', '2027-03-28T10:00:00.000Z'],
    [1, 'days', '2027-10-30T10:00:00Z', '2027-10-31T11:00:00.000Z'],
    [1, 'months', '2027-01-31T11:00:00Z', '2027-02-28T11:00:00.000Z'],
    [1, 'months', '2027-03-15T11:00:00Z', '2027-04-15T10:00:00.000Z'],
    [1, 'months', '2027-12-31T23:30:00Z', '2028-01-31T23:30:00.000Z'],
    [90, 'minutes', '2027-03-28T00:00:00Z', '2027-03-28T01:30:00.000Z'],
  ])('of %s %s from %s is due at %s: hours by the clock, days and months by the calendar in Oslo', (value, unit, start, due) => {
    expect(begun(start, elapsed(value, unit)).clock('clock')[0]?.dueAt).toBe(due)
  })
})

describe('a change of priority', () => {
  const targets = { targets: [{ priority: 'high', value: 1, unit: 'hours' }, { priority: 'low', value: 4, unit: 'hours' }] }

  it('sets the new target from the start of the clock and keeps both', () => {
    const run = begun('2026-11-23T08:00:00Z', targets, {}, 'low')
    run.do('2026-11-23T08:30:00Z', { type: 'prioritise', priority: 'high', reason: 'x' })
    expect(run.clock('clock')).toMatchObject([{
      dueAt: '2026-11-23T09:00:00.000Z', used: 1_800_000,
      segments: [{ from: '2026-11-23T08:00:00.000Z', priority: 'low', value: 4 }, { from: '2026-11-23T08:30:00.000Z', priority: 'high', value: 1, because: 'Priority high' }],
    }])
    expect(clocksShown(run.plan, run.record!, new Date('2026-11-23T08:45:00Z'))).toMatchObject([{ name: 'Clock', target: '1 hour in service hours', used: 2_700_000, allowed: 3_600_000, segments: [{ priority: 'low', target: '4 hours in service hours', because: 'Priority high' }] }])
  })

  it('may breach at once, and leaves a clock that has stopped as it is', () => {
    const run = begun('2026-11-23T08:00:00Z', targets, {}, 'low')
    run.do('2026-11-23T10:00:00Z', { type: 'prioritise', priority: 'high', reason: 'x' })
    expect(nextDueAt(run.record!)).toBe('2026-11-23T09:00:00.000Z')
    const met = begun('2026-11-23T08:00:00Z', targets, {}, 'low')
    met.do('2026-11-23T10:00:00Z', go('work-check'))
    const clocks = met.record!.clocks
    met.do('2026-11-23T10:30:00Z', { type: 'prioritise', priority: 'high', reason: 'x' })
    expect(met.record!.clocks).toBe(clocks)
  })

  it('may ask for other hours: what was used is counted anew in them', () => {
    const run = begun('2026-11-23T14:00:00Z', { targets: [{ priority: 'high', value: 4, unit: 'hours', hours: 'elapsed' }, { priority: 'low', value: 4, unit: 'hours' }] }, {}, 'low')
    run.do('2026-11-23T17:00:00Z', { type: 'prioritise', priority: 'high', reason: 'x' })
    expect(run.clock('clock')).toMatchObject([{ used: 3 * 3_600_000, dueAt: '2026-11-23T18:00:00.000Z' }])
  })

  it('begins a clock that has a target for it only, from its start moment on; without a target it is due no more', () => {
    const run = begun('2026-11-23T08:00:00Z', { targets: [{ priority: 'high', value: 1, unit: 'hours' }] })
    expect(run.clock('clock')).toEqual([])
    run.do('2026-11-23T08:30:00Z', { type: 'prioritise', priority: 'high', reason: 'x' })
    expect(run.clock('clock')).toMatchObject([{ startedAt: '2026-11-23T08:00:00.000Z', dueAt: '2026-11-23T09:00:00.000Z' }])
    run.do('2026-11-23T08:40:00Z', { type: 'prioritise', priority: 'low', reason: 'x' })
    expect(run.clock('clock')).toMatchObject([{ dueAt: null, segments: [{ value: 1 }, { value: 0 }] }])
    expect(run.do('2026-11-25T08:40:00Z', go('work-check')).clocks).toMatchObject([{ met: null }])
  })
})

describe('when a clock runs', () => {
  it('begins from its start moment on, once its condition holds', () => {
    const run = begun('2026-11-23T08:00:00Z', { when: "fields.receipt != ''" })
    expect([run.clock('clock'), run.last?.changed.set['due_at']]).toEqual([[], null])
    run.do('2026-11-23T09:00:00Z', { type: 'fill', fields: { receipt: 'R' } })
    expect(run.clock('clock')).toMatchObject([{ run: 1, startedAt: '2026-11-23T08:00:00.000Z', dueAt: '2026-11-23T12:00:00.000Z' }])
    run.do('2026-11-23T09:30:00Z', { type: 'fill', fields: { receipt: '' } })
    expect(run.clock('clock')).toMatchObject([{ stoppedAt: null }])
  })

  it('starts anew at every visit to its step', () => {
    const run = begun('2026-11-23T08:00:00Z', { start: { at: 'entering', of: 'report' }, stop: { at: 'leaving', of: 'report' } })
    for (const [at, way] of [['09', 'work-report'], ['10', 'report-work'], ['11', 'work-report']] as const) run.do(`2026-11-23T${at}:00:00Z`, go(way))
    expect(run.clock('clock')).toMatchObject([{ run: 1, met: true, stoppedAt: '2026-11-23T10:00:00.000Z' }, { run: 2, startedAt: '2026-11-23T11:00:00.000Z', dueAt: '2026-11-23T15:00:00.000Z', stoppedAt: null }])
  })

  it('starts anew when a field changes that restarts it, at the instant that the field says', () => {
    const run = begun('2026-11-23T08:00:00Z', { ...elapsed(30, 'minutes'), restart: ['told'] })
    run.do('2026-11-23T08:25:00Z', { type: 'fill', fields: { told: '2026-11-23T08:20:00Z' } })
    run.do('2026-11-23T09:00:00Z', { type: 'fill', fields: { told: '2026-11-23T08:58:00Z' } })
    expect(run.clock('clock')).toMatchObject([
      { run: 1, stoppedAt: '2026-11-23T08:20:00.000Z', met: true }, { run: 2, startedAt: '2026-11-23T08:20:00.000Z', stoppedAt: '2026-11-23T08:58:00.000Z', met: false }, { run: 3, dueAt: '2026-11-23T09:28:00.000Z' },
    ])
  })

  it('starts and stops with fields; where the field is an instant, then; emptied again, as if it never was', () => {
    const run = begun('2026-11-23T08:00:00Z', { ...elapsed(1, 'hours'), start: { at: 'field', of: 'told' }, stop: { at: 'field', of: 'receipt' } })
    run.do('2026-11-23T08:30:00Z', { type: 'fill', fields: { told: '2026-11-23T08:10:00Z' } })
    expect(run.clock('clock')).toMatchObject([{ startedAt: '2026-11-23T08:10:00.000Z', dueAt: '2026-11-23T09:10:00.000Z' }])
    run.do('2026-11-23T08:40:00Z', { type: 'fill', fields: { told: '2026-11-23T08:20:00Z' } })
    expect(run.clock('clock')).toMatchObject([{ startedAt: '2026-11-23T08:20:00.000Z', dueAt: '2026-11-23T09:20:00.000Z' }])
    run.do('2026-11-23T09:00:00Z', { type: 'fill', fields: { receipt: 'R' } })
    expect(run.clock('clock')).toMatchObject([{ stoppedAt: '2026-11-23T09:00:00.000Z', met: true }])
    run.do('2026-11-23T09:05:00Z', { type: 'fill', fields: { receipt: '' } })
    expect(run.clock('clock')).toMatchObject([{ stoppedAt: null, met: null, dueAt: '2026-11-23T09:20:00.000Z' }])
    run.do('2026-11-23T09:06:00Z', { type: 'fill', fields: { told: null } })
    expect(clocksShown(run.plan, run.record!, new Date('2026-11-23T09:06:00Z'))).toEqual([])
    run.do('2026-11-23T09:08:00Z', { type: 'fill', fields: { receipt: 'R again' } })
    run.do('2026-11-23T09:09:00Z', { type: 'fill', fields: { receipt: null } })
    run.do('2026-11-23T09:10:00Z', { type: 'fill', fields: { told: '2026-11-23T09:10:00Z' } })
    expect(clocksShown(run.plan, run.record!, new Date('2026-11-23T09:10:00Z'))).toMatchObject([{ run: 2, startedAt: '2026-11-23T09:10:00.000Z', dueAt: '2026-11-23T10:10:00.000Z', stoppedAt: null }])
  })

  it('stops at once where its stop has come already', () => {
    const run = begun('2026-11-23T08:00:00Z', { ...elapsed(1, 'hours'), start: { at: 'entering', of: 'report' }, stop: { at: 'field', of: 'receipt' } })
    run.do('2026-11-23T08:10:00Z', { type: 'fill', fields: { receipt: 'R' } })
    expect(run.do('2026-11-23T09:10:00Z', go('work-report')).clocks).toMatchObject([{ startedAt: '2026-11-23T09:10:00.000Z', stoppedAt: '2026-11-23T09:10:00.000Z', met: true }])
  })

  it('is due when a field says: on a day at its end in Oslo', () => {
    const run = begun('2026-11-23T08:00:00Z', { hours: 'elapsed', targets: [], dueField: 'due', beats: [{ id: 'half', at: 50, do: 'remind' }, { id: 'full', at: 100, do: 'escalate' }] })
    expect(run.clock('clock')).toMatchObject([{ dueAt: null, segments: [] }])
    run.do('2026-11-23T09:00:00Z', { type: 'fill', fields: { due: '2026-11-25' } })
    expect(run.clock('clock')).toMatchObject([{ dueAt: '2026-11-25T22:59:59.999Z' }])
    expect(nextBeatAt(run.plan, run.record!)).toBe('2026-11-24T15:30:00.000Z')
    run.do('2026-11-23T10:00:00Z', { type: 'fill', fields: { due: '2026-11-24' } })
    expect(run.do('2026-11-25T09:00:00Z', go('work-check')).clocks).toMatchObject([{ dueAt: '2026-11-24T22:59:59.999Z', met: false }])
  })

  it('ends with the closing: without a judgement, or breached where it was overdue', () => {
    const stop = { stop: { at: 'leaving', of: 'report' } }
    const close = (at: string) => {
      const run = begun('2026-11-23T08:00:00Z', stop)
      run.do('2026-11-23T09:00:00Z', go('work-check'))
      return run.do(at, { type: 'close' }).clocks
    }
    expect(close('2026-11-23T10:00:00Z')).toMatchObject([{ stoppedAt: '2026-11-23T10:00:00.000Z', met: null }])
    expect(close('2026-11-24T10:00:00Z')).toMatchObject([{ met: false }])
  })
})
