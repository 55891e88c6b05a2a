import type { FieldSource, LinkSpec, Mapping } from '../mapping.ts'
import { listed } from '../suggest.ts'

/** A source as a table can show it: one column, nothing, or something that only the YAML can say. */
export type Shown = { column: string | null; inYaml: boolean }

export function shownSource(source: FieldSource | undefined): Shown {
  if (source === undefined) return { column: null, inYaml: false }
  if (typeof source === 'string') return /\{[^{}]+\}/.test(source) ? { column: null, inYaml: true } : { column: source, inYaml: false }
  const { from, template, values, default: fallback } = source
  const plain = typeof from === 'string' && template === undefined && values === undefined && fallback === undefined
  return { column: plain ? from : null, inYaml: !plain }
}

export function withKey(mapping: Mapping, column: string | null): Mapping {
  const { key: _, ...rest } = mapping
  return column === null ? rest : { ...rest, key: column }
}

export function withField(mapping: Mapping, target: string, column: string | null): Mapping {
  const { [target]: _, ...others } = mapping.fields
  return { ...mapping, fields: column === null ? others : { ...others, [target]: column } }
}

type Column = { path: string; samples: string[] }

export function withLink(mapping: Mapping, at: number, column: Column | null): Mapping {
  const links = mapping.links.flatMap((link, i) => (i !== at ? [link] : column === null ? [] : [{ ...link, each: listed(column) }]))
  return { ...mapping, links }
}

export function withNewLink(mapping: Mapping, link: Omit<LinkSpec, 'each'>, column: Column): Mapping {
  return { ...mapping, links: [...mapping.links, { ...link, each: listed(column) }] }
}

export function withRows(mapping: Mapping, rows: string | null): Mapping {
  const { rows: _, ...rest } = mapping
  return rows === null ? rest : { ...rest, rows }
}

export function withSheet(mapping: Mapping, sheet: string | null): Mapping {
  const { source, ...rest } = mapping
  const { sheet: _, ...kept } = source ?? {}
  const next = sheet === null ? kept : { ...kept, sheet }
  return Object.keys(next).length > 0 ? { ...rest, source: next } : rest
}
