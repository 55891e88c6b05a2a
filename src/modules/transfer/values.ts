import { compilePath, type Path } from './paths.ts'
import { detailed, type DetailedSource, type FieldSource } from './mapping.ts'
import type { SourceRow } from './rows.ts'
import { textOf } from './targets.ts'

/** A compiled source of a value. */
export type Getter = {
  /** The column that messages name. */
  column: string
  paths: Path[]
  /** The value for a row: mapped, split, or the default; undefined when there is none. */
  value: (row: SourceRow) => unknown
  /** Every value for a row, each mapped; an empty item of a list is null, an empty cell gives nothing. */
  values: (row: SourceRow) => unknown[]
}

/** Compiles where a value comes from; throws a Problem for a path that cannot be read. */
export function compileSource(given: FieldSource): Getter {
  const spec = detailed(given)
  const paths = (typeof spec.from === 'string' ? [spec.from] : (spec.from ?? [])).map(compilePath)
  const template = spec.template === undefined ? undefined : compileTemplate(spec.template)
  const raw = (row: SourceRow): unknown[] => {
    for (const path of paths) {
      const found = spread(path.all(row), path.many, spec.split)
      if (found.some((value) => !isEmpty(value)) || (path.many && found.length > 0)) return found
    }
    const text = template?.fill(row) ?? ''
    return text === '' ? [] : [text]
  }
  const fallback = spec.default === undefined || spec.default === null ? [] : Array.isArray(spec.default) ? spec.default : [spec.default]
  const values = (row: SourceRow): unknown[] => {
    const found = raw(row).map((value) => mapped(value, spec))
    return found.some((value) => !isEmpty(value)) || (found.length > 0 && fallback.length === 0) ? found : fallback
  }
  const listed = spec.split !== undefined || Array.isArray(spec.default) || paths.some((path) => path.many)
  const value = (row: SourceRow): unknown => {
    const all = values(row)
    const filled = all.filter((item) => !isEmpty(item))
    if (filled.length === 0) return undefined
    return listed || filled.length > 1 ? filled : filled[0]
  }
  const column = paths[0]?.text ?? spec.template ?? String(spec.default ?? '')
  return { column, paths: [...paths, ...(template?.paths ?? [])], value, values }
}

/** Values as they were found: lists opened, cells split. An item of a list may be empty; a cell that is empty is nothing. */
function spread(found: readonly unknown[], many: boolean, split: string | undefined): unknown[] {
  return found.flatMap((value) => {
    if (Array.isArray(value)) return value as unknown[]
    if (split !== undefined && typeof value === 'string') return value.split(split).map((piece) => piece.trim()).filter(Boolean)
    return isEmpty(value) && !many ? [] : [value]
  })
}

function mapped(value: unknown, spec: DetailedSource): unknown {
  if (!spec.values || typeof value === 'object') return value
  const text = textOf(value)
  if (Object.hasOwn(spec.values, text)) return spec.values[text]
  const folded = Object.keys(spec.values).find((key) => key.toLowerCase() === text.toLowerCase())
  if (folded !== undefined) return spec.values[folded]
  return spec.default === undefined ? value : null
}

function compileTemplate(template: string): { paths: Path[]; fill: (row: SourceRow) => string } {
  const pieces = template.split(/\{([^{}]+)\}/).map((piece, i) => (i % 2 === 1 ? compilePath(piece.trim()) : piece))
  const paths = pieces.filter((piece) => typeof piece !== 'string')
  const fill = (row: SourceRow): string => {
    let filled = paths.length === 0
    const texts = pieces.map((piece) => {
      if (typeof piece === 'string') return piece
      const text = piece.all(row).map(textOf).filter(Boolean).join(', ')
      filled ||= text !== ''
      return text
    })
    return filled ? texts.join('').trim() : ''
  }
  return { paths, fill }
}

/** True for what a file leaves empty: nothing, null, or blank text. A zero and a `false` are values. */
export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}
