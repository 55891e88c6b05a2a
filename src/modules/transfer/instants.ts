import { Temporal } from 'temporal-polyfill'
import { isTimeZone } from '../../shared/days.ts'

/** How a file writes its dates, where they do not say so themselves. */
export type DateHabit = {
  /** IANA time zone of times without an offset. */
  zone: string
  order?: 'day first' | 'month first' | undefined
  /** What it cannot lie before: of an hour that clocks show twice, the second is then meant. */
  after?: Date | null
}

/** An instant that was read, or what is wrong with the text as a sentence. */
export type ReadInstant = { at: Date } | { fault: string }

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const time = String.raw`(?:[T\s,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]\.?m\.?(?![a-z]))?)?`
const zone = String.raw`(?:\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?|[A-Za-z_]+(?:\/[A-Za-z0-9_+-]+)+))?`
const shapes: { pattern: RegExp; parts: (match: RegExpExecArray) => Parts }[] = [
  { pattern: shape(String.raw`(\d{4,6})-(\d{1,2})-(\d{1,2})`), parts: ([, year, month, day]) => ({ year, month, day, given: 'sure' }) },
  { pattern: shape(String.raw`(\d{4,6})\/(\d{1,2})\/(\d{1,2})`), parts: ([, year, month, day]) => ({ year, month, day, given: 'sure' }) },
  { pattern: shape(String.raw`([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4,6})`), parts: ([, month, day, year]) => ({ year, month, day, given: 'sure' }) },
  { pattern: shape(String.raw`(\d{1,2})\.?[\s/-]+([A-Za-z]{3,9})\.?,?[\s/-]+(\d{4,6}|\d{2})`), parts: ([, day, month, year]) => ({ year, month, day, given: 'sure' }) },
  { pattern: shape(String.raw`(\d{1,2})\.(\d{1,2})\.(\d{4,6})`), parts: ([, day, month, year]) => ({ year, month, day, given: 'sure' }) },
  { pattern: shape(String.raw`(\d{1,2})[\/-](\d{1,2})[\/-](\d{4,6})`), parts: ([, day, month, year]) => ({ year, month, day, given: 'doubtful' }) },
]

type Parts = { year: string | undefined; month: string | undefined; day: string | undefined; given: 'sure' | 'doubtful' }

function shape(date: string): RegExp {
  return new RegExp(`^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\\.?,?\\s+)?${date}${time}${zone}$`, 'i')
}

const like = 'write it as 2026-03-02 09:00 or 2026-03-02T09:00:00+01:00'

/**
 * Reads a date and time as files write them. A time without an offset is in the habit's zone; one that the clocks skip is taken after the jump.
 * Without a time it is 00:00. Day or month first is never guessed where both are possible.
 */
export function readInstant(text: string, habit: DateHabit): ReadInstant {
  const plain = text.trim()
  if (/^\?+$/.test(plain)) return { fault: `"${plain}" says that nobody knows; find out, or take the row out.` }
  for (const { pattern, parts } of shapes) {
    const match = pattern.exec(plain)
    if (!match) continue
    const [hour, minute, second, fraction, half, offset] = match.slice(4)
    const date = dateOf(parts(match), habit, plain)
    if ('fault' in date) return date
    const clock = clockOf(hour, minute, second, half)
    if (clock === undefined) return { fault: `"${plain}": there is no such time of day; ${like}.` }
    return instantOf({ ...date, ...clock, millisecond: Math.floor(Number(`0.${fraction ?? '0'}`) * 1000) }, offset, habit, plain)
  }
  return { fault: `"${plain.slice(0, 60)}" is no date and time that can be read; ${like}.` }
}

type Day = { year: number; month: number; day: number }

function dateOf({ year, month, day, given }: Parts, { order }: DateHabit, text: string): Day | { fault: string } {
  const y = Number(year) + (year?.length === 2 ? 2000 : 0)
  if (y < 1970 || y > 2199) return { fault: `The year ${year} cannot be${meantYear(year ?? '')}; give one from 1970 to 2199.` }
  const named = month !== undefined && /[a-z]/i.test(month)
  let [m, d] = [named ? months.indexOf(month.slice(0, 3).toLowerCase()) + 1 : Number(month), Number(day)]
  if (given === 'doubtful') {
    if (m <= 12 && d <= 12 && m !== d && !order) return { fault: `"${text}" may be day first or month first; say which in the mapping (dates: {order: day first}).` }
    if (order === 'month first' || (!order && m > 12)) [m, d] = [d, m]
  }
  try {
    Temporal.PlainDate.from({ year: y, month: m, day: d }, { overflow: 'reject' })
    return { year: y, month: m, day: d }
  } catch {
    return { fault: `"${text}": there is no such day${given === 'doubtful' && order ? `, ${order}` : ''}; ${like}.` }
  }
}

/** A year of five digits that was meant to have four, as far as one digit too many tells. */
function meantYear(year: string): string {
  if (year.length !== 5) return ''
  const meant = new Set([...year].map((_, at) => year.slice(0, at) + year.slice(at + 1)).filter((four) => Number(four) >= 1970 && Number(four) <= 2199))
  return meant.size > 0 ? ` (was ${[...meant].join(' or ')} meant?)` : ''
}

function clockOf(hour = '0', minute = '0', second = '0', half?: string): { hour: number; minute: number; second: number } | undefined {
  const [h, m, s] = [Number(hour), Number(minute), Math.min(Number(second), 60)]
  if (m > 59 || s > 60 || (half ? h < 1 || h > 12 : h > 23)) return undefined
  const after = half?.toLowerCase().startsWith('p') ? 12 : 0
  return { hour: half ? (h % 12) + after : h, minute: m, second: Math.min(s, 59) }
}

function instantOf(parts: Day & { hour: number; minute: number; second: number; millisecond: number }, offset: string | undefined, { zone: zoneOfFile, after }: DateHabit, text: string): ReadInstant {
  const { year, month, day, hour, minute, second, millisecond } = parts
  const utc = Date.UTC(year, month - 1, day, hour, minute, second, millisecond)
  if (offset !== undefined && /^(z|utc|gmt)$/i.test(offset)) return { at: new Date(utc) }
  const signed = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset ?? '')
  if (signed) {
    const minutes = Number(signed[2]) * 60 + Number(signed[3] ?? 0)
    if (minutes > 18 * 60) return { fault: `"${text}": there is no offset ${offset}.` }
    return { at: new Date(utc - (signed[1] === '-' ? -1 : 1) * minutes * 60_000) }
  }
  if (offset !== undefined && !isTimeZone(offset)) return { fault: `"${text}": there is no time zone "${offset}"; give an offset such as +01:00, or a zone such as Europe/Oslo.` }
  const read = (disambiguation: 'compatible' | 'later') => new Date(Temporal.PlainDateTime.from(parts).toZonedDateTime(offset ?? zoneOfFile, { disambiguation }).epochMilliseconds)
  const at = read('compatible')
  return { at: after && at <= after ? read('later') : at }
}
