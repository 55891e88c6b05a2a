import { readdressed } from '../../shared/addresses.ts'
import type { DraftLink, Kind } from '../../shared/kind.ts'
import type { System, SystemElement } from '../../shared/system.ts'
import { kindOf, kinds } from '../kinds.ts'
import { keyOrder, personName } from './folder.ts'
import type { Folder, FolderElement, FolderHolder, FolderPerson } from './folder.ts'

/** An element to be written; `effectiveOn` of what is in force counts only where it is still to come. */
export type Written = SystemElement

/** Somebody to be written, with the id by which holders name them. */
export type WrittenPerson = FolderPerson & { id: string }

/**
 * A system as a folder says it: keys in place of ids, in the order in which people read. Appointments that ended before the day, and those of
 * people, roles or elements that are not in it, stay out. Pure.
 */
export function folderOf(system: Pick<System, 'asOf' | 'holders'> & { elements: readonly Written[] }, people: readonly WrittenPerson[] = []): Folder {
  const keys = new Map(system.elements.map((element) => [element.id, element.key]))
  const keyOf = (id: string) => keys.get(id) ?? id
  const standing = new Set(system.elements.filter((element) => element.status !== 'retired').map((element) => element.id))
  const names = new Map(people.map((person) => [person.id, personName(person)]))
  const holders = system.holders.flatMap((holder): FolderHolder[] => {
    const person = names.get(holder.personId)
    const ended = holder.toOn !== null && holder.toOn < system.asOf
    if (ended || person === undefined || !standing.has(holder.roleId) || (holder.elementId !== null && !standing.has(holder.elementId))) return []
    return [{ role: keyOf(holder.roleId), person, element: holder.elementId === null ? null : keyOf(holder.elementId), deputy: holder.deputy, from: holder.fromOn, to: holder.toOn }]
  })
  return {
    elements: system.elements.map((element) => keyed(element, keyOf, system.asOf)).sort(readingOrder),
    people: people.map(({ name, email, from, to }) => ({ name, email, from, to })).sort((a, b) => byText(personName(a), personName(b)) || byText(a.name, b.name)),
    holders: holders.sort(holderOrder),
  }
}

/** The order in which people read: by kind, then by key. */
export function readingOrder(a: { kind: string; key: string }, b: { kind: string; key: string }): number {
  return kindOrder(a.kind) - kindOrder(b.kind) || keyOrder(a.key, b.key)
}

function kindOrder(kind: string): number {
  return kinds.findIndex((each) => each.kind === kind)
}

function holderOrder(a: FolderHolder, b: FolderHolder): number {
  return keyOrder(a.role, b.role) || keyOrder(a.element ?? '', b.element ?? '') || Number(a.deputy) - Number(b.deputy) || byText(a.from ?? '', b.from ?? '') || byText(a.person, b.person)
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function keyed(element: Written, keyOf: (id: string) => string, today: string): FolderElement {
  const { key, kind, title, status, accountable, reviewEvery, effectiveOn, links, unknown } = element
  return {
    kind, key, title, status, reviewEvery, accountable: accountable === null ? null : keyOf(accountable),
    effectiveOn: effectiveOn !== null && (status === 'draft' || effectiveOn > today) ? effectiveOn : null,
    body: keyedBody(element.body, kindOf(kind), keyOf),
    links: links.map(({ type, to, for: narrowed, extent, note }): DraftLink => ({ type, to: keyOf(to), ...(narrowed === undefined ? {} : { for: keyOf(narrowed) }), ...(extent === undefined ? {} : { extent }), ...(note === undefined ? {} : { note }) })),
    unknown: unknown.map(({ type, name, itself }) => ({ type, name, ...(itself ? { itself } : {}) })),
  }
}

/** The body with a key at every address. One that its kind no longer takes stays as it was written. */
function keyedBody(body: Record<string, unknown>, kind: Kind | undefined, keyOf: (id: string) => string): Record<string, unknown> {
  const whole = wholeBody(body, kind)
  return kind?.addresses && whole !== body ? readdressed(whole, kind.addresses(whole), (address) => keyOf(address.to)) : whole
}

/** The body with everything that it leaves to its defaults; the very same where its kind no longer takes it. */
export function wholeBody(body: Record<string, unknown>, kind: Kind | undefined): Record<string, unknown> {
  const parsed = kind?.body.safeParse(body)
  return parsed?.success ? (parsed.data as Record<string, unknown>) : body
}
