import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld } from '../../../test/support/world.ts'
import type { World } from '../../../test/support/world.ts'
import { readCalendar } from './feed.queries.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

const secretOf = (path: string) => path.slice('/calendar/'.length, -'.ics'.length)

describe('the calendar address of the whole organisation', () => {
  it('ends when the administrator who made it leaves, and others keep theirs', async () => {
    const org = await world.found()
    const bo = await org.hire('Bo Lind')
    await org.act('person.grant', { person: bo.id, right: 'administrator' })
    const [his, hers] = await Promise.all([bo.caller, org.founder].map((caller) => org.act<{ path: string }>('feed.create', { of: 'organisation' }, caller)))
    const read = (feed: { path: string } | undefined) => readCalendar(world.runtime, secretOf(feed!.path), 'http://localhost:4600')
    expect(await read(his)).toContain('BEGIN:VCALENDAR')
    await org.act('person.leave', { person: bo.id, toOn: '2026-03-04' })
    expect(await read(his)).toContain('BEGIN:VCALENDAR')
    expect((await org.read<{ rows: unknown[] }>('feed.list')).rows).toHaveLength(2)
    world.pass(3)
    await expect(read(his)).rejects.toThrow('There is no calendar at this address.')
    expect(await read(hers)).toContain('BEGIN:VCALENDAR')
    expect((await org.read<{ rows: unknown[] }>('feed.list')).rows).toHaveLength(1)
    await org.act('person.erase', { person: bo.id, reason: 'He asked for it.' })
    await expect(read(his)).rejects.toThrow('There is no calendar at this address.')
  })
})
