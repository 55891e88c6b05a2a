import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { aroundTheClock, type CalendarBody } from '../../src/modules/operating-model/calendar.ts'
import { folded } from '../../src/modules/routines/engine.columns.ts'
import type { Advanced, By, Happening, Plan } from '../../src/modules/routines/engine.plan.ts'
import { advance } from '../../src/modules/routines/engine.ts'
import type { RoutineRecord } from '../../src/modules/routines/record.ts'
import { routineBody, type RoutineBody } from '../../src/modules/routines/routine-body.ts'

/** Monday to Friday, 08:00–16:00 in Oslo; closed on 24–26 December 2026. */
export const office: CalendarBody = {
  timeZone: 'Europe/Oslo',
  windows: [{ days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '08:00', to: '16:00' }],
  holidays: ['2026-12-24', '2026-12-25', '2026-12-26'].map((on) => ({ on, name: 'Christmas' })),
  note: '',
}

/** A plan around a body: calendars CAL-1 (office) and CAL-2 (around the clock), roles ROL-1 to ROL-12 as role-1 to role-12, in Oslo. */
export function planOf(body: RoutineBody, more: Partial<Plan> = {}): Plan {
  return {
    routineId: 'routine', version: 1, title: 'Routine', body, thresholds: {}, timeZone: 'Europe/Oslo', serviceCalendar: () => null,
    calendars: new Map([['CAL-1', { id: 'office', version: 1, body: office }], ['CAL-2', { id: 'always', version: 1, body: aroundTheClock('Europe/Oslo') }]]),
    roleIds: new Map(Array.from({ length: 12 }, (_, at) => [`ROL-${at + 1}`, `role-${at + 1}`])),
    ...more,
  }
}

/** A routine of the starter by its key. */
export function starterRoutine(key: string): RoutineBody {
  const { body } = parse(readFileSync(new URL(`../../content/starter/routines/${key}.yaml`, import.meta.url), 'utf8')) as { body: unknown }
  return routineBody.parse(body)
}

export const ada: By = { personId: 'ada', roleId: null }
export const bo: By = { personId: 'bo', roleId: 'role-2' }
export const cy: By = { personId: 'cy', roleId: 'role-3' }
export const job: By = { personId: null, roleId: null }

/** A record that things happen to, one after the other; `at` is an instant such as 2026-11-23T09:00:00Z. */
export class Run {
  plan: Plan
  record: RoutineRecord | null = null
  fold: RoutineRecord | null = null
  last: Advanced | null = null
  constructor(plan: Plan) {
    this.plan = plan
  }
  /** Lets it happen and answers the record. */
  do(at: string, happening: Happening, by: By = ada): RoutineRecord {
    this.last = advance(this.plan, this.record, happening, new Date(at), by)
    this.record = this.last.record
    this.fold = folded(this.fold, this.last.changed)
    if (happening.type === 'migrate') this.plan = happening.to
    return this.record
  }
  /** The sentences of the refusal, each with its path; empty when it is not refused. */
  refused(at: string, happening: Happening, by: By = ada): string[] {
    try {
      advance(this.plan, this.record, happening, new Date(at), by)
      return []
    } catch (problem) {
      return (problem as { faults: { path: string; message: string }[] }).faults.map((fault) => `${fault.path}: ${fault.message}`)
    }
  }
  clock(id: string) {
    return this.record?.clocks.filter((run) => run.clock === id && run.run > 0) ?? []
  }
}

/** Work that may wait and ends in a check; `clock` says what is other than: opened to entering the check, 4 hours in service hours. */
export function clocked(...clocks: object[]): RoutineBody {
  return routineBody.parse({
    fields: [
      { id: 'told', label: 'Told', type: 'instant' }, { id: 'due', label: 'Due', type: 'day' }, { id: 'grave', label: 'Grave', type: 'choice', choices: ['yes', 'no'], sets: 'assessed' }, { id: 'receipt', label: 'Receipt', type: 'text' },
    ],
    steps: [
      { id: 'work', name: 'Work', process: 'recover', role: 'ROL-1' }, { id: 'wait', name: 'Wait', process: 'recover', role: 'ROL-1' }, { id: 'report', name: 'Report', process: 'agree', role: 'ROL-1' },
      { id: 'check', name: 'Check', process: 'recover', role: 'ROL-1', end: true, sets: ['resolved'] },
    ],
    transitions: [['work', 'wait'], ['wait', 'work'], ['work', 'report'], ['report', 'work'], ['work', 'check'], ['check', 'work']].map(([from, to]) => ({ from, to, name: `${from} to ${to}` })),
    priorities: ['high', 'low'],
    clocks: clocks.map((clock) => ({
      id: 'clock', name: 'Clock', start: { at: 'instant', of: 'opened' }, stop: { at: 'entering', of: 'check' }, hours: 'service hours', calendar: 'CAL-1', pause: ['wait'], targets: [{ priority: '*', value: 4, unit: 'hours' }], ...clock,
    })),
  })
}

/** A record of that routine with one clock, created at an instant. */
export function begunClocked(at: string, clock: object, more: Partial<Plan> = {}, priority = ''): Run {
  const run = new Run(planOf(clocked(clock), more))
  run.do(at, { type: 'create', title: 'x', priority })
  return run
}

/** Taking a way. */
export const go = (transition: string) => ({ type: 'advance', transition }) as const
/** A target for every priority that runs elapsed. */
export const elapsed = (value: number, unit: string) => ({ hours: 'elapsed', targets: [{ priority: '*', value, unit }] })
