import { bodyOf } from '../../shared/bodies.ts'
import type { System } from '../../shared/system.ts'
import { organisation } from '../organisation/organisation.ts'
import type { Finding } from '../xray/check.ts'
import { mostNext, nextThings as nextOfXray } from '../xray/next.ts'
import { sightOf, type Sight } from '../xray/sight.ts'
import { xray } from '../xray/xray.ts'
import type { Thing } from './begin.contract.ts'
import { begunService } from './begun.ts'

/** Questions of the X-ray that one of the things of the first hour asks already, nearer to what was begun. */
const said = new Set([
  'scope.service-not-stated', 'scope.service-unowned', 'services.no-agreement', 'services.no-team', 'links.no-owner', 'roles.vacant', 'roles.accountable-vacant', 'roles.seats-vacant',
  'routines.step-vacant', 'reviews.chair-vacant',
])

/** What a starter brings all at once. */
const broughtAtOnce = new Set(['begin.objective', 'begin.policy', 'begin.routine', 'begin.measure', 'begin.review'])

/**
 * What to do next in the first hour: what a system cannot be without, what the first service still lacks, then what the X-ray finds worst. Pure.
 * `looked` is how much of what the starter brought was looked at; null: no starter was taken. After go-live there is nothing: vital signs take over.
 */
export function nextThings(system: System, looked: { of: number; done: number } | null): { things: Thing[]; more: number } {
  if (system.organisation.wentLiveOn !== null || !system.live) return { things: [], more: 0 }
  const sight = sightOf(system)
  const findings = xray(system).filter((finding) => !said.has(finding.check) && finding.severity !== 'low')
  const door = starter(sight, looked)
  const found = nextOfXray(system, findings).map((thing): Thing => ({ ...thing, place: thing.id === 'begin.service' && thing.element === null ? '/begin' : null }))
  const first = found.filter(({ id }) => id.startsWith('begin.') && id !== 'begin.live' && !(door && broughtAtOnce.has(id)))
  const own = [yours(looked), purpose, owner, provider, promise, vacant].flatMap((ask) => ask(sight) ?? [])
  const before = [...first, ...(door ? [door] : []), ...own]
  const after = found.filter(({ id }) => (id === 'begin.live' ? before.length === 0 : !id.startsWith('begin.'))).map((thing) => inShort(thing, findings))
  const things = [...before, ...after]
  return { things: things.slice(0, mostNext), more: Math.max(0, things.length - mostNext) }
}

/** The verb alone as what to do, and what was found as the reason. */
function inShort(thing: Thing, findings: readonly Finding[]): Thing {
  const same = findings.filter((finding) => finding.check === thing.id)
  const first = same[0]
  return first ? { ...thing, text: first.mend.text, why: same.length === 1 ? first.message : `${first.message} And ${same.length - 1} more like it.` } : thing
}

type Ask = (sight: Sight) => Thing | undefined

function starter({ of }: Sight, looked: object | null): Thing | undefined {
  if (looked !== null || of('policy').length + of('routine').length > 0) return undefined
  return { id: 'starter', text: 'Choose how to begin', why: 'Start just enough, or bring what you have.', verb: 'sms.start', element: null, place: '/begin' }
}

function yours(looked: { of: number; done: number } | null): Ask {
  if (looked === null || looked.done >= looked.of) return () => undefined
  return () => ({ id: 'yours', text: 'Make it yours', why: `${looked.of - looked.done} of ${looked.of} things from the starter were not looked at: keep, rename or strike out.`, verb: 'element.restore', element: null, place: '/make-it-yours' })
}

/** The gaps of a template are still in it. */
const purpose: Ask = ({ of }) => {
  const element = of('organisation')[0]
  if (!element || !/\[.+\]/.test(bodyOf(organisation, element).purpose)) return undefined
  return { id: 'purpose', text: 'Say what the organisation is for', why: 'The words in brackets are for you to fill in; they head the A3.', verb: 'organisation.draft', element: element.key, place: null }
}

const owner: Ask = ({ system }) => {
  const begun = begunService(system)
  if (begun?.status !== 'in force' || !begun.owner || begun.owner.holders.length > 0) return undefined
  return { id: 'service-owner', text: `Appoint the ${begun.owner.title.toLowerCase()} of ${begun.title}`, why: 'One person answers for it to the people who use it.', verb: 'holder.appoint', element: begun.owner.role, place: null }
}

const provider: Ask = (sight) => {
  const begun = begunService(sight.system)
  const element = begun && sight.byKey(begun.key)
  if (!element || sight.into(element, 'provides').length > 0) return undefined
  const unit = sight.of('unit')[0]
  return { id: 'provider', text: `Say which team provides ${element.title}`, why: 'Whoever calls has to reach somebody.', verb: 'unit.draft', element: null, place: unit ? '/units' : '/units/new' }
}

const promise: Ask = ({ system }) => {
  const begun = begunService(system)
  if (begun?.status !== 'in force' || begun.agreement?.status === 'in force') return undefined
  if (begun.agreement) return { id: 'promise', text: `Put the agreement for ${begun.title} in force`, why: 'It is drafted: check the figures first.', verb: 'agreement.approve', element: begun.agreement.key, place: null }
  return { id: 'promise', text: `Agree what ${begun.title} promises`, why: 'Availability and hours, as numbers.', verb: 'agreement.draft', element: null, place: null }
}

const vacant: Ask = ({ of, holders }) => {
  const empty = of('role').filter((role) => role.key !== 'ROL-1' && role.body['heldPer'] !== 'service' && !holders(role).some((holder) => !holder.deputy))
  const first = empty[0]
  if (!first) return undefined
  const others = empty.length - 1
  const why = others === 0 ? 'It is the last vacant role.' : `${others} more ${others === 1 ? 'role is' : 'roles are'} vacant; one person may hold several.`
  return { id: 'vacant', text: `Appoint a holder of ${first.title}`, why, verb: 'holder.appoint', element: first.key, place: null }
}
