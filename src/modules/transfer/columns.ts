import type { Fault } from '../../shared/kind.ts'
import type { CompiledPart } from './compile.ts'
import { nearest } from './nearest.ts'
import { further, isObject, type Path, type Reach } from './paths.ts'
import type { SourceRow } from './rows.ts'
import { textOf } from './targets.ts'
import { isEmpty } from './values.ts'

/** A column of a source as people choose it: its path, what stands in it, and how far it identifies rows. */
export type Column = { path: string; samples: string[]; filled: number; unique: boolean }

const looked = 500

/** The columns of tables, or the paths inside trees with `[*]` for lists, from the first 500 rows and any header. */
export function columnsOf(rows: readonly SourceRow[], header: readonly string[] = []): Column[] {
  const found = new Map<string, { samples: Set<string>; filled: number; seen: Set<string>; repeated: boolean; listed: boolean }>()
  const note = (path: string, value: unknown) => {
    const column = found.get(path) ?? { samples: new Set(), filled: 0, seen: new Set(), repeated: false, listed: path.includes('[*]') }
    found.set(path, column)
    if (isEmpty(value)) return
    const text = textOf(value)
    column.filled++
    column.repeated ||= column.seen.has(text)
    column.seen.add(text)
    if (column.samples.size < 5) column.samples.add(text.slice(0, 80))
  }
  for (const path of header) note(path, null)
  for (const row of rows.slice(0, looked)) noteValues(row.value, '', note, 0)
  return [...found].map(([path, { samples, filled, repeated, listed }]) => ({ path, samples: [...samples], filled, unique: filled > 0 && !repeated && !listed }))
}

function noteValues(value: unknown, path: string, note: (path: string, value: unknown) => void, depth: number): void {
  if (depth > 6) return
  if (Array.isArray(value)) {
    for (const item of value.slice(0, 50) as unknown[]) noteValues(item, `${path}[*]`, note, depth + 1)
  } else if (isObject(value)) {
    for (const [key, inner] of Object.entries(value)) noteValues(inner, depth === 0 ? key : `${path}.${/^[^.[\]]+$/.test(key) ? key : `["${key}"]`}`.replace('.[', '['), note, depth + 1)
  } else note(path, value)
}

/** A fault for every column that the mapping names and no row has, with the columns that exist. Without rows only a header can tell. */
export function columnFaults(parts: readonly CompiledPart[], rows: readonly SourceRow[], header: readonly string[]): Fault[] {
  if (rows.length === 0 && header.length === 0) return []
  const checked = new Map<string, boolean>()
  const exists = (path: Path): boolean => {
    const before = checked.get(path.text)
    if (before !== undefined) return before
    const answer = header.includes(path.text) || isReached(path, rows)
    checked.set(path.text, answer)
    return answer
  }
  const names = (part: CompiledPart) => [
    ...(part.key ? [{ at: `${part.path}key`, paths: part.key.paths }] : []),
    ...part.fields.map(({ target, getter }) => ({ at: `${part.path}fields.${target.name}`, paths: getter.paths })),
    ...part.links.map(({ getter }, i) => ({ at: `${part.path}links.${i}.each`, paths: getter.paths })),
  ]
  const missing = parts.flatMap(names).flatMap(({ at, paths }) => paths.filter((path) => !exists(path)).map((path) => ({ at, path: path.text })))
  if (missing.length === 0) return []
  const columns = columnsOf(rows, header).map((column) => column.path)
  return missing.map(({ at, path }) => ({ path: at, message: missingColumn(path, columns) }))
}

function isReached(path: Path, rows: readonly SourceRow[]): boolean {
  let best: Reach = { found: false, depth: 0, absent: false }
  for (const row of rows) {
    best = further(best, path.reach(row))
    if (best.found) return true
  }
  return rows.length > 0 && !best.absent
}

function missingColumn(path: string, columns: readonly string[]): string {
  const near = nearest(path, columns)
  const shown = columns.slice(0, 30).join(', ')
  const more = columns.length > 30 ? ` and ${columns.length - 30} more` : ''
  return `No row has the column "${path}"; ${near ? `did you mean "${near}"? There are` : 'there are'} ${shown}${more}.`
}
