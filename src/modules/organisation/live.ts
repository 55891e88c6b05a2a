import { allows } from '../../shared/authority.ts'
import { kinds } from '../kinds.ts'

type AuthorityHolder = { person_id: string; name: string | null; authorities: string[] | null }

const approvals = [...kinds.map((kind) => `${kind.kind}.approve`), 'proposal.approve']

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
