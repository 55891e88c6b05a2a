import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDesk } from '../../../test/support/desk.ts'
import type { Receipt } from '../../../test/support/desk.ts'
import { makeWorld } from '../../../test/support/world.ts'
import type { World } from '../../../test/support/world.ts'
import { fireClocks } from './record.jobs.ts'

const fault = { left: Infinity }
let world: World
let org: Awaited<ReturnType<World['found']>>
let desk: Awaited<ReturnType<typeof openDesk>>

beforeAll(async () => void (world = await makeWorld({ onStatement: () => {
  if (fault.left-- <= 0) throw new Error('The node is gone.')
} })))
afterAll(() => world.close())
beforeEach(async () => {
  fault.left = Infinity
  org = await world.found()
  desk = await openDesk(org)
  for (let at = 0; at < 5; at++) await org.act<Receipt>('record.create', { routine: desk.routine.key, title: `Mail is down ${at}`, fields: { impact: 'High', urgency: 'High' } })
})

const hours = (count: number) => void (world.clock.now = new Date(world.clock.now.getTime() + count * 3_600_000))
const fired = async () => Number((await world.database.sql`select count(*) as n from record_events where organisation_id = ${org.organisationId} and type = 'fire'`)[0]!.n)
const inbox = async () => (await org.read<{ items: { kind: string; reason: string; about: { key: string } }[] }>('inbox.list', {}, desk.dora.caller)).items.filter((each) => each.kind === 'record')

describe('what time sets off', () => {
  it('happens when it is due, once, and is told to whoever has the work', async () => {
    expect(await fireClocks(world.runtime, org.organisationId)).toBe(0)
    hours(0.6)
    expect(await fireClocks(world.runtime, org.organisationId)).toBe(5)
    expect(await fireClocks(world.runtime, org.organisationId)).toBe(0)
    expect((await inbox()).map(({ reason }) => reason)).toEqual(Array.from({ length: 5 }, () => 'Half of the time to respond is gone'))
    hours(1)
    expect(await fireClocks(world.runtime, org.organisationId)).toBe(5)
    expect(await fired()).toBe(10)
    const { entries } = await org.read<{ entries: { type: string; text: string; actorName: string }[] }>('record.timeline', { record: 'INC-1' })
    expect(entries.slice(1).map(({ text, actorName }) => [text, actorName])).toEqual([['Response: Half of the time to respond is gone', 'A clock'], ['Response: Nobody responded', 'A clock']])
  })

  it('happens once although two nodes look at the same moment', async () => {
    hours(2)
    await Promise.all([fireClocks(world.runtime, org.organisationId), fireClocks(world.runtime, org.organisationId), fireClocks(world.runtime, org.organisationId)])
    expect(await fired()).toBe(10)
    expect(await inbox()).toHaveLength(10)
    const entries = await world.database.sql`select 1 from ledger_entries where organisation_id = ${org.organisationId} and verb = 'record.fire'`
    expect(entries).toHaveLength(5)
  })

  it('is made up for by the next node where one is stopped in the middle', async () => {
    hours(2)
    fault.left = 14
    await fireClocks(world.runtime, org.organisationId).catch(() => {})
    fault.left = Infinity
    expect(await fired()).toBeLessThan(10)
    await fireClocks(world.runtime, org.organisationId)
    expect(await fired()).toBe(10)
  })
})

describe('what was wrong', () => {
  it('is refused with a sentence, and changes nothing', async () => {
    const on = { record: 'INC-1', revision: 1 }
    const refused: [string, object, RegExp][] = [
      ['record.advance', { ...on, transition: 'fly' }, /No way fly leads out of "New"; choose take/], ['record.advance', { record: 'INC-99', revision: 1, transition: 'take' }, /There is no record INC-99 here/],
      ['record.advance', { record: 'INC-1', transition: 'take' }, /revision/], ['record.advance', { ...on, revision: 9, transition: 'take' }, /has revision 1, and 9 was given/],
      ['record.fill', { ...on, fields: { colour: 'red' } }, /There is no field colour in this form/], ['record.fill', { ...on, fields: { impact: 'Huge' } }, /impact/], ['record.fill', { ...on, fields: { impact: 3 } }, /impact/],
      ['record.fill', { ...on, fields: { affected: 'SVC-77' } }, /There is no service SVC-77 here/], ['record.fill', { ...on, service: 'SVC-77' }, /service: There is no service SVC-77 here/], ['record.fill', { ...on, fields: { told_by: org.organisationId } }, /There is no such person here/],
      ['record.prioritise', { ...on, priority: '9', reason: 'So.' }, /There is no priority 9/], ['record.close', { ...on, outcome: 'solved' }, /is no end of the routine/], ['record.assign', { ...on, role: 'ROL-99' }, /There is no role ROL-99 in force here/],
      ['record.create', { routine: 'RTN-9', title: 'X' }, /There is no routine RTN-9 in force here/], ['record.create', { routine: desk.routine.key, title: ' ' }, /Give a title/], ['record.comment', { record: 'INC-1', text: 'Hi', mentions: [org.organisationId] }, /There is no such person here/],
      ['record.link', { record: 'INC-1', type: 'part of', to: 'INC-1' }, /cannot be linked to itself/], ['record.merge', { ...on, into: 'INC-1', reason: 'X' }, /cannot be merged into itself/],
    ]
    const before = await world.database.sql`select count(*) as n from record_events`
    for (const [name, input, said] of refused) await expect(org.act(name, input), name).rejects.toThrow(said)
    expect(await world.database.sql`select count(*) as n from record_events`).toEqual(before)
  })

  it('of two who take the same step at once, one does and the other is told who', async () => {
    const both = await Promise.allSettled([org.act('record.advance', { record: 'INC-1', revision: 1, transition: 'take' }), org.act('record.advance', { record: 'INC-1', revision: 1, transition: 'take' }, desk.dora.caller)])
    expect(both.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected'])
    const refused = both.find((each) => each.status === 'rejected')
    expect(String(refused?.reason)).toMatch(/(Ada Berg|Dora Desk) took a step meanwhile, at \d\d:\d\d UTC; INC-1 is now in "working"/)
  })

  it('a routine operates, and a role has acted, once a record moved', async () => {
    type View = { signs: { sign: string; state: string; reason: string }[] }
    const operating = async (kind: string, key: string) => (await org.read<View>(`${kind}.get`, { element: key })).signs.find((each) => each.sign === 'operating')
    const today = world.clock.now.toISOString().slice(0, 10)
    expect(await operating('routine', desk.routine.key)).toMatchObject({ state: 'yes', reason: `A record moved on ${today}.` })
    expect(await operating('role', desk.role.key)).toMatchObject({ state: 'unknown' })
    await org.act('organisation.goLive', { singleHanded: 'Ada Berg', accept: 'Ada Berg' }).catch(() => undefined)
    await org.act('record.advance', { record: 'INC-1', revision: 1, transition: 'take' }, desk.dora.caller)
    expect(await operating('role', desk.role.key)).toMatchObject({ state: 'yes', reason: `Acted last on ${today}.` })
    world.pass(400)
    expect(await operating('routine', desk.routine.key)).toMatchObject({ state: 'no' })
  })
})
