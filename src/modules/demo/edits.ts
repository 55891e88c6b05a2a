import { linkTypes, type LinkType } from '../../shared/links.ts'

/** Changes of an element by path, e.g. `body.principles.2.text`; `+` at the end of a path adds to a list. A value null takes the item out. */
export type Edits = Readonly<Record<string, unknown>>

/** A link as files say it: its kind and a key, with for, extent and note beside them. */
export type WrittenLink = Readonly<Record<string, string>>

export type DraftedLink = { type: LinkType; to: string; [detail: string]: string }

/** "serves: OBJ-1" as the link that a draft is given. */
export function linkOf(written: WrittenLink): DraftedLink {
  const type = linkTypes.find((name) => written[name] !== undefined)
  if (!type) throw new RangeError(`No kind of link in ${JSON.stringify(written)}; use one of ${linkTypes.join(', ')}.`)
  const { [type]: to, ...details } = written
  return { ...details, type, to: to! }
}

/** A copy of a value with each edit made. Throws RangeError where a path leads nowhere. */
export function edited<T extends object>(value: T, edits: Edits): T {
  const copy = structuredClone(value)
  for (const [path, next] of Object.entries(edits)) place(copy, path.split('.'), next, path)
  return copy
}

function place(target: unknown, path: readonly string[], next: unknown, whole: string): void {
  const [name = '', ...rest] = path
  if (typeof target !== 'object' || target === null) throw new RangeError(`${whole} leads nowhere.`)
  if (rest.length > 0) return place((target as Record<string, unknown>)[name], rest, next, whole)
  if (Array.isArray(target)) {
    if (name === '+') target.push(next)
    else if (next === null) target.splice(Number(name), 1)
    else target[Number(name)] = next
    return
  }
  const fields = target as Record<string, unknown>
  fields[name] = next
}
