import { objective } from '../objectives/objective.ts'
import { bodyOf } from '../../shared/bodies.ts'
import { at, each, mendedAt, type Check } from './check.ts'

const pastDue: Check = {
  id: 'why.objective-past-due', title: 'Objective due in the past', severity: 'medium',
  why: 'Nobody has said whether it was reached.',
  find: each('objective', (element, sight) => {
    const { dueOn } = bodyOf(objective, element)
    if (dueOn === null || dueOn >= sight.on) return undefined
    return at(element, `${element.title} was due on ${dueOn} and is still in force.`, 'Retire it where it is reached, or set a new day')
  }),
}

const objectiveUnserved: Check = {
  id: 'why.objective-unserved', title: 'Objective that nothing serves', severity: 'medium',
  why: 'A goal to which no rule, service or routine contributes is a wish.',
  find: each('objective', (element, sight) => {
    if (sight.into(element, 'serves').length > 0) return undefined
    return at(element, `Nothing serves ${element.title}.`, 'Link the policy, service or routine that serves it, or retire it')
  }),
}

const objectiveUnmeasured: Check = {
  id: 'why.objective-unmeasured', title: 'Objective without a measure', severity: 'medium',
  why: 'Whether it is reached cannot be told by a figure.',
  find: each('objective', (element, sight) => {
    const measured = sight.into(element, 'measures').length > 0 || sight.into(element, 'serves').some(({ from }) => from.kind === 'measure')
    if (measured) return undefined
    return mendedAt(element, `No measure tells whether ${element.title} is reached.`, { verb: 'measure.draft', text: 'Link a measure to it', element: null })
  }),
}

const obligationUnserved: Check = {
  id: 'why.obligation-unserved', title: 'Obligation that nothing serves', severity: 'high',
  why: 'What a law, a contract or a customer demands is met by nothing that is written down.',
  find: each('obligation', (element, sight) => {
    const met = sight.into(element, 'serves').length + sight.into(element, 'measures').length > 0
    return met ? undefined : at(element, `Nothing serves ${element.title}.`, 'Link the policy, routine or plan that meets it')
  }),
}

const purposeful = ['service', 'policy', 'routine', 'measure', 'review', 'plan', 'agreement']

const noWhy: Check = {
  id: 'why.none', title: 'No why', severity: 'low',
  why: 'Without an objective or obligation nobody can say what it is for.',
  find: (sight) =>
    purposeful.flatMap((kind) =>
      sight.of(kind).flatMap((element) => {
        const reasons = element.links.filter((link) => ['serves', 'measures', 'reviews'].includes(link.type)).map((link) => sight.find(link.to))
        if (reasons.some((reason) => reason?.kind === 'objective' || reason?.kind === 'obligation')) return []
        return [at(element, `${element.title} serves no objective or obligation.`, 'Link the reason why it exists')]
      }),
    ),
}

/** Questions about reasons: objectives and obligations, and what serves them. */
export const whyChecks: readonly Check[] = [obligationUnserved, objectiveUnserved, pastDue, objectiveUnmeasured, noWhy]
