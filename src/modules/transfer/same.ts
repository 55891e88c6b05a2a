/** True when two plain values (of JSON) are equal; the order of names in an object does not count. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false
  const one = Object.entries(a)
  const other = b as Record<string, unknown>
  return one.length === Object.keys(b).length && one.every(([name, value]) => Object.hasOwn(other, name) && sameValue(value, other[name]))
}
