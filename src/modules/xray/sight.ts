import type { MissingOf } from '../../shared/signs.ts'
import { byKey } from '../../shared/sorting.ts'
import { holdsOn, type System, type SystemElement, type SystemHolder, type SystemLink, type SystemRetired } from '../../shared/system.ts'

/** A link seen from its far end. */
export type Reaching = { from: SystemElement; link: SystemLink }

/** A system made ready for looking through: what is in force by kind, links from both ends, and who holds what on the day. */
export type Sight = {
  system: System
  on: string
  /** Everything in force, in the order of keys. */
  inForce: readonly SystemElement[]
  /** Elements of a kind that are in force, in the order of their keys. */
  of: (kind: string) => readonly SystemElement[]
  /** An element in force, by id; a draft is not. */
  find: (id: string | null | undefined) => SystemElement | undefined
  /** An element in force, by key. */
  byKey: (key: string) => SystemElement | undefined
  /** What was in force and is no more, by id or key. */
  gone: (reference: string) => SystemRetired | undefined
  /** An element that was never in force, by id or key. */
  draft: (reference: string) => SystemElement | undefined
  /** True where nothing was ever retired. */
  nothingGone: boolean
  /** Links of a type that end at an element, from what is in force. */
  into: (element: SystemElement, type: string) => readonly Reaching[]
  /** What an element links to by a type, as far as it is in force. */
  ends: (element: SystemElement, type: string) => SystemElement[]
  /** Everyone who holds a role on the day, deputies included. */
  holders: (role: SystemElement) => readonly SystemHolder[]
  nameOf: (personId: string) => string
  missing: MissingOf
}

const nothing: readonly never[] = []

/** Indexes a system once for any number of checks. `missing` answers what an element's kind still asks for. */
export function sightOf(system: System, missing: MissingOf = () => []): Sight {
  const inForce = system.elements.filter((element) => element.status === 'in force').sort(byKey)
  const kinds = Map.groupBy(inForce, (element) => element.kind)
  const ids = new Map(inForce.map((element) => [element.id, element]))
  const keys = new Map(inForce.map((element) => [element.key, element]))
  const gone = new Map([...system.retired, ...retiredAmong(system)].flatMap((each) => [[each.id, each], [each.key, each]]))
  const drafts = new Map(system.elements.filter((element) => element.status === 'draft').flatMap((element) => [[element.id, element], [element.key, element]]))
  const reaching = reachingOf(inForce)
  const holders = Map.groupBy(system.holders.filter((holder) => holdsOn(holder, system.asOf)), (holder) => holder.roleId)
  const names = new Map(system.people.map((person) => [person.id, person.name]))
  return {
    system,
    on: system.asOf,
    inForce,
    of: (kind) => kinds.get(kind) ?? nothing,
    find: (id) => (id ? ids.get(id) : undefined),
    byKey: (key) => keys.get(key),
    gone: (reference) => gone.get(reference),
    draft: (reference) => drafts.get(reference),
    nothingGone: gone.size === 0,
    into: (element, type) => reaching.get(type)?.get(element.id) ?? nothing,
    ends: (element, type) => element.links.flatMap((link) => (link.type === type ? (ids.get(link.to) ?? []) : [])),
    holders: (role) => holders.get(role.id) ?? nothing,
    nameOf: (personId) => names.get(personId) ?? 'somebody',
    missing,
  }
}

/** A system made by hand may carry what is retired among its elements. */
function retiredAmong(system: System): SystemRetired[] {
  return system.elements.filter((element) => element.status === 'retired').map(({ id, key, kind, title, effectiveOn }) => ({ id, key, kind, title, retiredOn: effectiveOn ?? system.asOf }))
}

/** Links by their type and the end that they reach. */
function reachingOf(elements: readonly SystemElement[]): Map<string, Map<string, Reaching[]>> {
  const reaching = new Map<string, Map<string, Reaching[]>>()
  for (const from of elements) {
    for (const link of from.links) {
      const ends = reaching.get(link.type) ?? new Map<string, Reaching[]>()
      reaching.set(link.type, ends)
      const known = ends.get(link.to)
      if (known) known.push({ from, link })
      else ends.set(link.to, [{ from, link }])
    }
  }
  return reaching
}
