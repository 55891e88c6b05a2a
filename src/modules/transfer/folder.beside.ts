import { readdressed } from '../../shared/addresses.ts'
import { kindOf } from '../kinds.ts'
import type { Standing } from './folder.change.ts'
import type { ReadFolder } from './folder.read.ts'
import { keyParts } from './folder.ts'
import type { FolderElement } from './folder.ts'

/**
 * A starter beside what is there already, so that nothing of it is written over: an element that is there by title is left out, a key that is
 * taken gives way to the next free one, and what the founding made is filled in only while nobody changed it. The organisation keeps the name, time zone and languages
 * with which it was founded.
 */
export function besideExisting(read: ReadFolder, existing: readonly Standing[]): ReadFolder {
  const renamed = renamings(read.folder.elements, existing)
  const keyOf = (key: string) => renamed.keys.get(key) ?? key
  const organisation = existing.find((each) => each.kind === 'organisation')
  const elements = read.folder.elements.filter((element) => !renamed.left.has(element.key)).map((element) => asFounded(withKeys(element, keyOf), organisation))
  return {
    ...read,
    folder: {
      elements, people: read.folder.people,
      holders: read.folder.holders.map((holder) => ({ ...holder, role: keyOf(holder.role), element: holder.element === null ? null : keyOf(holder.element) })),
    },
    places: { ...read.places, elements: new Map([...read.places.elements].map(([key, placed]) => [keyOf(key), placed])) },
  }
}

type Renamed = { keys: Map<string, string>; /** Keys of elements that are not brought. */ left: Set<string> }

function renamings(elements: readonly FolderElement[], existing: readonly Standing[]): Renamed {
  const byKey = new Map(existing.map((each) => [each.key, each]))
  const byTitle = new Map(existing.flatMap((each) => (each.status === 'retired' ? [] : [[`${each.kind} ${each.title.toLowerCase()}`, each] as const])))
  const highest = new Map<string, number>()
  for (const key of [...byKey.keys(), ...elements.map((element) => element.key)]) {
    const { prefix, number } = keyParts(key) ?? { prefix: '', number: 0 }
    highest.set(prefix, Math.max(highest.get(prefix) ?? 0, number))
  }
  const renamed: Renamed = { keys: new Map(), left: new Set() }
  for (const { key, kind, title } of elements) {
    const taken = byKey.get(key)
    if (taken && isOfFounding(taken)) {
      if (taken.version > 1 || taken.draft !== null) renamed.left.add(key)
      continue
    }
    const same = byTitle.get(`${kind} ${title.toLowerCase()}`)
    if (same) {
      renamed.keys.set(key, same.key)
      renamed.left.add(key)
    } else if (taken) {
      const { prefix } = keyParts(key)!
      highest.set(prefix, highest.get(prefix)! + 1)
      renamed.keys.set(key, `${prefix}-${highest.get(prefix)}`)
    }
  }
  return renamed
}

/** The organisation, the scope, and the role that owns the system: made when the organisation was founded. */
function isOfFounding({ kind, key }: Standing): boolean {
  return kindOf(kind)?.single === true || key === 'ROL-1'
}

function withKeys(element: FolderElement, keyOf: (key: string) => string): FolderElement {
  return {
    ...element, key: keyOf(element.key), accountable: element.accountable === null ? null : keyOf(element.accountable),
    links: element.links.map((link) => ({ ...link, to: keyOf(link.to), ...(link.for === undefined ? {} : { for: keyOf(link.for) }) })),
    body: readdressed(element.body, kindOf(element.kind)?.addresses?.(element.body) ?? [], (address) => keyOf(address.to)),
  }
}

/** The organisation's own name and place are what it was founded with. */
export function asFounded(element: FolderElement, organisation: Pick<Standing, 'title' | 'content'> | undefined): FolderElement {
  if (element.kind !== 'organisation' || !organisation?.content) return element
  const { name, timeZone, languages } = organisation.content.body
  return { ...element, title: organisation.title, body: { ...element.body, name, timeZone, languages } }
}
