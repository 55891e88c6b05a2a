import { bodyOf } from '../../shared/bodies.ts'
import type { MissingOf } from '../../shared/signs.ts'
import type { System, SystemElement } from '../../shared/system.ts'
import { kindOf } from '../kinds.ts'
import { objective } from '../objectives/objective.ts'
import { measure } from '../measures/measure.ts'
import { review } from '../reviews/review.ts'
import { role } from '../roles/role.ts'
import { scope } from '../scope/scope.ts'
import { sightOf, type Sight } from './sight.ts'
import { missingOf } from './xray.ts'

/** Something that could be dropped. Certain: the facts of the definition say so; likely: only records could still show a use. */
export type Droppable = { element: string; kind: string; title: string; reason: string; sure: 'certain' | 'likely' }

type Reason = { reason: string; sure: Droppable['sure'] } | undefined
/** What is known about use beyond links: ids and keys that bodies name. */
type Uses = { sight: Sight; addressed: ReadonlySet<string>; accountable: ReadonlySet<string>; figuresReviewed: boolean }

const likely = (reason: string): Reason => ({ reason, sure: 'likely' })
const certain = (reason: string): Reason => ({ reason, sure: 'certain' })

/** What of the system nothing uses, with the fact that says so, in the order of keys. Small and true: what may be used is not named. */
export function weight(system: System, missing: MissingOf = missingOf): Droppable[] {
  const sight = sightOf(system, missing)
  const uses: Uses = {
    sight,
    addressed: new Set(sight.inForce.flatMap((element) => addressedBy(element))),
    accountable: new Set(sight.inForce.flatMap((element) => element.accountable ?? [])),
    figuresReviewed: sight.of('review').some((each) => bodyOf(review, each).agenda.some((heading) => heading.input === 'measures and trends')),
  }
  return sight.inForce.flatMap((element) => {
    const found = unused[element.kind]?.(element, uses)
    return found ? [{ element: element.key, kind: element.kind, title: element.title, ...found }] : []
  })
}

function addressedBy(element: SystemElement): string[] {
  const kind = kindOf(element.kind)
  return (kind?.addresses?.(bodyOf(kind, element)) ?? []).map((one) => one.to)
}

/** True where a link of one of these types ends at the element. */
function reached(sight: Sight, element: SystemElement, ...types: string[]): boolean {
  return types.some((type) => sight.into(element, type).length > 0)
}

function leads(sight: Sight, element: SystemElement, ...types: string[]): boolean {
  return types.some((type) => sight.ends(element, type).length > 0)
}

const unused: Record<string, (element: SystemElement, uses: Uses) => Reason> = {
  measure: (element, { sight, addressed, figuresReviewed }) => {
    if (addressed.has(element.key) || reached(sight, element, 'reviews')) return undefined
    if (bodyOf(measure, element).target === null && !figuresReviewed) return certain('It has no target, and no review looks at it.')
    return bodyOf(measure, element).target === null && !leads(sight, element, 'measures') ? certain('It has no target and measures nothing in force.') : undefined
  },
  policy: (element, { sight }) => {
    if (leads(sight, element, 'governs', 'answers')) return undefined
    if (!leads(sight, element, 'serves')) return certain('It governs nothing and serves no objective or obligation.')
    return reached(sight, element, 'measures', 'reviews') ? undefined : likely('It governs nothing, and nothing measures or reviews it.')
  },
  role: (element, { sight, addressed, accountable }) => {
    if (accountable.has(element.id) || addressed.has(element.key) || bodyOf(role, element).authorities.length > 0) return undefined
    return certain(`It answers for nothing, acts in no routine or review and may do nothing${sight.holders(element).length === 0 ? '; nobody holds it' : ''}.`)
  },
  unit: (element, { sight, addressed }) => {
    const used = leads(sight, element, 'provides', 'operates') || reached(sight, element, 'partOf') || addressed.has(element.id)
    return used ? undefined : certain('It provides no service, operates no routine, contains no unit, and the scope does not name it.')
  },
  location: (element, { addressed }) => (addressed.has(element.id) ? undefined : likely('The scope does not name it.')),
  supplier: (element, { sight, addressed }) => {
    if (leads(sight, element, 'provides') || reached(sight, element, 'binds', 'governs', 'measures') || addressed.has(element.id)) return undefined
    return certain('It provides no service, no agreement binds it, and the scope does not name it.')
  },
  calendar: (element, { sight, addressed }) => (reached(sight, element, 'binds') || addressed.has(element.key) ? undefined : certain('No agreement is counted in it and no clock runs in it.')),
  agreement: (element, { sight }) => (leads(sight, element, 'binds') ? undefined : certain('It binds nothing that is in force.')),
  party: (element, { sight }) => (reached(sight, element, 'binds', 'reviews') || leads(sight, element, 'serves') ? undefined : likely('No agreement binds it and no review looks at it.')),
  objective: (element, { sight }) => {
    if (reached(sight, element, 'serves', 'measures', 'reviews')) return undefined
    return bodyOf(objective, element).plan === '' ? certain('Nothing serves or measures it, and there is no plan for it.') : likely('Nothing serves or measures it.')
  },
  review: (element, { sight }) => {
    const looks = leads(sight, element, 'reviews') || bodyOf(review, element).agenda.some((heading) => heading.input !== 'none')
    return looks ? undefined : certain('It looks at no element and nothing is laid before it.')
  },
  routine: (element, { sight }) => (leads(sight, element, 'serves') || reached(sight, element, 'governs', 'operates', 'measures') ? undefined : likely('It serves nothing, and nothing governs, operates or measures it.')),
  service: (element, { sight, addressed }) => {
    const everywhere = sight.of('scope').some((each) => bodyOf(scope, each).entries.some((entry) => entry.service === '*'))
    const used = everywhere || addressed.has(element.id) || reached(sight, element, 'provides', 'binds', 'dependsOn', 'measures', 'governs')
    return used ? undefined : likely('Nobody provides it, nothing depends on it, no agreement binds it, and the scope does not name it.')
  },
}
