import { Problem } from '../../shared/problem.ts'
import { dayOf } from '../../shared/days.ts'
import { personOf, type Asked, type Verdict } from '../../kernel/access.ts'
import { defineAction } from '../../kernel/action.ts'
import { saveRows } from '../../kernel/rows.ts'
import type { Mail } from '../../kernel/mail.ts'
import { readmitPerson } from './person.contract.ts'
import { hasLeft, personChange } from './person.ts'
import { findPerson, maybeFindAccountOf } from './person.store.ts'

/** A way into somebody's account is an administrator's alone, signed in: no role carries it and no token has it. */
export function byAdministratorInPerson({ actor, tenant }: Asked): Verdict {
  if (actor.type === 'person' && actor.administrator) return { as: 'administrator' }
  if (actor.type === 'person' && !tenant.liveAt && actor.founder) return { as: 'founder' }
  return { refused: 'Only an administrator who is signed in lets somebody back in. Whoever runs the machine can: wellrun account link.' }
}

export const readmitPersonAction = defineAction({
  contract: readmitPerson,
  load: async (tx, input) => {
    const [person, account] = await Promise.all([findPerson(tx, input.person), maybeFindAccountOf(tx, input.person)])
    return { person, account }
  },
  access: byAdministratorInPerson,
  run: async ({ loaded: { person, account }, actor, tenant, at, entryId, tx, post, accounts }) => {
    const name = person.name ?? 'This person'
    if (personOf(actor) === person.id) throw new Problem('unprocessable', 'Change your own password under Settings, Account.')
    if (!account) throw new Problem('unprocessable', `${name} does not sign in. Invite them instead.`)
    if (hasLeft(person.toOn, dayOf(at, tenant.timeZone))) throw new Problem('unprocessable', `${name} left on ${person.toOn} and signs in no more.`)
    if (!accounts) throw new Problem('unprocessable', 'Links are made by a server that runs. On the machine itself: wellrun account link.')
    const { email, elsewhere } = await accounts.find(account, tenant.id)
    // Whoever is shown the link can open the account; what it opens elsewhere is not this administrator's.
    if (elsewhere && !post) throw new Problem('unprocessable', `${name} belongs to another organisation too, so the link may only be mailed, and no mail server is set. Ask whoever runs the machine: wellrun account link.`)
    const { link, hours, keep } = accounts.passwordLink(account, `by ${actor.id}`)
    if (post) await post.queue(tx, tenant.id, passwordMail({ id: person.id, name, email }, { organisation: tenant.name, link, hours }), at)
    const output = { link: post ? null : link, hours, mailed: post !== undefined }
    const rows = await saveRows(tx, entryId, at, [personChange({ ...person, revision: person.revision + 1 })])
    return { output, entry: { subject: { kind: 'person', id: person.id }, rows }, after: keep }
  },
})

function passwordMail({ id, name, email }: { id: string; name: string; email: string }, { organisation, link, hours }: { organisation: string; link: string; hours: number }): Mail {
  return {
    kind: 'password', personId: id, to: { name, address: email }, subject: 'Choose a new password',
    text: `Good day, ${name}.\n\nAn administrator of ${organisation} lets you choose a new password for Wellrun, once, within ${hours} hours:\n\n${link}\n\nIf you did not ask for it, do nothing and tell them.\n`,
  }
}
