import type { z } from 'zod'
import { refusal } from '../shared/faults.ts'
import { issueFaults, shortened } from '../shared/issues.ts'
import type { Fault } from '../shared/kind.ts'
import { Problem } from '../shared/problem.ts'

/** Parses input by its contract; a refusal names each field and what would be right. */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.infer<S> {
  const fault = unwritable(raw, '', 0)
  if (fault) throw new Problem('invalid', fault.path ? `${shortened(fault.path)}: ${fault.message}` : fault.message, [fault])
  const result = schema.safeParse(raw ?? {})
  if (result.success) return result.data
  throw invalidInput(result.error)
}

/** The refusal of a value that a schema does not take; `within` is the path of the value in the whole input. */
export function invalidInput(error: z.ZodError, within: readonly PropertyKey[] = []): Problem {
  return refusal('invalid', issueFaults(error, within))
}

const deepest = 64

/** The first value that neither JSON nor the database can hold, or that is nested without end. */
function unwritable(value: unknown, path: string, depth: number): Fault | undefined {
  if (typeof value === 'string') return unreadable(value, path)
  if (typeof value === 'number' && !Number.isFinite(value)) return { path, message: 'Give a number that is not infinite.' }
  if (value === null || typeof value !== 'object') return undefined
  if (depth > deepest) return { path: '', message: `The input is nested more than ${deepest} levels deep. Give a flatter one.` }
  for (const [key, child] of Object.entries(value)) {
    const found = unreadable(key, path) ?? unwritable(child, path ? `${path}.${key}` : key, depth + 1)
    if (found) return found
  }
  return undefined
}

function unreadable(text: string, path: string): Fault | undefined {
  if (text.includes('\u0000')) return { path, message: 'It holds a NUL character, which no text may contain. Remove it.' }
  return text.isWellFormed() ? undefined : { path: path.toWellFormed(), message: 'It holds half of a character (a lone surrogate). Write it again.' }
}
