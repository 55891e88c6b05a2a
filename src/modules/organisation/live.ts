import { allows } from '../../shared/authority.ts'
import { canonicalJson } from '../../shared/canonical.ts'
import { vitalSigns } from '../../shared/signs.ts'
import type { MissingOf, SignName } from '../../shared/signs.ts'
import { byKey } from '../../shared/sorting.ts'
import type { System, SystemElement, SystemHolder } from '../../shared/system.ts'
import { kinds } from '../kinds.ts'

type AuthorityHolder = { person_id: string; name: string | null; authorities: string[] | null }

const approvals = kinds.map((kind) => `${kind.kind}.approve`)

/** Two people, so that nobody approves what they wrote. */
export const approversNeeded = 2

/**
 * The authorities to approve that fewer than two people hold, with who holds each; sorted by name.
 * An authority counts once a role in force carries it; `policy.approve` must exist at all, so it is always asked for.
 */
export function shortAuthorities(rows: readonly AuthorityHolder[]): { authority: string; holders: string[] }[] {
  const people = new Map<string, Map<string, string>>([['policy.approve', new Map()]])
  for (const row of rows) {
    for (const authority of approvals.filter((each) => allows(row.authorities ?? [], each))) {
      const held = people.get(authority) ?? new Map<string, string>()
      held.set(row.person_id, row.name ?? 'Erased person')
      people.set(authority, held)
    }
  }
  return [...people].filter(([, held]) => held.size < approversNeeded).map(([authority, held]) => ({ authority, holders: [...held.values()].sort() })).sort((a, b) => (a.authority < b.authority ? -1 : 1))
}

/** A sign of an element that is not given, and why. */
export type Lacking = { element: { id: string; key: string; kind: string; title: string }; sign: SignName; reason: string; mend: string | null }

/** What a system lacks on the day that it goes live: every sign of every element that is known to be missing. Whether it operates shows later. */
export function lackingIn(system: System, missing: MissingOf): Lacking[] {
  const signs = vitalSigns(system, missing)
  return system.elements.flatMap(({ id, key, kind, title }) =>
    (signs.get(id) ?? []).filter(({ sign, state }) => state === 'no' && sign !== 'operating').map(({ sign, reason, mend }) => ({ element: { id, key, kind, title }, sign, reason, mend })))
}

/** The keys of what lacks each sign, as it is kept with the baseline. */
export function keysBySign(lacking: readonly Lacking[]): Record<string, string[]> {
  const keys: Record<string, string[]> = {}
  for (const { sign, element } of lacking) (keys[sign] ??= []).push(element.key)
  return keys
}

/** A system as one text, whose hash is its baseline: everything in force and everybody who holds a role, in an order of their own. */
export function baselineText({ elements, holders }: System): string {
  const inOrder = <One extends { id: string }>(list: readonly One[]) => [...list].sort((a, b) => (a.id < b.id ? -1 : 1))
  return canonicalJson(JSON.parse(JSON.stringify({ elements: inOrder(elements), holders: inOrder(holders) })))
}

type Named = { key: string; kind: string; title: string }
type Seat = { person: string; role: string }
export type Moved = { added: Named[]; removed: Named[]; changed: (Named & { from: number; to: number; was: string | null })[]; began: Seat[]; ended: Seat[] }

/** What differs between two systems, element by element and holder by holder, in the order of keys and names. */
export function movedBetween(before: System, after: System): Moved {
  const [was, is] = [before, after].map(({ elements }) => new Map(elements.map((element) => [element.id, element]))) as [Map<string, SystemElement>, Map<string, SystemElement>]
  const named = ({ key, kind, title }: SystemElement): Named => ({ key, kind, title })
  const only = (one: Map<string, SystemElement>, other: Map<string, SystemElement>) => [...one.values()].filter((element) => !other.has(element.id)).map(named).sort(byKey)
  const changed = [...is.values()].flatMap((element) => {
    const former = was.get(element.id)
    if (!former || former.version === element.version) return []
    return [{ ...named(element), from: former.version, to: element.version, was: former.title === element.title ? null : former.title }]
  })
  return { added: only(is, was), removed: only(was, is), changed: changed.sort(byKey), began: seatsOnlyIn(after, before), ended: seatsOnlyIn(before, after) }
}

function seatsOnlyIn(one: System, other: System): Seat[] {
  const seat = ({ roleId, personId, elementId }: SystemHolder) => `${roleId} ${personId} ${elementId}`
  const there = new Set(other.holders.map(seat))
  const names = new Map([...one.people.map(({ id, name }) => [id, name] as const), ...one.elements.map(({ id, title }) => [id, title] as const)])
  const told = one.holders.filter((holder) => !there.has(seat(holder))).map(({ roleId, personId, elementId }) => ({
    person: names.get(personId) ?? 'Erased person', role: [names.get(roleId) ?? 'A role that is gone', elementId && names.get(elementId)].filter(Boolean).join(', '),
  }))
  return told.sort((a, b) => (`${a.role} ${a.person}` < `${b.role} ${b.person}` ? -1 : 1))
}
