import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld } from '../../test/support/world.ts'
import type { World } from '../../test/support/world.ts'
import { sortNames } from '../shared/element.contract.ts'

type Row = { id: string; key: string; title: string; status: string; changedAt: string }
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
