import { allows } from '../../shared/authority.ts'
import { canonicalJson } from '../../shared/canonical.ts'
import { vitalSigns } from '../../shared/signs.ts'
import type { MissingOf, SignName } from '../../shared/signs.ts'
import type { System } from '../../shared/system.ts'
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
