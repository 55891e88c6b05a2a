import { addDuration } from './days.ts'
import type { Fault } from './kind.ts'
import { holdsOn } from './system.ts'
import type { System, SystemElement, SystemHolder } from './system.ts'

/** The five vital signs of a governed element (product law 2), in the order in which they are read. */
export const signNames = ['defined', 'owned', 'why', 'operating', 'reviewed'] as const
export type SignName = (typeof signNames)[number]
export const signTitles: Record<SignName, string> = {
  defined: 'Defined', owned: 'Owned', why: 'Linked to a why', operating: 'Operating', reviewed: 'Reviewed in time',
}

/** One sign: `mend` is the action that would turn a "no" into a "yes"; null where there is nothing to do. */
export type Sign = { sign: SignName; state: 'yes' | 'no' | 'unknown'; reason: string; mend: string | null }

/** What an element's kind still misses before it is complete; the registry of kinds answers this. */
export type MissingOf = (element: SystemElement) => Fault[]

/** What signs are judged against: one day, the roles' holders on it and the elements by id. */
export type SignContext = {
  asOf: string
  byId: ReadonlyMap<string, SystemElement>
  holders: ReadonlyMap<string, SystemHolder[]>
  missing: MissingOf
  /** After go-live a draft is proposed; until then it is put in force. */
  founding: boolean
}

/** Indexes a system once for any number of `signsOf` calls. */
export function signContext(system: System, missing: MissingOf = () => []): SignContext {
  const holders = new Map<string, SystemHolder[]>()
  for (const holder of system.holders) {
    if (!holdsOn(holder, system.asOf)) continue
    const list = holders.get(holder.roleId)
    if (list) list.push(holder)
    else holders.set(holder.roleId, [holder])
  }
  return { asOf: system.asOf, byId: new Map(system.elements.map((e) => [e.id, e])), holders, missing, founding: system.organisation.wentLiveOn === null }
}

/** True where the five signs apply: retired elements and imported requirements are not part of the running system. */
export function carriesSigns(element: SystemElement): boolean {
  return element.status !== 'retired' && element.kind !== 'framework' && element.kind !== 'requirement'
}

/** The vital signs of every element that carries them, by element id. */
export function vitalSigns(system: System, missing?: MissingOf): Map<string, Sign[]> {
  const context = signContext(system, missing)
  return new Map(system.elements.filter(carriesSigns).map((element) => [element.id, signsOf(element, context)]))
}

/** The five signs of one element, each computed from facts of the day and never typed in. */
export function signsOf(element: SystemElement, context: SignContext): Sign[] {
  return [defined(element, context), owned(element, context), why(element, context), operating(element, context), reviewed(element, context)]
}

/** The holders (deputies included) that a role has for an element: named for it, or for the whole organisation. */
function holdersFor(roleId: string, element: SystemElement, context: SignContext): SystemHolder[] {
  const all = context.holders.get(roleId) ?? []
  const fitting = all.filter((h) => h.elementId === null || h.elementId === element.id)
  if (fitting.length > 0) return fitting
  const heldPer = context.byId.get(roleId)?.body['heldPer']
  return heldPer === element.kind ? [] : all
}

function yes(sign: SignName, reason: string): Sign {
  return { sign, state: 'yes', reason, mend: null }
}

function no(sign: SignName, reason: string, mend: string): Sign {
  return { sign, state: 'no', reason, mend }
}

function unknown(sign: SignName, reason: string): Sign {
  return { sign, state: 'unknown', reason, mend: null }
}

/** The action that brings a draft towards being in force. */
function bringing(element: SystemElement, { founding }: SignContext): string {
  return founding ? `${element.kind}.approve` : 'proposal.open'
}

function defined(element: SystemElement, context: SignContext): Sign {
  const first = context.missing(element)[0]
  if (first) return no('defined', `Not complete: ${first.message}`, `${element.kind}.draft`)
  if (element.status === 'draft') return no('defined', `Still a draft; ${context.founding ? 'put it in force' : 'propose it'}.`, bringing(element, context))
  return yes('defined', `In force as version ${element.version}.`)
}

function owned(element: SystemElement, context: SignContext): Sign {
  if (element.accountable === null) return no('owned', 'Nobody answers for it; name an accountable role.', `${element.kind}.draft`)
  const role = context.byId.get(element.accountable)
  if (!role || role.status === 'retired') return no('owned', 'Its accountable role is no longer in force; name another.', `${element.kind}.draft`)
  const holders = holdersFor(role.id, element, context)
  if (holders.some((h) => !h.deputy)) return yes('owned', `${role.title} is held.`)
  if (holders.length > 0) return no('owned', `Only a deputy holds ${role.title}; appoint a holder.`, 'holder.appoint')
  return no('owned', `${role.title} is vacant; appoint a holder.`, 'holder.appoint')
}

function why(element: SystemElement, context: SignContext): Sign {
  if (element.kind === 'objective' || element.kind === 'obligation') return yes('why', 'It is itself a reason.')
  const reasons = element.links.filter((link) => isReason(link.type, context.byId.get(link.to)))
  if (reasons.length === 0) return no('why', 'Serves no objective or obligation; link the reason.', `${element.kind}.draft`)
  const title = context.byId.get(reasons[0]!.to)!.title
  return yes('why', reasons.length === 1 ? `Serves ${title}.` : `Serves ${title} and ${reasons.length - 1} more.`)
}

function isReason(link: string, target: SystemElement | undefined): boolean {
  if (!target || target.status === 'retired') return false
  if (link === 'serves') return true
  return (link === 'measures' || link === 'reviews') && (target.kind === 'objective' || target.kind === 'obligation')
}

const notKnownYet: Record<string, string> = {
  policy: 'No record, decision or exception can cite it yet.',
  role: 'Held; whether it acted is not known yet.',
  routine: 'No records yet.',
  measure: 'No period is closed yet.',
  service: 'No agreement of it is measured yet.',
  supplier: 'No follow-up is recorded yet.',
  review: 'No meeting is recorded yet.',
}

function operating(element: SystemElement, context: SignContext): Sign {
  if (element.status === 'draft') return no('operating', `A draft does not operate; ${context.founding ? 'put it in force' : 'propose it'}.`, bringing(element, context))
  if (element.kind === 'role' && !context.holders.has(element.id)) return no('operating', 'Nobody holds it; appoint a holder.', 'holder.appoint')
  if (element.operatedOn) return ran(element, element.operatedOn, context)
  return unknown('operating', notKnownYet[element.kind] ?? 'Nothing that it does is recorded yet.')
}

/** What ran within its cadence, or within a year where none is agreed, operates. */
function ran({ kind, reviewEvery }: SystemElement, on: string, { asOf }: SignContext): Sign {
  const said = kind === 'role' ? `Acted last on ${on}` : `A record moved on ${on}`
  return addDuration(on, reviewEvery ?? 'P1Y') >= asOf ? yes('operating', `${said}.`) : no('operating', `${said}, and nothing since within its cadence.`, 'record.create')
}

/** The day by which an element is to be reviewed again: its cadence after the last review, or after it came into force. */
export function reviewDueOn(element: Pick<SystemElement, 'reviewEvery' | 'reviewedOn' | 'effectiveOn'>): string | null {
  const from = element.reviewedOn ?? element.effectiveOn
  return element.reviewEvery !== null && from !== null ? addDuration(from, element.reviewEvery) : null
}

function reviewed(element: SystemElement, context: SignContext): Sign {
  if (element.reviewEvery === null) return no('reviewed', 'No cadence is agreed; say how often it is reviewed.', `${element.kind}.draft`)
  const dueOn = element.status === 'draft' ? null : reviewDueOn(element)
  if (dueOn === null) return unknown('reviewed', 'Its first review counts from the day it comes into force.')
  if (dueOn < context.asOf) return no('reviewed', `Its review was due on ${dueOn}.`, `${element.kind}.review`)
  return yes('reviewed', `Next review by ${dueOn}.`)
}
