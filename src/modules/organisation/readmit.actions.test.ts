import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openMailbox } from '../../../test/support/mailbox.ts'
import { makeWorld, type World } from '../../../test/support/world.ts'
import type { Caller } from '../../kernel/caller.ts'
import { createPost } from '../../kernel/mail.post.ts'
import { sendDueMails } from '../../kernel/mail.send.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

/** An organisation with a member who signs in. */
async function place() {
  const org = await world.found()
  const bo = await org.hire('Bo Lind')
  const account = await org.signsIn(bo.id)
  const link = (person = bo.id, caller: Caller = org.founder) => org.act<{ link: string | null; mailed: boolean; hours: number }>('person.readmit', { person }, caller)
  const made = async () => (await world.database.sql`select 1 from identity.verification where value = ${account}`).length
  return { org, bo, account, link, made }
}

describe('a link to choose a new password, made by an administrator', () => {
  it('is shown once, with one entry in the ledger and one in the record of sign-ins that says by whom', async () => {
    const { org, bo, account, link } = await place()
    expect(await link()).toEqual({ link: expect.stringMatching(/^http:\/\/localhost:4600\/reset-password#[\w-]{32}$/) as string, mailed: false, hours: 24 })
    const entries = await world.database.sql<{ content: string }[]>`select content from ledger_entries where verb = 'person.readmit' and organisation_id = ${org.organisationId}`
    expect(entries.map(({ content }) => content.includes('reset-password'))).toEqual([false])
    const events = await world.database.sql`select kind, detail from identity.event where account_id = ${account}`
    expect(events).toEqual([{ kind: 'password.link', detail: `by person:${org.person.id}` }])
    expect(bo.id).not.toBe(org.person.id)
  })

  it('is never for oneself, for who does not sign in, nor for who has left', async () => {
    const { org, bo, link, made } = await place()
    await expect(link(org.person.id)).rejects.toThrow('Change your own password under Settings, Account.')
    await expect(link((await org.hire('Eva Nilsen')).id)).rejects.toThrow('Eva Nilsen does not sign in. Invite them instead.')
    await org.act('person.leave', { person: bo.id })
    await expect(link()).rejects.toThrow('Bo Lind does not sign in.')
    expect(await made()).toBe(0)
  })

  it('is made by no role, whatever it carries, and for nobody of another organisation', async () => {
    const { org, made, link } = await place()
    const mighty = await org.hire('Guro Vik', ['person.*'])
    await expect(link(undefined, mighty.caller)).rejects.toThrow('Only an administrator who is signed in')
    const other = await world.found()
    await expect(link(undefined, other.founder)).rejects.toThrow()
    expect(await made()).toBe(0)
  })

  it('for an account that belongs to another organisation too is only mailed, and refused where no mail server is set', async () => {
    const { org, account, link, made } = await place()
    const other = await world.found()
    await other.signsIn((await other.hire('Bo Lind')).id, account)
    await expect(link()).rejects.toThrow('Bo Lind belongs to another organisation too, so the link may only be mailed')
    expect([await made(), (await world.database.sql`select 1 from ledger_entries where verb = 'person.readmit' and organisation_id = ${org.organisationId}`).length]).toEqual([0, 0])
  })

  it('is mailed to the address of the account, not to one that was typed under People, and shown to nobody', async () => {
    const mailbox = await openMailbox({})
    const { org, bo, link } = await place()
    world.runtime.post = createPost(mailbox.settings(), () => {})
    await org.act('person.rename', { person: bo.id, revision: 1, name: 'Bo Lind', email: 'taken.over@example.org' })
    expect(await link()).toEqual({ link: null, mailed: true, hours: 24 })
    await sendDueMails(world.runtime, org.organisationId)
    expect(mailbox.received.map(({ to, text }) => [to, /reset-password#[\w-]{32}/.test(text)])).toEqual([[[`${bo.id}@example.org`], true]])
    delete world.runtime.post
    await mailbox.close()
  })
})
