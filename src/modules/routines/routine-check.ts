import { repeated, unless } from '../../shared/faults.ts'
import type { Fault } from '../../shared/kind.ts'
import { routineGraph } from './graph.ts'
import { gridFaults } from './grid.ts'
import { clockFaults, stepFault } from './routine-check.clocks.ts'
import { effectFaults, expressionsOf, type Expressions } from './routine-check.conditions.ts'
import { fieldFaults, fillingFaults, formFaults, instantFaults } from './routine-check.form.ts'
import { aimFaults, findingFaults, recurrenceFaults, windowFaults } from './routine-check.found.ts'
import { guardFaults } from './routine-check.guards.ts'
import type { RoutineBody, RoutineStep, RoutineTransition } from './routine-body.ts'

/** Prefixes of the definition kinds: a record's key must not read like an element's. */
export const elementPrefixes: readonly string[] = [
  'ORG', 'SCO', 'OBJ', 'OBL', 'PTY', 'PLN', 'SVC', 'UNT', 'LOC', 'SUP', 'CAL', 'AGR', 'POL', 'ROL', 'RTN', 'MSR', 'RVW',
]

/** Prefixes of outages, items and their verifications, which have keys too. */
const otherPrefixes: readonly string[] = ['OUT', 'CI', 'VER']

/** Everything that keeps a routine from running, each with its place and its mend (model, part 2). */
export function routineFaults(body: RoutineBody): Fault[] {
  const prefix = body.recordPrefix
  const expressions = expressionsOf(body)
  return [
    ...unless(!elementPrefixes.includes(prefix), 'body.recordPrefix', `${prefix} is the prefix of elements already; choose another.`),
    ...unless(!otherPrefixes.includes(prefix), 'body.recordPrefix', `${prefix} is the prefix of outages, items or verifications already; choose another.`),
    ...namesTwice('field', body.fields, 'body.fields'),
    ...body.fields.flatMap((field, at) => fieldFaults(field, `body.fields.${at}`)),
    ...namesTwice('step', body.steps, 'body.steps'),
    ...body.steps.flatMap((step, at) => stepFaults(step, body, expressions, `body.steps.${at}`)),
    ...transitionFaults(body, expressions),
    ...wayFaults(body),
    ...namesTwice('grid', body.grids, 'body.grids'),
    ...gridFaults(body),
    ...namesTwice('clock', body.clocks, 'body.clocks'),
    ...body.clocks.flatMap((clock, at) => clockFaults(clock, body, expressions, `body.clocks.${at}`)),
    ...namesTwice('outcome', body.outcomes, 'body.outcomes'),
    ...namesTwice('catalogue item', body.catalogue, 'body.catalogue'),
    ...namesTwice('threshold', body.thresholds, 'body.thresholds'),
    ...namesTwice('assessment', body.assessments, 'body.assessments'),
    ...namesTwice('text', body.texts, 'body.texts'),
    ...fillingFaults(body),
    ...formFaults(body, expressions),
    ...windowFaults(body),
    ...findingFaults(body),
    ...aimFaults(body),
    ...namesTwice('recurrence rule', body.recurrences, 'body.recurrences'),
    ...body.recurrences.flatMap((each, at) => recurrenceFaults(each, body, expressions, `body.recurrences.${at}`)),
  ]
}

function namesTwice(noun: string, parts: readonly { id: string }[], path: string): Fault[] {
  return repeated(parts, (part) => part.id, path, (part) => `There is ${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun} ${part.id} already; give this one another short name.`)
}

function stepFaults(step: RoutineStep, body: RoutineBody, expressions: Expressions, path: string): Fault[] {
  const absent = (id: string) => `"${step.name}" requires the field ${id || '(empty)'}, which is not in the form; add it or take it out.`
  const inForm = (id: string) => body.fields.some((field) => field.id === id)
  return [
    ...unless(step.role !== '', `${path}.role`, `Name the role that is responsible for "${step.name}".`),
    ...step.required.flatMap((id, at) => unless(inForm(id), `${path}.required.${at}`, absent(id))),
    ...step.requiredIf.flatMap((each, at) => [
      ...unless(inForm(each.field), `${path}.requiredIf.${at}.field`, absent(each.field)),
      ...unless(each.when !== '', `${path}.requiredIf.${at}.when`, 'Say when it is required, or list it among those that always are.'),
      ...expressions.condition(each.when, `${path}.requiredIf.${at}.when`),
    ]),
    ...instantFaults(step.sets, (at) => `${path}.sets.${at}`),
    ...approvalFaults(step, body, expressions, path),
    ...effectFaults(step.effects, body, expressions, `${path}.effects`),
    ...step.exit.flatMap((each, at) => expressions.condition(each.when, `${path}.exit.${at}.when`)),
  ]
}

/** What is approved must lead on, and what is refused must not stay for ever. */
function approvalFaults(step: RoutineStep, body: RoutineBody, expressions: Expressions, path: string): Fault[] {
  const ways = body.transitions.filter((each) => each.from === step.id)
  const onward = ways.some((each) => each.after === 'approval' || /\bapproved\b/.test(each.guard))
  const asks = step.approvals.length > 0
  return [
    ...repeated(step.approvals, (each) => each.id, `${path}.approvals`, (each) => `There is an approval ${each.id} already; give this one another short name.`),
    ...step.approvals.flatMap((each, at) => expressions.condition(each.when, `${path}.approvals.${at}.when`)),
    ...unless(!asks || onward, `${path}.approvals`, `No way leads on once "${step.name}" is approved; let one come after approval.`),
    ...unless(!asks || step.end || ways.some((each) => each.after !== 'approval'), `${path}.approvals`, `No way leads out of "${step.name}" once it is refused; add one after refusal.`),
  ]
}

function transitionFaults(body: RoutineBody, expressions: Expressions): Fault[] {
  return [
    ...body.transitions.flatMap((each, at) => oneTransition(each, body, expressions, `body.transitions.${at}`)),
    ...repeated(
      body.transitions,
      (each) => JSON.stringify([each.from, each.to, each.guard, each.after, each.outcome]),
      'body.transitions',
      (each, at) => `Transition ${at} leads from ${each.from} to ${each.to} already; take one out.`,
    ),
    ...repeated(
      body.transitions,
      (each) => each.id || JSON.stringify(each),
      'body.transitions',
      (each) => `There is a transition ${each.id || each.name} already; give this one another short name.`,
    ).filter((fault) => body.transitions[Number(fault.path.split('.')[2])]?.id !== ''),
  ]
}

function oneTransition(each: RoutineTransition, body: RoutineBody, expressions: Expressions, path: string): Fault[] {
  const [from, to] = [body.steps.find((step) => step.id === each.from), body.steps.find((step) => step.id === each.to)]
  const asked = each.after === '' || from === undefined || from.approvals.length > 0
  return [
    ...stepFault(each.from, body, `${path}.from`),
    ...stepFault(each.to, body, `${path}.to`),
    ...unless(each.from !== each.to, path, `"${each.name}" leads back to the step it leaves; choose another end.`),
    ...unless(asked, `${path}.after`, `"${from?.name ?? each.from}" asks for no approval; add one to it, or take this out.`),
    ...unless(each.outcome === '' || body.outcomes.some((outcome) => outcome.id === each.outcome), `${path}.outcome`, `There is no outcome ${each.outcome}; choose one of the routine.`),
    ...unless(each.outcome === '' || to === undefined || to.end, `${path}.outcome`, `"${each.name}" leads to no end, so it sets no outcome; take it out.`),
    ...each.required.flatMap((id, at) => unless(body.fields.some((field) => field.id === id), `${path}.required.${at}`, `"${each.name}" requires the field ${id || '(empty)'}, which is not in the form; add it or take it out.`)),
    ...instantFaults(each.sets, (at) => `${path}.sets.${at}`),
    ...guarded(each, body, expressions, `${path}.guard`),
    ...effectFaults(each.effects, body, expressions, `${path}.effects`),
  ]
}

/** What is wrong with a guard as it is written, else that nothing opens it. */
function guarded(each: RoutineTransition, body: RoutineBody, expressions: Expressions, path: string): Fault[] {
  const written = expressions.condition(each.guard, path)
  return written.length > 0 ? written : guardFaults(each, body, path)
}

/** Every step is reached from the first, and reaches an end. */
function wayFaults(body: RoutineBody): Fault[] {
  if (body.steps.length === 0) return []
  if (!body.steps.some((step) => step.end)) return [{ path: 'body.steps', message: 'No step is an end; mark the one in which the work is done.' }]
  return routineGraph(body).nodes.flatMap((node, at) => [
    ...unless(node.rank !== null, `body.steps.${at}`, `No way leads from the first step to "${node.name}"; add a transition to it or take it out.`),
    ...unless(node.ends, `body.steps.${at}`, `No way leads from "${node.name}" to an end; add a transition or mark it as an end.`),
  ])
}
