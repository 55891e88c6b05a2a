import { repeated, unless } from '../../shared/faults.ts'
import type { Fault } from '../../shared/kind.ts'
import type { RoutineBody, RoutineField, RoutineGrid } from './routine-body.ts'

/** What a grid gives when it gives no field of the form but the record's priority. */
export const givesPriority = 'priority'

/** The value at a row and a column; undefined where the grid has none. ISO/IEC 20000-1 8.6.1 (impact × urgency), 6.1.2 (risk). */
export function lookedUp(grid: RoutineGrid, row: string, column: string): string | undefined {
  return grid.cells.find((cell) => cell.row === row && cell.column === column)?.value
}

/** A grid is over two choice fields of the form, gives every pair of their choices one known value, and no two grids give the same. */
export function gridFaults(body: RoutineBody): Fault[] {
  return [
    ...repeated(body.priorities, (priority) => priority.toLowerCase(), 'body.priorities', (priority) => `Priority ${priority} is listed twice; take one out.`),
    ...repeated(body.grids, (grid) => grid.gives, 'body.grids', (grid) => `Another grid gives ${grid.gives} already; keep one.`),
    ...body.grids.flatMap((grid, at) => faultsOf(grid, body, `body.grids.${at}`)),
  ]
}

function faultsOf(grid: RoutineGrid, body: RoutineBody, path: string): Fault[] {
  const row = choiceField(body, grid.row)
  const column = choiceField(body, grid.column)
  const values = valuesOf(grid, body)
  const absent = (id: string) => `There is no choice field ${id || '(empty)'}; add it to the form or name another.`
  return [
    ...unless(row !== undefined, `${path}.row`, absent(grid.row)),
    ...unless(column !== undefined, `${path}.column`, absent(grid.column)),
    ...unless(grid.gives !== grid.row && grid.gives !== grid.column, `${path}.gives`, `"${grid.name}" gives what it is looked up by; choose another field.`),
    ...unless(values !== undefined, `${path}.gives`, `${absent(grid.gives)} A grid may give the ${givesPriority} too.`),
    ...(row && column && values ? [...cellFaults(grid, row, column, values, path), ...gapFaults(grid, row, column, path)] : []),
  ]
}

function valuesOf(grid: RoutineGrid, body: RoutineBody): readonly string[] | undefined {
  return grid.gives === givesPriority ? body.priorities : choiceField(body, grid.gives)?.choices
}

function choiceField(body: RoutineBody, id: string): RoutineField | undefined {
  return body.fields.find((field) => field.id === id && field.type === 'choice')
}

function cellFaults(grid: RoutineGrid, row: RoutineField, column: RoutineField, values: readonly string[], at: string): Fault[] {
  const path = `${at}.cells`
  const stray = (choice: string, field: RoutineField) => `"${choice}" is not a choice of ${field.label}; choose one that is.`
  const unknown = (value: string) => (grid.gives === givesPriority ? `There is no priority ${value}; add it or choose another.` : `"${value}" is not a choice of ${grid.gives}; choose one that is.`)
  return [
    ...grid.cells.flatMap((cell, position) => [
      ...unless(row.choices.includes(cell.row), `${path}.${position}.row`, stray(cell.row, row)),
      ...unless(column.choices.includes(cell.column), `${path}.${position}.column`, stray(cell.column, column)),
      ...unless(values.includes(cell.value), `${path}.${position}.value`, unknown(cell.value)),
    ]),
    ...repeated(grid.cells, (cell) => JSON.stringify([cell.row, cell.column]), path, (cell) => `${cell.row} × ${cell.column} has a value already; keep one.`),
  ]
}

function gapFaults(grid: RoutineGrid, row: RoutineField, column: RoutineField, path: string): Fault[] {
  const open = row.choices.flatMap((r) => column.choices.filter((c) => lookedUp(grid, r, c) === undefined).map((c) => `${r} × ${c}`))
  const named = open.slice(0, 3).join(', ') + (open.length > 3 ? ` and ${open.length - 3} more` : '')
  return unless(open.length === 0, `${path}.cells`, `"${grid.name}" gives nothing for ${named}; fill every cell.`)
}
