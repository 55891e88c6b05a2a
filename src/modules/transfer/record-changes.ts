import type { CompiledCases } from './record-case.ts'
import { plainName, type OpenRow } from './record-rows.ts'

/**
 * Entries of a log that tell of one change each as entries that hold how the case was then: what changed stands under its name, as does all that changed
 * before. `rows` are those of one case in the order of the log.
 */
export function carried({ changed }: CompiledCases, rows: readonly OpenRow[]): readonly OpenRow[] {
  if (!changed) return rows
  const now = new Map<string, unknown>()
  return rows.map((row) => {
    if (row.fault !== undefined) return row
    now.set(plainName(changed.name.text(row)), changed.to.value(row) ?? null)
    if (row.value !== null) return { ...row, value: { ...Object.fromEntries(now), ...(row.value as Record<string, unknown>) } }
    const cells = Array.from({ length: changed.width }, (_, at) => row.cells[at] ?? '')
    return { ...row, cells: [...cells, ...changed.columns.map((name) => now.get(name) ?? '')] }
  })
}
