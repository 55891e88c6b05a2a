import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'
import { addDuration } from '../../shared/days.ts'
import type { SystemElement } from '../../shared/system.ts'
import { bodyOf } from './a3.bodies.ts'
import type { A3Page, Beat, ReviewRow } from './a3.contract.ts'
import { refOf, standingOf, type Frame } from './a3.frame.ts'

/** Cadences without a start count from here, so that "every third month" is January, April, July and October for everyone. */
const anchorOn = '2020-01-01'
const mostBeats = 400

/**
 * The days on which a cadence (RFC 5545 RRULE, with or without "RRULE:" and DTSTART) falls in a time zone, from one day to
 * another, both included. Times of day are left out: noon exists on every day in every zone. undefined: it cannot be read.
 */
export function beatDays(rrule: string, zone: string, fromOn: string, toOn: string): string[] | undefined {
  const start = /DTSTART[^:]*:(\d{4})(\d{2})(\d{2})/.exec(rrule)
  const rule = rrule.replace(/DTSTART[^\n]*\n?/g, '').replace(/^RRULE:/m, '').trim()
  const parts = rule.split(';').filter((part) => !/^BY(HOUR|MINUTE|SECOND)=/.test(part))
  if (!/^FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)/.test(parts.find((part) => part.startsWith('FREQ=')) ?? '')) return undefined
  const anchor = start ? `${start[1]}-${start[2]}-${start[3]}` : anchorOn
  try {
    const dates = new RRuleTemporal({ rruleString: `RRULE:${parts.join(';')}`, dtstart: noon(anchor, zone), tzid: zone })
    return dates.between(noon(fromOn, zone), noon(toOn, zone), true).slice(0, mostBeats).map((at) => at.toPlainDate().toString())
  } catch {
    return undefined
  }
}

function noon(on: string, zone: string): Temporal.ZonedDateTime {
  return Temporal.PlainDate.from(on).toZonedDateTime({ timeZone: zone, plainTime: '12:00' })
}

/** The wheel's twelve months: the calendar year, or from the first review's month where reviews only began later in it. */
export function wheelOf(asOf: string, reviews: readonly SystemElement[]): A3Page['wheel'] {
  const began = reviews.flatMap((review) => (review.status === 'in force' && review.effectiveOn) || []).sort()[0] ?? asOf
  const month = (on: string) => `${on.slice(0, 7)}-01`
  const latest = month(began < asOf ? began : asOf)
  const january = `${asOf.slice(0, 4)}-01-01`
  const fromOn = latest > january ? latest : january
  return { fromOn, toOn: addDuration(addDuration(fromOn, 'P1Y'), '-P1D') }
}

/** Every review with its beats within the wheel; none is recorded as held until meetings exist. */
export function reviewsOf(frame: Frame): { reviews: ReviewRow[]; wheel: A3Page['wheel'] } {
  const elements = frame.of('review')
  const wheel = wheelOf(frame.system.asOf, elements)
  const reviews = elements.map((review) => reviewOf(review, frame, wheel))
  const rings = ['month', 'quarter', 'year']
  return { reviews: reviews.sort((a, b) => rings.indexOf(a.ring) - rings.indexOf(b.ring)), wheel }
}

function reviewOf(review: SystemElement, frame: Frame, wheel: A3Page['wheel']): ReviewRow {
  const { asOf, organisation } = frame.system
  const { rrule, chair } = bodyOf.review(review)
  const inForceFrom = review.effectiveOn !== null && review.effectiveOn > wheel.fromOn ? review.effectiveOn : wheel.fromOn
  const days = beatDays(rrule, organisation.timeZone, wheel.fromOn, wheel.toOn)
  const next = beatDays(rrule, organisation.timeZone, asOf, addDuration(asOf, 'P2Y'))?.[0] ?? null
  const running = review.status === 'in force' ? (days ?? []) : []
  const beats = running.filter((on) => on >= inForceFrom).map((on): Beat => ({ on, state: on < asOf ? 'not recorded' : 'ahead' }))
  const perYear = days?.length ?? 0
  return {
    review: refOf(review),
    cadence: days === undefined ? '' : cadenceText(rrule, perYear),
    ring: perYear > 6 ? 'month' : perYear > 1 ? 'quarter' : 'year',
    chair: chair || (frame.find(review.accountable)?.title ?? null),
    beats,
    nextOn: next,
    standing: standingOf(review, frame),
  }
}

function cadenceText(rrule: string, perYear: number): string {
  const known: Record<number, string> = { 1: 'yearly', 2: 'half-yearly', 4: 'quarterly', 6: 'every two months', 12: 'monthly' }
  if (known[perYear]) return known[perYear]
  if (/FREQ=DAILY/.test(rrule)) return 'daily'
  if (/FREQ=WEEKLY/.test(rrule)) return /INTERVAL=2\b/.test(rrule) ? 'every two weeks' : 'weekly'
  return perYear === 0 ? 'not this year' : `${perYear} times a year`
}
