import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'

/** A calendar day, YYYY-MM-DD, in the organisation's time zone. */
export const day = z.string().refine(isDay, 'Give a day that exists, as YYYY-MM-DD.')
/** ISO 8601 duration in years, months, weeks or days: the cadence of a review. */
export const cadence = z.string().regex(/^P(?=\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?$/, 'Give a cadence such as P1Y, P3M or P2W.')
export const timeZone = z.string().refine(isTimeZone, 'Give an IANA time zone such as Europe/Oslo.')

export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
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
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString()
}

/** The first instant of a day in a time zone (00:00, or the first that exists where clocks jump). */
export function startOfDay(on: string, zone: string): Date {
  return new Date(Temporal.PlainDate.from(on).toZonedDateTime(zone).epochMilliseconds)
}

/** The last millisecond of a day in a time zone. */
export function endOfDay(on: string, zone: string): Date {
  return new Date(startOfDay(Temporal.PlainDate.from(on).add({ days: 1 }).toString(), zone).getTime() - 1)
}

/** A day plus an ISO 8601 duration; months are clipped to their last day. */
export function addDuration(on: string, duration: string): string {
  return Temporal.PlainDate.from(on).add(Temporal.Duration.from(duration)).toString()
}
