import type { RowChange } from '../../kernel/rows.ts'
import { addDuration } from '../../shared/days.ts'
import { reviewDueOn } from '../../shared/signs.ts'
import { dutiesOf } from './concern.ts'
import { answeringFor, standingOf } from './facts.ts'
import type { FactElement, Facts, Standing } from './facts.ts'
import { pathOf } from './paths.ts'
import { attending, beatsOf, endOf, noticeOf, ofKind } from './reminder.ts'

/** An address at which a calendar can be read without signing in; `personId` null: the whole organisation's. */
export type CalendarFeed = {
  id: string; personId: string | null; madeBy: string; prefix: string; hash: Buffer; createdAt: Date; revokedAt: Date | null; revision: number
}

/** The governed row of a calendar's address; the address itself is never kept. */
export function feedChange(feed: CalendarFeed): RowChange {
  return {
    subject: 'feed', id: feed.id, revision: feed.revision,
    columns: {
      person_id: feed.personId, made_by: feed.madeBy, prefix: feed.prefix, hash: `\\x${feed.hash.toString('hex')}`, created_at: feed.createdAt.toISOString(), revoked_at: feed.revokedAt?.toISOString() ?? null,
    },
  }
}

/** One whole day in a calendar. `id` is the same for as long as it means the same; `changedAt` an ISO instant. */
export type DayEntry = { id: string; on: string; title: string; about: string; path: string; changedAt: string }

/**
 * What stands in a calendar for twelve months from a day on: meetings, reviews due, acknowledgements due and agreements that end. What is
 * overdue stands on its day. With a person only what they attend, answer for or owe.
 */
export function entriesOf(day: string, facts: Facts, personId: string | null): DayEntry[] {
  const standing = standingOf(day, facts)
  const until = addDuration(day, 'P1Y')
  const entries = [...meetings(standing, until, personId), ...ends(standing, until, personId), ...acknowledgementsDue(standing, personId)]
  return entries.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.id < b.id ? -1 : 1))
}

function meetings(standing: Standing, until: string, personId: string | null): DayEntry[] {
  return ofKind(standing, 'review').flatMap((series) => {
    if (personId !== null && !attending(standing, series).has(personId)) return []
    return beatsOf(series, standing.day, until).map((on) => entry(series, 'meeting', on, series.title, `Meeting of ${series.key}${typeof series.body['minutes'] === 'number' ? `, ${series.body['minutes']} minutes` : ''}.`))
  })
}

/** Days by which elements are to be reviewed, and on which agreements end. */
function ends(standing: Standing, until: string, personId: string | null): DayEntry[] {
  return standing.facts.elements.flatMap((element) => {
    const reviewOn = reviewDueOn(element)
    const endOn = endOf(element)
    if ((reviewOn ?? endOn) === null || (personId !== null && !answeringFor(standing, element).some((holder) => holder.personId === personId))) return []
    const noticeOn = endOn && noticeOf(element, endOn)
    return [
      ...(noticeOn && noticeOn >= standing.day && noticeOn <= until ? [entry(element, 'notice', noticeOn, `Last day to give notice: ${element.title}`, `${element.key} ends on ${endOn}.`)] : []),
      ...(reviewOn !== null && reviewOn <= until ? [entry(element, 'review', reviewOn, `Review due: ${element.title}`, `${element.key} is to be reviewed by this day.`)] : []),
      ...(endOn !== null && endOn >= standing.day && endOn <= until ? [entry(element, 'ending', endOn, `Ends: ${element.title}`, `Last day of ${element.key}.`)] : []),
    ]
  })
}

function acknowledgementsDue(standing: Standing, personId: string | null): DayEntry[] {
  return ofKind(standing, 'policy').flatMap((policy) => {
    const open = dutiesOf(standing, policy).filter((duty) => duty.acknowledgedAt === null && (personId === null || duty.personId === personId))
    const days = [...new Set(open.map((duty) => duty.dueOn))]
    return days.map((on) => {
      const count = open.filter((duty) => duty.dueOn === on).length
      const about = personId === null ? `${count} ${count === 1 ? 'person is' : 'people are'} to acknowledge version ${policy.version} of ${policy.key} by this day.` : `Version ${policy.version} of ${policy.key} concerns you. Read it and acknowledge it by this day.`
      return { ...entry(policy, 'acknowledgement', on, `Acknowledge: ${policy.title}`, about), id: `acknowledge-${policy.id}-${policy.version}-${on}` }
    })
  })
}

function entry(element: FactElement, what: string, on: string, title: string, about: string): DayEntry {
  return { id: `${what}-${element.id}-${on}`, on, title, about, path: pathOf(element), changedAt: element.recordedAt }
}
