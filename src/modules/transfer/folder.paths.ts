import { isObject } from './paths.ts'
import { sameValue } from './same.ts'

/** The paths at which two plain values differ, the deepest that both have; a list whose length changed is one path. */
export function changedPaths(before: unknown, after: unknown, path = ''): string[] {
  if (sameValue(before, after)) return []
  const within = (name: string | number) => (path === '' ? String(name) : `${path}.${name}`)
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) return after.flatMap((item, at) => changedPaths(before[at], item, within(at)))
  if (isObject(before) && isObject(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)])
    return [...names].flatMap((name) => changedPaths(before[name], after[name], within(name)))
  }
  return [path]
}
