import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld } from '../../../test/support/world.ts'
import type { Receipt, World } from '../../../test/support/world.ts'
import type { Brought, Thing } from './begin.contract.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

type Next = { started: boolean; service: { key: string; inScope: boolean } | null; things: Thing[] }
type Rows = { rows: Brought[]; looked: number }

describe('the first hour', () => {
  it('knows what the starter brought, and what was kept, renamed or struck out since', async () => {
    const org = await world.found()
    expect(await org.read<Rows>('begin.brought')).toEqual({ rows: [], looked: 0 })
    expect((await org.read<Next>('begin.next')).things.map((thing) => thing.id).slice(0, 2)).toEqual(['begin.purpose', 'begin.service'])
    await org.act('sms.start', { starter: 'just-enough' })
    world.clock.now = new Date(world.clock.now.getTime() + 60_000)
    const before = await org.read<Rows>('begin.brought')
    expect(before.looked).toBe(0)
    const row = (key: string, { rows }: Rows) => rows.find((each) => each.key === key)!
    expect(row('ROL-6', before)).toMatchObject({ block: 'roles', state: 'open', named: expect.stringMatching(/\d+ routines/) })
    await org.act('policy.review', { element: 'POL-1', revision: row('POL-1', before).revision })
    const view = await org.read<{ body: object }>('policy.get', { element: 'POL-2' })
    const drafted = await org.act('policy.draft', { element: 'POL-2', title: 'Changing', body: view.body })
    await org.act('policy.approve', { element: 'POL-2', revision: drafted.revision })
    await org.act('routine.retire', { element: 'RTN-13', revision: row('RTN-13', before).revision, reason: 'Not needed yet.' })
    const after = await org.read<Rows>('begin.brought')
    expect(['POL-1', 'POL-2', 'RTN-13', 'POL-3'].map((key) => row(key, after).state)).toEqual(['kept', 'changed', 'struck out', 'open'])
    expect(after.looked).toBe(3)
    expect(await org.read<Next>('begin.next')).toMatchObject({ started: true, things: expect.arrayContaining([expect.objectContaining({ id: 'yours' })]) })
  })
})

describe('what was struck out', () => {
  const policy = { title: 'Change', body: { theme: 'change', statement: 'Small.', principles: [{ text: 'One owner' }] } }

  it('comes back with its key and its content, as a new version', async () => {
    const org = await world.found()
    const { key, revision } = await org.enact('policy', policy)
    const struck = await org.act('policy.retire', { element: key, revision, reason: 'Struck out.' })
    expect(await org.act<Receipt>('element.restore', { element: key, revision: struck.revision })).toMatchObject({ key, status: 'in force', version: 3 })
    expect(await org.read('policy.get', { element: key })).toMatchObject({ title: 'Change', status: 'in force', body: { statement: 'Small.' } })
  })

  it('is not taken back twice, nor where it is in force, nor by an old revision', async () => {
    const org = await world.found()
    const { key, revision } = await org.enact('policy', policy)
    await expect(org.act('element.restore', { element: key, revision })).rejects.toThrow('POL-1 is in force; only what was retired can be taken back.')
    const struck = await org.act('policy.retire', { element: key, revision, reason: 'Struck out.' })
    await expect(org.act('element.restore', { element: key, revision })).rejects.toThrow(/was changed meanwhile/)
    const twice = await Promise.allSettled([1, 2].map(() => org.act('element.restore', { element: key, revision: struck.revision })))
    expect(twice.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('stays struck out after go-live', async () => {
    const org = await world.found()
    const { key, revision } = await org.enact('policy', policy)
    const struck = await org.act('policy.retire', { element: key, revision, reason: 'Struck out.' })
    await org.act('organisation.goLive', { singleHanded: 'Ada Berg' })
    await expect(org.act('element.restore', { element: key, revision: struck.revision })).rejects.toThrow(/is live; what was retired stays retired/)
  })
})
