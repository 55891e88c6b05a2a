import { allowedBy, calendarFor, countingOf, dueBy, usedAt, usedUpAt } from './engine.clock.time.ts'
import type { Plan } from './engine.plan.ts'
import type { ClockRun, ClockSegment, RoutineRecord } from './record.ts'
import type { RoutineClock } from './routine-body.ts'

/** A record under its plan, with the clock whose runs are worked on. */
export type Ticking = { plan: Plan; record: RoutineRecord; clock: RoutineClock }

const lastInstant = Date.parse('9999-12-31T23:59:59.999Z')

function written(instant: number | null): string | null {
  return instant === null || instant > lastInstant ? null : new Date(Math.ceil(instant)).toISOString()
}

/** The segment of a clock for a priority: that of the priority itself, else that of every one; of value 0 where neither is. */
export function segmentFor(clock: RoutineClock, priority: string, from: string, because: string): ClockSegment {
  const target = clock.targets.find((each) => each.priority === priority) ?? clock.targets.find((each) => each.priority === '*')
  if (!target) return { from, priority, value: 0, unit: 'hours', hours: clock.hours, because }
  return { from, priority, value: target.value, unit: target.unit, hours: target.hours || clock.hours, because }
}

/** A start moment that has passed, whose condition is still to hold. */
export function armed(clock: RoutineClock, startedAt: string): ClockRun {
  return {
    clock: clock.id, run: 0, startedAt, since: startedAt, used: 0, waitsFrom: null, waits: [], stoppedAt: null, dueAt: null, met: null, calendar: null, segments: [], fired: [],
  }
}

/** A run from its start moment on. Undefined where the clock has no target for the record's priority. */
export function begun({ plan, record, clock }: Ticking, startedAt: string, run: number): ClockRun | undefined {
  const segment = segmentFor(clock, record.priority, startedAt, '')
  if (clock.dueField === '' && segment.value === 0) return undefined
  const calendar = calendarFor(plan, record, clock)
  return { ...armed(clock, startedAt), run, calendar: calendar && { id: calendar.id, version: calendar.version }, segments: clock.dueField === '' ? [segment] : [] }
}

/** The length that a run allows under its last segment, in milliseconds; null where only a day is due or no target holds. */
export function allowedOf({ plan, record }: Pick<Ticking, 'plan' | 'record'>, run: ClockRun): number | null {
  const segment = run.segments.at(-1)
  if (!segment || segment.value === 0) return null
  return allowedBy(segment, Date.parse(run.startedAt), countingOf(plan, record, run), plan.timeZone)
}

/** The instant at which a share of the target is used, as it is written down; null where none is, or while it waits. */
export function writtenShareAt(ticking: Ticking, run: ClockRun, share: number): string | null {
  return written(shareAt(ticking, run, share))
}

function shareAt(ticking: Ticking, run: ClockRun, share: number): number | null {
  const { plan, record, clock } = ticking
  if (clock.dueField !== '') {
    const start = Date.parse(run.startedAt)
    const end = dueBy(record.fields[clock.dueField], plan.timeZone)
    const at = end === null ? null : share === 1 ? end : start + Math.max(0, end - start) * share
    return at !== null && run.waitsFrom !== null && at > Date.parse(run.waitsFrom) ? null : at
  }
  const allowed = allowedOf(ticking, run)
  return allowed === null ? null : usedUpAt(run, countingOf(plan, record, run), allowed * share)
}

/** A run with its due instant worked out anew. */
export function due(ticking: Ticking, run: ClockRun): ClockRun {
  const dueAt = writtenShareAt(ticking, run, 1)
  return dueAt === run.dueAt ? run : { ...run, dueAt }
}

/** A run with what it has used at an instant written down. */
export function counted({ plan, record }: Pick<Ticking, 'plan' | 'record'>, run: ClockRun, at: string): ClockRun {
  const since = at < run.startedAt ? run.startedAt : at
  return { ...run, since, used: Math.round(usedAt(run, countingOf(plan, record, run), Date.parse(since))) }
}

/** A run that came to its stop: met when that was not after it was due, without a judgement where nothing was due. */
export function stopped(ticking: Ticking, run: ClockRun, moment: string): ClockRun {
  const stoppedAt = moment < run.startedAt ? run.startedAt : moment
  const last = due(ticking, { ...run, waitsFrom: run.waitsFrom !== null && run.waitsFrom > stoppedAt ? null : run.waitsFrom })
  const judged = ticking.clock.dueField === '' ? allowedOf(ticking, last) !== null : last.dueAt !== null
  return { ...counted(ticking, { ...last, stoppedAt }, stoppedAt), met: judged ? last.dueAt === null || stoppedAt <= last.dueAt : null }
}

/** A run that ended without coming to its stop: breached where it was due already, otherwise without a judgement. */
export function ended(ticking: Ticking, run: ClockRun, at: string): ClockRun {
  const last = stopped(ticking, run, at)
  return last.met === false ? last : { ...last, met: null }
}

/** A run whose start was taken back: as if it never was, but that the next one has a number of its own. */
export function undone(run: ClockRun): ClockRun {
  return { ...run, since: run.startedAt, used: 0, waitsFrom: null, waits: [], stoppedAt: run.startedAt, dueAt: null, met: null, segments: [] }
}

/** Whether the start of a run was taken back; nobody is shown such a run. */
export function isUndone(run: ClockRun): boolean {
  return run.run > 0 && run.stoppedAt === run.startedAt && run.met === null && run.dueAt === null && run.segments.length === 0
}

/** A run that waits from an instant on, or goes on. */
export function waiting(ticking: Ticking, run: ClockRun, waits: boolean, at: string): ClockRun {
  if (waits === (run.waitsFrom !== null)) return run
  const from = at < run.startedAt ? run.startedAt : at
  if (waits) return counted(ticking, { ...run, waitsFrom: from }, from)
  const since = run.waitsFrom ?? from
  return counted(ticking, { ...run, waitsFrom: null, waits: since < from ? [...run.waits, { from: since, to: from }] : run.waits }, from)
}

/** A run under another target, or in another calendar; both targets are kept. The same run where neither is other than before. */
export function retargeted(ticking: Ticking, run: ClockRun, at: string, because: string, calendar: ClockRun['calendar'] = run.calendar): ClockRun {
  const { clock, record } = ticking
  const last = run.segments.at(-1)
  if (clock.dueField !== '' || !last) return run
  const next = segmentFor(clock, record.priority, at, because)
  const moved = calendar?.id !== run.calendar?.id
  if (!moved && next.value === last.value && next.unit === last.unit && next.hours === last.hours) return run
  return counted(ticking, { ...run, calendar: moved ? calendar : run.calendar, segments: [...run.segments, next] }, at)
}
