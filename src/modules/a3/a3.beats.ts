import { addDuration } from '../../shared/days.ts'
import type { SystemElement } from '../../shared/system.ts'
import { beatsBetween, cadenceFault, cadenceText } from '../reviews/cadence.ts'
import { bodyOf } from './a3.bodies.ts'
import type { A3Page, ReviewRow } from './a3.contract.ts'
import { refOf, standingOf, type Frame } from './a3.frame.ts'

/** A daily series for a year is the most that the wheel draws. */
const mostBeats = 366

/** The day from which a review's beats count: its first day, and for a first version not before it came into force. null: none yet. */
function beganOn(review: SystemElement): string | null {
  const { firstOn, rrule } = bodyOf.review(review)
  if (review.status !== 'in force' || firstOn === null || cadenceFault(rrule)) return null
  return review.version === 1 && review.effectiveOn !== null && review.effectiveOn > firstOn ? review.effectiveOn : firstOn
}

/** The wheel's twelve months: the calendar year, or from the first review's month where reviews only began later in it. */
export function wheelOf(asOf: string, reviews: readonly SystemElement[]): A3Page['wheel'] {
  const began = reviews.flatMap((review) => beganOn(review) ?? []).sort()[0] ?? asOf
  const month = `${(began < asOf ? began : asOf).slice(0, 7)}-01`
  const january = `${asOf.slice(0, 4)}-01-01`
  const fromOn = month > january ? month : january
  return { fromOn, toOn: addDuration(addDuration(fromOn, 'P1Y'), '-P1D') }
}

/** Every review with its beats within the wheel; none is recorded as held until meetings exist. */
export function reviewsOf(frame: Frame): { reviews: ReviewRow[]; wheel: A3Page['wheel'] } {
  const elements = frame.of('review')
  const wheel = wheelOf(frame.system.asOf, elements)
  const rings = ['month', 'quarter', 'year']
  const reviews = elements.map((review) => reviewOf(review, frame, wheel)).sort((a, b) => rings.indexOf(a.ring) - rings.indexOf(b.ring))
  return { reviews, wheel }
}

function reviewOf(review: SystemElement, frame: Frame, wheel: A3Page['wheel']): ReviewRow {
  const { asOf } = frame.system
  const { rrule, firstOn, chair } = bodyOf.review(review)
  const began = beganOn(review)
  const readable = firstOn !== null && !cadenceFault(rrule)
  const cadence = { rrule, firstOn: firstOn ?? asOf }
  const beats = began === null ? [] : beatsBetween(cadence, began > wheel.fromOn ? began : wheel.fromOn, wheel.toOn, mostBeats)
  const perYear = readable ? rateOf(beatsBetween(cadence, firstOn, addDuration(addDuration(firstOn, 'P1Y'), '-P1D'), mostBeats)) : 0
  const chairedBy = frame.of('role').find((role) => role.key === chair) ?? frame.find(review.accountable)
  return {
    review: refOf(review),
    cadence: readable ? cadenceText(rrule) : '',
    ring: perYear > 6 ? 'month' : perYear > 1.5 ? 'quarter' : 'year',
    chair: chairedBy?.title ?? null,
    beats: beats.map((on) => ({ on, state: on < asOf ? 'not recorded' : 'ahead' })),
    nextOn: began === null ? null : (beatsBetween(cadence, began > asOf ? began : asOf, '9999-12-31', 1)[0] ?? null),
    standing: standingOf(review, frame),
  }
}

/** Beats a year by the time between them: the second Tuesday of an October may come twice within one year's days. */
function rateOf(days: readonly string[]): number {
  if (days.length < 2) return days.length
  return ((days.length - 1) * 365) / ((Date.parse(days.at(-1)!) - Date.parse(days[0]!)) / 86_400_000)
}
