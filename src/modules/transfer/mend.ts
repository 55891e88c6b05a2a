import { stringify } from 'csv-stringify/sync'
import { markedCell } from './csv.ts'
import type { Rejected } from './plan.ts'
import type { SourceRows } from './read.ts'
import { isObject } from './paths.ts'
import { textOf } from './targets.ts'

/**
 * The rows of a table that something was rejected of, as CSV with the reasons in a last column: mend it and send it again with the
 * same mapping. Null for documents that are no tables, and when nothing was rejected.
 */
export function mendable(source: SourceRows, rejected: readonly Rejected[]): string | null {
  if (rejected.length === 0 || (source.format !== 'csv' && source.format !== 'xlsx')) return null
  const reasons = new Map<string, string[]>()
  for (const each of rejected) {
    const place = `${each.file} ${each.row}`
    const text = each.column === null ? each.reason : `${each.column}: ${each.reason}`
    reasons.set(place, [...(reasons.get(place) ?? []), text])
  }
  const rows = source.rows.flatMap(({ file, row, value }) => {
    const why = reasons.get(`${file} ${row}`)
    return why && isObject(value) ? [[...source.header.map((column) => markedCell(textOf(value[column]))), markedCell(why.join(' '))]] : []
  })
  return stringify([[...source.header.map(markedCell), 'rejected because'], ...rows])
}
