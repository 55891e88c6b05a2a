import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openMailbox } from '../../../test/support/mailbox.ts'
import type { Mailbox } from '../../../test/support/mailbox.ts'
import { makeWorld } from '../../../test/support/world.ts'
import type { World } from '../../../test/support/world.ts'
import { createPost } from '../../kernel/mail.post.ts'
import { sendDueMails } from '../../kernel/mail.send.ts'
import type { Runtime } from '../../kernel/runtime.ts'
import { remind } from './reminder.jobs.ts'

let world: World
let mailbox: Mailbox
let runtime: Runtime
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  mailbox = await openMailbox()
  world.clock.now = new Date('2026-03-02T09:00:00.000Z')
  runtime = { ...world.runtime, post: createPost(mailbox.settings({ WELLRUN_URL: 'https://wellrun.fjordvik.example' }), () => {}) }
})
afterEach(() => mailbox.close())

/** An organisation in which Bo Lind signs in and holds a role that was given to him on 2 March. */
async function withBo(timeZone = 'Europe/Oslo') {
  const org = await world.found('Fjordvik <IT>', timeZone)
  const role = await org.enact('role', { title: 'Service agent', body: { purpose: 'Acts.', responsibilities: ['Acts'] } })
  const email = `bo.${org.organisationId.slice(-6)}@example.org`
  const person = await org.act<{ id: string }>('person.add', { name: 'Bo Lind', email })
  await world.database.sql`insert into identity.account (id, email, name) values (${person.id}, ${email}, 'Bo Lind')`
  await world.database.sql`insert into identity.membership values (${org.organisationId}, ${person.id}, ${person.id})`
  await org.act('holder.appoint', { role: role.key, person: person.id })
  const round = async (at: string) => {
    world.clock.now = new Date(at)
    const fired = await remind(runtime, org.organisationId)
    await sendDueMails(runtime, org.organisationId)
    return fired
  }
  return { org, bo: org.as(person.id), boId: person.id, email, round }
}

describe('the round of the morning', () => {
  it('writes one mail to each person, with all that is new, in plain words and as HTML', async () => {
    const { org, email, round } = await withBo()
    await org.enact('policy', { title: 'Change & release', body: {} })
    expect(await round('2026-03-03T06:00:00.000Z')).toEqual({ fired: 3, mailed: 1 })
    expect(mailbox.received).toHaveLength(1)
    const [mail] = mailbox.received
    expect(mail).toMatchObject({ to: [email], headers: { subject: 'Fjordvik <IT>: 2 things wait for you' } })
    expect(mail!.text).toContain('Accept or decline\r\n- Service agent (due in 6 days, 9 March 2026)\r\n  https://wellrun.fjordvik.example/for-you')
    expect(mail!.text).toContain('- Change & release, version 1 (due in 29 days, 1 April 2026)\r\n  https://wellrun.fjordvik.example/policies/POL-1')
    expect(mail!.html).toContain('<a href="https://wellrun.fjordvik.example/policies/POL-1" style="color:#1B1F24">Change &#38; release, version 1</a>')
    expect(mail!.html).not.toContain('<IT>')
    expect(mail!.headers['list-unsubscribe']).toMatch(/^<https:\/\/wellrun\.fjordvik\.example\/unsubscribe\/[\w-]+\.[\w-]+>$/)
    expect(mail!.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click')
  })

  it('comes once a day, at seven in the organisation’s time zone, whichever node comes first', async () => {
    const { org, round } = await withBo('America/New_York')
    expect(await round('2026-03-03T11:59:00.000Z')).toBeNull()
    world.clock.now = new Date('2026-03-03T12:00:00.000Z')
    const both = await Promise.all([remind(runtime, org.organisationId), remind(runtime, org.organisationId)])
    expect(both.filter((each) => each !== null)).toEqual([{ fired: 1, mailed: 1 }])
    expect(await round('2026-03-03T20:00:00.000Z')).toBeNull()
    expect(mailbox.received).toHaveLength(1)
  })

  it('fires each stage once, and after days without a server only the latest', async () => {
    const { org, round } = await withBo()
    await org.enact('policy', { title: 'Change', body: {} })
    const subjects = async (at: string) => {
      await round(at)
      return mailbox.received.splice(0).map((mail) => mail.text.split('\r\n').filter((line) => line.startsWith('- ')))
    }
    expect(await subjects('2026-03-03T07:00:00.000Z')).toHaveLength(1)
    expect(await subjects('2026-03-04T07:00:00.000Z')).toEqual([])
    expect(await subjects('2026-03-31T07:00:00.000Z')).toEqual([['- Service agent (overdue since 9 March 2026)', '- Change, version 1 (due tomorrow, 1 April 2026)']])
    expect(await subjects('2026-04-01T07:00:00.000Z')).toEqual([])
    expect(await subjects('2026-04-02T07:00:00.000Z')).toEqual([['- Change, version 1 (overdue since 1 April 2026)']])
    const fired = await world.database.sql`select stage, mail_id is not null as mailed from reminders where organisation_id = ${org.organisationId} and person_id <> ${org.person.id} order by fired_at, subject`
    expect(fired.map((row) => row.stage)).toEqual(['7', '30', 'overdue', '1', 'overdue'])
    expect(fired.every((row) => row.mailed)).toBe(true)
  })

  it('keeps to what the person chose, and does not mail what they have read', async () => {
    const { org, bo, round } = await withBo()
    await org.enact('policy', { title: 'Change', body: {} })
    await org.act('inbox.read', {}, bo)
    expect(await round('2026-03-03T07:00:00.000Z')).toMatchObject({ mailed: 0 })
    await org.act('notification.choose', { digest: 'overdue', muted: ['acknowledgement'] }, bo)
    expect(await round('2026-03-08T07:00:00.000Z')).toMatchObject({ mailed: 0 })
    expect(await round('2026-04-20T07:00:00.000Z')).toMatchObject({ mailed: 1 })
    expect(mailbox.received[0]!.text).toContain('1 thing told before still waits. All of it:')
    expect(mailbox.received[0]!.text).not.toContain('- Change')
  })

  it('writes to nobody who has left, and to nobody invented for a demonstration', async () => {
    const left = await withBo()
    await left.org.act('person.leave', { person: left.boId })
    expect(await left.round('2026-03-03T07:00:00.000Z')).toMatchObject({ mailed: 0 })
    const demo = await withBo()
    await world.database.sql`update organisations set simulated = true where organisation_id = ${demo.org.organisationId}`
    expect(await demo.round('2026-03-03T07:00:00.000Z')).toMatchObject({ mailed: 0 })
    expect(mailbox.received).toEqual([])
  })

  it('is not sent any more to who has left while the mail server was down', async () => {
    const { org, boId, round } = await withBo()
    await mailbox.goDown()
    expect(await round('2026-03-03T07:00:00.000Z')).toMatchObject({ mailed: 1 })
    await org.act('person.leave', { person: boId })
    await mailbox.comeBack()
    world.pass(1)
    expect(await sendDueMails(runtime, org.organisationId)).toBe(0)
    expect(mailbox.received).toEqual([])
    expect(await world.database.sql`select state, why, sealed from mails where organisation_id = ${org.organisationId}`).toMatchObject([{ state: 'failed', why: 'The person has left', sealed: null }])
  })

  it('that fails leaves nothing behind and is made again', async () => {
    const { org, round } = await withBo()
    const failing = { ...runtime, post: { ...runtime.post!, queue: () => Promise.reject(new Error('No room.')) } }
    world.clock.now = new Date('2026-03-03T07:00:00.000Z')
    await expect(remind(failing, org.organisationId)).rejects.toThrow('No room.')
    expect(await world.database.sql`select 1 from reminders where organisation_id = ${org.organisationId}`).toHaveLength(0)
    expect(await round('2026-03-03T07:15:00.000Z')).toMatchObject({ mailed: 1 })
  })
})
