import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openMailbox } from '../../test/support/mailbox.ts'
import type { Mailbox } from '../../test/support/mailbox.ts'
import { serve } from '../../test/support/served.ts'
import type { Served } from '../../test/support/served.ts'
import { makeWorld } from '../../test/support/world.ts'
import type { World } from '../../test/support/world.ts'
import { createPost } from '../kernel/mail.post.ts'
import { sendDueMails } from '../kernel/mail.send.ts'

type Org = Awaited<ReturnType<World['found']>>

let world: World
let mailbox: Mailbox
let served: Served
let org: Org
let founder: string

beforeAll(async () => {
  world = await makeWorld()
  mailbox = await openMailbox({ refused: ['nobody@example.org'] })
  world.runtime.post = createPost(mailbox.settings(), () => {})
  org = await world.found()
  served = await serve(world)
  founder = await served.signIn(org.organisationId, org.person, 'ada1@example.org')
})
afterAll(async () => {
  await served.close()
  await mailbox.close()
  await world.close()
})

/** What the mail server was given since it was last asked. */
async function delivered() {
  await sendDueMails(world.runtime, org.organisationId)
  return mailbox.received.splice(0)
}

/** A person with a session of their own. */
async function member(name: string) {
  const { id } = await org.hire(name)
  return { id, cookie: await served.signIn(org.organisationId, { id, name }) }
}

describe('an invitation', () => {
  it('is mailed with its link, once a mail server is set', async () => {
    const { id } = await org.hire('Grace Hopper')
    const { body } = await served.post('person.invite', { person: id }, founder)
    expect(body).toMatchObject({ mailed: true })
    const [mail] = await delivered()
    expect(mail).toMatchObject({ to: ['grace.hopper@example.org'], headers: { subject: 'Invitation to Fjordvik IT' } })
    const link = /http:\/\/localhost:4600(\/invitation\/\S+)/.exec(mail!.text)![1]!
    expect(link).toBe(body['link'])
    expect((await served.get(`invitation?token=${link.slice('/invitation/'.length)}`)).body).toMatchObject({ name: 'Grace Hopper' })
  })
})

describe('a link to choose a new password', () => {
  it('is mailed to whoever has an account, and the answer is the same for who has none', async () => {
    const known = await served.post('auth/request-password-reset', { email: 'ADA1@example.org' })
    const unknown = await served.post('auth/request-password-reset', { email: 'nobody.at.all@example.org' })
    expect([known.status, known.text]).toEqual([unknown.status, unknown.text])
    await expect.poll(async () => (await world.database.sql`select 1 from mails where kind = 'password'`).length).toBe(1)
    const [mail] = await delivered()
    expect(mail).toMatchObject({ to: ['ada1@example.org'], headers: { subject: 'Choose a new password' } })
    const token = /reset-password#(\S+)/.exec(mail!.text)![1]!
    expect((await served.post('auth/reset-password', { token, newPassword: 'eleven patient cranes wade' })).status).toBe(200)
    founder = (await served.post('auth/sign-in/email', { email: 'ada1@example.org', password: 'eleven patient cranes wade' })).headers['set-cookie'] as string
    founder = String(founder).split(';')[0]!
  })
})

describe('a test of the mail server', () => {
  it('is sent at once, and answers what the server said', async () => {
    expect((await served.post('mail.test', {}, founder)).body).toEqual({ state: 'sent', why: null, to: 'ada1@example.org' })
    expect(mailbox.received.splice(0)).toMatchObject([{ headers: { subject: 'Fjordvik IT: a test' } }])
    await world.database.sql`update people set email = 'nobody@example.org' where id = ${org.person.id}`
    expect((await served.post('mail.test', {}, founder)).body).toMatchObject({ state: 'failed', why: expect.stringContaining('550') as string })
    await world.database.sql`update people set email = 'ada1@example.org' where id = ${org.person.id}`
    const { body } = await served.get('mail.list', founder)
    expect(body).toMatchObject({ server: { host: `127.0.0.1:${mailbox.port}`, from: 'Wellrun <wellrun@fjordvik.example>' } })
    expect((body['rows'] as { kind: string; state: string }[]).slice(0, 2).map((row) => [row.kind, row.state])).toEqual([['test', 'failed'], ['test', 'sent']])
  })

  it('is the administrator’s alone, and only from Wellrun’s own pages', async () => {
    const { cookie } = await member('Bo Lind')
    expect((await served.post('mail.test', {}, cookie)).body).toMatchObject({ status: 403, title: 'Only an administrator tries the mail server.' })
    expect((await served.get('mail.list', cookie)).status).toBe(403)
    expect((await served.post('mail.test', {})).status).toBe(401)
    expect((await served.post('mail.test', {}, founder, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect(mailbox.received).toEqual([])
  })
})

describe('the digest', () => {
  it('is ended by the secret in its mails without signing in, by page and by mail program, once', async () => {
    const bo = await member('Eva Nilsen')
    const secret = world.runtime.post!.farewell({ organisationId: org.organisationId, personId: bo.id })
    const digest = async () => (await served.get('notification.get', bo.cookie)).body
    const entries = async () => (await world.database.sql`select 1 from ledger_entries where verb = 'notification.choose'`).length
    await served.post('notification.choose', { digest: 'daily', muted: ['meeting'] }, bo.cookie)
    const oneClick = { method: 'POST', url: `/unsubscribe/${secret}`, payload: 'List-Unsubscribe=One-Click', headers: { host: 'localhost:4600', 'content-type': 'application/x-www-form-urlencoded' } } as const
    expect((await served.send(oneClick)).body).toEqual({ state: 'done' })
    expect(await digest()).toMatchObject({ digest: 'off', muted: ['meeting'] })
    expect((await served.post('unsubscribe', { secret })).body).toEqual({ state: 'done' })
    expect(await entries()).toBe(2)
    expect((await served.post('unsubscribe', { secret: `${secret.slice(0, -1)}x` })).body).toMatchObject({ status: 404, title: expect.stringContaining('This link is not complete') as string })
    expect((await served.post('unsubscribe', { secret: 7 })).status).toBe(400)
    await org.act('person.leave', { person: bo.id })
    expect((await served.send(oneClick)).body).toEqual({ state: 'done' })
    expect(await entries()).toBe(2)
  })
})

describe('a calendar', () => {
  const calendar = (path: string, headers: Record<string, string> = {}) => served.send({ method: 'GET', url: path, headers: { host: 'localhost:4600', ...headers } })
  const unfolded = (text: string) => text.replaceAll('\r\n ', '').split('\r\n')

  it('is read at its secret address by who is not signed in, as a valid file, and not sent again while nothing changed', async () => {
    await org.enact('review', { title: 'Monthly review; of everything, and a title that is long enough to be folded at 75 octets – æøå', body: { rrule: 'FREQ=MONTHLY;BYDAY=1TU', firstOn: '2026-01-06', chair: 'ROL-1' } })
    await org.enact('agreement', { title: 'SLA', accountable: 'ROL-1', body: { endOn: '2026-09-30' } })
    await org.enact('policy', { title: 'Change', body: {} })
    const { body } = await served.post('feed.create', { of: 'me' }, founder)
    const first = await calendar(String(body['path']))
    expect([first.status, first.type]).toEqual([200, 'text/calendar; charset=utf-8'])
    expect(first.text.endsWith('END:VCALENDAR\r\n')).toBe(true)
    expect(first.text.split('\r\n').filter((line) => Buffer.byteLength(line) > 75)).toEqual([])
    expect(first.text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    const lines = unfolded(first.text)
    expect(lines.filter((line) => line.startsWith('SUMMARY:Monthly review\\; of everything\\, and'))).toHaveLength(13)
    expect(lines).toContain('SUMMARY:Ends: SLA')
    expect(lines).toContain('SUMMARY:Acknowledge: Change')
    expect(lines).toContain('DTSTART;VALUE=DATE:20260303')
    const uids = lines.filter((line) => line.startsWith('UID:'))
    expect(new Set(uids).size).toBe(lines.filter((line) => line === 'BEGIN:VEVENT').length)
    expect(lines.filter((line) => /^DTSTAMP:\d{8}T\d{6}Z$/.test(line))).toHaveLength(uids.length)
    const etag = String(first.headers['etag'])
    expect((await calendar(String(body['path']), { 'if-none-match': etag })).status).toBe(304)
    await org.act('policy.acknowledge', { policy: 'POL-1', version: 1 })
    const later = await calendar(String(body['path']), { 'if-none-match': etag })
    expect(later.status).toBe(200)
    expect(unfolded(later.text).filter((line) => line.startsWith('UID:'))).toEqual(uids.filter((uid) => !uid.includes('acknowledge')))
  })

  it('of the organisation is the administrator’s to make, and counts who is still to acknowledge', async () => {
    const { cookie } = await member('Finn Aas')
    expect((await served.post('feed.create', { of: 'organisation' }, cookie)).status).toBe(403)
    await org.enact('policy', { title: 'Risk', body: {} })
    const { body } = await served.post('feed.create', { of: 'organisation' }, founder)
    const { text } = await calendar(String(body['path']))
    expect(unfolded(text)).toContain('DESCRIPTION:1 person is to acknowledge version 1 of POL-2 by this day.')
    expect(unfolded(text)).toContain('NAME:Fjordvik IT')
  })

  it('is not there at a wrong or revoked address, nor for who has left', async () => {
    const gone = await member('Guro Vik')
    const { body } = await served.post('feed.create', { of: 'me' }, gone.cookie)
    const path = String(body['path'])
    expect((await calendar(path)).status).toBe(200)
    const wrong = [path.replace('.ics', ''), path.replace(/.\.ics$/, '_.ics'), '/calendar/x.ics', '/calendar/.ics', '/calendar/wrc_%00.ics']
    expect(await Promise.all(wrong.map(async (each) => (await calendar(each)).status))).toEqual([404, 404, 404, 404, 404])
    const { rows } = (await served.get('feed.list', gone.cookie)).body as { rows: { id: string; of: string; mayRevoke: boolean }[] }
    expect(rows.filter((row) => row.of === 'me')).toEqual([expect.objectContaining({ id: body['id'], mayRevoke: true })])
    await served.post('feed.revoke', { feed: String(body['id']) }, gone.cookie)
    expect((await calendar(path)).body).toMatchObject({ status: 404, title: expect.stringContaining('There is no calendar at this address') as string })
    const again = String((await served.post('feed.create', { of: 'me' }, gone.cookie)).body['path'])
    await org.act('person.leave', { person: gone.id })
    expect((await calendar(again)).status).toBe(404)
  })
})
