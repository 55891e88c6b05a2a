import type { Address } from './kind.ts'

/**
 * The same body with each address replaced by what `resolve` answers for it (its id or its key, as `address.as` says).
 * The body that was given stays as it is.
 */
export function readdressed<Body>(body: Body, addresses: readonly Address[], resolve: (address: Address) => string): Body {
  const copy = structuredClone(body)
  for (const address of addresses) place(copy, address.path.split('.'), resolve(address))
  return copy
}

function place(target: unknown, path: string[], value: string): void {
  const last = path.pop()
  let holder = target as Record<string, unknown>
  for (const part of path) holder = holder[part] as Record<string, unknown>
  if (last !== undefined) holder[last] = value
}
