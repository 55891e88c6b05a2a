import { Temporal } from 'temporal-polyfill'
import { isTimeZone } from '../../shared/days.ts'

/** How the dates of a column are written. `zone`: of those that name none. */
export type DateForm = { order: 'day first' | 'month first' | 'year first' | 'excel' | 'unix seconds' | 'unix milliseconds' | 'told by each'; zone: string; /** Of an hour that clocks show twice, the second is meant. */ later?: boolean }

/** An instant in milliseconds since 1970, whether a time of day was written, or what is wrong with the text and what would be right. */
export type ReadMoment = { ms: number; timed: boolean } | { fault: string }

/** The order that a mapping asks for: its name, or that of a pattern such as d/M/yyyy HH:mm. Undefined where it is neither. */
export function dateOrder(written: string | undefined): DateForm['order'] | undefined {
  if (written === undefined) return 'told by each'
  const plain = written.trim().toLowerCase()
  const named = (['day first', 'month first', 'year first', 'excel', 'unix seconds', 'unix milliseconds'] as const).find((each) => each === plain)
  if (named) return named
  if (/^(iso|yyyy)/i.test(plain)) return 'year first'
  const first = /^[dMmyHhsSaAzZXT'/.\-:, ]+$/.test(written.trim()) ? /[dMmy]/.exec(written)?.[0] : undefined
  return first === 'd' ? 'day first' : first === 'M' || first === 'm' ? 'month first' : first === 'y' ? 'year first' : undefined
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const time = String.raw`(?:[T,\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp]\.?[Mm]\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?`
const yearFirst = new RegExp(String.raw`^(\d+)[-/.](\d{1,2})[-/.](\d{1,2})${time}$`)
const yearLast = new RegExp(String.raw`^(\d{1,2})[-/.\s]+(\d{1,2})[-/.\s]+(\d+)${time}$`)
const namedDay = new RegExp(String.raw`^(\d{1,2})[-/.\s]+([A-Za-z]{3,9})[-/.,\s]+(\d+)${time}$`)
const namedMonth = new RegExp(String.raw`^([A-Za-z]{3,9})[-/.\s]+(\d{1,2})[-/.,\s]+(\d+)${time}$`)
const number = /^\d{1,13}(\.\d+)?$/

/** Reads one text as an instant. Years lie between 1970 and 2100; two digits mean this century. */
export function readMoment(given: string, form: DateForm): ReadMoment {
  const text = given.trim()
  if (form.order === 'excel' || form.order.startsWith('unix')) {
    if (number.test(text)) return fromNumber(Number(text), form)
  } else if (number.test(text) && text.length > 4) {
    return { fault: `${text} is a bare number; say dates: excel, unix seconds or unix milliseconds for this column.` }
  }
  const iso = yearFirst.exec(text)
  if (iso && iso[1]!.length !== 2 && iso[1]!.length !== 1) return built(text, [Number(iso[1]), Number(iso[2]), Number(iso[3])], iso, form)
  const last = yearLast.exec(text)
  if (last) return fromParts(text, last, form)
  const day = namedDay.exec(text)
  if (day) return fromNamed(text, day[2]!, day[1]!, day, form)
  const month = namedMonth.exec(text)
  if (month) return fromNamed(text, month[1]!, month[2]!, month, form)
  return { fault: `"${text.slice(0, 60)}" is no date; write it as 2025-03-01 14:30, or say under dates how it is written.` }
}

function fromParts(text: string, match: RegExpExecArray, form: DateForm): ReadMoment {
  const [first, second] = [Number(match[1]), Number(match[2])]
  if (form.order === 'day first') return built(text, [yearOf(match[3]!), second, first], match, form)
  if (form.order === 'month first') return built(text, [yearOf(match[3]!), first, second], match, form)
  // Where days are parted by full stops the day stands first (DIN 5008, and the habits of all who write so).
  if (/^\d+\.\s*\d+\./.test(text)) return built(text, [yearOf(match[3]!), second, first], match, form)
  return { fault: `"${text}" may begin with the day or with the month; say dates: day first or dates: month first.` }
}

function fromNamed(text: string, month: string, day: string, match: RegExpExecArray, form: DateForm): ReadMoment {
  const at = months.indexOf(month.slice(0, 3).toLowerCase())
  if (at < 0) return { fault: `"${text}": ${month} is no month; write it in English or as a number.` }
  return built(text, [yearOf(match[3]!), at + 1, Number(day)], match, form)
}

function yearOf(written: string): number {
  return written.length === 2 ? 2000 + Number(written) : Number(written)
}

function built(text: string, [year, month, day]: [number, number, number], match: RegExpExecArray, form: DateForm): ReadMoment {
  if (year < 1970 || year > 2100) return { fault: `"${text}": ${year} is no year that can be meant; write one between 1970 and 2100.` }
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
    const turned = month > 12 && month <= 31 && day <= 12 ? ` If the ${form.order === 'day first' ? 'month' : 'day'} stands first, say dates: ${form.order === 'day first' ? 'month first' : 'day first'}.` : ''
    return { fault: `"${text}": there is no day ${day} in month ${month} of ${year}.${turned}` }
  }
  const time = timeIn(text, match)
  if (typeof time === 'string') return { fault: time }
  const wall = Date.UTC(year, month - 1, day) + time.ms
  return { ms: time.offset === undefined ? instantOf(wall, form.zone, form.later) : wall - time.offset, timed: time.timed }
}

/** The time of day that was written, and its distance from UTC where that was; or what is wrong with it. */
function timeIn(text: string, [, , , , hours, minutes = '0', seconds = '0', fraction = '', half, offset]: RegExpExecArray): { ms: number; timed: boolean; offset: number | undefined } | string {
  let hour = Number(hours ?? 0)
  if (half) {
    if (hour < 1 || hour > 12) return `"${text}": ${hour} ${half} is no time of day.`
    hour = (hour % 12) + (/^p/i.test(half) ? 12 : 0)
  }
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return `"${text}": ${hours}:${minutes} is no time of day.`
  const ms = ((hour * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'))
  return { ms, timed: hours !== undefined, offset: offset ? offsetOf(offset) : undefined }
}

function daysIn(year: number, month: number): number {
  return month === 2 ? (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
}

function offsetOf(written: string): number {
  const parts = /^([+-])(\d{2}):?(\d{2})?$/.exec(written)
  if (!parts) return 0
  return (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3] ?? 0)) * 60_000
}

/** A day of Excel is 1 from 1900-01-01, whose 29 February 1900 never was: 25569 is 1970-01-01. */
function fromNumber(value: number, form: DateForm): ReadMoment {
  if (form.order === 'excel') {
    if (value < 25_569 || value > 73_415) return { fault: `${value} is no date as Excel keeps them; those from 1970 to 2100 lie between 25569 and 73415.` }
    return { ms: instantOf(Math.round((value - 25_569) * 86_400) * 1000, form.zone, form.later), timed: !Number.isInteger(value) }
  }
  const ms = form.order === 'unix seconds' ? value * 1000 : value
  if (ms > 4_133_894_400_000) return { fault: `${value} lies beyond the year 2100${form.order === 'unix seconds' ? '; if it counts milliseconds, say dates: unix milliseconds' : ''}.` }
  return { ms: Math.round(ms), timed: true }
}

const offsets = new Map<string, number>()
const day = 86_400_000

/** The instant at which clocks of a zone show a time (in milliseconds as if it were UTC); where they never do, the one just after the jump; where they do twice, the first, or the second where `later`. */
export function instantOf(wall: number, zone: string, later = false): number {
  if (zone === 'UTC') return wall
  const name = `${zone} ${Math.floor(wall / day)}`
  let offset = offsets.get(name)
  if (offset === undefined) {
    const from = Math.floor(wall / day) * day
    const [first, last] = [exact(from, zone) - from, exact(from + day, zone) - (from + day)]
    offset = first === last ? first : Number.NaN
    if (offsets.size > 50_000) offsets.clear()
    offsets.set(name, offset)
  }
  return Number.isNaN(offset) ? exact(wall, zone, later) : wall + offset
}

function exact(wall: number, zone: string, later = false): number {
  return Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO('UTC').toPlainDateTime().toZonedDateTime(zone, { disambiguation: later ? 'later' : 'compatible' }).epochMilliseconds
}

const zones = new Map<string, boolean>()

/** Whether there is such a time zone; asked for each row of a column that names them. */
export function isZone(name: string): boolean {
  const known = zones.get(name)
  if (known !== undefined) return known
  const is = isTimeZone(name)
  if (zones.size < 2000) zones.set(name, is)
  return is
}
