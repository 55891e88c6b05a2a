import { bodyOf } from '../../shared/bodies.ts'
import type { System, SystemElement } from '../../shared/system.ts'
import { kindOf } from '../kinds.ts'
import { organisation } from '../organisation/organisation.ts'
import type { Finding } from '../xray/check.ts'
import { sightOf, type Sight } from '../xray/sight.ts'
import { xray } from '../xray/xray.ts'
import type { Thing } from './begin.contract.ts'
import { begunService } from './begun.ts'

/** At most so many things at once. */
const most = 7

/** Checks of the X-ray that one of the first things says already. */
const said = new Set([
  'scope.empty', 'scope.service-not-stated', 'scope.service-unowned', 'services.no-agreement', 'services.no-team', 'links.no-owner', 'links.incomplete', 'roles.vacant', 'roles.accountable-vacant', 'roles.seats-vacant',
  'routines.step-vacant', 'routines.not-operated', 'reviews.chair-vacant', 'reviews.participant-vacant', 'reviews.no-management-review',
])

/**
 * What to do next until the A3 is theirs: first what a system cannot be without, then what the X-ray finds worst, one of each check. Pure.
 * `looked` is how much of what the starter brought was looked at; null: no starter was taken. After go-live there is nothing: vital signs take over.
 */
export function nextThings(system: System, looked: { of: number; done: number } | null): { things: Thing[]; more: number } {
  if (system.organisation.wentLiveOn !== null || !system.live) return { things: [], more: 0 }
  const sight = sightOf(system)
  const first = [service, starter(looked), smsOwner, yours(looked), purpose, scoped, owner, provider, promise, vacant].flatMap((ask) => ask(sight) ?? [])
  const grave = graveOf(xray(system).filter((finding) => !said.has(finding.check) && finding.severity !== 'low'), sight)
  const all = [...first, ...grave]
  const things = all.length > 0 ? all : [{ id: 'live', text: 'Go live', why: 'Nothing stands in the way. From then on every change is a proposal.', place: '/settings/organisation' }]
  return { things: things.slice(0, most), more: Math.max(0, things.length - most) }
}

type Ask = (sight: Sight) => Thing | undefined

const service: Ask = ({ system }) => {
  const begun = begunService(system)
  if (!begun) return { id: 'service', text: 'Name one critical service', why: 'Scope, promises and measures hang on it.', place: '/begin' }
  if (begun.status === 'draft') return { id: 'service', text: `Put ${begun.title} in force`, why: 'A draft holds for nobody.', place: placeOf(begun) }
  return undefined
}

function starter(looked: object | null): Ask {
  return ({ of }) => (looked === null && of('policy').length + of('routine').length === 0 ? { id: 'starter', text: 'Choose how to begin', why: 'Start just enough, or bring what you have.', place: '/begin' } : undefined)
}

const smsOwner: Ask = ({ byKey, holders }) => {
  const role = byKey('ROL-1')
  if (!role || holders(role).some((holder) => !holder.deputy)) return undefined
  return { id: 'sms-owner', text: `Appoint the ${role.title}`, why: 'Somebody has to answer for the whole.', place: placeOf(role) }
}

function yours(looked: { of: number; done: number } | null): Ask {
  if (looked === null || looked.done >= looked.of) return () => undefined
  return () => ({ id: 'yours', text: 'Make it yours', why: `${looked.of - looked.done} of ${looked.of} things from the starter were not looked at: keep, rename or strike out.`, place: '/make-it-yours' })
}

const purpose: Ask = ({ of }) => {
  const element = of('organisation')[0]
  if (!element || bodyOf(organisation, element).purpose !== '') return undefined
  return { id: 'purpose', text: 'Say what the organisation is for', why: 'It is the first line of the A3.', place: `${placeOf(element)}/edit` }
}

const scoped: Ask = ({ system }) => {
  const begun = begunService(system)
  return begun?.status === 'in force' && !begun.inScope ? { id: 'scope', text: `Put ${begun.title} in scope`, why: 'Nothing is covered until the scope says so.', place: '/scope' } : undefined
}

const owner: Ask = ({ system, byKey }) => {
  const begun = begunService(system)
  const role = begun?.owner && byKey(begun.owner.role)
  if (!begun || begun.status !== 'in force' || !role || begun.owner!.holders.length > 0) return undefined
  return { id: 'service-owner', text: `Appoint the ${role.title.toLowerCase()} of ${begun.title}`, why: 'One person answers for it to the people who use it.', place: placeOf(role) }
}

const provider: Ask = (sight) => {
  const begun = begunService(sight.system)
  const element = begun && sight.byKey(begun.key)
  if (!element || sight.into(element, 'provides').length > 0) return undefined
  const unit = sight.of('unit')[0]
  return { id: 'provider', text: `Say which team provides ${element.title}`, why: 'Whoever calls has to reach somebody.', place: unit ? '/units' : '/units/new' }
}

const promise: Ask = ({ system }) => {
  const begun = begunService(system)
  if (!begun || begun.status !== 'in force' || begun.agreement?.status === 'in force') return undefined
  if (begun.agreement) return { id: 'promise', text: `Put the agreement for ${begun.title} in force`, why: 'It is drafted: check the figures first.', place: `/agreements/${begun.agreement.key}` }
  return { id: 'promise', text: `Agree what ${begun.title} promises`, why: 'Availability and hours, as numbers.', place: '/agreements/new' }
}

const vacant: Ask = ({ of, holders }) => {
  const empty = of('role').filter((role) => role.key !== 'ROL-1' && role.body['heldPer'] !== 'service' && !holders(role).some((holder) => !holder.deputy))
  const first = empty[0]
  if (!first) return undefined
  const others = empty.length - 1
  return { id: 'vacant', text: `Appoint a holder of ${first.title}`, why: others === 0 ? 'It is the last vacant role.' : `${others} more ${others === 1 ? 'role is' : 'roles are'} vacant; one person may hold several.`, place: placeOf(first) }
}

/** The first finding of each check, with how many more there are. */
function graveOf(findings: readonly Finding[], sight: Sight): Thing[] {
  return [...Map.groupBy(findings, (finding) => finding.check)].map(([check, same]) => {
    const { message, mend, element } = same[0]!
    const at = sight.byKey(mend.element ?? element ?? '')
    const kind = kindOf(mend.verb.split('.')[0] ?? '')
    const place = at ? placeOf(at) : kind ? `/${kind.path}${mend.element === null ? '/new' : ''}` : '/'
    return { id: check, text: sentence(mend.text), why: same.length === 1 ? message : `${message} And ${same.length - 1} more like it.`, place }
  })
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).replace(/\.$/, '')
}

function placeOf({ key, kind = 'service' }: Pick<SystemElement, 'key'> & { kind?: string }): string {
  return `/${kindOf(kind)?.path ?? kind}/${key}`
}
