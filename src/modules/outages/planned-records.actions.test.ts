import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDesk } from '../../../test/support/desk.ts'
import type { Receipt } from '../../../test/support/desk.ts'
import { makeWorld } from '../../../test/support/world.ts'
import type { World } from '../../../test/support/world.ts'
import { verifyLedger } from '../../kernel/ledger.verify.ts'
import type { RecordView } from '../work/record.contract.ts'
import type { CalendarView, MeetingsView } from './outage.contract.ts'

let world: World
let org: Awaited<ReturnType<World['found']>>

const instant = (id: string) => ({ id, label: id, type: 'instant', choices: [], elementKind: '', hint: '' })
const body = (role: string) => {
  const step = (id: string, more: object = {}) => ({ id, name: id, process: 'change', role, rasci: { accountable: '', supporting: [], consulted: [], informed: [] }, required: [], ...more })
  return {
    trigger: 'A new tenant.', purpose: 'Rooms are rebuilt in peace.', recordNoun: 'rebuilding', recordPrefix: 'BLD', raisedBy: 'anybody', fields: [instant('begin'), instant('finish'), { ...instant('urgent'), type: 'yes or no' }],
    steps: [step('plan', { exit: [{ text: 'Outside every freeze, or urgent', when: 'record.frozen == 0 || fields.urgent' }, { text: 'Nothing else is planned', when: 'record.collisions == 0' }] }), step('built', { end: true })],
    transitions: [{ id: 'build', from: 'plan', to: 'built', name: 'Build' }], outcomes: [{ id: 'done', name: 'Done', result: 'successful' }, { id: 'dropped', name: 'Dropped', result: 'not carried out' }],
    window: { from: 'begin', to: 'finish' }, grids: [], clocks: [], priorities: [],
  }
}

beforeAll(async () => void (world = await makeWorld({ at: '2026-03-02T12:00:00.000Z' })))
afterAll(() => world.close())
beforeEach(async () => {
  world.clock.now = new Date('2026-03-02T12:00:00.000Z')
  org = await world.found()
  const { role } = await openDesk(org)
  await org.act('holder.appoint', { role: role.key, person: org.founder.type === 'person' ? org.founder.personId : '' })
  await org.enact('service', { title: 'Mail' })
  await org.enact('service', { title: 'Portal', links: [{ type: 'dependsOn', to: 'SVC-1' }] })
  await org.enact('routine', { title: 'Rebuilding', body: body(role.key) })
})

const raise = (begin: string, finish: string, more: object = {}) => org.act<Receipt>('record.create', { routine: 'RTN-2', title: 'New walls', service: 'SVC-1', fields: { begin, finish }, ...more })
const outage = (start: string, end: string, more: object = {}) => org.act<{ key: string }>('outage.register', { service: 'SVC-2', start, end, planned: true, title: 'New portal', ...more })
const month = () => org.read<CalendarView>('outage.calendar', { from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z' })
const meetings = (more: object = {}) => org.read<MeetingsView>('outage.meetings', { service: 'SVC-1', from: '2026-03-10T20:00:00Z', to: '2026-03-10T22:00:00Z', ...more })
const exitsOf = async (key: string) => (await org.read<RecordView>('record.get', { record: key })).exit.map(({ holds }) => holds)

describe('a record with a planned window', () => {
  it('stands in the calendar with what it collides with, moves with its fields and leaves when it is dropped', async () => {
    const { key } = await raise('2026-03-10T20:00:00Z', '2026-03-10T22:00:00Z')
    await outage('2026-03-10T21:00:00Z', '2026-03-10T23:00:00Z')
    const view = await month()
    expect(view.work.map((each) => [each.key, each.title, each.service.title, each.record])).toEqual([[key, 'New walls', 'Mail', true], ['OUT-1', 'New portal', 'Portal', false]])
    expect(view.collisions).toMatchObject([{ one: key, other: 'OUT-1', why: 'depends on it' }])
    await org.act('record.fill', { record: key, revision: 1, fields: { begin: '2026-03-11T20:00:00Z', finish: '2026-03-11T21:00:00Z' } })
    expect((await month()).collisions).toEqual([])
    expect((await month()).work.map((each) => [each.key, each.from])).toEqual([['OUT-1', '2026-03-10T21:00:00.000Z'], [key, '2026-03-11T20:00:00.000Z']])
    await org.act('record.advance', { record: key, revision: 2, transition: 'build' })
    await org.act('record.close', { record: key, revision: 3, outcome: 'dropped' })
    expect((await month()).work.map((each) => each.key)).toEqual(['OUT-1'])
    expect((await verifyLedger(world.database.sql, org.organisationId, world.key.publicKey)).faults).toEqual([])
  })

  it('is found by a span far after its beginning where it lasts for months, and not where its ends are the wrong way round', async () => {
    const { key } = await raise('2026-01-05T08:00:00Z', '2026-06-01T08:00:00Z')
    await raise('2026-03-12T08:00:00Z', '2026-03-11T08:00:00Z')
    expect((await month()).work.map((each) => each.key)).toEqual([key])
    expect((await meetings()).collisions.map((each) => each.key)).toEqual([key])
  })

  it('meets other work and freezes, not itself and not the outage that was announced for it', async () => {
    const { key } = await raise('2026-03-10T20:00:00Z', '2026-03-10T22:00:00Z')
    await outage('2026-03-10T20:00:00Z', '2026-03-10T21:00:00Z', { record: key })
    expect((await month()).collisions).toEqual([])
    expect(await meetings({ record: key })).toEqual({ collisions: [], freezes: [], cut: false })
    await outage('2026-03-10T21:30:00Z', '2026-03-10T23:00:00Z')
    await org.act('freeze.declare', { title: 'Year end', from: '2026-03-10T21:00:00Z', to: '2026-03-12T00:00:00Z' })
    const met = await meetings({ record: key })
    expect(met.collisions.map((each) => [each.key, each.title, each.service.key, each.why, each.record])).toEqual([['OUT-2', 'New portal', 'SVC-2', 'depends on it', false]])
    expect(met.freezes.map((each) => each.title)).toEqual(['Year end'])
  })

  it('cannot leave a step that demands a free window, until it is moved in the same step', async () => {
    const { key } = await raise('2026-03-10T20:00:00Z', '2026-03-10T22:00:00Z')
    expect(await exitsOf(key)).toEqual([true, true])
    await outage('2026-03-10T21:30:00Z', '2026-03-10T23:00:00Z')
    await org.act('freeze.declare', { title: 'Year end', from: '2026-03-10T21:00:00Z', to: '2026-03-12T00:00:00Z' })
    expect(await exitsOf(key)).toEqual([false, false])
    await expect(org.act('record.advance', { record: key, revision: 1, transition: 'build' })).rejects.toThrow('Outside every freeze, or urgent')
    await expect(org.act('record.advance', { record: key, revision: 1, transition: 'build', fields: { urgent: true } })).rejects.toThrow('Nothing else is planned')
    await expect(org.act('record.advance', { record: key, revision: 1, transition: 'build', fields: { begin: '2026-03-10T19:00:00Z', finish: '2026-03-10T20:30:00Z' } })).resolves.toMatchObject({ state: 'built' })
  })

  it('comes from a file with its window, and moves when the file says so', async () => {
    const mapping = 'kind: record\nroutine: Rebuilding\nsystem: house\ntimeZone: UTC\nkey: number\nfields:\n  title: what\n  service: service\n  opened: opened\n  begin: begin\n  finish: finish\n'
    const send = (begin: string, finish: string) => org.act('record.import', { file: { name: 'house.csv', text: `number,what,service,opened,begin,finish\nH-1,New roof,Mail,2026-02-01 08:00,${begin},${finish}\n` }, mapping })
    await send('2026-03-10 08:00', '2026-03-10 18:00')
    expect((await month()).work.map((each) => [each.title, each.from, each.to])).toEqual([['New roof', '2026-03-10T08:00:00.000Z', '2026-03-10T18:00:00.000Z']])
    await send('2026-03-12 08:00', '2026-03-12 18:00')
    expect((await month()).work.map((each) => [each.title, each.from])).toEqual([['New roof', '2026-03-12T08:00:00.000Z']])
    expect((await verifyLedger(world.database.sql, org.organisationId, world.key.publicKey)).faults).toEqual([])
  })
})
