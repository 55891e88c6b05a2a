import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { codeNow, goodPassword, signInWorld } from '../../test/support/sign-in.ts'
import type { Browser, SignInWorld } from '../../test/support/sign-in.ts'
import { createAccount, createIdentity, dropSecondFactor, sessionOf } from './identity.ts'

let world: SignInWorld
let secret: string
let backupCodes: string[]
beforeAll(async () => {
  world = await signInWorld()
})
afterAll(() => world.close())
beforeEach(() => world.sql`delete from identity.attempt`.then(() => world.sql`delete from identity.event`))

const sessionFor = (browser: Browser) => sessionOf(world.identity, { cookie: browser.cookieHeader() })
const kinds = async () => (await world.events()).map((e) => e.kind)
const check = (browser: Browser, code: string) => browser.post('two-factor/verify-totp', { code })

describe('two-step sign-in', () => {
  test('setting it up needs the password, and it is on only once a code was checked', async () => {
    const browser = world.browser()
    await browser.signIn()
    expect((await browser.post('two-factor/enable', { password: 'something else' })).body).toMatchObject({ title: 'This is not your password.', status: 400 })
    const begun = await browser.post('two-factor/enable', { password: goodPassword })
    secret = String(begun.body.secret)
    backupCodes = begun.body.backupCodes as string[]
    expect(begun.body.uri).toMatch(/^otpauth:\/\/totp\/Wellrun:anna%40example\.org\?secret=/)
    expect(backupCodes).toHaveLength(10)
    expect((await world.browser().signIn()).body.state).toBe('signed in')
    expect((await check(browser, '000000')).body).toMatchObject({ title: 'This code is wrong. Type the six digits that your authenticator shows now.' })
    expect((await check(browser, codeNow(secret, 1))).status).toBe(200)
    expect((await sessionFor(browser))!.twoFactor).toBe(true)
    expect(await kinds()).toEqual(['sign-in.succeeded', 'password.failed', 'sign-in.succeeded', 'second-factor.failed', 'second-factor.enabled'])
  })

  test('neither the secret nor a backup code is stored in clear', async () => {
    const stored = JSON.stringify(await world.sql`select * from identity.two_factor`)
    expect(stored).not.toContain(secret)
    for (const code of backupCodes) expect(stored).not.toContain(code)
  })

  test('the password alone then opens no session', async () => {
    const browser = world.browser()
    expect(await browser.signIn()).toMatchObject({ status: 200, body: { state: 'second factor needed' } })
    expect(await sessionFor(browser)).toBeNull()
    expect((await browser.call('GET', '/api/auth/sessions')).status).toBe(401)
    expect(await kinds()).toEqual(['sign-in.challenged'])
  })

  test('a code opens the session, and the same code opens no other', async () => {
    const browser = world.browser()
    await browser.signIn()
    const code = codeNow(secret)
    expect(await check(browser, `${code.slice(0, 3)} ${code.slice(3)}`)).toMatchObject({ status: 200, body: { state: 'signed in' } })
    expect(await sessionFor(browser)).toMatchObject({ accountId: world.accountId, twoFactor: true })
    const thief = world.browser('203.0.113.5')
    await thief.signIn()
    expect((await check(thief, code)).body.title).toBe('This code has been used. Wait for the next one.')
    expect(await sessionFor(thief)).toBeNull()
    const [open] = await world.sql`select count(*)::int as n from identity.session where ip = '203.0.113.5'`
    expect(open).toEqual({ n: 0 })
  })

  test('a code without a password before it is refused', async () => {
    expect((await check(world.browser(), codeNow(secret, 1))).body).toMatchObject({ status: 401, title: 'The second step took too long. Sign in again.' })
  })

  test('the second step may take fifteen minutes', async () => {
    const browser = world.browser()
    const reply = await browser.signIn()
    expect(reply.setCookie.find((c) => c.startsWith('wellrun.two_factor='))).toMatch(/Max-Age=900; Path=\/; HttpOnly; SameSite=Lax$/)
    await world.sql`update identity.verification set expires_at = now() - interval '1 second'`
    expect((await check(browser, codeNow(secret, 1))).status).toBe(401)
  })

  test('a backup code opens the session once', async () => {
    const enter = async (code: string) => {
      const browser = world.browser()
      await browser.signIn()
      return { browser, reply: await browser.post('two-factor/verify-backup-code', { code }) }
    }
    const first = await enter(backupCodes[0]!)
    expect(first.reply.status).toBe(200)
    expect(await sessionFor(first.browser)).not.toBeNull()
    const again = await enter(backupCodes[0]!)
    expect(again.reply.body.title).toBe('This code is wrong. Type one of the backup codes that you kept and have not used.')
    expect(await sessionFor(again.browser)).toBeNull()
    expect((await world.events()).find((e) => e.detail === 'backup code')).toMatchObject({ kind: 'sign-in.succeeded' })
  })

  test('new backup codes end the old ones', async () => {
    const browser = world.browser()
    await browser.signIn()
    await browser.post('two-factor/verify-backup-code', { code: backupCodes[1]! })
    const renewed = await browser.post('two-factor/generate-backup-codes', { password: goodPassword })
    expect(renewed.body.backupCodes).toHaveLength(10)
    const other = world.browser()
    await other.signIn()
    expect((await other.post('two-factor/verify-backup-code', { code: backupCodes[2]! })).status).toBe(400)
    backupCodes = renewed.body.backupCodes as string[]
    expect((await other.post('two-factor/verify-backup-code', { code: backupCodes[2]! })).status).toBe(200)
  })

  test('ten wrong codes lock the second step, whatever network they come from', async () => {
    for (let i = 0; i < 10; i++) {
      const browser = world.browser(`192.0.2.${i + 1}`)
      await browser.signIn()
      expect((await check(browser, '000000')).status).toBe(400)
    }
    const browser = world.browser('203.0.113.5')
    await browser.signIn()
    const locked = await check(browser, codeNow(secret, 1))
    expect(locked.status).toBe(429)
    expect(locked.body.title).toMatch(/^Too many attempts\. Wait 1[45] minutes, then try again\.$/)
    expect((await world.events()).filter((e) => e.kind === 'sign-in.locked')).toEqual([{ kind: 'sign-in.locked', accountId: world.accountId, ip: '203.0.113.5', detail: 'code' }])
    await world.sql`update identity.two_factor set failed_count = 0, locked_until = null`
  })

  test('five wrong codes end a challenge, and the password must be given again', async () => {
    const browser = world.browser()
    await browser.signIn()
    for (let i = 0; i < 5; i++) await check(browser, '000000')
    expect((await check(browser, codeNow(secret, 1))).status).toBe(401)
    expect(await sessionFor(browser)).toBeNull()
  })

  test('an administrator turns it off for somebody who lost everything', async () => {
    expect(await dropSecondFactor(world.identity, world.accountId)).toBe(true)
    expect(await dropSecondFactor(world.identity, world.accountId)).toBe(false)
    expect((await world.browser().signIn()).body.state).toBe('signed in')
    expect(await kinds()).toEqual(['second-factor.removed', 'sign-in.succeeded'])
  })

  test('a person turns it off with the password', async () => {
    await createAccount(world.identity, { name: 'Gro', email: 'gro@example.org', password: 'nine quiet boats drift' })
    const browser = world.browser()
    await browser.signIn('nine quiet boats drift', 'gro@example.org')
    const begun = await browser.post('two-factor/enable', { password: 'nine quiet boats drift' })
    await check(browser, codeNow(String(begun.body.secret)))
    expect((await browser.post('two-factor/enable', { password: 'nine quiet boats drift' })).body.title).toBe('Two-step sign-in is on already. Turn it off first to set up another device.')
    expect((await browser.post('two-factor/disable', { password: 'wrong' })).status).toBe(400)
    expect((await browser.post('two-factor/disable', { password: 'nine quiet boats drift' })).status).toBe(200)
    expect((await sessionFor(browser))!.twoFactor).toBe(false)
    expect((await world.browser().signIn('nine quiet boats drift', 'gro@example.org')).body.state).toBe('signed in')
    expect((await kinds()).filter((k) => k.startsWith('second-factor'))).toEqual(['second-factor.enabled', 'second-factor.disabled'])
  })

  test('the database has every table and column that the library uses', async () => {
    const faultOf = async () => {
      const { auth } = createIdentity({ settings: { url: 'http://localhost:4600', port: 4600, secret: 'a secret of this test, at least 32 characters' }, sql: world.sql })
      const context = await (await auth()).$context
      expect(context.explicitSchemaCheck).toBeTypeOf('function')
      return Promise.resolve(context.explicitSchemaCheck?.()).then(() => null, (error: Error) => error.message)
    }
    expect(await faultOf()).toBeNull()
    await world.sql`alter table identity.two_factor rename column locked_until to gone`
    expect(await faultOf()).toContain('locked_until')
  })
})
