import { Temporal } from 'temporal-polyfill'
import { bodyOf } from '../../shared/bodies.ts'
import { addDuration, startOfDay } from '../../shared/days.ts'
import type { SystemElement } from '../../shared/system.ts'
import { calendar, type CalendarBody } from './calendar.ts'
import { windowsBetween, type Stretch } from './service-hours.ts'

/** A stretch in milliseconds since 1970. */
type Span = { from: number; to: number }

/** What of some hours is without support: minutes in all and uncovered, and the first such stretch, told in the organisation's time zone. */
export type Support = { minutes: number; uncovered: number; first: { from: string; to: string } | null; firstText: string }

/** Hours in the year that begins on a day. `links` are the calendars of each link; of several beside each other any one is enough. */
export type Year = { support: (promised: SystemElement, links: readonly (readonly SystemElement[])[]) => Support }

/** Works out each combination of calendars once. */
export function yearFrom(on: string, zone: string): Year {
  const [from, to] = [startOfDay(on, zone), startOfDay(addDuration(on, 'P1Y'), zone)]
  const spans = (element: SystemElement) => spansOf(bodyOf(calendar, element), from, to)
  const known = new Map<string, Support>()
  return {
    support: (promised, links) => {
      const groups = new Map(links.map((group) => [group.map((each) => each.id).sort().join('+'), group]))
      const name = `${promised.id} ${[...groups.keys()].sort().join(' ')}`
      const before = known.get(name)
      if (before) return before
      const hours = spans(promised)
      const supported = [...groups.values()].reduce((open, group) => bothOf(open, anyOf(group.map(spans))), hours)
      const support = supportOf(hours, without(hours, supported), zone)
      known.set(name, support)
      return support
    },
  }
}

function supportOf(hours: readonly Span[], uncovered: readonly Span[], zone: string): Support {
  const first = uncovered[0]
  return {
    minutes: minutesOf(hours), uncovered: minutesOf(uncovered), firstText: first ? spanText(first, zone) : '',
    first: first ? { from: new Date(first.from).toISOString(), to: new Date(first.to).toISOString() } : null,
  }
}

// A year of hours takes longer to work out than everything else about a service, and calendars seldom change.
const kept = new Map<string, readonly Span[]>()
const mostKept = 200

function spansOf(body: CalendarBody, from: Date, to: Date): readonly Span[] {
  const name = JSON.stringify([from, to, body])
  const spans = kept.get(name) ?? windowsBetween(body, from, to).map(spanOf)
  if (kept.size >= mostKept) kept.clear()
  kept.set(name, spans)
  return spans
}

function spanOf(stretch: Stretch): Span {
  return { from: stretch.from.getTime(), to: stretch.to.getTime() }
}

/** Where any of several is open: for links of which one is enough. */
export function anyOf(lists: readonly (readonly Span[])[]): readonly Span[] {
  if (lists.length === 1) return lists[0]!
  const joined: Span[] = []
  for (const next of lists.flat().sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1)
    if (last && next.from <= last.to) last.to = Math.max(last.to, next.to)
    else joined.push({ ...next })
  }
  return joined
}

/** Where both are open: for links that are needed together. */
export function bothOf(one: readonly Span[], other: readonly Span[]): Span[] {
  const both: Span[] = []
  for (let a = 0, b = 0; a < one.length && b < other.length; ) {
    const from = Math.max(one[a]!.from, other[b]!.from)
    const to = Math.min(one[a]!.to, other[b]!.to)
    if (from < to) both.push({ from, to })
    if (one[a]!.to < other[b]!.to) a++
    else b++
  }
  return both
}

/** Where the first is open and the second is not. */
export function without(one: readonly Span[], other: readonly Span[]): Span[] {
  const rest: Span[] = []
  let at = 0
  for (const span of one) {
    while (at < other.length && other[at]!.to <= span.from) at++
    let from = span.from
    for (let next = at; next < other.length && other[next]!.from < span.to; next++) {
      if (other[next]!.from > from) rest.push({ from, to: other[next]!.from })
      from = Math.max(from, other[next]!.to)
    }
    if (from < span.to) rest.push({ from, to: span.to })
  }
  return rest
}

/** Whole minutes of some spans. */
function minutesOf(spans: readonly Span[]): number {
  return Math.round(spans.reduce((sum, span) => sum + span.to - span.from, 0) / 60_000)
}

/** "Saturday 28 November, 08:00 to 16:00", in a time zone. */
function spanText(span: Span, zone: string): string {
  const [from, to] = [span.from, span.to].map((at) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone))
  const day = from!.toPlainDate().toLocaleString('en-GB', { weekday: 'long', day: 'numeric', month: 'long' })
  const until = to!.toPlainDate().equals(from!.toPlainDate()) ? to!.toPlainTime().toString().slice(0, 5) : `${to!.toPlainDate().toString()} ${to!.toPlainTime().toString().slice(0, 5)}`
  return `${day}, ${from!.toPlainTime().toString().slice(0, 5)} to ${until}`
}
