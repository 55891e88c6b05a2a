import { canonicalJson } from '../shared/canonical.ts'
import type { VersionContent } from './element.ts'

export type Change = { path: string; before: unknown; after: unknown }

const compared = ['title', 'status', 'effectiveOn', 'accountable', 'reviewEvery', 'body', 'links'] as const

/** What differs between two versions, leaf by leaf; lists of objects are compared whole by item. Empty for the first version. */
export function changesBetween(before: VersionContent | undefined, after: VersionContent): Change[] {
  if (!before) return []
  return compared.flatMap((field) => differences(field, before[field], after[field]))
}

function differences(path: string, before: unknown, after: unknown): Change[] {
  if (before === after || canonicalJson(before ?? null) === canonicalJson(after ?? null)) return []
  if (isPlain(before) && isPlain(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return names.flatMap((name) => differences(`${path}.${name}`, before[name], after[name]))
  }
  if (Array.isArray(before) && Array.isArray(after) && path !== 'links') {
    return Array.from({ length: Math.max(before.length, after.length) }, (_, i) => differences(`${path}.${i}`, before[i], after[i])).flat()
  }
  return [{ path, before: before ?? null, after: after ?? null }]
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
