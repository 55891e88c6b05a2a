import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'

/** A calendar day, YYYY-MM-DD, in the organisation's time zone. */
export const day = z.string().refine(isDay, 'Give a day that exists, as YYYY-MM-DD.')
/** ISO 8601 duration in years, months, weeks or days: the cadence of a review. */
export const cadence = z.string().regex(/^P(?=\d)(\d{1,2}Y)?(\d{1,3}M)?(\d{1,3}W)?(\d{1,4}D)?$/, 'Give a cadence such as P1Y, P3M or P2W.')
export const timeZone = z.string().refine(isTimeZone, 'Give an IANA time zone such as Europe/Oslo.')

export function isDay(text: string): boolean {
  // Four digits from 1000 on: what dates of PostgreSQL, instants in JSON and comparisons as text all agree about.
  if (!/^[1-9]\d{3}-\d{2}-\d{2}$/.test(text)) return false
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' })
    return true
  } catch {
    return false
  }
}

export function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return true
  } catch {
    return false
  }
}

/** The day that an instant falls on in a time zone. */
export function dayOf(instant: Date, zone: string): string {
  const ms = instant.getTime()
  const minute = Math.floor(ms / 60_000)
  const known = days.get(zone)
  if (known?.minute === minute && ms >= wholeMinutes) return known.day
  const day = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString()
  if (days.size >= 1000) days.clear()
  days.set(zone, { minute, day })
  return day
}

// Every request asks for the day of its instant, which takes longer to work out than most else of it. Since 1972 no zone's day begins within a minute.
const days = new Map<string, { minute: number; day: string }>()
const wholeMinutes = Date.UTC(1973, 0, 1)

/** The wall clock of a time zone at an instant, as YYYY-MM-DD HH:mm. No zone changes its clock but at a quarter of an hour. */
export function wallTimeOf(instant: Date, zone: string): string {
  const quarter = Math.floor(instant.getTime() / 900_000)
  const known = offsets.get(zone) ?? new Map<number, number>()
  let offset = known.get(quarter)
  if (offset === undefined) {
    offset = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6
    if (known.size >= 50_000) known.clear()
    if (offsets.size >= 100) offsets.clear()
    offsets.set(zone, known.set(quarter, offset))
  }
  return new Date(instant.getTime() + offset).toISOString().slice(0, 16).replace('T', ' ')
}

const offsets = new Map<string, Map<number, number>>()

/** The first instant of a day in a time zone (00:00, or the first that exists where clocks jump). */
export function startOfDay(on: string, zone: string): Date {
  return new Date(Temporal.PlainDate.from(on).toZonedDateTime(zone).epochMilliseconds)
}

const lastDay = '9999-12-31'
const lastInstant = Date.parse(`${lastDay}T23:59:59.999Z`)

/** The last millisecond of a day in a time zone; of 9999-12-31 that in UTC, since no year of five digits can be stored. */
export function endOfDay(on: string, zone: string): Date {
  const next = Temporal.PlainDate.from(on).add({ days: 1 }).toString()
  return new Date(Math.min(startOfDay(next, zone).getTime() - 1, lastInstant))
}

/** A day plus an ISO 8601 duration; months are clipped to their last day, and nothing lies beyond 9999-12-31. */
export function addDuration(on: string, duration: string): string {
  const known = sums.get(`${on} ${duration}`)
  if (known) return known
  const end = Temporal.PlainDate.from(on).add(Temporal.Duration.from(duration))
  const sum = end.year > 9999 ? lastDay : end.toString()
  if (sums.size >= 5000) sums.clear()
  sums.set(`${on} ${duration}`, sum)
  return sum
}

// A page asks the same few sums for hundreds of elements; each takes longer to work out than all else about its element.
const sums = new Map<string, string>()
