import { repeated, unless } from '../../shared/faults.ts'
import type { Fault } from '../../shared/kind.ts'
import { conditionFault, expressionEnvironment, type KnownValues } from './expression.ts'
import { routineGraph } from './graph.ts'
import { gridFaults } from './grid.ts'
import { recordInstants } from './record.ts'
import type { ClockMoment, RoutineBody, RoutineClock, RoutineField } from './routine-body.ts'

/** Prefixes of the definition kinds: a record's key must not read like an element's. */
export const elementPrefixes: readonly string[] = [
  'ORG', 'SCO', 'OBJ', 'OBL', 'PTY', 'PLN', 'SVC', 'UNT', 'LOC', 'SUP', 'CAL', 'AGR', 'POL', 'ROL', 'RTN', 'MSR', 'RVW',
]

/** Everything that keeps a routine from running, each with its place and its mend (model, part 2). */
export function routineFaults(body: RoutineBody): Fault[] {
  const prefix = body.recordPrefix
  return [
    ...unless(!elementPrefixes.includes(prefix), 'body.recordPrefix', `${prefix} is the prefix of elements already; choose another.`),
    ...namesTwice('field', body.fields, 'body.fields'),
    ...body.fields.flatMap((field, at) => fieldFaults(field, `body.fields.${at}`)),
    ...namesTwice('step', body.steps, 'body.steps'),
    ...stepFaults(body),
    ...transitionFaults(body),
    ...wayFaults(body),
    ...conditionFaults(body),
    ...namesTwice('grid', body.grids, 'body.grids'),
    ...gridFaults(body),
    ...namesTwice('clock', body.clocks, 'body.clocks'),
    ...body.clocks.flatMap((clock, at) => clockFaults(clock, body, `body.clocks.${at}`)),
    ...namesTwice('outcome', body.outcomes, 'body.outcomes'),
  ]
}

function namesTwice(noun: string, parts: readonly { id: string }[], path: string): Fault[] {
  return repeated(parts, (part) => part.id, path, (part) => `There is ${noun === 'outcome' ? 'an' : 'a'} ${noun} ${part.id} already; give this one another short name.`)
}

function fieldFaults(field: RoutineField, path: string): Fault[] {
  const choosing = field.type === 'choice' || field.type === 'several choices'
  const sentence = choosing ? `Give "${field.label}" at least two choices.` : `"${field.label}" is a ${field.type}; take the choices out or make it a choice.`
  return [
    ...unless(choosing ? field.choices.length >= 2 : field.choices.length === 0, `${path}.choices`, sentence),
    ...unless(field.type !== 'element' || field.elementKind !== '', `${path}.elementKind`, `Say which kind of element "${field.label}" names.`),
    ...repeated(field.choices, (choice) => choice.toLowerCase(), `${path}.choices`, (choice) => `"${choice}" is listed twice; take one out.`),
  ]
}

function stepFaults(body: RoutineBody): Fault[] {
  const fields = new Set(body.fields.map((field) => field.id))
  return body.steps.flatMap((step, at) => [
    ...unless(step.role !== '', `body.steps.${at}.role`, `Name the role that is responsible for "${step.name}".`),
    ...step.required.flatMap((id, position) =>
      unless(fields.has(id), `body.steps.${at}.required.${position}`, `"${step.name}" requires the field ${id}, which is not in the form; add it or take it out.`),
    ),
  ])
}

function transitionFaults(body: RoutineBody): Fault[] {
  const known = new Set(body.steps.map((step) => step.id))
  return [
    ...body.transitions.flatMap((each, at) => {
      const path = `body.transitions.${at}`
      return [
        ...stepFault(each.from, known, `${path}.from`),
        ...stepFault(each.to, known, `${path}.to`),
        ...unless(each.from !== each.to, path, `"${each.name}" leads back to the step it leaves; choose another end.`),
      ]
    }),
    ...repeated(
      body.transitions,
      (each) => JSON.stringify([each.from, each.to, each.guard]),
      'body.transitions',
      (each, at) => `Transition ${at} leads from ${each.from} to ${each.to} already; take one out.`,
    ),
  ]
}

function stepFault(id: string, known: ReadonlySet<string>, path: string): Fault[] {
  return unless(known.has(id), path, `There is no step ${id || '(empty)'}; choose one of the steps.`)
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

function conditionFaults(body: RoutineBody): Fault[] {
  const environment = expressionEnvironment(body.fields)
  const known = knownValues(body)
  const fault = (expression: string, path: string): Fault[] => {
    const message = conditionFault(expression, environment, known)
    return message === undefined ? [] : [{ path, message }]
  }
  return [
    ...body.transitions.flatMap((each, at) => fault(each.guard, `body.transitions.${at}.guard`)),
    ...body.steps.flatMap((step, at) => step.exit.flatMap((each, position) => fault(each.when, `body.steps.${at}.exit.${position}.when`))),
    ...body.clocks.flatMap((clock, at) => fault(clock.when, `body.clocks.${at}.when`)),
  ]
}

function knownValues(body: RoutineBody): KnownValues {
  const choices = body.fields.filter((field) => field.type === 'choice').map((field): [string, string[]] => [`fields.${field.id}`, ['', ...field.choices]])
  return new Map<string, readonly string[]>([
    ...choices,
    ['record.priority', ['', ...body.priorities]],
    ['record.state', body.steps.map((step) => step.id)],
    ['record.outcome', ['', ...body.outcomes.map((outcome) => outcome.id)]],
  ])
}

function clockFaults(clock: RoutineClock, body: RoutineBody, path: string): Fault[] {
  const steps = new Set(body.steps.map((step) => step.id))
  const fields = new Set(body.fields.map((field) => field.id))
  const moves = clock.start.at !== clock.stop.at || clock.start.of !== clock.stop.of
  return [
    ...momentFaults(clock.start, steps, fields, `${path}.start.of`),
    ...momentFaults(clock.stop, steps, fields, `${path}.stop.of`),
    ...unless(moves, `${path}.stop`, `"${clock.name}" stops when it starts; choose a later moment.`),
    ...clock.pause.flatMap((id, position) => stepFault(id, steps, `${path}.pause.${position}`)),
    ...unless(clock.targets.length > 0, `${path}.targets`, `Give "${clock.name}" a target, for each priority or for * (every one).`),
    ...targetFaults(clock, body.priorities, `${path}.targets`),
  ]
}

function momentFaults(moment: ClockMoment, steps: ReadonlySet<string>, fields: ReadonlySet<string>, path: string): Fault[] {
  if (moment.at === 'field') return unless(fields.has(moment.of), path, `There is no field ${moment.of || '(empty)'}; choose one of the form.`)
  if (moment.at !== 'instant') return stepFault(moment.of, steps, path)
  const known = recordInstants.some((name) => name === moment.of)
  return unless(known, path, `There is no instant ${moment.of || '(empty)'}; choose one of ${recordInstants.join(', ')}.`)
}

function targetFaults(clock: RoutineClock, priorities: readonly string[], path: string): Fault[] {
  const each = clock.targets.flatMap((target, at) => {
    const known = target.priority === '*' || priorities.includes(target.priority)
    const months = target.unit === 'months'
    return [
      ...unless(known, `${path}.${at}.priority`, `There is no priority ${target.priority}; add it, or give * for every one.`),
      ...unless(!months || clock.hours === 'elapsed', `${path}.${at}.unit`, 'Months are not counted in service hours; let the clock run elapsed, or give hours.'),
      ...unless(!months || Number.isInteger(target.value), `${path}.${at}.value`, 'Give whole months.'),
    ]
  })
  return [...repeated(clock.targets, (target) => target.priority, path, (target) => `There is a target for priority ${target.priority} already; keep one.`), ...each]
}
