import { readSettings } from '../kernel/settings.ts'
import { createIdentity, dropSecondFactor, resetLink } from '../server/identity.ts'
import { maybeFindAccount } from '../server/identity.store.ts'
import { Problem } from '../shared/problem.ts'
import { required } from './command.ts'
import type { Command } from './command.ts'
import { grounded } from './grounded.ts'

const usage = 'account link --email E [--drop-second-factor]'

/** The way back in for somebody who lost the password, where no mail server is set or the administrator is the one locked out. */
export const accountLinkCommand: Command = {
  words: 'account link', usage, about: 'Make a link with which somebody chooses a new password, once, within a day',
  options: { email: { type: 'string' }, 'drop-second-factor': { type: 'boolean' } },
  operands: { least: 0, most: 0 },
  run: async (invocation) => {
    const { options, json, answer } = invocation
    const email = required(options, 'email', usage).trim().toLowerCase()
    const made = await grounded(invocation, async (ground) => {
      const identity = createIdentity({ settings: readSettings(), sql: ground.database.sql })
      const account = await maybeFindAccount(identity.sql, { email })
      if (!account) throw new Problem('notFound', `Nobody signs in as ${email}.`)
      const dropped = options['drop-second-factor'] === true && (await dropSecondFactor(identity, account.id))
      return { email, link: await resetLink(identity, account.id), secondFactorDropped: dropped }
    })
    answer(json ? JSON.stringify(made) : `${made.link}\n${made.secondFactorDropped ? 'Signing in asks for no second factor any more. ' : ''}The link works once, within a day. Open it where Wellrun is served.`)
    return 0
  },
}
