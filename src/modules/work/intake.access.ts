import { byAuthority } from '../../kernel/access.ts'
import type { Asked, Verdict } from '../../kernel/access.ts'

/** Whoever holds a role with the authority; the operator feeds records as well, which are no part of the system's definition. */
export function mayFeed(question: Asked): Verdict {
  if (question.actor.type === 'operator') return { as: 'operator' }
  // What is pulled or received: an administrator added the source.
  return question.actor.type === 'job' && question.actor.name.startsWith('source:') ? { as: 'source' } : byAuthority(question)
}
