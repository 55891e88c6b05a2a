import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeWorld } from '../../../test/support/world.ts'
import type { World } from '../../../test/support/world.ts'
import type { Caller } from '../../kernel/caller.ts'
import { verifyLedger } from '../../kernel/ledger.verify.ts'
import type { CalendarView, OutagePage, OutageView } from './outage.contract.ts'

let world: World
let org: Awaited<ReturnType<World['found']>>
type Written = { id: string; key: string; revision: number; warnings: string[] }
type Listed = { rows: OutageView[]; next: string | null; abilities: string[] }

beforeAll(async () => void (world = await makeWorld({ at: '2026-03-02T12:00:00.000Z' })))
afterAll(() => world.close())
beforeEach(async () => {
  world.clock.now = new Date('2026-03-02T12:00:00.000Z')
  org = await world.found()
  await org.enact('service', { title: 'Mail' })
  await org.enact('service', { title: 'Portal', links: [{ type: 'dependsOn', to: 'SVC-1' }] })
})

const register = (input: object, caller: Caller = org.founder) => org.act<Written>('outage.register', { service: 'SVC-1', start: '2026-03-02T10:00:00Z', ...input }, caller)
const at = (time: string) => void (world.clock.now = new Date(time))

describe('an outage', () => {
  it('goes on until it is ended, and its history says who did what', async () => {
    const { key, revision } = await register({ title: 'No mail', share: 0.5, record: 'inc-7' })
    expect(key).toBe('OUT-1')
    expect(await org.read<OutagePage>('outage.get', { outage: key })).toMatchObject({ stage: 'going on', standing: 'unplanned', share: 0.5, record: 'INC-7', abilities: expect.arrayContaining(['outage.end', 'outage.correct']) as string[] })
    at('2026-03-02T13:00:00.000Z')
    await org.act('outage.end', { outage: key, revision })
    expect(await org.read<OutagePage>('outage.get', { outage: key })).toMatchObject({ stage: 'over', endedAt: '2026-03-02T13:00:00.000Z', history: [{ verb: 'outage.end', actor: 'Ada Berg', changes: [{ field: 'end' }] }, { verb: 'outage.register' }] })
    await expect(org.act('outage.end', { outage: key, revision: 2 })).rejects.toThrow('OUT-1 ended at 2026-03-02T13:00:00.000Z already')
    await expect(org.act('outage.correct', { outage: key, revision: 1, reason: 'Late.', share: 1 })).rejects.toMatchObject({ type: 'conflict' })
  })

  it('cannot end before it starts, begin in the future, or lie in a year such as 9999', async () => {
    await expect(register({ end: '2026-03-02T09:00:00Z' })).rejects.toThrow('end: It ends')
    await expect(register({ start: '2026-03-02T13:00:00Z' })).rejects.toThrow('register what is to come as planned work')
    await expect(register({ start: '9999-03-02T13:00:00Z' })).rejects.toThrow('9999 is no year in which this can be')
    await expect(register({ start: '22025-03-02T13:00:00Z' })).rejects.toThrow('Give a date and time with an offset')
    await expect(register({ start: '2026-03-03T13:00:00Z', planned: true })).rejects.toThrow('Planned work is announced with its end')
    await expect(register({ service: 'POL-9' })).rejects.toMatchObject({ type: 'notFound' })
  })

  it('is planned only when the server learned of it before it began', async () => {
    await register({ start: '2026-03-03T22:00:00Z', end: '2026-03-03T23:00:00Z', planned: true })
    const late = await register({ start: '2026-03-02T11:00:00Z', end: '2026-03-02T14:00:00Z', planned: true })
    expect(late.warnings).toEqual(['It was registered after it began, so it counts as unplanned.'])
    const { rows } = await org.read<Listed>('outage.list', { planned: 'true' })
    expect(rows.map(({ key, standing, stage }) => [key, standing, stage])).toEqual([['OUT-1', 'planned', 'ahead'], ['OUT-2', 'registered late', 'going on']])
  })

  it('that was planned keeps its announced window: moved before it began it is announced anew, afterwards it is not', async () => {
    const { key } = await register({ start: '2026-03-03T22:00:00Z', end: '2026-03-03T23:00:00Z', planned: true })
    at('2026-03-03T08:00:00.000Z')
    await org.act('outage.correct', { outage: key, revision: 1, reason: 'Moved.', start: '2026-03-04T22:00:00Z', end: '2026-03-04T23:00:00Z' })
    expect(await org.read('outage.get', { outage: key })).toMatchObject({ standing: 'planned', registeredAt: '2026-03-03T08:00:00.000Z', planned: { from: '2026-03-04T22:00:00.000Z' } })
    at('2026-03-05T01:00:00.000Z')
    await org.act('outage.end', { outage: key, revision: 2, end: '2026-03-05T00:30:00Z' })
    await org.act('outage.correct', { outage: key, revision: 3, reason: 'It began earlier.', start: '2026-03-04T21:00:00Z' })
    expect(await org.read('outage.get', { outage: key })).toMatchObject({
      startedAt: '2026-03-04T21:00:00.000Z', endedAt: '2026-03-05T00:30:00.000Z', planned: { from: '2026-03-04T22:00:00.000Z', to: '2026-03-04T23:00:00.000Z' }, registeredAt: '2026-03-03T08:00:00.000Z', standing: 'planned',
    })
    const after = await register({ start: '2026-03-04T08:00:00Z', end: '2026-03-04T09:00:00Z' })
    await org.act('outage.correct', { outage: after.key, revision: 1, reason: 'It was meant.', planned: true })
    expect(await org.read('outage.get', { outage: after.key })).toMatchObject({ standing: 'registered late' })
  })

  it('may overlap others of the same service, which is said', async () => {
    await register({ end: '2026-03-02T11:00:00Z' })
    const second = await register({ start: '2026-03-02T10:30:00Z' })
    expect(second.warnings).toEqual(['It overlaps OUT-1 of the same service; the time they share counts once.'])
    expect((await org.read<OutagePage>('outage.get', { outage: 'OUT-1' })).overlaps.map(({ key }) => key)).toEqual(['OUT-2'])
  })

  it('is listed page by page, by service, period, planned and open; a withdrawn one only where it is asked for', async () => {
    for (let hour = 0; hour < 7; hour++) await register({ start: `2026-03-01T0${hour}:00:00Z`, end: `2026-03-01T0${hour}:30:00Z`, service: hour % 2 ? 'SVC-2' : 'SVC-1' })
    await register({})
    await org.act('outage.withdraw', { outage: 'OUT-1', revision: 1, reason: 'A false alarm.' })
    const keys: string[] = []
    for (let after: string | null = ''; after !== null; ) {
      const page: Listed = await org.read<Listed>('outage.list', { limit: 3, ...(after ? { after } : {}) })
      keys.push(...page.rows.map(({ key }) => key))
      after = page.next
    }
    expect(keys).toEqual(['OUT-8', 'OUT-7', 'OUT-6', 'OUT-5', 'OUT-4', 'OUT-3', 'OUT-2'])
    const some = async (input: object) => (await org.read<Listed>('outage.list', { direction: 'asc', ...input })).rows.map(({ key }) => key)
    expect(await some({ service: 'SVC-2' })).toEqual(['OUT-2', 'OUT-4', 'OUT-6'])
    expect(await some({ from: '2026-03-01T02:15:00Z', to: '2026-03-01T04:00:00Z' })).toEqual(['OUT-3', 'OUT-4'])
    expect(await some({ open: 'true' })).toEqual(['OUT-8'])
    expect(await some({ planned: 'true' })).toEqual([])
    expect(await some({ withdrawn: 'true' })).toEqual(['OUT-1'])
    at('2026-03-04T12:00:00.000Z')
    await org.act('outage.withdraw', { outage: 'OUT-8', revision: 1, reason: 'A mistake.' })
    expect(await some({ open: 'true' })).toEqual([])
    expect(await some({ open: 'true', asOf: '2026-03-03' })).toEqual(['OUT-8'])
    expect(await org.read('outage.get', { outage: 'OUT-8', asOf: '2026-03-03' })).toMatchObject({ stage: 'going on', abilities: [] })
    expect(await org.read('outage.get', { outage: 'OUT-8' })).toMatchObject({ stage: 'withdrawn' })
    await expect(org.read('outage.get', { outage: 'OUT-8', asOf: '2026-02-01' })).rejects.toThrow('There was no outage OUT-8 on 2026-02-01.')
  })

  it('is registered by whoever has the authority, and for a service by the role that answers for it', async () => {
    const watch = await org.hire('Watch Keeper', ['outage.register'])
    const owner = await org.hire('Mail Owner', ['policy.review'])
    const { rows } = await org.read<{ rows: { key: string; title: string }[] }>('role.list')
    const role = rows.find(({ title }) => title === 'Role of Mail Owner')!
    await org.enact('service', { title: 'Chat', accountable: role.key })
    await register({}, watch.caller)
    await register({ service: 'SVC-3' }, owner.caller)
    await expect(register({}, owner.caller)).rejects.toThrow('Ask whoever holds the role that answers for the service')
    await expect(org.act('outage.withdraw', { outage: 'OUT-1', revision: 1, reason: 'No.' }, watch.caller)).rejects.toMatchObject({ type: 'forbidden' })
    expect((await org.read<Listed>('outage.list', {}, owner.caller)).abilities).toEqual(['outage.register'])
    const nobody = await org.hire('Nobody')
    expect((await org.read<Listed>('outage.list', {}, nobody.caller)).abilities).toEqual([])
  })

  it('stands in the ledger, and a row that was edited behind its back is found', async () => {
    await register({ share: 0.3 })
    await org.act('outage.correct', { outage: 'OUT-1', revision: 1, reason: 'More than we thought.', share: 0.45 })
    await world.seal(org.organisationId)
    expect(await verifyLedger(world.database.sql, org.organisationId, world.key.publicKey)).toMatchObject({ ok: true, faults: [] })
    await world.database.sql`update outages set share = 0.1 where organisation_id = ${org.organisationId}`
    expect((await verifyLedger(world.database.sql, org.organisationId, world.key.publicKey)).faults).toMatchObject([{ where: expect.stringContaining('outages') as string }])
  })
})

describe('the X-ray', () => {
  it('names outages that nobody ended and planned work that was registered late, today and not of a past day', async () => {
    await register({ start: '2026-02-20T10:00:00Z' })
    await register({ start: '2026-03-02T10:00:00Z', end: '2026-03-02T13:00:00Z', planned: true })
    await org.act('item.add', { name: 'web-01', services: ['SVC-2'] })
    const { findings } = await org.read<{ findings: { check: string; message: string }[] }>('xray.find', {})
    const said = (check: string) => findings.filter((each) => each.check === check).map(({ message }) => message)
    expect(said('services.outage-open')).toEqual(['OUT-1 of Mail has been open for 10 days.'])
    expect(said('services.planned-late')).toEqual(['Planned work on Mail was registered after it began: OUT-2.'])
    expect(said('services.no-item')).toEqual(['No configuration item is recorded under Mail.'])
  })
})

describe('the strip of a service', () => {
  it('says what each of the last days lost, in the days of the organisation', async () => {
    await register({ start: '2026-02-28T22:30:00Z', end: '2026-02-28T23:30:00Z' })
    await register({ start: '2026-03-02T11:00:00Z' })
    const strip = await org.read<{ days: { on: string; unplannedMs: number; outages: string[] }[]; total: object; availability: string; fromOn: string; toOn: string }>('outage.strip', { service: 'SVC-1' })
    expect(strip.days.length).toBe(365)
    expect(strip.days.filter(({ unplannedMs }) => unplannedMs > 0).map(({ on, unplannedMs, outages }) => [on, unplannedMs / 60_000, outages])).toEqual([['2026-02-28', 30, ['OUT-1']], ['2026-03-01', 30, ['OUT-1']], ['2026-03-02', 60, ['OUT-2']]])
    expect(strip).toMatchObject({ fromOn: '2025-03-03', toOn: '2026-03-02', availability: '99.977', total: { ms: 7_200_000, count: 2, longestMs: 3_600_000, openNow: true } })
  })
})

describe('the calendar of planned work', () => {
  it('shows what is ahead with collisions on services that depend on each other, and freezes', async () => {
    await register({ start: '2026-03-10T20:00:00Z', end: '2026-03-10T22:00:00Z', planned: true, title: 'New disks' })
    await register({ start: '2026-03-10T21:00:00Z', end: '2026-03-10T23:00:00Z', planned: true, service: 'SVC-2', title: 'New portal' })
    const freeze = await org.act<{ id: string }>('freeze.declare', { title: 'Quarter-end', from: '2026-03-10T22:30:00Z', to: '2026-04-02T00:00:00Z' })
    const view = await org.read<CalendarView>('outage.calendar', { from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z' })
    expect(view.work.map(({ key, title, standing }) => [key, title, standing])).toEqual([['OUT-1', 'New disks', 'planned'], ['OUT-2', 'New portal', 'planned']])
    expect(view.collisions).toEqual([{ one: 'OUT-1', other: 'OUT-2', why: 'depends on it', from: '2026-03-10T21:00:00.000Z', to: '2026-03-10T22:00:00.000Z' }])
    expect(view.frozen).toEqual([{ work: 'OUT-2', freeze: freeze.id }])
    await org.act('freeze.lift', { freeze: freeze.id, revision: 1, reason: 'Done early.' })
    expect((await org.read<CalendarView>('outage.calendar', { from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z' })).freezes).toEqual([])
    const again = await org.act<{ id: string }>('freeze.declare', { title: 'Again', from: '2026-03-10T22:30:00Z', to: '2026-04-02T00:00:00Z' })
    const asOf = world.clock.now.toISOString().slice(0, 10)
    world.pass(1)
    await org.act('freeze.lift', { freeze: again.id, revision: 1, reason: 'Done early.' })
    expect((await org.read<CalendarView>('outage.calendar', { from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z', asOf })).freezes).toMatchObject([{ title: 'Again' }])
  })
})
