import type { Reaction } from '../kernel/runtime.ts'
import { removeOutsiders } from './identity.store.ts'

/** Whoever left may not sign in any more, and what they signed in with is personal data: it goes at once, unless it belongs to another organisation too. */
export const removeAccountReaction: Reaction = {
  name: 'identity.account',
  on: ['person.leave', 'person.erase'],
  run: async ({ database }) => void (await removeOutsiders(database.sql)),
}
