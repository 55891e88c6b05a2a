import { z } from 'zod'
import { day, isTimeZone, timeZone } from '../../shared/days.ts'
import { listed, repeated, unanswered } from '../../shared/faults.ts'
import { items, text, word } from '../../shared/fields.ts'
import { defineKind, type Fault } from '../../shared/kind.ts'

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Weekday = (typeof weekdays)[number]

const minutesOfDay = 24 * 60
const minutesOfWeek = 7 * minutesOfDay

const weeklyWindow = z.strictObject({
  days: z.array(z.enum(weekdays)).min(1, 'Choose at least one day.').max(7).describe('Days'),
  from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Give a time from 00:00 to 23:59.').describe('From'),
  to: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'Give a time from 00:00 to 24:00.').describe('To; when not later than the start, on the next day'),
})
export type WeeklyWindow = z.infer<typeof weeklyWindow>

const holiday = z.strictObject({ on: day.describe('Day'), name: word('Name', 100) })

export const calendarBody = z.strictObject({
  timeZone: timeZone.default('UTC').describe('Time zone'),
  windows: items(weeklyWindow, 'Weekly hours', 50),
  holidays: items(holiday, 'Holidays, closed from 00:00 to 24:00', 1000),
  note: text('Note', 1000),
})
export type CalendarBody = z.infer<typeof calendarBody>

/** Service hours: when a service is promised and when service clocks run. */
export const calendar = defineKind<CalendarBody>({
  kind: 'calendar',
  prefix: 'CAL',
  noun: 'calendar',
  plural: 'calendars',
  path: 'calendars',
  body: calendarBody,
  empty: calendarBody.parse({}),
  reviewEvery: 'P1Y',
  links: ['serves', 'answers'],
  check: ({ body }) => [
    ...overlaps(body.windows),
    ...repeated(body.holidays, (each) => each.on, 'body.holidays', (each) => `${each.on} is a holiday already; take one out.`),
  ],
  missing: (draft) => unanswered(draft, { windows: 'Add the hours of the week in which the calendar is open.' }),
  facts: (body) => [
    { label: 'Hours', value: hoursOf(body.windows) },
    { label: 'Time zone', value: body.timeZone },
    { label: 'Holidays', value: String(body.holidays.length) },
  ],
})

/** Hours that never close, in a time zone. */
export function aroundTheClock(zone: string): CalendarBody {
  if (!isTimeZone(zone)) throw new RangeError(`There is no time zone "${zone}"; give one such as Europe/Oslo.`)
  return { timeZone: zone, windows: [{ days: [...weekdays], from: '00:00', to: '24:00' }], holidays: [], note: '' }
}

/** Minutes since 00:00, from 0 to 1440. */
export function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

/** Length of one window in minutes; one that does not end later than it starts ends on the next day. */
export function minutesIn(window: WeeklyWindow): number {
  const length = minuteOf(window.to) - minuteOf(window.from)
  return length > 0 ? length : length + minutesOfDay
}

/** Minutes a week that the calendar is open, before holidays. */
export function minutesAWeek(windows: readonly WeeklyWindow[]): number {
  return windows.reduce((sum, window) => sum + new Set(window.days).size * minutesIn(window), 0)
}

/** "08:00–16:00, monday to friday", "around the clock", or the number of hours where it is more than one window. */
export function hoursOf(windows: readonly WeeklyWindow[]): string {
  const total = minutesAWeek(windows)
  if (total === 0) return ''
  if (total === minutesOfWeek) return 'around the clock'
  const [only, ...others] = windows
  if (only && others.length === 0) return `${only.from}–${only.to}, ${daysOf(only.days)}`
  return `${Number((total / 60).toFixed(1))} hours a week`
}

function daysOf(days: readonly Weekday[]): string {
  const at = [...new Set(days)].map((name) => weekdays.indexOf(name)).sort((a, b) => a - b)
  const first = at[0]
  const last = at[at.length - 1]
  if (first === undefined || last === undefined) return ''
  if (at.length > 2 && last - first === at.length - 1) return `${weekdays[first]} to ${weekdays[last]}`
  return listed(at.map((index) => weekdays[index] ?? ''))
}

type Stretch = { start: number; end: number; window: number; day: Weekday }

/** A fault per window that another one covers in part; a week is a circle, so sunday night may run into monday. */
function overlaps(windows: readonly WeeklyWindow[]): Fault[] {
  const stretches: Stretch[] = windows.flatMap((window, index) =>
    window.days.map((day) => {
      const start = weekdays.indexOf(day) * minutesOfDay + minuteOf(window.from)
      return { start, end: start + minutesIn(window), window: index, day }
    }),
  )
  const ordered = stretches.sort((a, b) => a.start - b.start || a.window - b.window)
  const faults = new Map<number, Fault>()
  let reach: Stretch | undefined
  const first = ordered[0]
  const round = first ? [...ordered, { ...first, start: first.start + minutesOfWeek, end: first.end + minutesOfWeek }] : []
  for (const next of round) {
    if (reach && next.start < reach.end) {
      const later = Math.max(next.window, reach.window)
      const other = Math.min(next.window, reach.window)
      const clash = `On ${next.day} this overlaps window ${other + 1}; let one end where the other begins.`
      const message = later === other ? `${next.day} is covered twice; list each day once.` : clash
      if (!faults.has(later)) faults.set(later, { path: `body.windows.${later}`, message })
    }
    if (!reach || next.end > reach.end) reach = next
  }
  return [...faults.values()]
}
