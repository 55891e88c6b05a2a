import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDesk } from '../../../test/support/desk.ts'
import type { Receipt } from '../../../test/support/desk.ts'
import { makeWorld } from '../../../test/support/world.ts'
import type { World } from '../../../test/support/world.ts'
import type { RecordView } from './record.contract.ts'

let world: World
let org: Awaited<ReturnType<World['found']>>
let desk: Awaited<ReturnType<typeof openDesk>>

beforeAll(async () => void (world = await makeWorld()))
afterAll(() => world.close())
beforeEach(async () => {
  org = await world.found()
  desk = await openDesk(org)
})

const raise = (more: object = {}) => org.act<Receipt>('record.create', { routine: desk.routine.key, title: 'Mail is down', fields: { impact: 'High', urgency: 'High', what: 'Nobody gets mail' }, ...more })

describe('a record', () => {
  it('is raised in the first step with a number, a priority from the grid and its clocks running', async () => {
    const raised = await raise()
    expect(raised).toMatchObject({ key: 'INC-1', revision: 1, state: 'new', open: true })
    const view = await org.read<RecordView>('record.get', { record: 'INC-1' })
    expect(view).toMatchObject({ key: 'INC-1', title: 'Mail is down', priority: '1', priorityBy: 'grid', state: { id: 'new', name: 'New' }, assignee: { role: { key: desk.role.key } } })
    expect(view.clocks.map((each) => [each.clock, each.dueAt])).toEqual([['respond', '2026-03-02T10:00:00.000Z'], ['resolve', '2026-03-02T13:00:00.000Z']])
    expect(view.ways.map((way) => [way.id, way.closed, way.allowed])).toEqual([['take', '', true]])
    expect((await raise()).key).toBe('INC-2')
  })

  it('goes through its steps, is closed with an outcome and listed so', async () => {
    const raised = await raise()
    const taken = await org.act<Receipt>('record.advance', { record: raised.key, revision: 1, transition: 'take' }, desk.dora.caller)
    expect(taken).toMatchObject({ revision: 2, state: 'working' })
    await expect(org.act('record.advance', { record: raised.key, revision: 2, transition: 'resolve' }, desk.dora.caller)).resolves.toMatchObject({ state: 'resolved' })
    await expect(org.act('record.close', { record: raised.key, revision: 3, outcome: 'solved' }, desk.dora.caller)).rejects.toThrow('Fill in "Cause".')
    expect(await org.act<Receipt>('record.close', { record: raised.key, revision: 3, outcome: 'solved', fields: { cause: 'Disk full' } }, desk.dora.caller)).toMatchObject({ open: false, revision: 4 })
    const list = async (standing: string) => (await org.read<{ rows: { key: string; outcome: string }[] }>('record.list', { standing })).rows.map(({ key, outcome }) => [key, outcome])
    expect(await list('closed')).toEqual([['INC-1', 'solved']])
    expect(await list('open')).toEqual([])
    const { entries } = await org.read<{ entries: { type: string; text: string; changes: object[] }[] }>('record.timeline', { record: 'INC-1' })
    expect(entries.map(({ type, text }) => [type, text])).toEqual([['create', 'Raised in "New".'], ['advance', 'Take it: New → In work.'], ['advance', 'Resolve: In work → Resolved.'], ['close', 'Closed.']])
    expect(entries[3]!.changes).toContainEqual({ label: 'Cause', before: '', after: 'Disk full' })
  })

  it('says who changed it what meanwhile to whoever comes second', async () => {
    const raised = await raise()
    await org.act('record.advance', { record: raised.key, revision: 1, transition: 'take' }, desk.dora.caller)
    await expect(org.act('record.advance', { record: raised.key, revision: 1, transition: 'take' })).rejects.toThrow('Dora Desk took a step meanwhile, at 09:00 UTC; INC-1 is now in "working" (revision 2, you had 1). Load it again and repeat your change.')
  })
})
