import { readSettings } from '../kernel/settings.ts'
import { createIdentity, resetLinkFor } from '../server/identity.ts'
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
    const email = required(options, 'email', usage)
    const made = await grounded(invocation, async (ground) => {
      const identity = createIdentity({ settings: readSettings(), sql: ground.database.sql })
      const made = await resetLinkFor(identity, email, { dropSecondFactor: options['drop-second-factor'] === true })
      if (!made) throw new Problem('notFound', `Nobody signs in as ${email}.`)
      return { email, ...made }
    })
    answer(json ? JSON.stringify(made) : `${made.link}\n${made.secondFactorDropped ? 'Signing in asks for no second factor any more. ' : ''}The link works once, within a day. Open it where Wellrun is served.`)
    return 0
  },
}
