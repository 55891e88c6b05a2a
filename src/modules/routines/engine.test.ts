import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { describe, expect, it } from 'vitest'
import { aroundTheClock } from '../operating-model/calendar.ts'
import { folded } from './engine.columns.ts'
import type { By, Happening, Plan } from './engine.plan.ts'
import { advance } from './engine.ts'
import type { RoutineRecord } from './record.ts'
import { routineBody } from './routine-body.ts'

const office = { timeZone: 'Europe/Oslo', windows: [{ days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const, from: '08:00', to: '17:00' }].map((each) => ({ ...each, days: [...each.days] })), holidays: [], note: '' }

function starter(key: string): Plan {
  const { body } = parse(readFileSync(new URL(`../../../content/starter/routines/${key}.yaml`, import.meta.url), 'utf8')) as { body: unknown }
  return {
    routineId: 'r1', version: 1, title: key, body: routineBody.parse(body), thresholds: {}, timeZone: 'Europe/Oslo',
    calendars: new Map([['CAL-1', { id: 'c1', version: 1, body: office }], ['CAL-2', { id: 'c2', version: 1, body: aroundTheClock('Europe/Oslo') }]]),
    serviceCalendar: () => null, roleIds: new Map(Array.from({ length: 12 }, (_, at) => [`ROL-${at + 1}`, `role-${at + 1}`])),
  }
}

const ada: By = { personId: 'ada', roleId: null }

describe('an incident of the starter', () => {
  it('goes from its report to its closing, and its events fold to the record', () => {
    const plan = starter('RTN-1')
    const start = Date.parse('2026-11-23T09:00:00Z')
    const happenings: Happening[] = [
      { type: 'create', title: 'Mail is down', fields: { description: 'x', impact: 'Everyone, or a critical service', urgency: 'Work has stopped' } },
      { type: 'fill', places: { serviceId: 's1' } },
      { type: 'advance', transition: 'register-classify', fields: { category: 'Network' } },
      { type: 'assign', personId: 'bo' },
      { type: 'advance', transition: 'classify-restore' },
      { type: 'advance', transition: 'restore-wait' },
      { type: 'advance', transition: 'wait-restore', fields: { solution: 'y' } },
      { type: 'advance', transition: 'restore-confirm', fields: { solution: 'y' } },
      { type: 'close', outcome: 'solved', fields: { cause: 'Capacity', feedback: 'Satisfied' } },
    ]
    let record: RoutineRecord | null = null
    let fold: RoutineRecord | null = null
    happenings.forEach((happening, at) => {
      const done = advance(plan, record, happening, new Date(start + at * 600_000), ada)
      record = done.record
      fold = folded(fold, done.changed)
      expect(fold).toEqual(record)
    })
    expect(record).toMatchObject({ state: 'confirm', outcome: 'solved', priority: 'Critical', priorityBy: 'grid', instants: { closed: '2026-11-23T10:20:00.000Z' } })
    expect(record!.clocks.filter(({ clock }) => clock !== 'no_answer')).toMatchObject([
      { clock: 'response', run: 1, startedAt: '2026-11-23T09:00:00.000Z', stoppedAt: '2026-11-23T09:40:00.000Z', dueAt: '2026-11-23T09:15:00.000Z', met: false },
      { clock: 'restoration', waits: [{ from: '2026-11-23T09:50:00.000Z', to: '2026-11-23T10:00:00.000Z' }], dueAt: '2026-11-23T13:10:00.000Z', met: true, used: 3_600_000 },
    ])
  })
})
