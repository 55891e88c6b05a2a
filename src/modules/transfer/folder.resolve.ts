import { readdressed } from '../../shared/addresses.ts'
import type { DraftLink, ElementStatus, Fault } from '../../shared/kind.ts'
import { kindOf } from '../kinds.ts'
import type { FolderElement } from './folder.ts'
import { nearest } from './nearest.ts'

/** What a key names: an element that is there, or one that the folder brings. */
export type Named = { id: string; key: string; kind: string; /** As it stands now; null: it is new. */ status: ElementStatus | null; /** As the folder says it; null: it is not in the folder. */ wanted: ElementStatus | null }
export type Names = ReadonlyMap<string, Named>

/** Ids and keys that an element names already; those may stay although what they name was retired since. */
export type Had = ReadonlySet<string>

/** The parts of an element that name others, with ids in place of keys, and a fault for every key that names nothing. */
export type Resolved = { accountable: string | null; links: DraftLink[]; body: Record<string, unknown>; faults: Fault[] }

/** Resolves what an element of a folder names. */
export function resolved(element: FolderElement, names: Names, had: Had): Resolved {
  const faults: Fault[] = []
  const find = (key: string, path: string, kinds: readonly string[] | null): Named | undefined => {
    const found = names.get(key)
    const message = found ? unfit(found, kinds, had) : absent(key, kinds, names)
    if (message) faults.push({ path, message })
    return found
  }
  const accountable = element.accountable === null ? null : (find(element.accountable, 'accountable', ['role'])?.id ?? null)
  const links = element.links.map((link, at): DraftLink => {
    const to = find(link.to, `links.${at}.${link.type}`, null)
    const narrowed = link.for === undefined ? undefined : find(link.for, `links.${at}.for`, null)
    return { ...link, to: to?.id ?? link.to, ...(link.for === undefined ? {} : { for: narrowed?.id ?? link.for }) }
  })
  const addresses = kindOf(element.kind)?.addresses?.(element.body) ?? []
  const body = readdressed(element.body, addresses, (address) => find(address.to, `body.${address.path}`, address.kinds)?.[address.as] ?? address.to)
  return { accountable, links, body, faults }
}

function unfit(found: Named, kinds: readonly string[] | null, had: Had): string | undefined {
  if (kinds && !kinds.includes(found.kind)) return `${found.key} is no ${kinds.join(' or ')}.`
  // What the folder itself retires it may go on to name: so it stood where the folder was written.
  if (found.status === 'retired' && found.wanted !== 'retired' && !had.has(found.id) && !had.has(found.key)) return `${found.key} is retired; name what took its place.`
  return undefined
}

function absent(key: string, kinds: readonly string[] | null, names: Names): string {
  const meant = suggestionFor(key, kinds, names)
  return `There is no ${kinds?.join(' or ') ?? 'element'} ${key}, neither in the folder nor in the organisation${meant ? `; did you mean ${meant}?` : '.'}`
}

/** Each look at every key takes a while: a folder in which more than this is wrong has another fault than spelling. */
const mostSuggestions = 50
const suggested = new WeakMap<Names, Map<string, string | undefined>>()

function suggestionFor(key: string, kinds: readonly string[] | null, names: Names): string | undefined {
  const given = suggested.get(names) ?? new Map<string, string | undefined>()
  suggested.set(names, given)
  const asked = `${key} ${kinds?.join() ?? ''}`
  if (!given.has(asked) && given.size < mostSuggestions) {
    const known = [...names.values()].filter((each) => kinds === null || kinds.includes(each.kind)).map((each) => each.key)
    given.set(asked, nearest(key, known))
  }
  return given.get(asked)
}
