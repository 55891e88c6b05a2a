import { byAdministration, byAuthority } from '../../kernel/access.ts'
import type { Actor, Asked, Tenant, Verdict } from '../../kernel/access.ts'

export type Standing = { actor: Actor; tenant: Tenant }
export type Outcome = 'in force' | 'draft' | 'proposal'

/** The operator imports too; after go-live that makes a proposal, which others decide. */
export function mayImport(question: Asked): Verdict {
  return question.actor.type === 'operator' ? { as: 'operator' } : byAuthority(question)
}

/** While founding, the founder and the operator put things in force; after go-live everybody proposes. */
export function outcomeOf({ actor, tenant }: Standing, draft: boolean): Outcome {
  if (tenant.liveAt !== null) return 'proposal'
  const founding = actor.type === 'operator' || ('founder' in actor && actor.founder)
  return draft || !founding ? 'draft' : 'in force'
}

/** People and holders are no drafts: whoever imports them needs the right to add and to appoint them. Gives the refusals. */
export function barredFrom({ actor, tenant }: Standing): { people?: string; holders?: string } {
  const adding = byAdministration({ actor, tenant, verb: 'person.add' })
  const appointing = byAuthority({ actor, tenant, verb: 'holder.appoint' })
  return { ...('refused' in adding ? { people: adding.refused } : {}), ...('refused' in appointing ? { holders: appointing.refused } : {}) }
}
