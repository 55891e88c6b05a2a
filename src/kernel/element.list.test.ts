import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld } from '../../test/support/world.ts'
import type { World } from '../../test/support/world.ts'
import { sortNames } from '../shared/element.contract.ts'

type Row = { id: string; key: string; title: string; status: string; version: number; changedAt: string; accountable: { key: string } | null; coming: { on: string; status: string } | null; facts: { value: string }[] }
type Page = { rows: Row[]; next: string | null }
type Org = Awaited<ReturnType<World['found']>>

let world: World
let org: Org
let yesterday: string

beforeAll(async () => {
  world = await makeWorld()
  org = await world.found('Fjordvik')
  const titles = ['Backup', 'Åpen post', 'Apples 10', 'Apples 9', 'backup', 'In/out', 'Zebra']
  for (const [i, title] of titles.entries()) await (i % 2 === 0 ? org.enact('service', { title, body: {} }) : org.act('service.draft', { title, body: {} }))
  yesterday = world.clock.now.toISOString().slice(0, 10)
  world.pass(2)
  const { key, revision } = await org.enact('service', { title: 'Closed', body: {} })
  await org.act('service.retire', { element: key, revision, reason: 'Gone' })
})
afterAll(() => world.close())

const list = (input: Record<string, unknown>) => org.read<Page>('service.list', { limit: 200, ...input })

async function inPages(input: Record<string, unknown>): Promise<Row[]> {
  const rows: Row[] = []
  for (let after: string | null | undefined; after !== null; ) {
    const page: Page = await list({ ...input, limit: 2, ...(after ? { after } : {}) })
    expect(page.rows.length).toBeLessThanOrEqual(2)
    rows.push(...page.rows)
    after = page.next
  }
  return rows
}

const cases = sortNames.flatMap((sort) => ['asc', 'desc'].flatMap((direction) => [{}, { status: 'any' }, { status: 'in force' }, { text: 'a' }, { accountable: 'ROL-1' }].map((filter) => ({ sort, direction, ...filter }))))

describe('a list', () => {
  it.each(cases)('read by pages is the list read at once: %j', async (input) => {
    expect(await inPages(input)).toEqual((await list(input)).rows)
    const past = { ...input, asOf: yesterday }
    expect(await inPages(past)).toEqual((await list(past)).rows)
  })

  it('is in the order that was asked for, both ways, and without the retired unless they are asked for', async () => {
    const titles = async (input: Record<string, unknown>) => (await list(input)).rows.map((row) => row.title)
    expect((await titles({ sort: 'title' })).map((title) => title.toLowerCase())).toEqual(['åpen post', 'apples 9', 'apples 10', 'backup', 'backup', 'in/out', 'zebra'])
    expect((await list({ sort: 'status', status: 'any' })).rows.map((row) => row.status)).toEqual(['draft', 'draft', 'draft', 'in force', 'in force', 'in force', 'in force', 'retired'])
    // Within a status by title.
    expect(await titles({ sort: 'status', status: 'in force' })).toEqual(['Apples 10', 'Backup', 'backup', 'Zebra'])
    for (const sort of sortNames) expect((await list({ sort, direction: 'desc' })).rows.map((row) => row.id)).toEqual((await list({ sort })).rows.map((row) => row.id).toReversed())
  })

  it('refuses a place that is none, whatever it is sorted by', async () => {
    for (const sort of sortNames) {
      for (const after of ['nonsense', Buffer.from(JSON.stringify(['\u0000', org.organisationId])).toString('base64url'), Buffer.from(JSON.stringify([7, 'x'])).toString('base64url')]) {
        await expect(list({ sort, after })).rejects.toMatchObject({ type: 'invalid' })
      }
    }
    const { next } = await list({ sort: 'title', limit: 1 })
    for (const sort of ['key', 'status', 'changed']) await expect(list({ sort, after: next })).rejects.toMatchObject({ type: 'invalid' })
  })
})

describe('what waits for its day', () => {
  let waiting: Org
  const ofDay = (days: number) => new Date(world.clock.now.getTime() + days * 86_400_000).toISOString().slice(0, 10)
  const shown = async (input: Record<string, unknown> = {}) => (await waiting.read<Page>('unit.list', { limit: 200, ...input })).rows.map(({ key, title, status, version, coming }) => [key, title, status, version, coming?.on ?? null])
  beforeAll(async () => {
    waiting = await world.found('Waiting')
    for (const title of ['Mast', 'Keel']) await waiting.enact('unit', { title, body: { description: `The ${title}.` } })
    const later = await waiting.act('unit.draft', { element: 'UNT-1', title: 'Anchor', effectiveOn: ofDay(20), body: { description: 'An anchor.' } })
    await waiting.act('unit.approve', { element: 'UNT-1', revision: later.revision })
    await waiting.enact('unit', { title: 'Boom', effectiveOn: ofDay(10), body: { description: 'A boom.' } })
  })

  it('is listed as it is in force today, or as a draft, with the day on which it changes', async () => {
    const [anchor, boom] = [ofDay(20), ofDay(10)]
    expect(await shown()).toEqual([['UNT-3', 'Boom', 'draft', 0, boom], ['UNT-2', 'Keel', 'in force', 1, null], ['UNT-1', 'Mast', 'in force', 1, anchor]])
    expect(await shown({ text: 'mast' })).toEqual([['UNT-1', 'Mast', 'in force', 1, anchor]])
    expect(await shown({ text: 'anchor' })).toEqual([])
    expect((await shown({ status: 'in force' })).map(([key]) => key)).toEqual(['UNT-2', 'UNT-1'])
    expect((await shown({ status: 'draft' })).map(([key]) => key)).toEqual(['UNT-3'])
  })

  it('is shown on its page as it will read, where nothing holds before', async () => {
    expect(await waiting.read('unit.get', { element: 'UNT-3' })).toMatchObject({ title: 'Boom', status: 'draft', version: 0, body: { description: 'A boom.' }, coming: { on: ofDay(10), status: 'in force' } })
    expect(await waiting.read('unit.get', { element: 'UNT-1' })).toMatchObject({ title: 'Mast', status: 'in force', version: 1, coming: { on: ofDay(20) } })
    expect(await waiting.read('unit.get', { element: 'UNT-2' })).toMatchObject({ coming: null })
  })

  it.each(sortNames)('is read by pages in the same order, by %s', async (sort) => {
    const rows: Row[] = []
    for (let after: string | null | undefined; after !== null; ) {
      const page: Page = await waiting.read<Page>('unit.list', { sort, limit: 1, ...(after ? { after } : {}) })
      rows.push(...page.rows)
      after = page.next
    }
    expect(rows).toEqual((await waiting.read<Page>('unit.list', { sort, limit: 200 })).rows)
    expect(rows).toHaveLength(3)
  })

  it('is listed as it reads from that day on, without another word', async () => {
    world.pass(11)
    expect(await shown()).toEqual([['UNT-3', 'Boom', 'in force', 1, null], ['UNT-2', 'Keel', 'in force', 1, null], ['UNT-1', 'Mast', 'in force', 1, ofDay(9)]])
    world.pass(10)
    expect(await shown()).toEqual([['UNT-1', 'Anchor', 'in force', 2, null], ['UNT-3', 'Boom', 'in force', 1, null], ['UNT-2', 'Keel', 'in force', 1, null]])
  })
})
