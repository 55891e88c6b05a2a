import { bodyOf } from '../../shared/bodies.ts'
import { reviewDueOn } from '../../shared/signs.ts'
import type { SystemElement } from '../../shared/system.ts'
import { beatsBetween, cadenceFault } from '../reviews/cadence.ts'
import { review, type reviewInputs } from '../reviews/review.ts'
import { at, each, mendedAt, some, type Check } from './check.ts'
import type { Sight } from './sight.ts'

type Input = (typeof reviewInputs)[number]

/** What top management is to look at, and the inputs of which any one lays it before the meeting. ISO/IEC 20000-1 9.3, in own words. */
const managementInputs: readonly { what: string; by: readonly Input[] }[] = [
  { what: 'actions from earlier reviews', by: ['actions from earlier meetings'] },
  { what: 'changes around the organisation', by: ['changes in context and parties', 'obligations'] },
  { what: 'trends of nonconformities, measures and audits', by: ['measures and trends', 'nonconformities', 'audits', 'vital signs'] },
  { what: 'chances to improve', by: ['improvements'] },
  { what: 'feedback from customers and parties', by: ['feedback and complaints'] },
  { what: 'whether policies are kept and still fit', by: ['policies'] },
  { what: 'objectives', by: ['objectives'] },
  { what: 'how services perform', by: ['service performance', 'agreements'] },
  { what: 'how suppliers and other parties perform', by: ['suppliers and other parties'] },
  { what: 'people and means', by: ['plans and resources', 'roles and holders'] },
  { what: 'risks', by: ['risks'] },
  { what: 'changes to the system and the services', by: ['changes', 'scope', 'decisions and escalations'] },
]

function isManagementReview(element: SystemElement): boolean {
  return /management review/i.test(element.title)
}

const noManagementReview: Check = {
  id: 'reviews.no-management-review', title: 'No management review', severity: 'high',
  why: 'Top management never looks at the system as a whole (ISO/IEC 20000-1 9.3).',
  find: (sight) => (sight.inForce.length < 10 || sight.of('review').some(isManagementReview) ? [] : [mendedAt(null, 'No management review is in force.', { verb: 'review.draft', text: 'Agree when top management reviews the system', element: null })]),
}

const missingInputs: Check = {
  id: 'reviews.management-inputs', title: 'Management review without all its inputs', severity: 'high',
  why: 'It may be signed without having been looked at (ISO/IEC 20000-1 9.3).',
  find: each('review', (element) => {
    if (!isManagementReview(element)) return undefined
    const laid = new Set<string>(bodyOf(review, element).agenda.map((heading) => heading.input))
    const open = managementInputs.filter(({ by }) => !by.some((input) => laid.has(input)))
    return open.length > 0 ? at(element, `${element.title} lays nothing before the meeting on ${some(open.map(({ what }) => what))}.`, 'Add a heading bound to that input') : undefined
  }),
}

const missed: Check = {
  id: 'reviews.missed', title: 'Review past its own cadence', severity: 'high',
  why: 'Nobody has asked whether the meetings still serve.',
  find: each('review', (element, sight) => {
    const dueOn = reviewDueOn(element)
    return dueOn !== null && dueOn < sight.on ? at(element, `${element.title} was to be looked at by ${dueOn}.`, 'Look at it and say that it is still right', 'review.review') : undefined
  }),
}

const noDay: Check = {
  id: 'reviews.no-day', title: 'Review without a next day', severity: 'high',
  why: 'It stands in the plan and will never be held.',
  find: each('review', (element, sight) => {
    const { rrule, firstOn } = bodyOf(review, element)
    if (firstOn === null || cadenceFault(rrule)) return at(element, `${element.title} says no day on which it is held.`, 'Say how often it is held, and from when')
    const from = firstOn > sight.on ? firstOn : sight.on
    return beatsBetween({ rrule, firstOn }, from, '9999-12-31', 1).length > 0 ? undefined : at(element, `${element.title} has no day to come.`, 'Agree new days, or retire it')
  }),
}

const noInput: Check = {
  id: 'reviews.no-input', title: 'Agenda without an input', severity: 'medium',
  why: 'The meeting begins without facts before it.',
  find: each('review', (element) => {
    const { agenda } = bodyOf(review, element)
    if (agenda.some((heading) => heading.input !== 'none')) return undefined
    return at(element, agenda.length === 0 ? `${element.title} has no agenda.` : `No heading of ${element.title} is bound to an input.`, 'Bind each heading to what is laid before it')
  }),
}

function chairOf(element: SystemElement, sight: Sight): SystemElement | undefined {
  return sight.byKey(bodyOf(review, element).chair)
}

const chairVacant: Check = {
  id: 'reviews.chair-vacant', title: 'Review whose chair is vacant', severity: 'high',
  why: 'Nobody calls it, leads it or signs it.',
  find: each('review', (element, sight) => {
    const chair = chairOf(element, sight)
    if (!chair) return at(element, `${element.title} names no chair that is in force.`, 'Name the role that chairs it')
    if (sight.holders(chair).length > 0) return undefined
    return mendedAt(element, `${element.title} is chaired by ${chair.title}, which nobody holds.`, { verb: 'holder.appoint', text: `Appoint the ${chair.title.toLowerCase()}`, element: chair.key })
  }),
}

const emptySeats: Check = {
  id: 'reviews.participant-vacant', title: 'Participant whose role nobody holds', severity: 'low',
  why: 'Somebody who should have a say is not there.',
  find: each('review', (element, sight) => {
    const empty = bodyOf(review, element).participants.flatMap((key) => sight.byKey(key) ?? []).filter((role) => sight.holders(role).length === 0)
    const [first] = empty
    if (!first) return undefined
    const whom = empty.length === 1 ? `${first.title}, which nobody holds` : `${empty.length} roles that nobody holds: ${some(empty.map((role) => role.title))}`
    return mendedAt(element, `${element.title} is to be attended by ${whom}.`, { verb: 'holder.appoint', text: `Appoint the ${first.title.toLowerCase()}`, element: first.key })
  }),
}

/** Questions about the meetings in which the system is looked at. */
export const reviewChecks: readonly Check[] = [noManagementReview, missingInputs, chairVacant, noDay, missed, noInput, emptySeats]
