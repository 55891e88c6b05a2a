import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openMailbox } from '../../test/support/mailbox.ts'
import type { Mailbox } from '../../test/support/mailbox.ts'
import { makeWorld } from '../../test/support/world.ts'
import type { World } from '../../test/support/world.ts'
import { createCarrier, isFinal, whyNot } from './mail.carrier.ts'
import { createPost } from './mail.post.ts'
import { sendDueMails, waitAfter } from './mail.send.ts'
import type { Mail } from './mail.ts'
import type { Settings } from './settings.ts'

let world: World
let mailbox: Mailbox | undefined
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())
afterEach(async () => {
  await mailbox?.close()
  mailbox = undefined
})

/** An organisation whose mail goes through these settings, and a mail in the post. */
async function posting(settings: Settings & { secret: string }, mail: Partial<Mail> = {}) {
  const org = await world.found()
  const woken: string[] = []
  const post = createPost(settings, (id) => void woken.push(id))!
  const runtime = { ...world.runtime, post }
  const queue = () => world.database.write(org.organisationId, (tx) => post.queue(tx, org.organisationId, {
    kind: 'invitation', personId: org.person.id, to: { name: 'Bo Lind', address: 'bo@example.org' }, subject: 'Grüße – a test', text: 'A secret link: http://localhost/x', ...mail,
  }, world.clock.now))
  const kept = () => world.database.sql`select state, attempts, why, sealed is null as emptied, next_at from mails where organisation_id = ${org.organisationId} order by id`
  return { org, post, runtime, woken, queue, kept, send: () => sendDueMails(runtime, org.organisationId) }
}

describe('a mail', () => {
  it('reaches the mail server, and its words are kept nowhere afterwards', async () => {
    mailbox = await openMailbox()
    const { org, queue, kept, send, woken } = await posting(mailbox.settings(), { html: '<p>A secret link</p>' })
    await queue()
    expect(woken).toEqual([org.organisationId])
    const [waiting] = await world.database.sql`select encode(sealed, 'escape') as sealed from mails where organisation_id = ${org.organisationId}`
    expect(String(waiting!.sealed)).not.toMatch(/secret|bo@/)
    expect(await send()).toBe(1)
    expect(mailbox.received).toMatchObject([{ from: 'wellrun@fjordvik.example', to: ['bo@example.org'], headers: { subject: 'Grüße – a test', 'auto-submitted': 'auto-generated', to: 'Bo Lind <bo@example.org>' }, html: expect.stringContaining('A secret link') as string }])
    expect(mailbox.received[0]!.text).toContain('A secret link: http://localhost/x')
    expect(await kept()).toMatchObject([{ state: 'sent', attempts: 1, why: null, emptied: true }])
    expect(await send()).toBe(0)
  })

  it('is sent with the user and password of the settings, and says so when they are refused', async () => {
    mailbox = await openMailbox({ password: 'right' })
    const right = await posting(mailbox.settings())
    await right.queue()
    expect(await right.send()).toBe(1)
    const wrong = await posting(mailbox.settings({ SMTP_PASSWORD: 'wrong' }))
    await wrong.queue()
    expect(await wrong.send()).toBe(0)
    expect(await wrong.kept()).toMatchObject([{ state: 'waiting', why: expect.stringContaining('The mail server refuses SMTP_USER and SMTP_PASSWORD: 535 Invalid') as string }])
  })

  it('that the server refuses for good is given up at once, without the address in the reason', async () => {
    mailbox = await openMailbox({ refused: ['bo@example.org'] })
    const { queue, kept, send } = await posting(mailbox.settings())
    await queue()
    expect(await send()).toBe(0)
    expect(await kept()).toMatchObject([{ state: 'failed', attempts: 1, emptied: true, why: expect.stringMatching(/^The mail server refuses the address: .*550 <the address> is unknown here/) as string }])
  })

  it('waits longer and longer for a server that is down, and is sent once it is back', async () => {
    mailbox = await openMailbox()
    const { queue, kept, send } = await posting(mailbox.settings())
    await mailbox.goDown()
    await queue()
    await queue()
    expect(await send()).toBe(0)
    expect(await kept()).toMatchObject([{ state: 'waiting', attempts: 1, why: expect.stringContaining('The mail server does not answer') as string }, { attempts: 0 }])
    await mailbox.comeBack()
    const started = world.clock.now
    world.clock.now = new Date(started.getTime() + 59_000)
    expect(await send()).toBe(1)
    world.clock.now = new Date(started.getTime() + 60_000)
    expect(await send()).toBe(1)
    expect(await kept()).toMatchObject([{ state: 'sent', attempts: 2 }, { state: 'sent', attempts: 1 }])
  })

  it('is sent once by two nodes at the same moment', async () => {
    mailbox = await openMailbox()
    const { queue, send } = await posting(mailbox.settings())
    await Promise.all(Array.from({ length: 8 }, queue))
    expect((await Promise.all([send(), send()])).reduce((sum, each) => sum + each)).toBe(8)
    expect(mailbox.received).toHaveLength(8)
  })

  it('is not sent again by who follows a node that died over it, and the administrator is told', async () => {
    mailbox = await openMailbox()
    const { org, runtime, queue, kept, send } = await posting(mailbox.settings())
    await queue()
    const write: World['database']['write'] = async (...given) => {
      if (mailbox!.received.length > 0) throw new Error('Killed.')
      return world.database.write(...given)
    }
    await expect(sendDueMails({ ...runtime, database: { ...world.database, write } }, org.organisationId)).rejects.toThrow('Killed.')
    expect(mailbox.received).toHaveLength(1)
    expect(await send()).toBe(0)
    expect(await kept()).toMatchObject([{ state: 'waiting' }])
    const started = world.clock.now
    world.clock.now = new Date(started.getTime() + 10 * 60_000)
    expect(await send()).toBe(0)
    expect(mailbox.received).toHaveLength(1)
    expect(await kept()).toMatchObject([{ state: 'failed', emptied: true, why: 'Wellrun was stopped while it handed the mail over. Whether it arrived is not known, so it was not sent again' }])
  })

  it('is not sent again where the server took all of it and did not answer, and names itself the same to whoever receives it', async () => {
    mailbox = await openMailbox({ silent: true })
    const { org, queue, kept, send } = await posting(mailbox.settings())
    await queue()
    expect(await send()).toBe(0)
    expect(await kept()).toMatchObject([{ state: 'failed', attempts: 1, emptied: true, why: expect.stringMatching(/not known, so it was not sent again$/) as string }])
    const [{ id }] = await world.database.sql<{ id: string }[]>`select id from mails where organisation_id = ${org.organisationId}` as unknown as [{ id: string }]
    expect(mailbox.received.map((each) => each.headers['message-id'])).toEqual([`<${id}@fjordvik.example>`])
  })

  it('of an action that was rolled back is never sent', async () => {
    mailbox = await openMailbox()
    const { org, post, kept, woken } = await posting(mailbox.settings())
    const failing = world.database.write(org.organisationId, async (tx) => {
      await post.queue(tx, org.organisationId, { kind: 'test', personId: org.person.id, to: { name: '', address: 'x@example.org' }, subject: '', text: '' }, world.clock.now)
      throw new Error('Something went wrong.')
    })
    await expect(failing).rejects.toThrow('Something went wrong.')
    expect(await kept()).toEqual([])
    expect(woken).toEqual([])
  })

  it('sealed with another secret, or to somebody erased, is not sent', async () => {
    mailbox = await openMailbox()
    const { org, runtime, queue, kept } = await posting(mailbox.settings())
    await queue()
    const other = createPost({ ...mailbox.settings(), secret: 'another secret, of at least 32 characters' }, () => {})!
    expect(await sendDueMails({ ...runtime, post: other }, org.organisationId)).toBe(0)
    await queue()
    await world.database.sql`update people set name = null where organisation_id = ${org.organisationId}`
    expect(await sendDueMails(runtime, org.organisationId)).toBe(0)
    expect((await kept()).map((row) => row.why as string)).toEqual(['It was sealed with another WELLRUN_SECRET and cannot be read', 'The person has left'])
    expect(mailbox.received).toEqual([])
  })

  it('travels encrypted where the server offers it with a certificate that is trusted, and not where it is not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wellrun-mail-'))
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', join(folder, 'key'), '-out', join(folder, 'cert'), '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'], { stdio: 'ignore' })
    const certificate = { key: readFileSync(join(folder, 'key'), 'utf8'), cert: readFileSync(join(folder, 'cert'), 'utf8') }
    rmSync(folder, { recursive: true })
    mailbox = await openMailbox({ certificate })
    const mail: Mail = { kind: 'test', personId: '', to: { name: '', address: 'bo@example.org' }, subject: 'A test', text: 'A test' }
    const carrier = createCarrier(mailbox.settings().smtp!, certificate.cert)
    await carrier.carry(mail, 'one')
    expect(mailbox.received).toMatchObject([{ encrypted: true, to: ['bo@example.org'] }])
    await expect(createCarrier(mailbox.settings().smtp!).carry(mail, 'two')).rejects.toThrow(/self-signed/)
  })
})

describe('a fault of the mail server', () => {
  it('is final only where the server says so of this recipient or this mail', () => {
    const faults = [{ code: 'EENVELOPE', responseCode: 550 }, { code: 'EENVELOPE', responseCode: 450 }, { code: 'EMESSAGE', responseCode: 554 }, { code: 'EAUTH', responseCode: 535 }, { code: 'ESOCKET' }, new Error('x'), null]
    expect(faults.map(isFinal)).toEqual([true, false, true, false, false, false, false])
  })

  it('is waited for ten times at most, over a day and a half', () => {
    expect([1, 2, 9, 10].map(waitAfter)).toEqual([1, 2, 720, null])
    expect(whyNot({ code: 'EDNS', message: 'getaddrinfo ENOTFOUND mail' }, 'x@y')).toBe('SMTP_HOST cannot be found: getaddrinfo ENOTFOUND mail')
  })
})

describe('the address at which a digest ends', () => {
  it('names whom it is for, and is believed only as it was made here', async () => {
    mailbox = await openMailbox()
    const { org, post } = await posting(mailbox.settings())
    const of = { organisationId: org.organisationId, personId: org.person.id }
    const secret = post.farewell(of)
    expect(post.maybeReadFarewell(secret)).toEqual(of)
    const forged = [`${secret.slice(0, -2)}xx`, secret.replace('.', 'A.'), `${secret}.x`, 'x', '', secret.split('.')[0]!]
    expect(forged.map((each) => post.maybeReadFarewell(each))).toEqual(forged.map(() => null))
  })
})
