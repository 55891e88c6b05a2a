import type { Accounts } from '../kernel/accounts.ts'
import { Problem } from '../shared/problem.ts'
import { keepReset, newResetLink, resetHours } from './identity.ts'
import type { Identity } from './identity.ts'
import { isElsewhere, maybeFindAccount } from './identity.store.ts'

/** The accounts of this server, as administration may reach them. */
export function accountsOf(identity: Identity): Accounts {
  return {
    find: async (accountId, organisationId) => {
      const [account, elsewhere] = await Promise.all([maybeFindAccount(identity.sql, { id: accountId }), isElsewhere(identity.sql, accountId, organisationId)])
      if (!account) throw new Problem('notFound', 'This account no longer exists.')
      return { email: account.email, elsewhere }
    },
    passwordLink: (accountId, by) => {
      const { token, link } = newResetLink(identity)
      return { link, hours: resetHours, keep: () => keepReset(identity, { accountId, token, ip: null, detail: by }) }
    },
  }
}
