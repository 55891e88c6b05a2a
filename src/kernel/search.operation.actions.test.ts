import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeWorld } from '../../test/support/world.ts'
import type { World } from '../../test/support/world.ts'

let world: World
let org: Awaited<ReturnType<World['found']>>

beforeAll(async () => {
  world = await makeWorld()
  org = await world.found()
  await org.enact('service', { title: 'Mail' })
  await org.act('outage.register', { service: 'SVC-1', start: '2026-03-02T08:00:00Z', note: 'No mail in Oslo\nSince eight' })
  for (const name of ['Mail server', 'Core switch']) await org.act('item.add', { name })
  await org.act('item.sample', { size: 1, seed: '2026-Q1' })
})
afterAll(() => world.close())

const find = async (text: string, more: object = {}) => (await org.read<{ results: { kind: string; key: string; title: string }[] }>('search', { text, ...more })).results.map(({ kind, key, title }) => `${kind} ${key} ${title}`)

it('finds outages, items and verifications by key however it is written, and nothing beside', async () => {
  expect(await find('OUT-1')).toEqual(['outage OUT-1 No mail in Oslo'])
  expect(await find('ci 1')).toEqual(['item CI-1 Mail server'])
  expect(await find('ver1')).toEqual(['verification VER-1 2026-Q1'])
  expect(await find('CI-9')).toEqual([])
})

it('finds items by their words beside elements, and only kinds that are asked for', async () => {
  expect(await find('mail')).toEqual(['service SVC-1 Mail', 'item CI-1 Mail server'])
  expect(await find('mail', { kinds: 'service' })).toEqual(['service SVC-1 Mail'])
  expect(await find('OUT-1', { kinds: 'service,item' })).toEqual([])
})

it('shows nothing of another organisation', async () => {
  const other = await world.found()
  expect(await other.read('search', { text: 'OUT-1' })).toMatchObject({ results: [] })
  expect(await other.read('search', { text: 'switch' })).toMatchObject({ results: [] })
})
