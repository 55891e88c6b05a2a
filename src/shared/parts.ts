import type { z } from 'zod'
import type { Kind, Part } from './kind.ts'

export type Item = Record<string, unknown>

export function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

type Schema = z.ZodType & { def: { type: string; innerType?: Schema; in?: Schema }; shape?: Record<string, Schema>; element?: Schema }

/** What a field holds, beneath defaults, nulls and refinements; undefined for no schema. */
export function bare(schema: unknown): Schema | undefined {
  let at = schema as Schema | undefined
  while (at?.def?.innerType ?? at?.def?.in) at = at.def.innerType ?? at.def.in
  return at
}

/** Fields of an object's schema by name, in their order; empty for what is no object. */
export function fieldsOf(schema: unknown): Record<string, unknown> {
  return bare(schema)?.shape ?? {}
}

/** What the items of a list's schema are, or undefined. */
export function itemsOf(schema: unknown): unknown {
  return bare(schema)?.element
}

/** What a field is called: its description up to the first explanation, or its name in words. */
export function labelOf(schema: unknown, name: string): string {
  const described = (schema as Schema | undefined)?.description ?? name.replace(/([A-Z])/g, ' $1').toLowerCase()
  const label = described.split(/[:;,]|\s\(/)[0]!.trim()
  return label.charAt(0).toUpperCase() + label.slice(1)
}

type Parts = Kind['parts']

/** How items of a list are told apart and called; `path` lies within the body, without positions. */
export function partOf(parts: Parts, path: string, label: string): Required<Pick<Part, 'noun' | 'id'>> & Pick<Part, 'name' | 'say'> {
  const own = parts?.[path]
  return { noun: own?.noun ?? singular(label), id: own?.id ?? ownName, ...(own?.name ? { name: own.name } : {}), ...(own?.say ? { say: own.say } : {}) }
}

function singular(label: string): string {
  return label.endsWith('ies') ? `${label.slice(0, -3)}y` : label.endsWith('s') ? label.slice(0, -1) : label
}

const named = ['id', 'key', 'name', 'title', 'label', 'text', 'what'] as const

/** What an item is told apart by where its kind does not say: its short name, its title or its first text. */
function ownName(item: unknown): string {
  if (!isItem(item)) return String(item)
  const field = named.find((name) => typeof item[name] === 'string' && item[name] !== '')
  const text = field ? item[field] : Object.values(item).find((value) => typeof value === 'string' && value !== '')
  return typeof text === 'string' ? text : JSON.stringify(item)
}

/** What an item is called where its kind does not say: its name or title rather than its short name. */
export function callOf(item: unknown): string {
  if (!isItem(item)) return String(item)
  const field = named.slice(2).find((name) => typeof item[name] === 'string' && item[name] !== '')
  return field ? String(item[field]) : ownName(item)
}

/** The items of a list by what they are told apart by; of several that are alike, the later ones are counted. */
export function byIdentity(items: readonly unknown[], id: (item: unknown) => string): Map<string, unknown> {
  const found = new Map<string, unknown>()
  for (const item of items) {
    let name = isItem(item) ? id(item) : String(item)
    for (let again = 2; found.has(name); again++) name = `${isItem(item) ? id(item) : String(item)} #${again}`
    found.set(name, item)
  }
  return found
}

/**
 * Which items were written anew: told apart by nothing but their text, and standing between the same neighbours as before, as many as before.
 * Name before → name after; empty where items have a name of their own. Pure.
 */
export function rewritten(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>, part: Part | undefined): Map<string, string> {
  const pairs = new Map<string, string>()
  if (part?.id || [...before.values(), ...after.values()].some((item) => isItem(item) && ('id' in item || 'key' in item))) return pairs
  const [was, is] = [runs(before, after), runs(after, before)]
  for (const [place, gone] of was) {
    const came = is.get(place)
    if (came?.length === gone.length) for (const [at, name] of gone.entries()) pairs.set(name, came[at]!)
  }
  return pairs
}

/** Names that the other list does not have, by the neighbours between which they stand. */
function runs(names: ReadonlyMap<string, unknown>, others: ReadonlyMap<string, unknown>): Map<string, string[]> {
  const found = new Map<string, string[]>()
  let run: string[] = []
  let from = ''
  const end = (to: string) => {
    if (run.length > 0) found.set(JSON.stringify([from, to]), run)
    run = []
    from = to
  }
  for (const name of names.keys()) {
    if (others.has(name)) end(name)
    else run.push(name)
  }
  end('')
  return found
}
