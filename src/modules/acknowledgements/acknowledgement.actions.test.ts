import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld } from '../../../test/support/world.ts'
import type { World } from '../../../test/support/world.ts'
import { verifyLedger } from '../../kernel/ledger.verify.ts'
import type { DutyView } from './acknowledgement.contract.ts'
import type { InboxItem } from './inbox.contract.ts'

type Inbox = { items: InboxItem[]; unread: number }
type Duties = { version: number; rows: DutyView[]; done: number; mine: DutyView | null }

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

async function withAgent() {
  const org = await world.found()
  const role = await org.enact('role', { title: 'Service agent', body: { purpose: 'Acts.', responsibilities: ['Acts'] } })
  const person = await org.act<{ id: string }>('person.add', { name: 'Bo Lind', email: 'bo@example.org' })
  const bo = org.as(person.id)
  const appointed = await org.act<{ id: string }>('holder.appoint', { role: role.key, person: person.id })
  return { org, role, bo, boId: person.id, holder: appointed.id, inbox: (caller = bo) => org.read<Inbox>('inbox.list', {}, caller) }
}

describe('an appointment', () => {
  it('waits for the person, who accepts it', async () => {
    const { org, bo, holder, inbox } = await withAgent()
    expect(await inbox()).toMatchObject({ unread: 1, items: [{ kind: 'appointment', about: { title: 'Service agent' }, holder, dueOn: '2026-03-09', stage: '7', read: false }] })
    await expect(org.act('holder.accept', { holder })).rejects.toThrow('Only the person concerned may do this.')
    await org.act('holder.accept', { holder }, bo)
    expect(await inbox()).toEqual({ unread: 0, items: [] })
    await expect(org.act('holder.decline', { holder, reason: 'No.' }, bo)).rejects.toThrow('This appointment was accepted already.')
  })

  it('that is declined gives no authority from that moment, and whoever appointed reads why', async () => {
    const { org, role, bo, boId, holder, inbox } = await withAgent()
    await expect(org.act('holder.decline', { holder, reason: ' ' }, bo)).rejects.toThrow('Say why.')
    await org.act('holder.decline', { holder, reason: 'I have no time for it.' }, bo)
    expect(await inbox()).toMatchObject({ items: [] })
    expect(await inbox(org.founder)).toMatchObject({ items: [{ kind: 'declined', by: 'Bo Lind', reason: 'I have no time for it.', stage: 'told' }] })
    const rows = async (more = {}) => (await org.read<{ rows: { declined: boolean }[] }>('holder.list', { role: role.key, ...more })).rows
    expect(await rows()).toEqual([])
    expect(await rows({ all: 'true' })).toMatchObject([{ declined: true, reason: 'I have no time for it.' }])
    const later = await org.act<{ id: string }>('holder.appoint', { role: role.key, person: boId, fromOn: '2026-06-01' })
    expect(await rows()).toHaveLength(1)
    await org.act('holder.decline', { holder: later.id, reason: 'Nor then.' }, bo)
    expect(await rows()).toEqual([])
    await org.act('holder.appoint', { role: role.key, person: boId, fromOn: '2026-06-01' })
    await org.act('holder.appoint', { role: role.key, person: boId, toOn: '2026-05-31' })
    expect((await inbox()).items).toHaveLength(2)
  })
})

describe('a policy', () => {
  it('is acknowledged by each whom it concerns, once per version, and a new version asks again', async () => {
    const { org, bo, holder, inbox } = await withAgent()
    await org.act('holder.accept', { holder }, bo)
    const policy = await org.enact('policy', { title: 'Change principles', body: { theme: 'change', statement: 'Small.' } })
    expect((await inbox()).items).toMatchObject([{ kind: 'acknowledgement', about: { key: 'POL-1' }, version: 1, dueOn: '2026-04-01', stage: '30' }])
    await expect(org.act('policy.acknowledge', { policy: 'POL-1', version: 2 }, bo)).rejects.toThrow('POL-1 is in force as version 1')
    await org.act('policy.acknowledge', { policy: 'POL-1', version: 1 }, bo)
    await expect(org.act('policy.acknowledge', { policy: 'POL-1', version: 1 }, bo)).rejects.toThrow('You acknowledged version 1 of POL-1 already.')
    const duties = (more = {}) => org.read<Duties>('policy.acknowledgements', { policy: 'POL-1', ...more }, bo)
    expect(await duties()).toMatchObject({ version: 1, done: 1, rows: [{ name: 'Ada Berg', acknowledgedAt: null }, { name: 'Bo Lind', acknowledgedAt: world.clock.now.toISOString() }], mine: { name: 'Bo Lind' } })
    const before = world.clock.now.toISOString().slice(0, 10)
    world.pass(1)
    const drafted = await org.act('policy.draft', { element: policy.key, title: 'Change principles', body: { theme: 'change', statement: 'Small and reversible.' } })
    await org.act('policy.approve', { element: policy.key, revision: drafted.revision })
    expect(await duties()).toMatchObject({ version: 2, done: 0 })
    expect(await duties({ asOf: before })).toMatchObject({ version: 1, done: 1 })
    expect((await inbox()).items).toMatchObject([{ version: 2 }])
  })

  it('asks nobody who holds no role, and nobody whom what it governs does not touch', async () => {
    const { org, bo } = await withAgent()
    const supplier = await org.enact('supplier', { title: 'Nimbus', accountable: 'ROL-1', body: {} })
    await org.enact('policy', { title: 'Supplier expectations', body: {}, links: [{ type: 'governs', to: supplier.key }] })
    await expect(org.act('policy.acknowledge', { policy: 'POL-1', version: 1 }, bo)).rejects.toThrow('POL-1 asks you for no acknowledgement')
    expect(await org.read('policy.acknowledgements', { policy: 'POL-1' }, bo)).toMatchObject({ rows: [{ name: 'Ada Berg' }], mine: null })
  })
})

describe('what waits', () => {
  it('is counted until it is marked as read, all of it or one', async () => {
    const { org, bo, inbox } = await withAgent()
    await org.enact('policy', { title: 'Risk appetite', body: {} })
    const { items } = await inbox()
    expect(await org.act('inbox.read', { marks: [items[0]!.mark] }, bo)).toEqual({ unread: 1 })
    expect((await inbox()).items.map((each) => each.read)).toEqual([true, false])
    expect(await org.read('inbox.count', {}, bo)).toEqual({ unread: 1 })
    expect(await org.act('inbox.read', {}, bo)).toEqual({ unread: 0 })
    world.pass(25)
    expect(await org.read('inbox.count', {}, bo)).toEqual({ unread: 2 })
  })

  it('is nobody else’s to see, and choices are one’s own', async () => {
    const { org, bo, inbox } = await withAgent()
    expect((await inbox(org.founder)).items.some((each) => each.kind === 'appointment')).toBe(false)
    await org.act('notification.choose', { digest: 'overdue', muted: ['meeting', 'meeting', 'review'] }, bo)
    expect(await org.read('notification.get', {}, bo)).toEqual({ digest: 'overdue', muted: ['meeting', 'review'], address: 'bo@example.org', mailed: false })
    expect(await org.read('notification.get')).toMatchObject({ digest: 'daily', muted: [] })
    await expect(org.read('mail.list', {}, bo)).rejects.toThrow('None of your roles may')
  })
})

describe('a proposal', () => {
  it('waits for whoever holds the role, until they have agreed; never for who wrote it', async () => {
    const org = await world.found()
    const [per, sia] = [await org.hire('Per', ['policy.approve', 'proposal.*']), await org.hire('Sia', ['service.approve', 'proposal.*'])]
    await org.enact('service', { title: 'E-mail', body: {} })
    await org.act('policy.draft', { title: 'Change', body: {} })
    await org.act('service.draft', { element: 'SVC-1', title: 'Mail', body: {} })
    const { key, revision } = await org.act('proposal.open', { title: 'Two at once', elements: ['POL-1', 'SVC-1'] })
    const decisions = async (caller: typeof per.caller) => (await org.read<Inbox>('inbox.list', {}, caller)).items.filter((item) => item.kind === 'decision').map((item) => item.about.key)
    expect(await Promise.all([per.caller, sia.caller, org.founder].map(decisions))).toEqual([[key], [key], []])
    await org.act('proposal.approve', { proposal: key, revision }, per.caller)
    expect(await Promise.all([per.caller, sia.caller].map(decisions))).toEqual([[], [key]])
  })
})

describe('the ledger', () => {
  it('verifies with acknowledgements, answers to appointments, choices and calendar addresses', async () => {
    const { org, bo, holder } = await withAgent()
    await org.act('holder.decline', { holder, reason: 'No time.' }, bo)
    await org.enact('policy', { title: 'Change', body: {} })
    await org.act('policy.acknowledge', { policy: 'POL-1', version: 1 })
    await org.act('inbox.read', {})
    await org.act('notification.choose', { digest: 'off', muted: ['meeting', 'review'] })
    const { id } = await org.act<{ id: string }>('feed.create', { of: 'me' })
    await org.act('feed.revoke', { feed: id })
    await world.seal(org.organisationId)
    expect(await verifyLedger(world.database.sql, org.organisationId, world.key.publicKey)).toMatchObject({ ok: true, faults: [] })
    await world.database.sql`update acknowledgements set acknowledged_at = acknowledged_at - interval '1 year' where organisation_id = ${org.organisationId}`
    expect((await verifyLedger(world.database.sql, org.organisationId, world.key.publicKey)).faults).toMatchObject([{ where: expect.stringContaining('acknowledgements') as string }])
  })
})
