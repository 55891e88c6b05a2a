import { bodyOf } from '../../shared/bodies.ts'
import { byKey } from '../../shared/sorting.ts'
import { holdsOn } from '../../shared/system.ts'
import type { System, SystemElement } from '../../shared/system.ts'
import { kindOf } from '../kinds.ts'
import { organisation } from '../organisation/organisation.ts'
import type { Finding } from './check.ts'
import { checks } from './xray.ts'

/** One thing to do: in words, why, the one verb that does it, and on which element (null: a new one, or the system itself). */
export type NextThing = { id: string; text: string; why: string; verb: string; element: string | null }

/** More than this is a backlog and no help. */
export const mostNext = 7

/**
 * What to do next, the most important first: first what the A3 cannot do without, in the order of the first hour, then what the X-ray finds
 * gravest, one thing per question. Pure.
 */
export function nextThings(system: System, findings: readonly Finding[]): NextThing[] {
  const first = foundations(system, findings)
  const said = new Set(first.map((thing) => `${thing.verb} ${thing.element ?? ''}`))
  const mends = mendsOf(findings).filter((thing) => !said.has(`${thing.verb} ${thing.element ?? ''}`))
  const grave = mends.filter((thing) => thing.severity === 'high')
  const things = [...first, ...grave, ...goLive(system, first, grave.length), ...mends.filter((thing) => thing.severity !== 'high')]
  return things.slice(0, mostNext).map(({ id, text, why, verb, element }) => ({ id, text, why, verb, element }))
}

/** What has to be there at all: each kind once, in force. */
function foundations(system: System, findings: readonly Finding[]): NextThing[] {
  const all = [...system.elements].sort(byKey).filter((element) => element.status !== 'retired')
  const one = (kind: string, text: string, why: string): NextThing[] => {
    const those = all.filter((element) => element.kind === kind)
    if (those.some((element) => element.status === 'in force')) return []
    const draft = those[0]
    if (draft) return [{ id: `begin.${kind}`, text: `Put ${draft.title} in force`, why: 'A draft does not count yet.', verb: `${kind}.approve`, element: draft.key }]
    return [{ id: `begin.${kind}`, text, why, verb: `${kind}.draft`, element: null }]
  }
  const empty = findings.find((finding) => finding.check === 'scope.empty')
  return [
    ...purpose(all),
    ...one('service', 'Add your most critical service', 'Everything else hangs on the services that people use.'),
    ...owner(system, all),
    ...(empty ? [{ id: 'begin.scope', text: empty.mend.text, why: 'A management system without scope manages nothing.', verb: empty.mend.verb, element: empty.mend.element }] : []),
    ...one('objective', 'Write the objective that matters most', 'It is the why behind rules, services and routines.'),
    ...one('policy', 'Write the first policy', 'Short rules decide before people have to.'),
    ...one('routine', 'Describe the routine that matters most', 'Work that always goes the same way can be relied on.'),
    ...one('measure', 'Choose a measure with a target', 'Without a figure nobody knows whether it works.'),
    ...one('review', 'Agree when you look at it all', 'What is never looked at stands still.'),
  ]
}

function purpose(all: readonly SystemElement[]): NextThing[] {
  const element = all.find((each) => each.kind === 'organisation')
  if (!element || bodyOf(organisation, element).purpose !== '') return []
  return [{ id: 'begin.purpose', text: 'Say what the organisation is for', why: 'It heads the A3.', verb: 'organisation.draft', element: element.key }]
}

/** The role that owns the system, held by somebody. */
function owner(system: System, all: readonly SystemElement[]): NextThing[] {
  const roles = all.filter((element) => element.kind === 'role')
  const role = roles.find((each) => /\b(sms|service management system) owner\b/i.test(each.title)) ?? roles[0]
  const why = 'Somebody answers for the system as a whole.'
  if (!role) return [{ id: 'begin.owner', text: 'Write the role that owns the system', why, verb: 'role.draft', element: null }]
  const held = system.holders.some((holder) => holder.roleId === role.id && !holder.deputy && holdsOn(holder, system.asOf))
  return held ? [] : [{ id: 'begin.owner', text: `Appoint the ${role.title}`, why, verb: 'holder.appoint', element: role.key }]
}

type Mending = NextThing & { severity: Finding['severity'] }

/** One thing per question of the X-ray: its first place, and how many more there are. */
function mendsOf(findings: readonly Finding[]): Mending[] {
  return [...Map.groupBy(findings, (finding) => finding.check)].flatMap(([id, those]): Mending[] => {
    const [first] = those
    const check = checks.find((each) => each.id === id)
    if (!first || !check) return []
    const more = those.length > 1 ? ` And ${those.length - 1} more like it.` : ''
    return [{ id, severity: first.severity, text: `${first.mend.text}: ${first.message}${more}`, why: check.why, verb: first.mend.verb, element: first.mend.element }]
  })
}

/** Going live comes once the foundations stand and nothing grave is open. */
function goLive(system: System, open: readonly NextThing[], grave: number): (NextThing & { severity: 'high' })[] {
  if (system.organisation.wentLiveOn !== null || open.length > 0 || grave > 0 || !system.elements.some((element) => kindOf(element.kind) !== undefined)) return []
  return [{ id: 'begin.live', severity: 'high', text: 'Go live', why: 'From then on the definition changes by proposal, and the first baseline is frozen.', verb: 'organisation.goLive', element: null }]
}
