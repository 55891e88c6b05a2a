import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'
import { isDay } from '../../shared/days.ts'
import { counted, listed } from '../../shared/faults.ts'

const weekday = '(MO|TU|WE|TH|FR|SA|SU)'
const ordinalDay = `([+-]?[1-5])?${weekday}`
const monthDay = '-?([1-9]|[12]\\d|3[01])'
const month = '([1-9]|1[0-2])'
const many = (each: string) => new RegExp(`^${each}(,${each})*$`)

/** The parts of an RRULE that make sense for a series of meetings, with what each may hold. Anything finer than a day is refused. */
const parts: Record<string, { form: RegExp; like: string }> = {
  FREQ: { form: /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/, like: 'DAILY, WEEKLY, MONTHLY or YEARLY' },
  INTERVAL: { form: /^[1-9]\d{0,2}$/, like: 'a number from 1 to 999' },
  COUNT: { form: /^[1-9]\d{0,3}$/, like: 'a number from 1 to 9999' },
  UNTIL: { form: /^\d{8}(T\d{6}Z?)?$/, like: 'a day such as 20271231' },
  BYMONTH: { form: many(month), like: 'months from 1 to 12' },
  BYMONTHDAY: { form: many(monthDay), like: 'days from 1 to 31, or from -1 (the last)' },
  BYDAY: { form: many(ordinalDay), like: 'days such as MO, 1TU or -1FR' },
  BYSETPOS: { form: many('-?[1-9]\\d{0,2}'), like: 'a place such as 1 or -1' },
  WKST: { form: new RegExp(`^${weekday}$`), like: 'a day such as MO' },
}

/** A cadence with its first day; `rrule` as in RFC 5545, with or without the leading "RRULE:". */
export type Cadence = { rrule: string; firstOn: string }

/** One sentence on what is wrong with an RRULE, or undefined. */
export function cadenceFault(rrule: string): string | undefined {
  const given = pairsOf(rrule)
  for (const [name, value] of given) {
    const part = parts[name]
    if (!part) return `The cadence cannot use "${name}"; use ${listed(Object.keys(parts), 'or')}.`
    if (!part.form.test(value) || (name === 'UNTIL' && !isDay(value.replace(/^(....)(..)(..).*/, '$1-$2-$3')))) return `${name} is ${part.like}, not "${value}".`
  }
  const names = given.map(([name]) => name)
  if (!names.includes('FREQ')) return 'The cadence says no FREQ; write something such as FREQ=MONTHLY;BYDAY=1TU.'
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice) return `${twice} stands twice; keep one.`
  if (names.includes('COUNT') && names.includes('UNTIL')) return 'COUNT and UNTIL exclude each other; keep one.'
  return orderFault(new Map(given))
}

function orderFault(given: ReadonlyMap<string, string>): string | undefined {
  const frequency = given.get('FREQ')
  const ordinal = /\d/.test(given.get('BYDAY') ?? '')
  if (ordinal && frequency !== 'MONTHLY' && frequency !== 'YEARLY') return 'A day such as 1TU needs FREQ=MONTHLY or YEARLY; write TU, or mend FREQ.'
  if (given.has('BYMONTHDAY') && frequency === 'WEEKLY') return 'BYMONTHDAY does not go with FREQ=WEEKLY; use BYDAY.'
  if (given.has('BYSETPOS') && !['BYDAY', 'BYMONTHDAY', 'BYMONTH'].some((name) => given.has(name))) return 'BYSETPOS needs BYDAY, BYMONTHDAY or BYMONTH to choose from.'
  return undefined
}

function pairsOf(rrule: string): [string, string][] {
  return bare(rrule)
    .split(';')
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', ...value] = part.split('=')
      return [name.trim().toUpperCase(), value.join('=').trim().toUpperCase()]
    })
}

function bare(rrule: string): string {
  return rrule.trim().replace(/^RRULE:/i, '')
}

/**
 * The days on which a series falls from one day to another, both included and in order; at most `most`.
 * A cadence is a matter of calendar days, so no time zone comes in. Throws RangeError on an RRULE that `cadenceFault` refuses.
 */
export function beatsBetween(cadence: Cadence, fromOn: string, toOn: string, most = 1000): string[] {
  const fault = cadenceFault(cadence.rrule)
  if (fault) throw new RangeError(fault)
  const written = pairsOf(cadence.rrule).map(([name, value]) => `${name}=${untilNoon(name, value)}`)
  const rule = new RRuleTemporal({ rruleString: `RRULE:${written.join(';')}`, dtstart: noon(cadence.firstOn), tzid: 'UTC', cache: false })
  const days: string[] = []
  try {
    let at = rule.next(noon(fromOn), true)
    while (at && days.length < most) {
      const on = at.toPlainDate().toString()
      if (at.year > 9999 || on > toOn) break
      days.push(on)
      at = rule.next(at, false)
    }
  } catch (problem) {
    if (!(problem instanceof Error && /iterations/i.test(problem.message))) throw problem
  }
  return days
}

/** The last day counts in full. */
function untilNoon(name: string, value: string): string {
  return name === 'UNTIL' ? `${value.slice(0, 8)}T120000Z` : value
}

function noon(on: string): Temporal.ZonedDateTime {
  return Temporal.PlainDate.from(on).toZonedDateTime({ timeZone: 'UTC', plainTime: '12:00' })
}

const spans: Record<string, string> = { DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month', YEARLY: 'year' }

/** "every month", "every 3 months"; empty for what cannot be read. */
export function cadenceText(rrule: string): string {
  const given = new Map(pairsOf(rrule))
  const span = spans[given.get('FREQ') ?? '']
  if (!span) return ''
  const interval = Number(given.get('INTERVAL') ?? 1)
  return interval === 1 ? `every ${span}` : `every ${counted(interval, span)}`
}
