import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { anna, signInWorld } from '../../test/support/sign-in.ts'
import type { SignInWorld } from '../../test/support/sign-in.ts'
import { createAccount, resetLink, sessionOf } from './identity.ts'
import { maybeFindAccount } from './identity.store.ts'

let world: SignInWorld
const account = { name: 'Fay', email: 'fay@example.org', password: 'nine quiet boats drift' }
beforeAll(async () => {
  world = await signInWorld()
  await createAccount(world.identity, account)
})
afterAll(() => world.close())
beforeEach(() => world.sql`delete from identity.attempt`.then(() => world.sql`delete from identity.event`))

const sessionFor = (cookie: string | undefined) => sessionOf(world.identity, cookie ? { cookie } : {})

describe('passwords', () => {
  test('changing it needs the old one and ends every other session', async () => {
        const [here, phone] = [world.browser(), world.browser()]
    await here.signIn(account.password, account.email)
    await phone.signIn(account.password, account.email)
    const wrong = await here.post('change-password', { currentPassword: 'something else', newPassword: 'ten loud trains depart' })
    expect(wrong).toMatchObject({ status: 400, body: { title: 'This is not your password.', faults: [{ path: 'currentPassword' }] } })
    const before = here.cookieHeader()
    expect((await here.post('change-password', { currentPassword: account.password, newPassword: 'ten loud trains depart' })).status).toBe(200)
    expect(await sessionFor(here.cookieHeader())).not.toBeNull()
    expect(await sessionFor(before)).toBeNull()
    expect(await sessionFor(phone.cookieHeader())).toBeNull()
    expect((await world.browser().signIn(account.password, account.email)).status).toBe(401)
    expect((await world.browser().signIn('ten loud trains depart', account.email)).status).toBe(200)
    expect((await world.events()).map((e) => e.kind)).toContain('password.changed')
  })

  test('the administrator\'s link sets a new one, once, and ends every session', async () => {
    const browser = world.browser()
    await browser.signIn('ten loud trains depart', account.email)
    const { id } = (await maybeFindAccount(world.sql, { email: account.email }))!
    const first = await resetLink(world.identity, id)
    const link = await resetLink(world.identity, id)
    expect(link).toMatch(/^http:\/\/localhost:4600\/reset-password#[\w-]{32}$/)
    const set = (from: string, newPassword: string) => world.browser().post('reset-password', { token: from.split('#')[1], newPassword })
    expect((await set(first, 'six slow clouds gather')).body.title).toBe('This link has been used or is too old. Ask for a new one.')
    expect((await set(link, 'short')).status).toBe(400)
    expect((await set(link, 'six slow clouds gather')).status).toBe(200)
    expect((await set(link, 'five new bells ringing')).status).toBe(400)
    expect(await sessionFor(browser.cookieHeader())).toBeNull()
    expect((await world.browser().signIn('six slow clouds gather', account.email)).status).toBe(200)
    const stored = await world.sql`select * from identity.verification`
    expect(JSON.stringify(stored)).not.toContain(link.split('#')[1])
  })

  test('a link is too old after a day', async () => {
    const link = await resetLink(world.identity, world.accountId)
    await world.sql`update identity.verification set expires_at = now() - interval '1 second'`
    expect((await world.browser().post('reset-password', { token: link.split('#')[1], newPassword: 'six slow clouds gather' })).status).toBe(400)
  })

  test('without e-mail, asking for a link says whom to ask instead', async () => {
    expect((await world.browser().post('request-password-reset', { email: anna.email })).body.title).toBe('This server sends no e-mail. Ask whoever runs it for a link to choose a new password (wellrun account link).')
  })

  test('with e-mail, the answer is the same for an unknown e-mail and the link goes to the account', async () => {
    const mailing = await signInWorld({ mail: true })
    const known = await mailing.browser().post('request-password-reset', { email: anna.email })
    const unknown = await mailing.browser().post('request-password-reset', { email: 'nobody@example.org' })
    expect(known.status).toBe(200)
    expect(unknown.body).toEqual(known.body)
    await expect.poll(() => mailing.mail.length).toBe(1)
    expect(mailing.mail[0]).toMatchObject({ to: anna.email, text: expect.stringMatching(/reset-password#[\w-]{32}/) })
    await mailing.close()
  })
})
