import { dayOf, endOfDay } from '../../shared/days.ts'
import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { byAdministration, byOneself, personOf } from '../../kernel/access.ts'
import { defineAction } from '../../kernel/action.ts'
import { saveRows } from '../../kernel/rows.ts'
import type { Mail } from '../../kernel/mail.ts'
import { invitePerson } from './person.contract.ts'
import { hasLeft } from './person.ts'
import type { Person } from './person.ts'
import { findPerson, maybeFindAccountOf } from './person.store.ts'
import { createToken, revokeToken } from './token.contract.ts'
import { tokenChange } from './token-row.ts'
import { findToken } from './token.store.ts'
import { newSecret } from '../../kernel/secret.ts'

/** Days for which an invitation can be used. */
const invitationDays = 7

export const createTokenAction = defineAction({
  contract: createToken,
  load: async () => undefined,
  access: (question) => {
    const person = personOf(question.actor)
    return person && question.actor.type === 'person' ? { as: 'self' } : { refused: 'Sign in to make a token; a token cannot make another.' }
  },
  run: async ({ input, actor, tenant, at, entryId, tx }) => {
    const secret = newSecret('wr')
    const expiresAt = input.expiresOn ? endOfDay(input.expiresOn, tenant.timeZone) : null
    if (expiresAt && expiresAt <= at) throw new Problem('unprocessable', 'expiresOn: give a day to come.', [{ path: 'expiresOn', message: 'Give a day to come.' }])
    const id = newId(at.getTime())
    const row = { id, person_id: personOf(actor)!, name: input.name, prefix: secret.prefix, hash: secret.hash, scopes: input.scopes, expires_at: expiresAt, revoked_at: null, created_at: at, revision: 1 }
    const rows = await saveRows(tx, entryId, at, [tokenChange(row)])
    return { output: { id, token: secret.text, prefix: secret.prefix }, entry: { subject: { kind: 'token', id }, rows } }
  },
})

export const revokeTokenAction = defineAction({
  contract: revokeToken,
  load: (tx, input) => findToken(tx, input.token),
  access: (question) => {
    const own = byOneself(question, question.loaded.person_id)
    return 'as' in own ? own : byAdministration(question)
  },
  run: async ({ loaded, at, entryId, tx }) => {
    if (loaded.revoked_at) throw new Problem('unprocessable', 'This token was revoked already.')
    const rows = await saveRows(tx, entryId, at, [tokenChange({ ...loaded, revoked_at: at, revision: loaded.revision + 1 })])
    return { output: { id: loaded.id }, entry: { subject: { kind: 'token', id: loaded.id }, rows } }
  },
})

export const invitePersonAction = defineAction({
  contract: invitePerson,
  load: async (tx, input) => {
    const [person, account] = await Promise.all([findPerson(tx, input.person), maybeFindAccountOf(tx, input.person)])
    return { person, account }
  },
  access: byAdministration,
  run: async ({ loaded, tenant, at, entryId, tx, post }) => {
    if (loaded.account) throw new Problem('unprocessable', `${loaded.person.name ?? 'This person'} can sign in already.`)
    if (hasLeft(loaded.person.toOn, dayOf(at, tenant.timeZone))) throw new Problem('unprocessable', `${loaded.person.name ?? 'This person'} left on ${loaded.person.toOn}. Record a later last day first, then invite again.`)
    if (!loaded.person.email) throw new Problem('unprocessable', `${loaded.person.name ?? 'This person'} has no e-mail address; add one first.`)
    const secret = newSecret('wri')
    const id = newId(at.getTime())
    const expiresAt = new Date(at.getTime() + invitationDays * 86_400_000)
    const rows = await saveRows(tx, entryId, at, [
      { subject: 'invitation', id, revision: 1, columns: { person_id: loaded.person.id, hash: `\\x${secret.hash.toString('hex')}`, expires_at: expiresAt.toISOString(), used_at: null } },
    ])
    const link = `/invitation/${secret.text}`
    if (post) await post.queue(tx, tenant.id, invitationMail(loaded.person, { organisation: tenant.name, link: `${post.url}${link}` }), at)
    return { output: { link, expiresAt: expiresAt.toISOString(), mailed: post !== undefined }, entry: { subject: { kind: 'person', id: loaded.person.id }, rows } }
  },
})

function invitationMail({ id, name, email }: Person, { organisation, link }: { organisation: string; link: string }): Mail {
  const called = name ?? ''
  return {
    kind: 'invitation', personId: id, to: { name: called, address: email ?? '' }, subject: `Invitation to ${organisation}`,
    text: `Good day, ${called}.\n\nYou are invited to the service management system of ${organisation}. Choose a password and sign in:\n\n${link}\n\nThe link works once, within ${invitationDays} days. If you do not know what this is about, do nothing.\n`,
  }
}
