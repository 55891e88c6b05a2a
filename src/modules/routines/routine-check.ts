import { repeated } from '../../shared/faults.ts'
import type { Fault } from '../../shared/kind.ts'
import { conditionFault, expressionEnvironment, type KnownValues } from './expression.ts'
import { routineGraph } from './graph.ts'
import { recordInstants } from './record.ts'
import type { ClockMoment, RoutineBody, RoutineClock } from './routine-body.ts'

/** Prefixes of the definition kinds: a record's key must not read like an element's. */
export const elementPrefixes: readonly string[] = ['ORG', 'SCO', 'OBJ', 'OBL', 'PTY', 'PLN', 'SVC', 'UNT', 'LOC', 'SUP', 'CAL', 'AGR', 'POL', 'ROL', 'RTN', 'MSR', 'RVW']

/** Everything that keeps a routine from running, each with its place and its mend (model, part 2). */
export function routineFaults(body: RoutineBody): Fault[] {
  return [...prefixFaults(body), ...fieldFaults(body), ...stepFaults(body), ...wayFaults(body), ...conditionFaults(body), ...matrixFaults(body), ...clockFaults(body), ...outcomeFaults(body)]
}

function prefixFaults(body: RoutineBody): Fault[] {
  if (!elementPrefixes.includes(body.recordPrefix)) return []
  return [{ path: 'body.recordPrefix', message: `${body.recordPrefix} is the prefix of elements already; choose another.` }]
}

function fieldFaults(body: RoutineBody): Fault[] {
  const choosing = (type: string) => type === 'choice' || type === 'several choices'
  return [
    ...repeated(body.fields, (field) => field.id, 'body.fields', (field) => `There is a field ${field.id} already; give this one another short name.`),
    ...body.fields.flatMap((field, at): Fault[] => {
      const path = `body.fields.${at}`
      if (choosing(field.type) && field.choices.length < 2) return [{ path: `${path}.choices`, message: `Give "${field.label}" at least two choices.` }]
      if (!choosing(field.type) && field.choices.length > 0) return [{ path: `${path}.choices`, message: `"${field.label}" is a ${field.type}; take the choices out or make it a choice.` }]
      if (field.type === 'element' && field.elementKind === '') return [{ path: `${path}.elementKind`, message: `Say which kind of element "${field.label}" names.` }]
      return repeated(field.choices, (choice) => choice.toLowerCase(), `${path}.choices`, (choice) => `"${choice}" is listed twice; take one out.`)
    }),
  ]
}

function stepFaults(body: RoutineBody): Fault[] {
  const fields = new Set(body.fields.map((field) => field.id))
  return [
    ...repeated(body.steps, (step) => step.id, 'body.steps', (step) => `There is a step ${step.id} already; give this one another short name.`),
    ...body.steps.flatMap((step, at): Fault[] => [
      ...(step.role === '' ? [{ path: `body.steps.${at}.role`, message: `Name the role that is responsible for "${step.name}".` }] : []),
      ...step.required.flatMap((id, position) =>
        fields.has(id) ? [] : [{ path: `body.steps.${at}.required.${position}`, message: `"${step.name}" requires the field ${id}, which is not in the form; add it or take it out.` }],
      ),
    ]),
  ]
}

function wayFaults(body: RoutineBody): Fault[] {
  const known = new Set(body.steps.map((step) => step.id))
  const faults: Fault[] = body.transitions.flatMap((each, at): Fault[] => {
    const path = `body.transitions.${at}`
    const stray = (['from', 'to'] as const).filter((end) => !known.has(each[end]))
    if (stray.length > 0) return stray.map((end) => ({ path: `${path}.${end}`, message: `There is no step ${each[end] || '(empty)'}; choose one of the steps.` }))
    return each.from === each.to ? [{ path, message: `"${each.name}" leads back to the step it leaves; choose another end.` }] : []
  })
  faults.push(
    ...repeated(body.transitions, (each) => `${each.from} ${each.to} ${each.guard}`, 'body.transitions', (each, at) => `Transition ${at} leads from ${each.from} to ${each.to} already; take one out.`),
  )
  if (body.steps.length === 0) return faults
  if (!body.steps.some((step) => step.end)) return [...faults, { path: 'body.steps', message: 'No step is an end; mark the one in which the work is done.' }]
  routineGraph(body).nodes.forEach((node, at) => {
    const path = `body.steps.${at}`
    if (node.rank === null) faults.push({ path, message: `No way leads from the first step to "${node.name}"; add a transition to it or take it out.` })
    if (!node.ends) faults.push({ path, message: `No way leads from "${node.name}" to an end; add a transition or mark it as an end.` })
  })
  return faults
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

function matrixFaults(body: RoutineBody): Fault[] {
  const twice = repeated(body.priorities, (priority) => priority.toLowerCase(), 'body.priorities', (priority) => `Priority ${priority} is listed twice; take one out.`)
  const matrix = body.matrix
  if (!matrix) return twice
  const axisOf = (axis: 'impact' | 'urgency') => body.fields.find((field) => field.id === matrix[axis] && field.type === 'choice')
  const impact = axisOf('impact')
  const urgency = axisOf('urgency')
  const axes = (['impact', 'urgency'] as const).flatMap((axis) =>
    axisOf(axis) ? [] : [{ path: `body.matrix.${axis}`, message: `There is no choice field ${matrix[axis]}; add it to the form or name another.` }],
  )
  if (!impact || !urgency) return [...twice, ...axes]
  const cells = matrix.cells.flatMap((cell, at): Fault[] => {
    const path = `body.matrix.cells.${at}`
    return [
      ...(impact.choices.includes(cell.impact) ? [] : [{ path: `${path}.impact`, message: `"${cell.impact}" is not a choice of ${impact.label}; choose one that is.` }]),
      ...(urgency.choices.includes(cell.urgency) ? [] : [{ path: `${path}.urgency`, message: `"${cell.urgency}" is not a choice of ${urgency.label}; choose one that is.` }]),
      ...(body.priorities.includes(cell.priority) ? [] : [{ path: `${path}.priority`, message: `There is no priority ${cell.priority}; add it or choose another.` }]),
    ]
  })
  const given = new Set(matrix.cells.map((cell) => JSON.stringify([cell.impact, cell.urgency])))
  const open = impact.choices.flatMap((i) => urgency.choices.filter((u) => !given.has(JSON.stringify([i, u]))).map((u) => `${i} × ${u}`))
  const gaps = open.length === 0 ? [] : [{ path: 'body.matrix.cells', message: `The matrix gives no priority for ${open.slice(0, 3).join(', ')}${open.length > 3 ? ` and ${open.length - 3} more` : ''}; fill every cell.` }]
  const double = repeated(matrix.cells, (cell) => JSON.stringify([cell.impact, cell.urgency]), 'body.matrix.cells', (cell) => `${cell.impact} × ${cell.urgency} has a priority already; keep one.`)
  return [...twice, ...cells, ...double, ...gaps]
}

function clockFaults(body: RoutineBody): Fault[] {
  const steps = new Set(body.steps.map((step) => step.id))
  return [
    ...repeated(body.clocks, (clock) => clock.id, 'body.clocks', (clock) => `There is a clock ${clock.id} already; give this one another short name.`),
    ...body.clocks.flatMap((clock, at) => {
      const path = `body.clocks.${at}`
      return [
        ...momentFaults(clock.start, steps, `${path}.start.of`),
        ...momentFaults(clock.stop, steps, `${path}.stop.of`),
        ...(clock.start.at === clock.stop.at && clock.start.of === clock.stop.of ? [{ path: `${path}.stop`, message: `"${clock.name}" stops when it starts; choose a later moment.` }] : []),
        ...clock.pause.flatMap((id, position) => (steps.has(id) ? [] : [{ path: `${path}.pause.${position}`, message: `There is no step ${id || '(empty)'} to wait in; choose one of the steps.` }])),
        ...targetFaults(clock, body.priorities, path),
      ]
    }),
  ]
}

function momentFaults(moment: ClockMoment, steps: ReadonlySet<string>, path: string): Fault[] {
  if (moment.at === 'instant') {
    if (recordInstants.some((name) => name === moment.of)) return []
    return [{ path, message: `There is no instant ${moment.of || '(empty)'}; choose one of ${recordInstants.join(', ')}.` }]
  }
  return steps.has(moment.of) ? [] : [{ path, message: `There is no step ${moment.of || '(empty)'}; choose one of the steps.` }]
}

function targetFaults(clock: RoutineClock, priorities: readonly string[], path: string): Fault[] {
  const faults = repeated(clock.targets, (target) => target.priority, `${path}.targets`, (target) => `There is a target for priority ${target.priority} already; keep one.`)
  clock.targets.forEach((target, at) => {
    const place = `${path}.targets.${at}`
    if (target.priority !== '*' && !priorities.includes(target.priority)) faults.push({ path: `${place}.priority`, message: `There is no priority ${target.priority}; add it, or give * for every one.` })
    if (target.unit === 'months' && clock.hours === 'service hours') faults.push({ path: `${place}.unit`, message: 'Months are not counted in service hours; let the clock run elapsed, or give hours.' })
    if (target.unit === 'months' && !Number.isInteger(target.value)) faults.push({ path: `${place}.value`, message: 'Give whole months.' })
  })
  if (clock.targets.length === 0) faults.push({ path: `${path}.targets`, message: `Give "${clock.name}" a target, for each priority or for * (every one).` })
  return faults
}

function outcomeFaults(body: RoutineBody): Fault[] {
  return repeated(body.outcomes, (outcome) => outcome.id, 'body.outcomes', (outcome) => `There is an outcome ${outcome.id} already; give this one another short name.`)
}
