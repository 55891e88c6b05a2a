import { bodyOf } from '../../shared/bodies.ts'
import type { SystemElement } from '../../shared/system.ts'
import { measure } from '../measures/measure.ts'
import type { MeasureBody } from '../measures/measure-body.ts'
import { agreement } from '../operating-model/agreement.ts'
import { availabilityOf, holdsOnDay } from '../operating-model/promise.chain.ts'
import { measureOf, policy, thresholdText, type Threshold } from '../policies/policy.ts'
import { at, each, type Check } from './check.ts'
import type { Sight } from './sight.ts'

const noTarget: Check = {
  id: 'measures.no-target', title: 'Measure without a target', severity: 'medium',
  why: 'A figure that is neither good nor bad decides nothing.',
  find: each('measure', (element) => (bodyOf(measure, element).target === null ? at(element, `${element.title} has no target.`, 'Set a target') : undefined)),
}

const noLink: Check = {
  id: 'measures.measures-nothing', title: 'Measure of nothing', severity: 'medium',
  why: 'Nobody can tell whose figure it is.',
  find: each('measure', (element, sight) => (sight.ends(element, 'measures').length > 0 ? undefined : at(element, `${element.title} measures nothing that is in force.`, 'Link what it measures'))),
}

const noFormula: Check = {
  id: 'measures.no-formula', title: 'Measure without a formula', severity: 'medium',
  why: 'Two people would find two figures.',
  find: each('measure', (element) => (bodyOf(measure, element).formula === null ? at(element, `${element.title} does not say how it is computed.`, 'Choose how it is computed') : undefined)),
}

/** The agreements in force that an availability is to keep: those it measures, and those of the services that it measures. */
function promisesOf(element: SystemElement, sight: Sight): SystemElement[] {
  const ends = sight.ends(element, 'measures')
  const slas = ends.filter((end) => end.kind === 'service').flatMap((service) => sight.into(service, 'binds').map(({ from }) => from))
  return [...new Set([...ends.filter((end) => end.kind === 'agreement'), ...slas])].filter((each) => holdsOnDay(bodyOf(agreement, each), sight.on) && bodyOf(agreement, each).type !== 'contract')
}

const laxer: Check = {
  id: 'measures.laxer-than-promise', title: 'Target laxer than the promise', severity: 'high',
  why: 'The measure shows green while the agreement is broken.',
  find: each('measure', (element, sight) => {
    const { formula, target } = bodyOf(measure, element)
    if (formula?.type !== 'availability' || target === null) return undefined
    return promisesOf(element, sight).flatMap((each) => {
      const promised = availabilityOf(bodyOf(agreement, each))
      return promised === null || target >= promised ? [] : [at(element, `${element.title} aims at ${target} %, and ${each.title} promises ${promised} %.`, `Set the target to ${promised} % or more`)]
    })
  }),
}

/** True when a value that just meets the target is beyond the threshold. */
function disagrees({ target, direction }: MeasureBody, threshold: Threshold): boolean {
  if (target === null) return false
  if ((threshold.comparator === 'at least') !== (direction === 'higher is better')) return true
  return threshold.comparator === 'at least' ? target < threshold.value : target > threshold.value
}

const threshold: Check = {
  id: 'measures.threshold-disagrees', title: 'Target that disagrees with a policy', severity: 'medium',
  why: 'The target is met while the rule is broken.',
  find: each('policy', (element, sight) => {
    const measures = sight.into(element, 'measures').map(({ from, link }) => ({ element: from, title: from.title, ...(link.note ? { note: link.note } : {}) }))
    return bodyOf(policy, element).principles.flatMap((principle) => {
      const found = principle.threshold && measureOf(principle.threshold, measures)
      if (!principle.threshold || !found || !disagrees(bodyOf(measure, found.element), principle.threshold)) return []
      const { target, unit } = bodyOf(measure, found.element)
      return [at(found.element, `${found.title} aims at ${target}${unit ? ` ${unit}` : ''}, and ${element.title} asks for ${thresholdText(principle.threshold)}.`, 'Bring target and principle together')]
    })
  }),
}

const scoreOfNothing: Check = {
  id: 'measures.score-of-nothing', title: 'Score made of what is not in force', severity: 'medium',
  why: 'The score is computed without a part of it.',
  find: each('measure', (element, sight) => {
    const { formula } = bodyOf(measure, element)
    if (formula?.type !== 'score') return undefined
    const lost = formula.criteria.filter((criterion) => criterion.measure !== '' && !sight.byKey(criterion.measure))
    return lost.map((criterion) => at(element, `${element.title} counts "${criterion.name}" by ${criterion.measure}, which is not in force.`, 'Choose a measure in force, or take the criterion out'))
  }),
}

/** Questions about figures. */
export const measureChecks: readonly Check[] = [laxer, noTarget, noLink, noFormula, threshold, scoreOfNothing]
