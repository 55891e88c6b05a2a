import { Temporal } from 'temporal-polyfill'
import { minuteOf, minutesIn, weekdays, type CalendarBody, type WeeklyWindow } from './calendar.ts'

/** A half-open stretch of time: from is in it, to is not. */
export type Stretch = { from: Date; to: Date }

/**
 * The stretches in which the calendar is open between two instants: clipped, in order, joined where they touch.
 * A window is agreed in wall-clock time. Where clocks go back it runs from the first to the last occurrence of its times, so it is never shorter
 * than agreed; a time that clocks jump over counts as the instant of the jump. Holidays close their day from 00:00 to 24:00.
 */
export function windowsBetween(calendar: CalendarBody, from: Date, to: Date): Stretch[] {
  if (!(from < to)) return []
  const holidays = new Set(calendar.holidays.map((holiday) => holiday.on))
  const last = localDay(to, calendar.timeZone)
  const open: Stretch[] = []
  for (let on = localDay(from, calendar.timeZone).subtract({ days: 1 }); Temporal.PlainDate.compare(on, last) <= 0; on = on.add({ days: 1 })) {
    for (const window of calendar.windows) if (runsOn(window, on)) open.push(...pieces(window, on, calendar.timeZone, holidays))
  }
  return joined(open.map((each) => clipped(each, from, to)).filter((each) => each.from < each.to))
}

/** Milliseconds of service time between two instants. */
export function serviceTimeBetween(calendar: CalendarBody, from: Date, to: Date): number {
  return windowsBetween(calendar, from, to).reduce((sum, each) => sum + (each.to.getTime() - each.from.getTime()), 0)
}

/**
 * The instant at which `milliseconds` of service time have passed since `start`: what a clock in service hours is due at.
 * Undefined where the calendar does not open for so long within ten years.
 */
export function afterServiceTime(calendar: CalendarBody, start: Date, milliseconds: number): Date | undefined {
  if (milliseconds <= 0) return start
  let left = milliseconds
  let at = start
  const horizon = start.getTime() + 10 * 366 * msOfDay
  while (at.getTime() < horizon) {
    const next = new Date(at.getTime() + 28 * msOfDay)
    for (const window of windowsBetween(calendar, at, next)) {
      const length = window.to.getTime() - window.from.getTime()
      if (length >= left) return new Date(window.from.getTime() + left)
      left -= length
    }
    at = next
  }
  return undefined
}

const msOfDay = 86_400_000

function localDay(instant: Date, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone).toPlainDate()
}

function runsOn(window: WeeklyWindow, on: Temporal.PlainDate): boolean {
  const name = weekdays[on.dayOfWeek - 1]
  return name !== undefined && window.days.includes(name)
}

/** The window that begins on a day, cut at midnight so that a holiday on either side closes only its own part. */
function pieces(window: WeeklyWindow, on: Temporal.PlainDate, zone: string, holidays: ReadonlySet<string>): Stretch[] {
  const start = minuteOf(window.from)
  const end = start + minutesIn(window)
  const parts = [
    { on, start, end: Math.min(end, dayMinutes) },
    { on: on.add({ days: 1 }), start: 0, end: end - dayMinutes },
  ]
  return parts
    .filter((part) => part.end > part.start && !holidays.has(part.on.toString()))
    .map((part) => ({ from: instantOf(part.on, part.start, zone, 'earlier'), to: instantOf(part.on, part.end, zone, 'later') }))
}

const dayMinutes = 24 * 60

/** The instant of a wall-clock time; where that time comes twice, the earlier or the later one; where it never comes, the jump itself. */
function instantOf(on: Temporal.PlainDate, minute: number, zone: string, twice: 'earlier' | 'later'): Date {
  const midnight = Temporal.PlainTime.from('00:00')
  const wall = minute === dayMinutes ? on.add({ days: 1 }).toPlainDateTime(midnight) : on.toPlainDateTime(midnight).add({ minutes: minute })
  const zoned = wall.toZonedDateTime(zone, { disambiguation: twice })
  if (zoned.toPlainDateTime().equals(wall)) return new Date(zoned.epochMilliseconds)
  const before = wall.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const jump = before.getTimeZoneTransition('next') ?? zoned
  return new Date(jump.epochMilliseconds)
}

function clipped(each: Stretch, from: Date, to: Date): Stretch {
  return { from: each.from < from ? from : each.from, to: each.to > to ? to : each.to }
}

function joined(stretches: Stretch[]): Stretch[] {
  const ordered = stretches.sort((a, b) => a.from.getTime() - b.from.getTime())
  const result: Stretch[] = []
  for (const next of ordered) {
    const previous = result[result.length - 1]
    if (previous && next.from <= previous.to) previous.to = next.to > previous.to ? next.to : previous.to
    else result.push({ ...next })
  }
  return result
}
