import { perform } from '../kernel/action.ts'
import { foundOrganisation } from '../modules/organisation/founding.actions.ts'
import { recoverAction } from '../modules/organisation/organisation.actions.ts'
import { ownerAuthorities } from '../server/features.ts'
import { createAccount, createIdentity, withdrawAccount } from '../server/identity.ts'
import { readSettings } from '../kernel/settings.ts'
import { chosenOrganisation, readStdin, required } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { demoSettings, openDemo, signInLines } from './demo.ts'
import { foundingSource } from './founding-source.ts'
import { grounded } from './grounded.ts'
import { counted } from '../shared/faults.ts'

const foundUsage = 'organisation found --demo | --name N --founder-name N --founder-email E [--time-zone Z] [--key K] [--starter just-enough | --from DIR] --password-stdin'

export const foundCommand: Command = {
  words: 'organisation found', usage: foundUsage, about: 'Found an organisation; the password is read from standard input',
  options: {
    name: { type: 'string' }, 'founder-name': { type: 'string' }, 'founder-email': { type: 'string' }, 'time-zone': { type: 'string' }, key: { type: 'string' }, starter: { type: 'string' }, from: { type: 'string' },
    'password-stdin': { type: 'boolean' }, demo: { type: 'boolean' },
  },
  operands: { least: 0, most: 0 },
  run: async (invocation) => {
    const { options, json, answer } = invocation
    if (options['demo']) return foundDemo(invocation)
    const source = foundingSource(options)
    const name = source?.organisation && options.name === undefined ? source.organisation.name : required(options, 'name', foundUsage)
    const founderName = required(options, 'founder-name', foundUsage)
    const founderEmail = required(options, 'founder-email', foundUsage)
    const timeZone = typeof options['time-zone'] === 'string' ? options['time-zone'] : (source?.organisation?.timeZone ?? 'UTC')
    const founding = { name, founderName, founderEmail, timeZone }
    source?.check(founding)
    const password = options['password-stdin'] ? (await readStdin()).toString('utf8').replace(/\r?\n$/, '') : undefined
    const founded = await grounded(invocation, async (ground) => {
      const identity = createIdentity({ settings: readSettings(), sql: ground.database.sql })
      const accountId = password === undefined ? null : await createAccount(identity, { name: founderName, email: founderEmail, password, organisation: name })
      const input = { ...founding, ...(options.key ? { key: String(options.key) } : {}) }
      const done = await foundOrganisation(ground.runtime, input, { accountId, only: false, authorities: ownerAuthorities, by: 'operator' }).catch(async (error: unknown) => {
        if (accountId) await withdrawAccount(identity, accountId)
        throw error
      })
      return { done, brought: await source?.bring(ground, done.organisation.id, founding) }
    })
    const { organisation } = founded.done
    const begins = founded.brought ? ` It begins with ${counted(founded.brought.created.length + founded.brought.changed.length, 'element')}.` : ''
    answer(json ? JSON.stringify({ ...founded.done, ...(founded.brought ? { brought: founded.brought } : {}) }) : `Founded ${organisation.name} (${organisation.key}).${begins} ${password === undefined ? 'No password was given, so nobody can sign in yet.' : `Sign in as ${founderEmail}.`}`)
    return 0
  },
}

async function foundDemo(invocation: Invocation): Promise<number> {
  const demo = await openDemo(demoSettings(), invocation)
  invocation.answer(invocation.json ? JSON.stringify(demo) : [...signInLines(demo), 'Open it with wellrun start --demo.'].join('\n'))
  return 0
}

const recoverUsage = 'organisation recover --person EMAIL --role ROL-1 --reason R'

export const recoverCommand: Command = {
  words: 'organisation recover', usage: recoverUsage, about: 'Give somebody a role when everybody who could approve is gone',
  options: { person: { type: 'string' }, role: { type: 'string' }, reason: { type: 'string' } },
  operands: { least: 0, most: 0 },
  run: async (invocation) => {
    const { options, json, answer } = invocation
    const input = { person: required(options, 'person', recoverUsage), role: required(options, 'role', recoverUsage), reason: required(options, 'reason', recoverUsage) }
    const output = await grounded(invocation, async (ground) => {
      const organisation = await chosenOrganisation(ground, options.organisation)
      return (await perform(ground.runtime, recoverAction, input, { type: 'operator', organisationId: organisation.id })).output
    })
    answer(json ? JSON.stringify(output) : `${input.person} holds ${input.role} from today.`)
    return 0
  },
}
