import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDesk } from '../../../test/support/desk.ts'
import type { Receipt } from '../../../test/support/desk.ts'
import { makeWorld } from '../../../test/support/world.ts'
import type { World } from '../../../test/support/world.ts'
import type { RecordRow, RecordView, TimelineEntry } from './record.contract.ts'

let world: World
let org: Awaited<ReturnType<World['found']>>
let desk: Awaited<ReturnType<typeof openDesk>>
type Page = { rows: RecordRow[]; next: string | null; lookedTo: string | null }
type Board = { columns: { state: string; open: number; rows: RecordRow[] }[] }
type Day = { on: string; views: RecordView[]; entries: TimelineEntry[][]; lists: Record<string, string[]>; board: Board }

const days: Day[] = []
/** The same numbers at every run. */
let seed = 7
const chance = (most: number) => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  return Math.floor((seed / 2_147_483_648) * most)
}
const narrowings: Record<string, Record<string, string>> = {
  open: {}, closed: { standing: 'closed' }, any: { standing: 'any' }, routine: { routine: 'RTN-1' }, oldest: { direction: 'asc' }, everything: { standing: 'any', routine: 'RTN-1', direction: 'asc' }, working: { state: 'working' }, urgent: { priority: '1' },
  nobody: { assignee: 'none', standing: 'any' }, mine: { assignee: 'dora' }, late: { overdue: 'true' }, service: { service: 'SVC-1', standing: 'any' }, renamed: { text: 'renam', standing: 'any' }, none: { routine: 'RTN-9' },
}

async function all(query: Record<string, string>, asOf?: string): Promise<string[]> {
  const keys: string[] = []
  for (let after: string | undefined; ; ) {
    const page = await org.read<Page>('record.list', { ...query, ...(query['assignee'] === 'dora' ? { assignee: desk.dora.id } : {}), limit: 7, ...(after ? { after } : {}), ...(asOf ? { asOf } : {}) })
    keys.push(...page.rows.map((row) => `${row.key} ${row.state.id} ${row.title} ${row.assignee.person?.name ?? ''} ${row.changedAt}`))
    if (page.next === null) return keys
    after = page.next
  }
}

async function finish(key: string, revision: number): Promise<void> {
  await org.act('record.advance', { record: key, revision, transition: 'take' }).catch(() => undefined)
  const { revision: taken } = await org.read<RecordView>('record.get', { record: key })
  const resolved = await org.act<Receipt>('record.advance', { record: key, revision: taken, transition: 'resolve' })
  await org.act('record.close', { record: key, revision: resolved.revision, outcome: 'gone', fields: { cause: 'Rust' } })
}

async function deed(key: string, others: readonly string[]): Promise<void> {
  const { revision } = await org.read<RecordView>('record.get', { record: key })
  const on = { record: key, revision }
  const deeds: (() => Promise<unknown>)[] = [
    () => org.act('record.advance', { ...on, transition: ['take', 'wait', 'go_on', 'resolve', 'resolve', 'reopen'][chance(6)], reason: 'Because.' }),
    () => org.act('record.close', { ...on, outcome: 'solved', fields: { cause: `Cause ${chance(9)}` } }), () => finish(key, revision),
    () => org.act('record.fill', { ...on, title: `Renamed ${chance(9)}`, service: chance(2) ? 'SVC-1' : null }), () => org.act('record.assign', { ...on, person: chance(2) ? desk.dora.id : null }),
    () => org.act('record.prioritise', { ...on, priority: '1', reason: 'Because.' }), () => org.act('record.comment', { record: key, text: `Said ${chance(9)}.` }), () => org.act('record.watch', { record: key, watching: chance(2) === 0 }),
    () => org.act('record.link', { record: key, type: 'caused by', to: others[chance(others.length)] }), () => org.act('record.attach', { record: key, name: `log ${chance(99)}.txt`, base64: Buffer.from('Disk full').toString('base64') }),
  ]
  await deeds[chance(deeds.length)]!().catch(() => undefined)
}

beforeAll(async () => {
  world = await makeWorld()
  org = await world.found()
  desk = await openDesk(org)
  await org.enact('service', { title: 'Mail', body: { description: 'Mail.', criticality: 1 } })
  const keys: string[] = []
  for (let day = 0; day < 9; day++) {
    for (let at = 0; at < 3; at++) keys.push((await org.act<Receipt>('record.create', { routine: desk.routine.key, title: `Fault ${keys.length}`, fields: { impact: 'Low', urgency: 'Low' } })).key)
    for (let at = 0; at < 60; at++) {
      world.clock.now = new Date(world.clock.now.getTime() + 1000)
      await deed(keys[chance(keys.length)]!, keys)
    }
    const on = world.clock.now.toISOString().slice(0, 10)
    world.clock.now = new Date(`${on}T22:59:59.999Z`)
    const views = await Promise.all(keys.map((record) => org.read<RecordView>('record.get', { record })))
    const entries = await Promise.all(keys.map(async (record) => (await org.read<{ entries: TimelineEntry[] }>('record.timeline', { record })).entries))
    const lists: Day['lists'] = {}
    for (const [name, query] of Object.entries(narrowings)) lists[name] = await all(query)
    days.push({ on, views, entries, lists, board: await org.read<Board>('record.board', { routine: desk.routine.key }) })
    world.clock.now = new Date(Date.parse(`${on}T09:00:00Z`) + 86_400_000)
  }
}, 120_000)
afterAll(() => world.close())

describe('a past day', () => {
  it('shows each record as it was at its end: form, step, clocks, links, files, watchers and what had happened', async () => {
    const standing = ({ abilities: _, ways, approvals, closing, newerVersion: __, watching: ___, ...rest }: RecordView) => ({ ...rest, ways: ways.map((way) => way.id), approvals: approvals.map((each) => each.given), closing: closing.missing })
    for (const { on, views, entries } of days) {
      for (const [at, view] of views.entries()) {
        const then = await org.read<RecordView>('record.get', { record: view.key, asOf: on })
        expect(standing(then), `${view.key} on ${on}`).toEqual(standing(view))
        expect([then.abilities, then.ways.some((way) => way.allowed), then.closing.allowed]).toEqual([[], false, false])
        expect((await org.read<{ entries: TimelineEntry[] }>('record.timeline', { record: view.key, asOf: on })).entries).toEqual(entries[at])
      }
    }
  })

  it('lists what was open, closed or all, narrowed by what held then, page by page, as it was listed that day', async () => {
    for (const { on, lists } of days) {
      for (const [name, query] of Object.entries(narrowings)) {
        const then = await all(query, on)
        expect(then.toSorted(), `${name} on ${on}`).toEqual(lists[name]!.toSorted())
        const numbers = then.map((each) => Number(each.slice(4, each.indexOf(' '))))
        expect(numbers).toEqual(numbers.toSorted((a, b) => (query['direction'] === 'asc' ? a - b : b - a)))
      }
    }
    expect(days.at(-1)!.lists['closed']!.length).toBeGreaterThan(3)
    expect(days.at(-1)!.lists['late']!.length).toBeGreaterThan(3)
  })

  it('has its board, each step with what stood in it', async () => {
    const placed = (board: Board) => board.columns.map((column) => [column.state, column.open, column.rows.map((row) => row.key)])
    for (const { on, board } of days) expect(placed(await org.read<Board>('record.board', { routine: desk.routine.key, asOf: on }))).toEqual(placed(board))
  })

  it('says what it cannot answer, and that a record was not there yet', async () => {
    const on = days[0]!.on
    await expect(org.read('record.get', { record: 'INC-9', asOf: on })).rejects.toThrow(`INC-9 was not there yet on ${on}; it was opened on 2026-03-04.`)
    await expect(org.read('record.list', { sort: 'due', asOf: on })).rejects.toThrow('A past day is listed in the order in which records were opened')
    await expect(org.read('record.list', { watched: 'true', asOf: on })).rejects.toThrow('A past day is not narrowed by who watched what')
    expect((await org.read<Page>('record.list', { text: 'INC-2', standing: 'any', asOf: on })).rows.map((row) => row.key)).toEqual(['INC-2'])
    expect((await org.read<Page>('record.list', { text: 'INC-9', standing: 'any', asOf: on })).rows).toEqual([])
  })
})
