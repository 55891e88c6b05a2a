import { allows } from '../../shared/authority.ts'
import { addDuration } from '../../shared/days.ts'
import { reviewDueOn } from '../../shared/signs.ts'
import { beatsBetween, cadenceFault } from '../reviews/cadence.ts'
import type { ReviewBody } from '../reviews/review.ts'
import { holdsOn } from '../../shared/system.ts'
import { dutiesOf } from './concern.ts'
import { answeringFor, first, standingOf } from './facts.ts'
import type { FactElement, Facts, Standing } from './facts.ts'
import { stageOf } from './stage.ts'
import type { ReminderKind, Stage } from './stage.ts'

type Named = { id: string; key: string; kind: string; title: string }

/** One thing that waits for one person. `subject` names the thing and its occasion: the same for as long as it waits. */
export type Reminder = {
  personId: string
  kind: ReminderKind
  subject: string
  stage: Stage
  dueOn: string
  about: Named
  /** For an appointment: which, and for what it is held. */
  holderId?: string
  heldFor?: Named
  /** For a policy: the version that is asked for. */
  version?: number
  /** For what ends: this is the last day to give notice, not the last day itself. */
  notice?: true
  /** For what was declined: by whom and why. */
  byId?: string
  reason?: string
}

/** Days within which an appointment is to be accepted and a proposal decided. */
const answerWithin = 'P7D'
/** Days for which what was declined is told. */
const tellFor = 'P30D'

/**
 * All that waits on a day, each person and subject once at the latest stage that it has reached, the most urgent first. Whoever keeps which
 * (person, subject, stage) were fired fires each once, and after days without a server only the latest. With a person, what waits for them.
 */
export function remindersOn(day: string, facts: Facts, personId: string | null = null): Reminder[] {
  const standing = standingOf(day, facts, personId)
  const waiting = [...appointments(standing), ...acknowledgements(standing), ...decisions(standing), ...reviewsDue(standing), ...meetings(standing), ...endings(standing)]
  const staged = waiting.flatMap((each): Reminder[] => {
    const stage = stageOf(each.dueOn, day)
    return stage && !(isOnce(each) && stage === 'overdue') ? [{ ...each, stage }] : []
  })
  return [...staged, ...declined(standing), ...noticed(standing)].filter((each) => standing.people.has(each.personId) && (personId === null || each.personId === personId)).sort(byUrgency)
}

type Waiting = Omit<Reminder, 'stage'>

/** A day that has passed and cannot be made up for. */
function isOnce({ kind, notice }: Waiting): boolean {
  return kind === 'meeting' || notice === true
}

function byUrgency(a: Reminder, b: Reminder): number {
  return compare(a.dueOn, b.dueOn) || compare(a.about.title, b.about.title) || compare(a.subject, b.subject) || compare(a.personId, b.personId)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function named({ id, key, kind, title }: Named): Named {
  return { id, key, kind, title }
}

function appointments({ facts, byId, day }: Standing): Waiting[] {
  return facts.holders.flatMap((holder): Waiting[] => {
    const role = byId.get(holder.roleId)
    if (holder.accepted || holder.declinedOn || !role || (holder.toOn !== null && holder.toOn < day)) return []
    return [{
      personId: holder.personId, kind: 'appointment', subject: `accept:${holder.id}`, dueOn: addDuration(holder.appointedOn, answerWithin), about: named(role), holderId: holder.id, ...heldFor(byId, holder.elementId),
    }]
  })
}

function heldFor(byId: Standing['byId'], elementId: string | null): { heldFor?: Named } {
  const element = byId.get(elementId ?? '')
  return element ? { heldFor: named(element) } : {}
}

/** Told to whoever appointed, for a while. */
function declined({ facts, byId, day }: Standing): Reminder[] {
  return facts.holders.flatMap((holder): Reminder[] => {
    const role = byId.get(holder.roleId)
    const { declinedOn, appointedBy } = holder
    if (!declinedOn || !appointedBy || !role || addDuration(declinedOn, tellFor) < day) return []
    return [{
      personId: appointedBy, kind: 'declined', subject: `declined:${holder.id}`, stage: 'told', dueOn: declinedOn, about: named(role), holderId: holder.id, ...heldFor(byId, holder.elementId),
      byId: holder.personId, reason: holder.reason ?? '',
    }]
  })
}

/** What was told about records: new until it is read. */
function noticed({ facts }: Standing): Reminder[] {
  return (facts.notices ?? []).map(({ id, personId, record, text, toldOn }) => ({ personId, kind: 'record', subject: `record:${id}`, stage: 'told', dueOn: toldOn, about: { ...record, kind: 'record' }, reason: text }))
}

function acknowledgements(standing: Standing): Waiting[] {
  return ofKind(standing, 'policy').flatMap((policy) =>
    dutiesOf(standing, policy).filter((duty) => duty.acknowledgedAt === null).map(({ personId, dueOn }): Waiting => ({
      personId, kind: 'acknowledgement', subject: `acknowledge:${policy.id}:${policy.version}`, dueOn, about: named(policy), version: policy.version,
    })))
}

/** Open proposals, for whoever may approve something in them that nobody agreed to yet, and wrote none of it. */
function decisions(standing: Standing): Waiting[] {
  const { facts, people, of } = standing
  return facts.proposals.flatMap(({ id, key, title, openedOn, authors, undecided }) =>
    (of ? [of.personId] : [...people.keys()]).flatMap((personId): Waiting[] => {
      const wrote = authors.includes(personId) && facts.singleHandedBy !== personId
      if (wrote || !undecided.some((element) => mayApprove(standing, personId, element))) return []
      return [{ personId, kind: 'decision', subject: `decide:${id}`, dueOn: addDuration(openedOn, answerWithin), about: { id, key, kind: 'proposal', title } }]
    }))
}

function mayApprove({ held, byId }: Standing, personId: string, element: { id: string; kind: string }): boolean {
  return [...held].some(([roleId, holders]) => {
    const authorities = (byId.get(roleId)?.body['authorities'] as string[] | undefined) ?? []
    return allows(authorities, `${element.kind}.approve`) && holders.some((each) => each.personId === personId && (each.elementId === null || each.elementId === element.id))
  })
}

function reviewsDue(standing: Standing): Waiting[] {
  return answeredFor(standing).flatMap((element) => {
    const dueOn = reviewDueOn(element)
    return dueOn === null || stageOf(dueOn, standing.day) === null ? [] : forAnswering(standing, element, 'review', dueOn)
  })
}

/** Agreements, and contracts with suppliers, that end. */
function endings(standing: Standing): Waiting[] {
  return answeredFor(standing).flatMap((element) => {
    const endOn = endOf(element)
    if (endOn === null) return []
    const noticeOn = noticeOf(element, endOn)
    const notice = noticeOn === null ? [] : forAnswering(standing, element, 'ending', noticeOn).map((each): Waiting => ({ ...each, subject: `notice:${element.id}:${noticeOn}`, notice: true }))
    return [...notice, ...forAnswering(standing, element, 'ending', endOn)]
  })
}

/** The elements for which somebody who is asked about might answer. */
function answeredFor({ facts, of }: Standing): FactElement[] {
  return of ? facts.elements.filter((element) => element.accountable !== null && of.roles.has(element.accountable)) : facts.elements
}

/** The day on which an agreement or a contract ends, or null. */
export function endOf({ kind, body }: FactElement): string | null {
  const end = kind === 'agreement' ? body['endOn'] : kind === 'supplier' ? body['contractToOn'] : null
  return typeof end === 'string' ? end : null
}

/** The last day on which notice can be given of what ends on a day, or null where none is agreed. */
export function noticeOf({ body }: FactElement, endOn: string): string | null {
  const notice = body['notice']
  return typeof notice === 'string' && notice !== '' ? addDuration(endOn, `-${notice}`) : null
}

function forAnswering(standing: Standing, element: FactElement, kind: 'review' | 'ending', dueOn: string): Waiting[] {
  const people = new Set(answeringFor(standing, element).map((holder) => holder.personId))
  return [...people].map((personId) => ({ personId, kind, subject: `${kind}:${element.id}:${dueOn}`, dueOn, about: named(element) }))
}

/** The next beat of each series, for its chair and participants. */
function meetings(standing: Standing): Waiting[] {
  return ofKind(standing, 'review').flatMap((series) => {
    const [next] = beatsOf(series, standing.day, addDuration(standing.day, 'P30D'), 1)
    if (next === undefined) return []
    return [...attending(standing, series)].map((personId): Waiting => ({ personId, kind: 'meeting', subject: `meeting:${series.id}:${next}`, dueOn: next, about: named(series) }))
  })
}

/** The days of a series between two days, both included; none where its cadence is not agreed. */
export function beatsOf(series: FactElement, fromOn: string, toOn: string, most?: number): string[] {
  const { rrule = '', firstOn = null } = series.body as Partial<ReviewBody>
  return rrule === '' || firstOn === null || cadenceFault(rrule) ? [] : beatsBetween({ rrule, firstOn }, fromOn, toOn, most)
}

/** Who comes to the meetings of a series: whoever holds its chair and its participants' roles. */
export function attending(standing: Standing, series: FactElement): Set<string> {
  const { chair = '', participants = [] } = series.body as Partial<ReviewBody>
  const roles = [chair, ...participants].flatMap((key) => standing.byKey.get(key)?.id ?? [])
  return new Set(roles.flatMap((roleId) => first((standing.held.get(roleId) ?? []).filter((holder) => holdsOn(holder, standing.day)))).map((holder) => holder.personId))
}

/** What a version asks of its kind, in force that day. */
export function ofKind(standing: Standing, kind: string): FactElement[] {
  return standing.facts.elements.filter((each) => each.kind === kind)
}
