import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { allows, isWholeSubject } from '../../shared/authority.ts'
import type { Kind } from '../../shared/kind.ts'
import { linkRules, type LinkType } from '../../shared/links.ts'
import { signNames, vitalSigns } from '../../shared/signs.ts'
import type { System, SystemElement, SystemHolder } from '../../shared/system.ts'
import { a3Page } from '../a3/a3.ts'
import { planA3 } from '../a3/a3.thin.ts'
import { kindOf, kinds } from '../kinds.ts'
import { measureBody } from '../measures/measure-body.ts'
import { lengthOf, pageOfCharacters, policyBody } from '../policies/policy.ts'
import { reviewBody } from '../reviews/review.ts'
import { roleBody } from '../roles/role.ts'
import { expressionEnvironment } from '../routines/expression.ts'
import { recordInstants } from '../routines/record.ts'
import { routineBody, type RoutineBody, type RoutineField } from '../routines/routine-body.ts'
import { xray } from '../xray/xray.ts'
import { filesOf } from './folder.write.ts'
import { readFolder } from './folder.read.ts'
import { keyOrder, type FolderElement } from './folder.ts'

const root = fileURLToPath(new URL('../../../content/starter', import.meta.url))
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((name) => join(root, name))
  .filter((path) => statSync(path).isFile())
  .map((path) => ({ name: relative(root, path), bytes: readFileSync(path) }))
const read = readFolder(files)
const elements = read.folder.elements.toSorted((a, b) => keyOrder(a.key, b.key))
const byKey = new Map(elements.map((element) => [element.key, element]))

function of(kind: string): FolderElement[] {
  return elements.filter((element) => element.kind === kind)
}

function kindFor(element: { kind: string }): Kind {
  const kind = kindOf(element.kind)
  if (!kind) throw new Error(`There is no kind ${element.kind}.`)
  return kind
}

/** Keys of the elements that the sources link to in this way. */
function linked(sources: readonly FolderElement[], type: LinkType): Set<string> {
  return new Set(sources.flatMap((source) => source.links.filter((link) => link.type === type).map((link) => link.to)))
}

function routines(): { key: string; body: RoutineBody }[] {
  return of('routine').map(({ key, body }) => ({ key, body: routineBody.parse(body) }))
}

const asOf = '2026-11-23'

/** The starter in force, each role held by a person of its own. */
function system(): System {
  const holder = (roleId: string): SystemHolder => ({ id: `holder of ${roleId}`, roleId, personId: `holder of ${roleId}`, elementId: null, deputy: false, fromOn: asOf, toOn: null, accepted: true })
  const inForce = (element: FolderElement): SystemElement => ({ ...element, id: element.key, version: 1, effectiveOn: asOf, reviewedOn: null })
  return {
    asOf, live: true, people: of('role').map(({ key, title }) => ({ id: `holder of ${key}`, name: title, toOn: null })), ledger: { entries: 1, head: null },
    organisation: { id: 'one', key: 'one', name: 'Our organisation', timeZone: 'UTC', wentLiveOn: null, singleHanded: null, simulated: false },
    elements: elements.map(inForce), retired: [], drafts: [], holders: of('role').map((role) => holder(role.key)),
  }
}

function missingOf(element: SystemElement) {
  return kindFor(element).missing?.({ ...element, effectiveOn: null }) ?? []
}

describe('the starter', () => {
  it('is read without a fault and without a notice', () => {
    expect(read.faults).toEqual([])
    expect(read.notices).toEqual([])
  })

  it('is written as the product writes it: element by element the same bytes', () => {
    const own = new Map(files.map(({ name, bytes }) => [name, bytes.toString()]))
    const written = filesOf(read.folder).filter(({ name }) => name !== 'sms.yaml' && !name.startsWith('schemas/'))
    for (const { name, text } of written) expect(own.get(name), name).toBe(text)
  })

  it('is small: sixty-four elements, of the kinds that a system begins with', () => {
    const counts = Object.fromEntries(kinds.map(({ kind }) => [kind, of(kind).length]).filter(([, count]) => count !== 0))
    expect(counts).toEqual({ organisation: 1, scope: 1, objective: 5, obligation: 5, party: 4, plan: 1, calendar: 2, policy: 6, role: 12, routine: 14, measure: 10, review: 3 })
  })

  it('has no element without owner, why and cadence', () => {
    const reasons = new Set([...of('objective'), ...of('obligation')].map((element) => element.key))
    for (const element of elements) {
      expect(byKey.get(element.accountable ?? '')?.kind, element.key).toBe('role')
      expect(element.reviewEvery, element.key).toMatch(/^P\d/)
      expect(reasons.has(element.key) || [...linked([element], 'serves')].some((key) => reasons.has(key)), element.key).toBe(true)
    }
  })

  it('names only what is in it: every link, role, chair, calendar and measure', () => {
    for (const element of elements) {
      for (const link of element.links) expect(linkRules[link.type as LinkType].to, `${element.key} ${link.type} ${link.to}`).toContain(byKey.get(link.to)?.kind)
      for (const address of kindFor(element).addresses?.(element.body) ?? []) expect(address.kinds, `${element.key} ${address.path}`).toContain(byKey.get(address.to)?.kind)
    }
  })

  it('misses nothing but the first service in scope, and is otherwise defined, owned, linked to a why and reviewed in time', () => {
    const signs = vitalSigns(system(), missingOf)
    for (const name of signNames.filter((sign) => sign !== 'operating')) {
      const not = [...signs].filter(([, all]) => all.some((one) => one.sign === name && one.state !== 'yes')).map(([key]) => key)
      expect(not, name).toEqual(name === 'defined' ? ['SCO-1'] : [])
    }
  })

  it('shows the X-ray nothing grave', () => {
    const grave = xray(system()).filter((finding) => finding.severity === 'high')
    expect(grave.map((finding) => finding.message)).toEqual([])
  })

  it('fits one A3 with nothing left out but principles', () => {
    const page = a3Page(system(), missingOf)
    const plan = planA3({ ...page, routines: page.routines.map((row) => ({ ...row, records: { count: 3, trend: [1, 2] } })) })
    expect([plan.policies.more, plan.roles.more, plan.routines.moreRest, plan.measures.more, plan.reviews.more]).toEqual([null, null, null, null, null])
    for (const { row, steps } of plan.routines.rows) expect(steps, row.routine.title).toBe(row.steps.length)
    for (const row of plan.policies.rows) expect(row.principles.length, row.row.policy.title).toBeGreaterThanOrEqual(2)
    expect(plan.routines.rows.map(({ row }) => row.routine.title)).toEqual(['Incident', 'Major incident', 'Change', 'Service request', 'Problem', 'Supplier', 'Risk', 'Configuration'])
  })
})

describe('in the starter', () => {
  it('every objective and obligation is served by a policy and a routine, and every objective by a measure', () => {
    for (const { key } of [...of('objective'), ...of('obligation')]) {
      expect(linked(of('policy'), 'serves'), key).toContain(key)
      expect(linked(of('routine'), 'serves'), key).toContain(key)
    }
    for (const { key } of of('objective')) expect(linked(of('measure'), 'serves'), key).toContain(key)
  })

  it('every routine is governed by a policy, and everything but the reviews is looked at in a review', () => {
    for (const { key } of of('routine')) expect(linked(of('policy'), 'governs'), key).toContain(key)
    for (const { key } of elements.filter((element) => element.kind !== 'review')) expect(linked(of('review'), 'reviews'), key).toContain(key)
  })

  it('every policy fits on a page and has a threshold', () => {
    for (const { key, body } of of('policy')) {
      const policy = policyBody.parse(body)
      expect(lengthOf(policy), key).toBeLessThanOrEqual(pageOfCharacters)
      expect(policy.principles.some((principle) => principle.threshold !== null), key).toBe(true)
    }
  })

  it('every role has purpose, responsibilities, authorities and competence, and is used', () => {
    const used = new Set(elements.flatMap((element) => [element.accountable, ...(kindFor(element).addresses?.(element.body) ?? []).map((address) => address.to)]))
    for (const { key, body } of of('role')) {
      const { purpose, responsibilities, authorities, competence } = roleBody.parse(body)
      for (const part of [purpose, responsibilities, authorities, competence]) expect(part.length, key).toBeGreaterThan(0)
      for (const authority of authorities.filter(isWholeSubject)) expect(authority, key).toMatch(/^[a-z]+\.\*$/)
      expect(used, key).toContain(key)
    }
  })

  it('two roles may put each kind in force, so that author and approver can differ', () => {
    for (const { kind } of kinds) {
      const may = of('role').filter(({ body }) => allows(roleBody.parse(body).authorities, `${kind}.approve`))
      expect(may.map((role) => role.title), kind).toEqual(['SMS owner', 'Top management'])
    }
  })

  it('nobody audits what they own, and nobody approves a change that they build', () => {
    const apart = of('role').flatMap(({ key, links }) => links.filter((link) => link.type === 'separatedFrom').map((link) => [key, link.to].map((one) => byKey.get(one)?.title)))
    expect(apart).toEqual([['Change approver', 'Specialist'], ['Internal auditor', 'SMS owner'], ['Internal auditor', 'Security officer']])
  })

  it('the management review has twelve headings, each bound to an input of its own, and no heading of a review is unbound', () => {
    const { agenda, closing } = reviewBody.parse(byKey.get('RVW-2')?.body)
    expect(agenda).toHaveLength(12)
    expect(new Set(agenda.map((heading) => heading.input)).size).toBe(12)
    expect(closing).toEqual({ everyHeading: true, chairPresent: true, decision: true, signatures: 1 })
    for (const { key, body } of of('review')) for (const { title, input } of reviewBody.parse(body).agenda) expect(input, `${key} ${title}`).not.toBe('none')
  })

  it('a measure of attainment names a clock of the routine that it measures', () => {
    const attaining = of('measure').flatMap((measure) => {
      const { formula } = measureBody.parse(measure.body)
      return formula?.type === 'rate' && formula.variant === 'attainment' ? [{ measure, clock: formula.clock }] : []
    })
    expect(attaining).toHaveLength(3)
    for (const { measure, clock } of attaining) {
      const clocks = [...linked([measure], 'measures')].flatMap((key) => routines().find((routine) => routine.key === key)?.body.clocks ?? [])
      expect(clocks.map((each) => each.id), measure.key).toContain(clock)
    }
  })
})

describe('a routine of the starter', () => {
  it.each(routines().map(({ key, body }) => [key, body] as const))('%s asks for evidence, runs a clock for each priority and can succeed', (_, body) => {
    expect(body.steps.some((step) => step.evidence.length > 0)).toBe(true)
    expect(body.clocks.length).toBeGreaterThan(0)
    for (const { id, targets, dueField } of body.clocks) {
      if (dueField !== '') continue
      const given = targets.map((target) => target.priority)
      expect(given, id).toEqual(given.includes('*') ? ['*'] : body.priorities)
    }
    expect(body.outcomes.some((outcome) => outcome.result === 'successful')).toBe(true)
  })

  it.each(routines().map(({ key, body }) => [key, body] as const))('%s has only conditions that can hold and can fail', (_, body) => {
    const environment = expressionEnvironment(body.fields, body.thresholds)
    const conditions = [
      ...body.transitions.flatMap((each) => [each.guard, ...each.effects.map((effect) => effect.when)]), ...body.clocks.map((each) => each.when), ...body.texts.map((each) => each.when),
      ...body.steps.flatMap((step) => [...step.exit, ...step.requiredIf, ...step.approvals, ...step.effects].map((each) => each.when)), ...body.assessments.flatMap((each) => each.criteria.map((criterion) => criterion.when)),
    ]
    for (const condition of new Set(conditions.filter((each) => each !== ''))) {
      const results = new Set(Array.from({ length: 600 }, (_unused, seed) => environment.evaluate(condition, madeUp(body, seed + 1)) as unknown))
      expect(results, condition).toEqual(new Set([true, false]))
    }
  })

  it('reports a significant incident by the law: a day, three days, and one month after the notification was sent', () => {
    const clocks = routines().find((routine) => routine.body.recordPrefix === 'MAJ')?.body.clocks ?? []
    const legal = clocks.filter((clock) => clock.when === "fields.significance == 'Significant'").map(({ id, start, stop, hours, targets }) => ({ id, start, stop, hours, targets }))
    const every = (value: number, unit: string) => [{ priority: '*', value, unit, hours: '' }]
    const assessed = { at: 'instant', of: 'assessed' }
    expect(legal).toEqual([
      { id: 'early_warning', start: assessed, stop: { at: 'field', of: 'warning_sent_at' }, hours: 'elapsed', targets: every(24, 'hours') },
      { id: 'notification', start: assessed, stop: { at: 'field', of: 'notification_sent_at' }, hours: 'elapsed', targets: every(72, 'hours') },
      { id: 'final_report', start: { at: 'field', of: 'notification_sent_at' }, stop: { at: 'field', of: 'report_sent_at' }, hours: 'elapsed', targets: every(1, 'months') },
    ])
  })
})

/** A record with its form filled in at random, the same for the same seed. */
function madeUp(body: RoutineBody, seed: number): Record<string, unknown> {
  let state = seed * 7919
  const pick = <Value>(values: readonly Value[]): Value => {
    state = (state * 1103515245 + 12345) % 2147483648
    return values[Math.floor((state / 2147483648) * values.length)]!
  }
  const instant = () => pick([new Date('2027-01-01T08:00:00Z'), new Date('2027-01-02T08:00:00Z')])
  const valueOf = ({ type, choices }: RoutineField): unknown => {
    if (type === 'choice') return pick(['', ...choices])
    if (type === 'several choices') return pick([[], choices])
    if (type === 'number') return pick([0, 5, 500])
    if (type === 'yes or no') return pick([true, false])
    if (type === 'instant') return instant()
    return type === 'duration' ? null : pick(['', '2027-01-01', '2027-02-01'])
  }
  const people = () => pick(['', 'ada', 'bo'])
  return {
    record: {
      title: 'A record', state: '', outcome: pick(['', ...body.outcomes.map((outcome) => outcome.id)]), priority: pick(['', ...body.priorities]), service: pick(['', 'SVC-1']), configurationItem: '', catalogueItem: pick(['', ...body.catalogue.map((item) => item.id)]),
      unit: '', location: '', supplier: pick(['', 'SUP-1']), requester: people(), assignee: people(), source: pick(['', 'recurrence']), collisions: pick([0n, 1n]), frozen: pick([0n, 2n]), ...Object.fromEntries(recordInstants.map((name) => [`${name}At`, instant()])),
    },
    fields: Object.fromEntries(body.fields.map((field) => [field.id, valueOf(field)])),
    thresholds: Object.fromEntries(body.thresholds.map((each) => [each.id, pick([1, 5])])),
    now: instant(), approved: pick([true, false]), refused: pick([true, false]), approvers: pick([[], ['ada']]), filled: body.fields.filter(() => pick([true, false])).map((field) => field.id),
  }
}
