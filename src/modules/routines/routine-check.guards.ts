import type { Fault } from '../../shared/kind.ts'
import { unless } from '../../shared/faults.ts'
import { ask } from './engine.conditions.ts'
import type { RoutineBody, RoutineTransition } from './routine-body.ts'

/** Combinations that are tried for one guard; beyond them it is taken to be sound. */
const mostTried = 1024

type Part = { name: string; values: readonly (string | boolean)[] }

/**
 * A guard that no combination of choices makes true keeps its way closed for ever. Only what can be tried through is judged: choices, yes or no, what is filled in,
 * priority, outcome and catalogue item, approved and refused. A guard that reads anything else (numbers, texts, days) is left alone. The work is bounded.
 */
export function guardFaults(each: RoutineTransition, body: RoutineBody, path: string): Fault[] {
  if (each.guard === '') return []
  const parts = partsOf(each.guard, body)
  if (!parts || parts.reduce((product, part) => product * part.values.length, 1) > mostTried) return []
  return unless(mayHold(each, body, parts, {}), path, `Nothing that can be chosen makes "${each.guard}" true, so "${each.name}" can never be taken; mend the condition or take the way out.`)
}

/** What a guard reads with all that it can be; undefined where it reads something that has no end of values. */
function partsOf(guard: string, body: RoutineBody): Part[] | undefined {
  const quoted = [...guard.matchAll(/(['"])(.*?)\1\s+in\s+filled\b/g)].map(([, , id]) => id!)
  const read = new Set(guard.replaceAll(/'[^']*'|"[^"]*"/g, ' ').match(/[A-Za-z_][\w.]*/g))
  // Asked of as a whole, or of a yes or no that is read as well, what is filled in cannot be tried through.
  const asked = guard.replaceAll(/'[^']*'|"[^"]*"/g, ' ').match(/\bfilled\b/g)?.length ?? 0
  if (asked !== quoted.length || body.fields.some((field) => field.type === 'yes or no' && quoted.includes(field.id) && read.has(`fields.${field.id}`))) return undefined
  const parts = [...read].flatMap((name): (Part | null)[] => (plain.has(name) ? [] : [partOf(name, body)]))
  const filled = quoted.filter((id) => !read.has(`fields.${id}`)).map((id): Part => ({ name: `filled ${id}`, values: [true, false] }))
  return parts.some((part) => part === null) ? undefined : [...(parts as Part[]), ...filled]
}

const plain = new Set(['in', 'true', 'false', 'filled', 'record.state'])

function partOf(name: string, body: RoutineBody): Part | null {
  const named = (values: readonly (string | boolean)[]): Part => ({ name, values })
  if (name === 'approved' || name === 'refused') return named([true, false])
  if (name === 'record.priority') return named(['', ...body.priorities])
  if (name === 'record.outcome') return named(['', ...body.outcomes.map((one) => one.id)])
  if (name === 'record.catalogueItem') return named(['', ...body.catalogue.map((one) => one.id)])
  const field = body.fields.find((one) => `fields.${one.id}` === name)
  if (field?.type === 'choice') return named(['', ...field.choices])
  return field?.type === 'yes or no' ? named([true, false]) : null
}

function mayHold(each: RoutineTransition, body: RoutineBody, parts: readonly Part[], chosen: Readonly<Record<string, string | boolean>>): boolean {
  const [part, ...rest] = parts
  if (part) return part.values.some((value) => mayHold(each, body, rest, { ...chosen, [part.name]: value }))
  const under = (prefix: string) => Object.fromEntries(Object.entries(chosen).flatMap(([name, value]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [])))
  const fields = under('fields.')
  const known = Object.entries(fields).flatMap(([id, value]) => (value === '' ? [] : [id]))
  const filled = [...known, ...Object.entries(under('filled ')).flatMap(([id, is]) => (is ? [id] : []))]
  const { holds, failed } = ask(body, each.guard, { fields, filled, record: { state: each.from, ...under('record.') }, approved: chosen['approved'] ?? false, refused: chosen['refused'] ?? false })
  return holds || failed !== ''
}
