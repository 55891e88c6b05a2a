import type { z } from 'zod'
import { Problem } from '../shared/problem.ts'

/** Parses input by its contract; a refusal names each field and what would be right. */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.infer<S> {
  const path = nulPath(raw, '')
  if (path !== undefined) throw new Problem('invalid', 'The input holds a NUL character, which no text may contain. Remove it.', [{ path, message: 'Remove the NUL character.' }])
  const result = schema.safeParse(raw ?? {})
  if (result.success) return result.data
  const faults = result.error.issues.map((issue) => ({ path: issue.path.map(String).join('.'), message: sentence(issue.message) }))
  const first = faults[0]!
  throw new Problem('invalid', first.path ? `${first.path}: ${first.message}` : first.message, faults)
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`
}

function nulPath(value: unknown, path: string, depth = 0): string | undefined {
  if (typeof value === 'string') return value.includes('\u0000') ? path : undefined
  if (value === null || typeof value !== 'object') return undefined
  if (depth > 64) throw new Problem('invalid', 'The input is nested more than 64 levels deep.')
  for (const [key, child] of Object.entries(value)) {
    if (key.includes('\u0000')) return path
    const found = nulPath(child, path ? `${path}.${key}` : key, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}
