import { byAuthority } from '../../kernel/access.ts'
import type { Asked, Verdict } from '../../kernel/access.ts'

/** Whoever holds a role with the authority; the operator feeds records as well, which are no part of the system's definition. */
export function mayFeed(question: Asked): Verdict {
  return question.actor.type === 'operator' ? { as: 'operator' } : byAuthority(question)
}
