import ical, { ICalCalendarMethod, ICalEventTransparency } from 'ical-generator'
import type { DayEntry } from './feed.ts'

/**
 * Entries as an iCalendar file (RFC 5545). Entries are whole days, which are the organisation's wherever it is read; the same entries give
 * the same bytes. `url` is the address of the server, without a slash at its end.
 */
export function calendarFile(entries: readonly DayEntry[], calendar: { name: string; url: string; organisationId: string }): string {
  // The library escapes texts of entries, and writes the name as it is.
  const name = calendar.name.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
  const file = ical({ name, prodId: { company: 'Wellrun', product: 'Wellrun', language: 'EN' }, method: ICalCalendarMethod.PUBLISH, ttl: 3600 })
  for (const entry of entries) {
    const start = new Date(`${entry.on}T00:00:00Z`)
    file.createEvent({
      id: `${entry.id}@${calendar.organisationId}`, start, end: new Date(start.getTime() + 86_400_000), allDay: true, summary: entry.title, description: entry.about,
      url: `${calendar.url}${entry.path}`, stamp: new Date(entry.changedAt), transparency: ICalEventTransparency.TRANSPARENT,
    })
  }
  return `${file.toString()}\r\n`
}
