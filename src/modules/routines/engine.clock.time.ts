import { Temporal } from 'temporal-polyfill'
import { endOfDay } from '../../shared/days.ts'
import { aroundTheClock, type CalendarBody } from '../operating-model/calendar.ts'
import { openHours, type OpenHours } from './engine.clock.hours.ts'
import type { CalendarUse, Plan } from './engine.plan.ts'
import type { ClockRun, ClockSegment, FieldValue, RoutineRecord } from './record.ts'
import type { RoutineClock } from './routine-body.ts'

/** The calendar under which a clock begins: that of the record's service, else its own; null where it runs elapsed or has neither (around the clock). */
export function calendarFor(plan: Plan, record: RoutineRecord, clock: RoutineClock): CalendarUse | null {
  if (clock.hours === 'elapsed' && !clock.targets.some((target) => target.hours === 'service hours')) return null
  return (record.serviceId === null ? null : plan.serviceCalendar(record.serviceId)) ?? plan.calendars.get(clock.calendar) ?? null
}

/** The hours of the calendar that a run began under. Throws where that version is not at hand. */
function hoursOfRun(plan: Plan, record: RoutineRecord, run: ClockRun): OpenHours {
  const use = run.calendar
  if (use === null) return openHours(alwaysOpen(plan.timeZone))
  const same = (each: CalendarUse | null) => each !== null && each.id === use.id && each.version === use.version
  const promised = record.serviceId === null ? null : plan.serviceCalendar(record.serviceId)
  if (promised && same(promised)) return openHours(promised.body)
  for (const each of plan.calendars.values()) if (same(each)) return openHours(each.body)
  const body = plan.calendarVersion?.(use.id, use.version)
  if (!body) throw new RangeError(`Version ${use.version} of calendar ${use.id} is not at hand, but clock ${run.clock} began under it.`)
  return openHours(body)
}

const zones = new Map<string, CalendarBody>()
function alwaysOpen(zone: string): CalendarBody {
  const body = zones.get(zone) ?? aroundTheClock(zone)
  zones.set(zone, body)
  return body
}

/** How a run counts: all time, or the open hours of its calendar. */
export type Counting = { between: (from: number, to: number) => number; after: (from: number, length: number) => number | null; open: OpenHours | null }

const elapsed: Counting = { between: (from, to) => Math.max(0, to - from), after: (from, length) => from + length, open: null }

/** How a run counts under its last segment, or elapsed where it has a due day instead of a target. */
export function countingOf(plan: Plan, record: RoutineRecord, run: ClockRun): Counting {
  if (run.segments.at(-1)?.hours !== 'service hours') return elapsed
  const open = hoursOfRun(plan, record, run)
  return { between: open.between, after: open.after, open }
}

/** The stretches in which a run counts, the last of them open (to null) while it runs. */
function running(run: ClockRun): { from: number; to: number | null }[] {
  const stretches: { from: number; to: number | null }[] = []
  let from = Date.parse(run.startedAt)
  for (const wait of run.waits) {
    stretches.push({ from, to: Math.max(from, Date.parse(wait.from)) })
    from = Math.max(from, Date.parse(wait.to))
  }
  const end = run.waitsFrom ?? run.stoppedAt
  stretches.push({ from, to: end === null ? null : Math.max(from, Date.parse(end)) })
  return stretches
}

/** Milliseconds that a run has used at an instant. */
export function usedAt(run: ClockRun, counting: Counting, at: number): number {
  return running(run).reduce((sum, each) => sum + (each.from < at ? counting.between(each.from, each.to === null ? at : Math.min(each.to, at)) : 0), 0)
}

/** The instant at which a run has used so much; null where that does not come while it waits, or ever. */
export function usedUpAt(run: ClockRun, counting: Counting, length: number): number | null {
  let left = length
  for (const { from, to } of running(run)) {
    if (to === null) return counting.after(from, left)
    const part = counting.between(from, to)
    if (part >= left) return counting.after(from, left)
    left -= part
  }
  return null
}

/**
 * Milliseconds that a segment allows from the start of a clock. Elapsed days and months end at the same time of the day in the organisation's zone
 * (31 January and one month: the last day of February); a day of service hours is as long as the calendar is open on one of its days.
 */
export function allowedBy(segment: Pick<ClockSegment, 'value' | 'unit'>, startedAt: number, counting: Counting, zone: string): number {
  const { value, unit } = segment
  if (unit === 'minutes') return value * 60_000
  if (unit === 'hours') return value * 3_600_000
  if (unit === 'days' && counting.open) return value * counting.open.day
  const whole = Math.floor(value)
  const start = Temporal.Instant.fromEpochMilliseconds(startedAt).toZonedDateTimeISO(zone)
  const end = start.add(unit === 'days' ? { days: whole } : { months: whole }).epochMilliseconds
  return end - startedAt + (value - whole) * (unit === 'days' ? 86_400_000 : 30 * 86_400_000)
}

/** The instant that a due field sets: the end of a day in the organisation's zone, or the instant itself; null while it is empty. */
export function dueBy(value: FieldValue | undefined, zone: string): number | null {
  if (typeof value !== 'string' || value === '') return null
  return value.length === 10 ? endOfDay(value, zone).getTime() : Date.parse(value)
}
