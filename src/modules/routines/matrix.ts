import { repeated, unless } from '../../shared/faults.ts'
import type { Fault } from '../../shared/kind.ts'
import type { RoutineBody, RoutineField } from './routine-body.ts'

type Matrix = NonNullable<RoutineBody['matrix']>

/** The priority that impact and urgency give together; undefined where the matrix says none. ISO/IEC 20000-1 8.6.1. */
export function priorityOf(matrix: Matrix, impact: string, urgency: string): string | undefined {
  return matrix.cells.find((cell) => cell.impact === impact && cell.urgency === urgency)?.priority
}

/** A matrix is over two choice fields of the form and gives every pair of their choices one known priority. */
export function matrixFaults(body: RoutineBody): Fault[] {
  const priorities = repeated(body.priorities, (priority) => priority.toLowerCase(), 'body.priorities', (priority) => `Priority ${priority} is listed twice; take one out.`)
  const matrix = body.matrix
  if (!matrix) return priorities
  const impact = choiceField(body, matrix.impact)
  const urgency = choiceField(body, matrix.urgency)
  if (impact && urgency) return [...priorities, ...cellFaults(matrix, impact, urgency, body.priorities), ...gapFaults(matrix, impact, urgency)]
  const absent = (id: string) => `There is no choice field ${id}; add it to the form or name another.`
  return [
    ...priorities,
    ...unless(impact !== undefined, 'body.matrix.impact', absent(matrix.impact)),
    ...unless(urgency !== undefined, 'body.matrix.urgency', absent(matrix.urgency)),
  ]
}

function choiceField(body: RoutineBody, id: string): RoutineField | undefined {
  return body.fields.find((field) => field.id === id && field.type === 'choice')
}

function cellFaults(matrix: Matrix, impact: RoutineField, urgency: RoutineField, priorities: readonly string[]): Fault[] {
  const path = 'body.matrix.cells'
  const stray = (choice: string, field: RoutineField) => `"${choice}" is not a choice of ${field.label}; choose one that is.`
  return [
    ...matrix.cells.flatMap((cell, at) => [
      ...unless(impact.choices.includes(cell.impact), `${path}.${at}.impact`, stray(cell.impact, impact)),
      ...unless(urgency.choices.includes(cell.urgency), `${path}.${at}.urgency`, stray(cell.urgency, urgency)),
      ...unless(priorities.includes(cell.priority), `${path}.${at}.priority`, `There is no priority ${cell.priority}; add it or choose another.`),
    ]),
    ...repeated(matrix.cells, (cell) => JSON.stringify([cell.impact, cell.urgency]), path, (cell) => `${cell.impact} × ${cell.urgency} has a priority already; keep one.`),
  ]
}

function gapFaults(matrix: Matrix, impact: RoutineField, urgency: RoutineField): Fault[] {
  const open = impact.choices.flatMap((i) => urgency.choices.filter((u) => priorityOf(matrix, i, u) === undefined).map((u) => `${i} × ${u}`))
  const named = open.slice(0, 3).join(', ') + (open.length > 3 ? ` and ${open.length - 3} more` : '')
  return unless(open.length === 0, 'body.matrix.cells', `The matrix gives no priority for ${named}; fill every cell.`)
}
