import type { SystemElement } from '../../shared/system.ts'
import { agreement } from '../operating-model/agreement.ts'
import { holdsOnDay } from '../operating-model/promise.chain.ts'
import { service } from '../operating-model/service.ts'
import { bodyOf } from '../../shared/bodies.ts'
import { circlesOf } from '../operating-model/circles.ts'
import { at, each, mendedAt, some, type Check } from './check.ts'

function criticalityOf(element: SystemElement): number | null {
  return bodyOf(service, element).criticality
}

const noAgreement: Check = {
  id: 'services.no-agreement', title: 'Service without agreement', severity: 'medium',
  why: 'Nothing is promised, so nothing can be kept or missed.',
  find: each('service', (element, sight) => {
    if (bodyOf(service, element).stage !== 'live') return undefined
    const agreed = sight.into(element, 'binds').some(({ from }) => bodyOf(agreement, from).type === 'SLA' && holdsOnDay(bodyOf(agreement, from), sight.on))
    return agreed ? undefined : mendedAt(element, `No agreement says what is promised for ${element.title}.`, { verb: 'agreement.draft', text: 'Agree targets for it', element: null })
  }),
}

function namesUnknownTeam(element: SystemElement): boolean {
  return element.unknown.some((name) => name.type === 'provides')
}

const noTeam: Check = {
  id: 'services.no-team', title: 'Service that names no team', severity: 'high',
  why: 'Nobody provides it: when it fails, nobody picks up.',
  find: each('service', (element, sight) => {
    if (sight.into(element, 'provides').length > 0 || namesUnknownTeam(element)) return undefined
    return mendedAt(element, `No unit or supplier provides ${element.title}.`, { verb: 'unit.draft', text: 'Link the unit or supplier that provides it', element: null })
  }),
}

const unknownTeam: Check = {
  id: 'services.unknown-team', title: 'Service whose only team is unknown', severity: 'high',
  why: 'The team that it names is in no list, so nobody can be found.',
  find: each('service', (element, sight) => {
    if (sight.into(element, 'provides').length > 0 || !namesUnknownTeam(element)) return undefined
    const names = element.unknown.filter((name) => name.type === 'provides').map(({ name }) => `"${name}"`)
    return mendedAt(element, `${element.title} is provided by ${some(names)} alone, which is in no list.`, { verb: 'unit.draft', text: 'Add that unit, or link one that exists', element: null })
  }),
}

const supplierOnly: Check = {
  id: 'services.supplier-alone', title: 'Service that a supplier alone provides', severity: 'low',
  why: 'Nobody inside knows the service when the supplier does not answer.',
  find: each('service', (element, sight) => {
    const providers = sight.into(element, 'provides').map(({ from }) => from)
    if (providers.length === 0 || providers.some((from) => from.kind === 'unit') || namesUnknownTeam(element)) return undefined
    return mendedAt(element, `${element.title} is provided by ${some(providers.map((from) => from.title))} alone.`, { verb: 'unit.draft', text: 'Link the unit that looks after it', element: null })
  }),
}

const dangling: Check = {
  id: 'services.dependency-unknown', title: 'Dependency that dangles', severity: 'medium',
  why: 'What the service depends on is in no list, so nobody looks after it.',
  find: each('service', (element) =>
    element.unknown
      .filter((name) => name.type === 'dependsOn' && !name.itself)
      .map(({ name }) => mendedAt(element, `${element.title} depends on "${name}", which is in no list.`, { verb: 'service.draft', text: `Add ${name} as a service, or take the dependency out`, element: element.key }))),
}

const itself: Check = {
  id: 'services.depends-on-itself', title: 'Service that depends on itself', severity: 'low',
  why: 'Either another service was meant, or nothing.',
  find: each('service', (element) =>
    element.unknown.filter((name) => name.type === 'dependsOn' && name.itself).map(({ name }) => at(element, `${element.title} names itself ("${name}") as what it depends on.`, 'Link the service that was meant, or import without it'))),
}

const notInForce: Check = {
  id: 'services.dependency-not-in-force', title: 'Depends on a retired or draft service', severity: 'high',
  why: 'It counts on something that does not run, or not yet.',
  find: each('service', (element, sight) =>
    element.links.filter((link) => link.type === 'dependsOn' && !sight.find(link.to)).map((link) => {
      const [gone, draft] = [sight.gone(link.to), sight.draft(link.to)]
      const what = gone ? `${gone.title} (${gone.key}), retired on ${gone.retiredOn}` : draft ? `${draft.title} (${draft.key}), which is still a draft` : 'a service that is not in force'
      return at(element, `${element.title} depends on ${what}.`, 'Link what takes its place, or take the dependency out')
    })),
}

const circle: Check = {
  id: 'services.circle', title: 'Circle of dependencies', severity: 'medium',
  why: 'None of them can be started, moved or promised apart from the others.',
  find: (sight) =>
    circlesOf(sight.of('service'), (element) => sight.ends(element, 'dependsOn')).map((round) =>
      at(round[0]!, `${[...round, round[0]!].map((element) => element.title).join(' → ')} depend on each other.`, 'Take out the dependency that does not hold')),
}

const weaker: Check = {
  id: 'services.depends-on-less-critical', title: 'Critical service that depends on a less critical one', severity: 'medium',
  why: 'A chain is restored as fast as its least urgent part.',
  find: each('service', (element, sight) => {
    const own = criticalityOf(element)
    if (own === null || own > 2) return undefined
    const weak = sight.ends(element, 'dependsOn').filter((other) => (criticalityOf(other) ?? 0) > own)
    return weak.map((other) => mendedAt(element, `${element.title} (criticality ${own}) depends on ${other.title} (${criticalityOf(other)}).`, { verb: 'service.draft', text: 'Judge the criticality again, or depend on something else', element: other.key }))
  }),
}

const retiring: Check = {
  id: 'services.depends-on-retiring', title: 'Depends on a service that is being retired', severity: 'low',
  why: 'It will soon count on something that is gone.',
  find: each('service', (element, sight) => {
    if (bodyOf(service, element).stage !== 'live') return undefined
    const leaving = sight.ends(element, 'dependsOn').filter((other) => bodyOf(service, other).stage === 'retiring')
    return leaving.map((other) => at(element, `${element.title} depends on ${other.title}, which is being retired.`, 'Say what takes its place'))
  }),
}

/** Questions about services: who provides them and what they depend on. */
export const serviceChecks: readonly Check[] = [noTeam, unknownTeam, notInForce, noAgreement, dangling, circle, weaker, supplierOnly, itself, retiring]

