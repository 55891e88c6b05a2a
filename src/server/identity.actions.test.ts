import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { anna, goodPassword, signInWorld } from '../../test/support/sign-in.ts'
import type { SignInWorld } from '../../test/support/sign-in.ts'
import { createAccount, revokeAccountSessions, sessionOf, signInCookie } from './identity.ts'
import { insertAccount, maybeFindAccount, removeExpired } from './identity.store.ts'

let world: SignInWorld
beforeAll(async () => {
  world = await signInWorld()
})
afterAll(() => world.close())
beforeEach(() => world.sql`delete from identity.attempt`.then(() => world.sql`delete from identity.event`))

const organisationId = '01890000-0000-7000-8000-000000000001'
const sessionFor = (cookie: string | undefined) => sessionOf(world.identity, cookie ? { cookie } : {})

describe('signing in', () => {
  test('the right password opens a session that says whose it is', async () => {
    const browser = world.browser()
    const reply = await browser.signIn()
    expect(reply).toMatchObject({ status: 200, body: { state: 'signed in' } })
    expect(await sessionFor(browser.cookieHeader())).toMatchObject({ accountId: world.accountId, email: anna.email, twoFactor: false, memberships: [], setCookie: null })
    expect(await world.events()).toEqual([{ kind: 'sign-in.succeeded', accountId: world.accountId, ip: '192.0.2.1', detail: null }])
  })

  test('the e-mail counts in any case and with spaces around it, and must be one', async () => {
    expect((await world.browser().signIn(goodPassword, ' ANNA@Example.org ')).status).toBe(200)
    const reply = await world.browser().signIn(goodPassword, 'anna')
    expect(reply).toMatchObject({ status: 400, body: { faults: [{ path: 'email', message: 'Type an e-mail address such as name@example.org.' }] } })
  })

  test('the session token never appears in the body', async () => {
    const browser = world.browser()
    const reply = await browser.signIn()
    const token = decodeURIComponent(browser.cookies.get('wellrun.session_token')!).split('.')[0]!
    expect(token.length).toBeGreaterThan(30)
    expect(JSON.stringify(reply.body)).not.toContain(token)
  })

  test('a wrong password and an unknown e-mail get the same answer, headers included', async () => {
    const wrong = await world.browser().signIn('not the password at all')
    const unknown = await world.browser().signIn('not the password at all', 'nobody@example.org')
    expect(wrong.body).toEqual({ type: '/problems/unauthenticated', title: 'The e-mail or the password is wrong.', status: 401 })
    expect(unknown).toEqual({ ...wrong, headers: { ...wrong.headers, date: unknown.headers.date } })
    expect((await world.events()).map((e) => [e.kind, e.accountId, e.detail])).toEqual([
      ['sign-in.failed', world.accountId, 'wrong password'],
      ['sign-in.failed', null, 'no such account'],
    ])
  })

  test('an unknown e-mail takes as long as a wrong password', async () => {
    const times = { known: [] as number[], unknown: [] as number[] }
    for (let i = 0; i < 8; i++) {
      for (const [who, email] of [['known', anna.email], ['unknown', `nobody${i}@example.org`]] as const) {
        const began = performance.now()
        await world.browser(`192.0.2.${i + 1}`).signIn('not the password at all', email)
        times[who].push(performance.now() - began)
      }
    }
    const middle = (all: number[]) => all.toSorted((a, b) => a - b)[4]!
    expect(middle(times.unknown) / middle(times.known)).toBeGreaterThan(0.5)
    expect(middle(times.unknown) / middle(times.known)).toBeLessThan(2)
  })

  test('five wrong passwords lock the account for that network, the right one included, and another network may still sign in', async () => {
    const browser = world.browser('198.51.100.7')
    for (let i = 0; i < 5; i++) expect((await browser.signIn('not the password at all')).status).toBe(401)
    const locked = await browser.signIn()
    expect(locked.status).toBe(429)
    expect(locked.body.title).toBe('Too many attempts. Wait 15 minutes, then try again.')
    await browser.signIn()
    expect((await world.events()).filter((e) => e.kind === 'sign-in.locked')).toEqual([
      { kind: 'sign-in.locked', accountId: world.accountId, ip: '198.51.100.7', detail: 'networkAccount' },
    ])
    expect((await world.browser('203.0.113.9').signIn()).status).toBe(200)
  })

  test('an unknown e-mail is locked out just so', async () => {
    const browser = world.browser()
    for (let i = 0; i < 5; i++) await browser.signIn('not the password at all', 'nobody@example.org')
    expect((await browser.signIn('not the password at all', 'nobody@example.org')).status).toBe(429)
  })

  test('a burst of wrong passwords gets no more tries than one after the other', async () => {
    const replies = await Promise.all(Array.from({ length: 12 }, () => world.browser().signIn('not the password at all')))
    expect(replies.filter((r) => r.status === 401)).toHaveLength(5)
    expect(replies.filter((r) => r.status === 429)).toHaveLength(7)
  })

  test('the right password takes the count back to nothing', async () => {
    const browser = world.browser()
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 4; i++) await browser.signIn('not the password at all')
      expect((await browser.signIn()).status).toBe(200)
    }
  })

  test('fifty wrong passwords from many networks lock the account for all', async () => {
    await world.sql`delete from identity.attempt`
    await world.browser().signIn('not the password at all')
    await world.sql`update identity.attempt set count = 50 where key like 'account:%'`
    expect((await world.browser('203.0.113.77').signIn()).status).toBe(429)
  })

  test('neighbours in one IPv6 network share a limit', async () => {
    for (let i = 0; i < 5; i++) await world.browser(`2001:db8:0:1::${i + 1}`).signIn('not the password at all')
    expect((await world.browser('2001:db8:0:1:ffff::9').signIn()).status).toBe(429)
    expect((await world.browser('2001:db8:0:2::9').signIn()).status).toBe(200)
  })

  test('there is no way to sign up, and nothing else of the library has an address', async () => {
    for (const path of ['sign-up/email', 'get-session', 'update-user', 'delete-user', 'list-sessions', 'two-factor/send-otp', 'ok', 'error', 'verify-password', 'set-password']) {
      expect((await world.browser().post(path, { ...anna })).status).toBe(404)
      expect((await world.browser().call('GET', `/api/auth/${path}`)).status).toBe(404)
    }
  })
})

describe('the cookie', () => {
  test('on http it is HttpOnly, lax, for seven days and for this host alone', async () => {
    const cookie = (await world.browser().signIn()).setCookie.find((c) => c.startsWith('wellrun.session_token='))
    expect(cookie).toMatch(/^wellrun\.session_token=[^;]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/)
    expect(await signInCookie(world.identity, world.accountId, { ip: '192.0.2.1', headers: {} })).toMatch(/^wellrun\.session_token=[^;]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/)
  })

  test('on https it is secure as well and bound to the host by its name', async () => {
    const secure = await signInWorld({ url: 'https://wellrun.example.org' })
    const browser = secure.browser()
    const reply = await browser.call('POST', '/api/auth/sign-in/email', { email: anna.email, password: goodPassword }, { origin: 'https://wellrun.example.org' })
    expect(reply.setCookie.find((c) => c.startsWith('__Host-wellrun.session_token='))).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    expect(reply.headers['strict-transport-security']).toBe('max-age=63072000')
    expect(await sessionOf(secure.identity, { cookie: browser.cookieHeader()! })).toMatchObject({ email: anna.email })
    await secure.close()
  })

  test('a cookie with another signature, or none, is no session', async () => {
    const browser = world.browser()
    await browser.signIn()
    const value = browser.cookies.get('wellrun.session_token')!
    const [token] = decodeURIComponent(value).split('.')
    for (const forged of [token!, `${token}.`, encodeURIComponent(`${token}.${'A'.repeat(43)}=`), '%', `${value}x`]) {
      expect(await sessionFor(`wellrun.session_token=${forged}`)).toBeNull()
    }
    expect(await sessionFor(undefined)).toBeNull()
    expect(await sessionFor(`other=1; wellrun.session_token=${value}`)).not.toBeNull()
  })
})

describe('sessions', () => {
  test('signing out ends the session at once, the cookie kept aside included', async () => {
    const browser = world.browser()
    await browser.signIn()
    const kept = browser.cookieHeader()
    const reply = await browser.post('sign-out')
    expect(reply).toMatchObject({ status: 200, body: { state: 'signed out' } })
    expect(browser.cookies.size).toBe(0)
    expect(await sessionFor(kept)).toBeNull()
    expect((await world.events()).at(-1)).toMatchObject({ kind: 'sign-out', accountId: world.accountId })
  })

  test('signing in again ends the session that the browser had', async () => {
    const browser = world.browser()
    await browser.signIn()
    const kept = browser.cookieHeader()
    await browser.signIn()
    expect(await sessionFor(kept)).toBeNull()
    expect(await sessionFor(browser.cookieHeader())).not.toBeNull()
  })

  test('a session ends after seven days without use and after thirty at most', async () => {
    const browser = world.browser()
    await browser.signIn()
    const { id } = (await sessionFor(browser.cookieHeader()))!
    await world.sql`update identity.session set expires_at = now() - interval '1 second' where id = ${id}`
    expect(await sessionFor(browser.cookieHeader())).toBeNull()
    await world.sql`update identity.session set expires_at = now() + interval '1 day', created_at = now() - interval '31 days' where id = ${id}`
    expect(await sessionFor(browser.cookieHeader())).toBeNull()
    await removeExpired(world.sql)
    expect(await world.sql`select from identity.session where id = ${id}`).toHaveLength(0)
  })

  test('use extends a session once a day, and the browser is told', async () => {
    const browser = world.browser()
    await browser.signIn()
    const { id } = (await sessionFor(browser.cookieHeader()))!
    await world.sql`update identity.session set updated_at = now() - interval '25 hours', expires_at = now() + interval '2 days' where id = ${id}`
    expect((await sessionFor(browser.cookieHeader()))!.setCookie).toMatch(/^wellrun\.session_token=.+Max-Age=604800/)
    expect((await sessionFor(browser.cookieHeader()))!.setCookie).toBeNull()
    const [row] = await world.sql`select expires_at > now() + interval '6 days' as extended from identity.session where id = ${id}`
    expect(row).toEqual({ extended: true })
  })

  test('a person sees where they are signed in and ends one session or all others', async () => {
    await revokeAccountSessions(world.identity, world.accountId)
    const [here, phone, library] = [world.browser('192.0.2.1'), world.browser('192.0.2.2'), world.browser('192.0.2.3')]
    for (const browser of [here, phone, library]) await browser.signIn()
    const listed = (await here.call('GET', '/api/auth/sessions')).body.sessions as { id: string; ip: string; current: boolean }[]
    expect(listed.map((s) => [s.ip, s.current]).toSorted()).toEqual([['192.0.2.1', true], ['192.0.2.2', false], ['192.0.2.3', false]])
    expect(JSON.stringify(listed)).not.toContain('token')
    expect((await here.post('end-sessions', { session: listed.find((s) => s.ip === '192.0.2.2')!.id })).body).toEqual({ ended: 1 })
    expect(await sessionFor(phone.cookieHeader())).toBeNull()
    expect((await here.post('end-sessions')).body).toEqual({ ended: 1 })
    expect(await sessionFor(library.cookieHeader())).toBeNull()
    expect(await sessionFor(here.cookieHeader())).not.toBeNull()
  })

  test('revoking ends every session of the account and is recorded', async () => {
    const browser = world.browser()
    await browser.signIn()
    expect(await revokeAccountSessions(world.identity, world.accountId)).toBeGreaterThan(0)
    expect(await sessionFor(browser.cookieHeader())).toBeNull()
    expect((await world.events()).at(-1)).toMatchObject({ kind: 'sessions.ended', accountId: world.accountId })
  })
})

describe('accounts', () => {
  test('founding creates an account and signs it in without asking', async () => {
    const id = await createAccount(world.identity, { name: 'Bo Lind', email: ' Bo@Example.org ', password: 'nine quiet boats drift' })
    const cookie = await signInCookie(world.identity, id, { ip: '192.0.2.1', headers: { 'user-agent': 'test' } })
    expect(await sessionFor(cookie.split(';')[0])).toMatchObject({ accountId: id, email: 'bo@example.org', name: 'Bo Lind' })
    expect((await world.browser().signIn('nine quiet boats drift', 'bo@example.org')).status).toBe(200)
  })

  test('an e-mail that has an account in an organisation is refused with a sentence; one left over gives way', async () => {
    const cut = await createAccount(world.identity, { name: 'Cecilie', email: 'cecilie@example.org', password: 'nine quiet boats drift' })
    const again = await createAccount(world.identity, { name: 'Cecilie', email: 'cecilie@example.org', password: 'ten loud trains depart' })
    expect(await maybeFindAccount(world.sql, { id: cut })).toBeUndefined()
    await world.sql.begin(async (tx) => {
      await tx`select set_config('app.organisation_id', ${organisationId}, true)`
      await tx`insert into organisations (organisation_id, key, name, time_zone, founded_at, revision) values (${organisationId}, 'test', 'Fjordlys', 'Europe/Oslo', now(), 1)`
      await tx`insert into identity.membership (organisation_id, account_id, person_id) values (${organisationId}, ${again}, ${organisationId})`
    })
    await expect(createAccount(world.identity, { name: 'C', email: 'CECILIE@example.org', password: 'nine quiet boats drift' })).rejects.toMatchObject({
      type: 'conflict', message: 'The e-mail cecilie@example.org has an account already. Sign in with it, or use another e-mail.',
    })
    const browser = world.browser()
    await browser.signIn('ten loud trains depart', 'cecilie@example.org')
    expect((await sessionFor(browser.cookieHeader()))!.memberships).toEqual([{ organisationId, personId: organisationId }])
    const named = await browser.post('change-password', { currentPassword: 'ten loud trains depart', newPassword: 'Fjordlys-2026' })
    expect(named.body.title).toBe('Choose a password that is not your name, your e-mail or your organisation.')
  })

  test('a transaction that fails afterwards leaves no account', async () => {
    await world.sql.begin(async (tx) => {
      await createAccount(world.identity, { name: 'Dag', email: 'dag@example.org', password: 'nine quiet boats drift' }, tx)
      throw new Error('the founding failed')
    }).catch(() => {})
    expect(await maybeFindAccount(world.sql, { email: 'dag@example.org' })).toBeUndefined()
  })

  test('a weak password is refused where it is chosen', async () => {
    await expect(createAccount(world.identity, { name: 'Eva', email: 'eva@example.org', password: 'Password1234!' })).rejects.toMatchObject({ type: 'invalid', faults: [{ path: 'password' }] })
  })

  test('two foundings with one e-mail at the same moment leave one account', async () => {
    const add = (n: number) => insertAccount(world.sql, { id: `twin-${n}`, email: 'twin@example.org', name: 'T', passwordHash: 'x' })
    await Promise.allSettled([add(1), add(2), add(3)])
    expect(await world.sql`select from identity.account where email = 'twin@example.org'`).toHaveLength(1)
  })
})
