import { bodyOf } from '../../shared/bodies.ts'
import { addDuration } from '../../shared/days.ts'
import { measureOf, policy, thresholdText } from '../policies/policy.ts'
import { routine } from '../routines/routine.ts'
import { at, each, mendedAt, type Check } from './check.ts'

const governsNothing: Check = {
  id: 'policies.govern-nothing', title: 'Policy without use', severity: 'medium',
  why: 'A rule that no routine, service or supplier is under is a text.',
  find: each('policy', (element, sight) => (sight.ends(element, 'governs').length > 0 ? undefined : at(element, `${element.title} governs nothing.`, 'Link the routines, services or suppliers that it governs'))),
}

const unmeasured: Check = {
  id: 'policies.threshold-unmeasured', title: 'Threshold without a measure', severity: 'medium',
  why: 'Whether the limit is kept cannot be seen.',
  find: each('policy', (element, sight) => {
    const measures = sight.into(element, 'measures').map(({ from, link }) => ({ title: from.title, ...(link.note ? { note: link.note } : {}) }))
    // What a routine asks for at its steps is kept by it.
    const asked = new Set(sight.of('routine').flatMap((one) => bodyOf(routine, one).thresholds.filter((use) => use.policy === element.key).map((use) => use.quantity.toLowerCase())))
    return bodyOf(policy, element).principles.flatMap(({ threshold }) =>
      threshold === null || asked.has(threshold.quantity.toLowerCase()) || measureOf(threshold, measures) ? [] : [mendedAt(element, `${element.title} sets a limit, ${thresholdText(threshold)}, and no measure shows it.`, { verb: 'measure.draft', text: `Link a measure called "${threshold.quantity}" to it`, element: null })])
  }),
}

const old: Check = {
  id: 'policies.old', title: 'Policy unchanged for three years', severity: 'low',
  why: 'The world has changed; a rule that never does is no longer read.',
  find: each('policy', (element, sight) => {
    if (element.effectiveOn === null || addDuration(element.effectiveOn, 'P3Y') > sight.on) return undefined
    return at(element, `${element.title} has not changed since ${element.effectiveOn}.`, 'Write it anew, or retire it')
  }),
}

const noPrinciple: Check = {
  id: 'policies.no-principle', title: 'Policy without a principle', severity: 'medium',
  why: 'A statement alone tells nobody what to do.',
  find: each('policy', (element) => (bodyOf(policy, element).principles.length > 0 ? undefined : at(element, `${element.title} holds no principle.`, 'Add one rule at least'))),
}

/** Questions about rules. */
export const policyChecks: readonly Check[] = [governsNothing, unmeasured, noPrinciple, old]
