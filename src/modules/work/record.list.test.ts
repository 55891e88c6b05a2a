import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDesk } from '../../../test/support/desk.ts'
import type { Receipt } from '../../../test/support/desk.ts'
import { makeWorld } from '../../../test/support/world.ts'
import type { World } from '../../../test/support/world.ts'
import type { RecordRow } from './record.contract.ts'

let world: World
let org: Awaited<ReturnType<World['found']>>
let desk: Awaited<ReturnType<typeof openDesk>>
type Page = { rows: RecordRow[]; next: string | null }

const levels = ['Low', 'Medium', 'High']

beforeAll(async () => {
  world = await makeWorld()
  org = await world.found()
  desk = await openDesk(org)
  const service = await org.enact('service', { title: 'Mail', body: { description: 'Mail.', criticality: 1 } })
  for (let at = 0; at < 23; at++) {
    const raised = await org.act<Receipt>('record.create', { routine: desk.routine.key, title: `Fault ${at} in mail`, fields: { impact: levels[at % 3], urgency: levels[at % 2] }, ...(at % 2 === 0 ? { service: service.key } : {}) })
    if (at % 3 === 0) await org.act('record.assign', { record: raised.key, revision: 1, person: desk.dora.id })
    if (at % 5 === 0) {
      const taken = await org.act<Receipt>('record.advance', { record: raised.key, revision: at % 3 === 0 ? 2 : 1, transition: 'take' })
      const resolved = await org.act<Receipt>('record.advance', { record: raised.key, revision: taken.revision, transition: 'resolve', fields: { cause: 'Disk' } })
      await org.act('record.close', { record: raised.key, revision: resolved.revision, outcome: 'solved' })
    }
    world.clock.now = new Date(world.clock.now.getTime() + 60_000)
  }
})
afterAll(() => world.close())

async function pages(query: object): Promise<RecordRow[]> {
  const rows: RecordRow[] = []
  for (let after: string | undefined; ; ) {
    const page: Page = await org.read<Page>('record.list', { ...query, limit: 4, ...(after ? { after } : {}) })
    rows.push(...page.rows)
    if (page.next === null) return rows
    after = page.next
  }
}

describe('lists of records', () => {
  it('come page by page in every order, whole and without a row twice', async () => {
    const number = (row: RecordRow) => Number(row.key.slice(4))
    const orders: Record<string, (row: RecordRow) => string | number> = { number, changed: (row) => row.changedAt, due: (row) => row.dueAt ?? '9', priority: (row) => Number(row.priority) }
    for (const standing of ['open', 'closed', 'any']) {
      for (const [sort, of] of Object.entries(orders)) {
        if (standing !== 'open' && (sort === 'due' || sort === 'priority')) continue
        for (const direction of ['asc', 'desc']) {
          for (const routine of [undefined, desk.routine.key]) {
            const rows = await pages({ standing, sort, direction, ...(routine ? { routine } : {}) })
            expect(rows).toHaveLength({ open: 18, closed: 5, any: 23 }[standing]!)
            expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length)
            const values = rows.map(of)
            expect(values).toEqual(values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0) * (direction === 'asc' ? 1 : -1)))
          }
        }
      }
    }
  })

  it('are narrowed by whatever is asked, and by words through the search', async () => {
    const count = async (query: object) => (await pages({ standing: 'any', ...query })).length
    expect(await count({ service: 'SVC-1' })).toBe(12)
    expect(await count({ assignee: desk.dora.id })).toBe(8)
    expect(await count({ assignee: 'none' })).toBe(15)
    expect(await count({ requester: 'me' })).toBe(23)
    expect(await count({ role: desk.role.key })).toBe(23)
    expect(await count({ state: 'resolved' })).toBe(5)
    expect(await count({ text: 'fault 7' })).toBe(1)
    expect(await count({ text: 'INC-3' })).toBe(1)
    expect(await count({ text: 'mai fau' })).toBe(23)
    expect(await count({ routine: 'RTN-99' })).toBe(0)
    expect((await org.read<Page>('record.list', { overdue: 'true' })).rows).toHaveLength(0)
  })

  it('refuse an order that no index holds, and who is nobody', async () => {
    await expect(org.read('record.list', { standing: 'closed', sort: 'due' })).rejects.toThrow('Only open records are listed by due')
    await expect(org.read('record.list', { assignee: 'Ada' })).rejects.toThrow('Give an id of a person, or me.')
    await expect(org.read('record.list', { after: 'x' })).rejects.toThrow('This is not a place in the list.')
  })

  it('are counted by what is kept, and are columns on a board', async () => {
    const { routines } = await org.read<{ routines: { prefix: string; open: number; states: { state: string; open: number }[] }[] }>('record.counts')
    expect(routines).toMatchObject([{ prefix: 'INC', open: 18, states: [{ state: 'new', open: 18 }, { state: 'working', open: 0 }, { state: 'waiting', open: 0 }, { state: 'deciding', open: 0 }, { state: 'resolved', open: 0 }] }])
    const board = await org.read<{ columns: { state: string; open: number; rows: RecordRow[]; next: string | null }[] }>('record.board', { routine: desk.routine.key, limit: 5 })
    expect(board.columns.map(({ state, open, rows }) => [state, open, rows.length])).toEqual([['new', 18, 5], ['working', 0, 0], ['waiting', 0, 0], ['deciding', 0, 0], ['resolved', 0, 0]])
    expect(board.columns[0]!.next).not.toBeNull()
  })

  it('are found by search: keys first, then words, the newest first', async () => {
    const find = async (text: string) => (await org.read<{ results: { kind: string; key: string }[] }>('search', { text })).results.map(({ kind, key }) => `${kind} ${key}`)
    expect(await find('INC-2')).toEqual(['record INC-2', 'record INC-20', 'record INC-21', 'record INC-22', 'record INC-23'])
    expect(await find('inc 7')).toEqual(['record INC-7'])
    expect((await find('7'))[0]).toBe('record INC-7')
    expect((await find('mail')).slice(0, 2)).toEqual(['service SVC-1', 'record INC-23'])
    expect(await find('fault 11')).toEqual(['record INC-12'])
  })

  it('show what is mine, what waits for a role of mine, and what waits for my approval', async () => {
    const mine = await org.read<{ mine: RecordRow[]; roles: RecordRow[]; approvals: { approval: string; key: string }[]; open: number }>('record.mine', {}, desk.dora.caller)
    expect([mine.mine.length, mine.roles.length, mine.approvals.length]).toEqual([6, 12, 0])
    const taken = await org.act<Receipt>('record.advance', { record: 'INC-2', revision: 1, transition: 'take' })
    await org.act('record.advance', { record: 'INC-2', revision: taken.revision, transition: 'ask' })
    expect((await org.read<typeof mine>('record.mine', {}, desk.dora.caller)).approvals).toMatchObject([{ key: 'INC-2', approval: 'Go ahead' }])
    expect((await org.read<typeof mine>('record.mine')).approvals).toEqual([])
  })
})
