import type { DraftLink, ElementStatus } from '../../shared/kind.ts'
import type { UnknownName } from '../../shared/system.ts'

/** An element as an import finds it: what stands now, or the draft where an import goes on with drafts. */
export type ExistingElement = {
  id: string
  key: string
  kind: string
  externalKey: string | null
  status: ElementStatus
  version: number
  /** Why it may not be changed now, as a sentence; null where it may. */
  obstacle: string | null
  title: string
  accountable: string | null
  reviewEvery: string | null
  body: Record<string, unknown>
  links: DraftLink[]
  unknown: UnknownName[]
}

export type ExistingPerson = { id: string; externalKey: string | null; name: string; email: string | null; fromOn: string | null; toOn: string | null }
export type ExistingHolder = { id: string; roleId: string; personId: string; elementId: string | null; deputy: boolean; fromOn: string; toOn: string | null }

/** What an organisation has already, in the ways in which an import looks for it. */
export type ExistingIndex = {
  byId: ReadonlyMap<string, ExistingElement>
  /** By `kind key-in-the-source`. */
  byExternal: ReadonlyMap<string, ExistingElement>
  byKey: ReadonlyMap<string, ExistingElement>
  /** By `kind title` in lower case; retired elements are left out. */
  byTitle: ReadonlyMap<string, readonly ExistingElement[]>
  /** Sources of links by the id at their end. */
  reaching: ReadonlyMap<string, readonly ExistingElement[]>
  people: { byId: ReadonlyMap<string, ExistingPerson>; byExternal: ReadonlyMap<string, ExistingPerson>; byEmail: ReadonlyMap<string, ExistingPerson>; byName: ReadonlyMap<string, readonly ExistingPerson[]> }
  /** By `role id element id`, the latter empty for the whole organisation. */
  holders: ReadonlyMap<string, readonly ExistingHolder[]>
}

/** Indexes what exists once for one import. */
export function indexExisting(existing: { elements: readonly ExistingElement[]; people?: readonly ExistingPerson[]; holders?: readonly ExistingHolder[] }): ExistingIndex {
  const { elements, people = [], holders = [] } = existing
  const standing = elements.filter((element) => element.status !== 'retired')
  return {
    byId: new Map(elements.map((element) => [element.id, element])),
    byExternal: new Map(elements.flatMap((element) => (element.externalKey === null ? [] : [[named(element.kind, element.externalKey), element] as const]))),
    byKey: new Map(elements.map((element) => [element.key, element])),
    byTitle: grouped(standing, (element) => [named(element.kind, element.title.toLowerCase())]),
    reaching: grouped(standing, (element) => [...new Set(element.links.map((link) => link.to))]),
    people: {
      byId: new Map(people.map((person) => [person.id, person])),
      byExternal: new Map(people.flatMap((person) => (person.externalKey === null ? [] : [[person.externalKey, person] as const]))),
      byEmail: new Map(people.flatMap((person) => (person.email === null ? [] : [[person.email.toLowerCase(), person] as const]))),
      byName: grouped(people, (person) => [person.name.toLowerCase()]),
    },
    holders: grouped(holders, (holder) => [named(holder.roleId, holder.elementId ?? '')]),
  }
}

/** Two names as one key of a map. */
export function named(one: string, other: string): string {
  return `${one} ${other}`
}

/** Items by each of their keys, in their order. */
export function grouped<Item>(items: readonly Item[], keysOf: (item: Item) => readonly string[]): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    for (const key of keysOf(item)) {
      const group = groups.get(key)
      if (group) group.push(item)
      else groups.set(key, [item])
    }
  }
  return groups
}

/** What stands in the way of a change: somebody's draft, which an import must not pass over or take for its own. */
export function obstacleOf(
  element: { key: string; status: ElementStatus; version: number; draft: { retiring?: boolean } | null; draftBy: string | null },
  by: { outcome: 'in force' | 'draft' | 'proposal'; personId: string | null; proposal: string | undefined },
): string | null {
  const { key, draft } = element
  if (element.status === 'retired') return `${key} is retired and stays as it was; give what is new a key of its own.`
  if (draft === null) return null
  if (by.proposal !== undefined) return `${key} is part of the open proposal ${by.proposal}; decide that first, then import again.`
  if (draft.retiring) return `${key} is about to be retired; decide that first, then import again.`
  const othersDraft = by.outcome === 'proposal' && element.draftBy !== by.personId
  if (othersDraft || (by.outcome === 'in force' && element.version > 0)) return `${key} has an open draft; put it in force or discard it, then import again.`
  return null
}
