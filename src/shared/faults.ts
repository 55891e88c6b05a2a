import type { Draft, Fault } from './kind.ts'
import { Problem } from './problem.ts'
import type { ProblemType } from './problem.ts'

/** The refusal of one or many faults: its title names the first and counts the others, of which at most a hundred are listed. */
export function refusal(type: ProblemType, faults: readonly Fault[]): Problem {
  const [first] = faults
  const more = faults.length === 1 ? '' : ` There ${faults.length === 2 ? 'is 1 more fault' : `are ${faults.length - 1} more faults`}.`
  return new Problem(type, first ? `${cut(`${first.path ? `${first.path}: ` : ''}${first.message}`)}${more}` : 'This input is not right.', faults.slice(0, 100))
}

function cut(sentence: string): string {
  return sentence.length > 500 ? `${sentence.slice(0, 499).toWellFormed()}…` : sentence
}

/**
 * Faults for the fields of a body that are still empty: '' , null or an empty list.
 * `asked` gives, per field, the sentence that says what to fill in.
 */
export function unanswered<Body extends Record<string, unknown>>(draft: Draft<Body>, asked: { [Field in keyof Body]?: string }): Fault[] {
  return Object.entries(asked).flatMap(([field, message]) => (isEmpty(draft.body[field]) ? [{ path: `body.${field}`, message: message as string }] : []))
}

function isEmpty(value: unknown): boolean {
  return value === '' || value === null || value === undefined || (Array.isArray(value) && value.length === 0)
}

/** A fault for every item whose key an earlier one has already; `path` is that of the list. */
export function repeated<Item>(list: readonly Item[], keyOf: (item: Item) => string, path: string, say: (item: Item, firstAt: number) => string): Fault[] {
  const firstAt = new Map<string, number>()
  return list.flatMap((item, at) => {
    const key = keyOf(item)
    const first = firstAt.get(key)
    if (first === undefined) {
      firstAt.set(key, at)
      return []
    }
    return [{ path: `${path}.${at}`, message: say(item, first + 1) }]
  })
}

/** A fault at `path` when a span ends before it starts; open ends never clash. */
export function endsBeforeStart(fromOn: string | null, toOn: string | null, path: string): Fault[] {
  if (fromOn === null || toOn === null || toOn >= fromOn) return []
  return [{ path, message: `It ends on ${toOn}, before it starts on ${fromOn}; give a later end.` }]
}

/** True when the draft has a link of this type. */
export function hasLink(draft: { links: readonly { type: string }[] }, type: string): boolean {
  return draft.links.some((link) => link.type === type)
}

/** "one, two and three". */
export function listed(names: readonly string[], join: 'and' | 'or' = 'and'): string {
  if (names.length < 2) return names[0] ?? ''
  return `${names.slice(0, -1).join(', ')} ${join} ${names[names.length - 1]}`
}

/** "1 step", "3 steps". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** No fault when something holds, one otherwise. */
export function unless(holds: boolean, path: string, message: string): Fault[] {
  return holds ? [] : [{ path, message }]
}
