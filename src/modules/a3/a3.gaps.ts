import { promisedBeyond } from '../operating-model/promise.ts'
import type { A3Page, ElementRef, Gap, NoteName } from './a3.contract.ts'
import { refOf, type Frame } from './a3.frame.ts'
import { servicesWithoutAccountable, servicesWithoutTeam } from './a3.roles.ts'
import { dayText, many, numberText } from './a3.words.ts'

type Parts = Pick<A3Page, 'scope' | 'policies' | 'roles' | 'routines' | 'measures' | 'reviews' | 'frameworks' | 'risks' | 'sinceReview'>
type Named = { elements: readonly ElementRef[]; count?: number }

const named = 20

function gap(name: Gap['gap'], section: Gap['section'], { elements, count = elements.length }: Named, mend: string, say: (count: number) => string): Gap[] {
  if (count === 0) return []
  return [{ gap: name, section, count, text: say(count), mend, elements: elements.slice(0, named).map(refOf) }]
}

/** "1 service names", "42 services name". */
function are(count: number, noun: string, singular: string, plural: string): string {
  return `${many(count, noun)} ${count === 1 ? singular : plural}`
}

/** Everything that is missing and known to be: each with how many, which, and the verb that mends it. */
export function gapsOf(frame: Frame, parts: Parts, dangling: number): Gap[] {
  return [...scopeGaps(parts.scope, dangling), ...roleGaps(frame, parts), ...ruleGaps(parts)]
}

function scopeGaps(scope: A3Page['scope'], dangling: number): Gap[] {
  const blank = scope.rows.filter((row) => row.cells.length === 0)
  const some = scope.rows.filter((row) => row.cells.length > 0 && row.notStated > 0)
  const late = [...scope.rows.filter((row) => row.cells.some((cell) => cell.late)).map((row) => row.service), ...scope.suppliers.filter((one) => one.statement?.late).map((one) => one.supplier)]
  const suppliers = scope.suppliers.filter((one) => one.statement === null)
  return [
    ...gap('service not stated', 'scope', { elements: blank.map((row) => row.service) }, 'scope.state', (n) => `${are(n, 'service', 'is', 'are')} not stated`),
    ...gap('cell not stated', 'scope', { elements: some.map((row) => row.service), count: some.reduce((sum, row) => sum + row.notStated, 0) }, 'scope.state', (n) => `${are(n, 'cell', 'is', 'are')} not stated`),
    ...gap('supplier not stated', 'scope', { elements: suppliers.map((one) => one.supplier) }, 'scope.state', (n) => `${are(n, 'supplier', 'is', 'are')} not stated`),
    ...gap('scope promise late', 'scope', { elements: late }, 'scope.state', (n) => `${numberText(n)} past the promised day`),
    ...gap('scope entry without element', 'scope', { elements: [], count: dangling }, 'scope.state', (n) => (n === 1 ? '1 entry names nothing in force' : `${numberText(n)} entries name nothing in force`)),
  ]
}

function roleGaps(frame: Frame, parts: Parts): Gap[] {
  const alone = parts.roles.filter((row) => row.heldPer === 'organisation' && row.held < row.needed)
  const perElement = parts.roles.filter((row) => row.heldPer !== 'organisation' && row.held < row.needed)
  const teams = servicesWithoutTeam(frame)
  return [
    ...gap('role vacant', 'roles', { elements: alone.map((row) => row.role) }, 'holder.appoint', (n) => `${are(n, 'role', 'is', 'are')} vacant`),
    ...perElement.flatMap((row) => gap('role without holder', 'roles', { elements: row.vacant, count: row.needed - row.held }, 'holder.appoint', (n) => `${are(n, row.heldPer, 'has', 'have')} no ${row.role.title.toLowerCase()}`)),
    ...gap('service without team', 'roles', { elements: teams.none }, 'unit.draft', (n) => `${are(n, 'service', 'names', 'name')} no team`),
    ...gap('service with unknown team', 'roles', { elements: teams.unknown }, 'unit.draft', (n) => `${are(n, 'service', 'names', 'name')} only an unknown one`),
    ...gap('service without accountable role', 'roles', { elements: servicesWithoutAccountable(frame) }, 'service.draft', (n) => `${are(n, 'service', 'names', 'name')} no accountable role`),
    ...gap('service promised beyond its chain', 'roles', { elements: promisedBeyond(frame.system) }, 'agreement.draft', (n) => `${are(n, 'service', 'promises', 'promise')} more than ${n === 1 ? 'its' : 'their'} chain gives`),
  ]
}

function ruleGaps(parts: Parts): Gap[] {
  const unserved = parts.policies.filter((row) => row.objectives.length + row.obligations.length === 0)
  const targetless = parts.measures.filter((row) => row.target === null)
  const unread = parts.reviews.filter((row) => row.cadence === '')
  return [
    ...gap('policy without why', 'policies', { elements: unserved.map((row) => row.policy) }, 'policy.draft', (n) => (n === 1 ? '1 policy serves no objective or obligation' : `${numberText(n)} policies serve no objective or obligation`)),
    ...gap('measure without target', 'measures', { elements: targetless.map((row) => row.measure) }, 'measure.draft', (n) => `${are(n, 'measure', 'has', 'have')} no target`),
    ...gap('review without cadence', 'reviews', { elements: unread.map((row) => row.review) }, 'review.draft', (n) => `${are(n, 'review', 'has', 'have')} no cadence`),
  ]
}

/** One short line for everything that has no data yet, saying what to do; null where there is data. */
export function notesOf(parts: Parts): Record<NoteName, string | null> {
  const none = (empty: boolean, text: string) => (empty ? text : null)
  return {
    scope: none(parts.scope.rows.length === 0, 'No services yet: add the most critical one first.'),
    policies: none(parts.policies.length === 0, 'No policies yet: begin with risk appetite and change.'),
    roles: none(parts.roles.length === 0, 'No roles yet: name the SMS owner first.'),
    routines: none(parts.routines.length === 0, 'No routines yet: begin with incident and change.'),
    records: none(parts.routines.every((row) => row.records === null), 'no records in the 90 days before'),
    measures: none(parts.measures.length === 0, 'No measures yet: begin with availability of the most critical service.'),
    values: none(parts.measures.every((row) => row.value === null), 'No values yet'),
    reviews: none(parts.reviews.length === 0, 'No reviews yet: agree a monthly review and who chairs it.'),
    meetings: 'No meeting held yet',
    evidence: 'No evidence yet',
    frameworks: none(parts.frameworks.length === 0, 'No framework imported yet. Import one to see what the system covers of it.'),
    risks: none(parts.risks.length === 0, 'No open risk is rated. Rate the first in the risk routine.'),
    sinceReview: none(parts.sinceReview.length === 0, sinceText(parts)),
  }
}

function sinceText(parts: Parts): string {
  const review = parts.reviews.find((row) => /management/i.test(row.review.title)) ?? parts.reviews[0]
  if (!review) return 'No management review held yet. Agree when it meets.'
  const next = review.nextOn && review.review.status === 'in force' ? ` Next: ${dayText(review.nextOn)}, ${review.review.title}.` : ' Put its cadence in force.'
  return `No management review held yet.${next}`
}
