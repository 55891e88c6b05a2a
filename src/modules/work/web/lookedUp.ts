import type { FieldValue } from './FieldInput.tsx'

type FormGrid = { name: string; row: string; column: string; gives: string; cells: readonly { row: string; column: string; value: string }[] }

/** What the lookup that gives `what` (`priority`, or a field) says of these values: the value, `null` while a choice is still open, undefined where none gives it. */
export function lookedUp(grids: readonly FormGrid[], what: string, values: Readonly<Record<string, FieldValue>>): string | null | undefined {
  const grid = grids.find((one) => one.gives === what)
  if (!grid) return undefined
  return grid.cells.find((cell) => cell.row === values[grid.row] && cell.column === values[grid.column])?.value ?? null
}
