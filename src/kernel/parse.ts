import type { z } from 'zod'
import { refusal } from '../shared/faults.ts'
import { issueFaults, shortened, unaskable, unwritable } from '../shared/issues.ts'
import { Problem } from '../shared/problem.ts'

/** Parses input by its contract, of what is to be kept or only `asked`; a refusal names each field and what would be right. */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown, asked = false): z.infer<S> {
  const fault = asked ? unaskable(raw) : unwritable(raw)
  if (fault) throw new Problem('invalid', fault.path ? `${shortened(fault.path)}: ${fault.message}` : fault.message, [fault])
  const result = schema.safeParse(raw ?? {})
  if (result.success) return result.data
  throw invalidInput(result.error)
}

/** The refusal of a value that a schema does not take; `within` is the path of the value in the whole input. */
export function invalidInput(error: z.ZodError, within: readonly PropertyKey[] = []): Problem {
  return refusal('invalid', issueFaults(error, within))
}
