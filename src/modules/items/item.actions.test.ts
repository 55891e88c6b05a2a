import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeWorld } from '../../../test/support/world.ts'
import type { World } from '../../../test/support/world.ts'
import { verifyLedger } from '../../kernel/ledger.verify.ts'
import type { ImpactView, ItemPage, ItemView, SamplePage } from './item.contract.ts'

let world: World
let org: Awaited<ReturnType<World['found']>>
type Listed = { rows: ItemView[]; next: string | null; abilities: string[] }

beforeAll(async () => void (world = await makeWorld({ at: '2026-03-02T12:00:00.000Z' })))
afterAll(() => world.close())
beforeEach(async () => {
  world.clock.now = new Date('2026-03-02T12:00:00.000Z')
  org = await world.found()
})

const add = async (name: string, more: object = {}) => (await org.act('item.add', { name, type: 'server', ...more })).key
const relate = (from: string, type: string, to: string) => org.act('item.relate', { from, type, to })
const keys = async (input: object) => (await org.read<Listed>('item.list', input)).rows.map(({ key }) => key)

describe('a configuration item', () => {
  it('stands under services, is changed under a change record, and its history says who changed what', async () => {
    await org.enact('service', { title: 'Mail' })
    await org.enact('service', { title: 'Portal' })
    await org.enact('role', { title: 'Platform lead', body: { purpose: 'Leads.', responsibilities: ['Leads'], authorities: [] } })
    const key = await add('web-01', { services: ['SVC-1'], attributes: { os: 'Debian 12' } })
    world.pass(1)
    await org.act('item.change', { item: key, revision: 1, services: ['SVC-2'], attributes: { os: 'Debian 13' }, owner: 'ROL-2', record: 'chg-7', reason: 'A new release.' })
    const page = await org.read<ItemPage>('item.get', { item: key })
    expect(page).toMatchObject({ name: 'web-01', services: [{ key: 'SVC-2' }], owner: { key: 'ROL-2' }, attributes: { os: 'Debian 13' } })
    const changed = page.history.filter(({ verb }) => verb === 'item.change').flatMap(({ changes, record, actor }) => changes.map((change) => [change.field, change.before, change.after, record, actor]))
    expect(changed).toEqual(expect.arrayContaining([
      ['attributes', '{"os":"Debian 12"}', '{"os":"Debian 13"}', 'CHG-7', 'Ada Berg'], ['relation', 'web-01 stands under Mail', '', 'CHG-7', 'Ada Berg'], ['relation', '', 'web-01 stands under Portal', 'CHG-7', 'Ada Berg'],
    ]))
    await org.act('item.retire', { item: key, revision: 2, reason: 'Scrapped.' })
    expect(await keys({})).toEqual([])
    expect(await keys({ status: 'retired' })).toEqual([key])
    expect(await keys({ asOf: '2026-03-02' })).toEqual([key])
    expect(await org.read<ItemPage>('item.get', { item: key, asOf: '2026-03-02' })).toMatchObject({ status: 'in use', services: [{ key: 'SVC-1' }], owner: null, attributes: { os: 'Debian 12' }, abilities: [] })
    expect([await keys({ service: 'SVC-1', asOf: '2026-03-02' }), await keys({ service: 'SVC-2', asOf: '2026-03-02' })]).toEqual([[key], []])
    const impact = async (asOf: string) => (await org.read<ImpactView>('item.impact', { of: key, asOf })).services.map((each) => each.element.key)
    expect([await impact('2026-03-02'), await impact('2026-03-03')]).toEqual([['SVC-1'], ['SVC-2']])
    await expect(org.read('item.get', { item: key, asOf: '2026-03-01' })).rejects.toThrow(`There was no configuration item ${key} on 2026-03-01.`)
    await expect(org.act('item.change', { item: key, revision: 2, name: 'x' })).rejects.toMatchObject({ type: 'conflict' })
  })

  it('is found by words of its name, key, type and key elsewhere, page by page', async () => {
    for (const name of ['Malmö web-01', 'Malmö web-02', 'Oslo db-01', 'Malmö web-10']) await add(name)
    await add('Core switch', { type: 'network' })
    expect(await keys({ text: 'malmo' })).toEqual(['CI-1', 'CI-2', 'CI-4'])
    expect(await keys({ text: 'web malm' })).toEqual(['CI-1', 'CI-2', 'CI-4'])
    expect([await keys({ text: 'ci3' }), await keys({ text: 'network' }), await keys({ text: 'alm' }), await keys({ text: 'malmo', type: 'network' })]).toEqual([['CI-3'], ['CI-5'], [], []])
    const first = await org.read<Listed>('item.list', { text: 'server', limit: 3 })
    expect((await org.read<Listed>('item.list', { text: 'server', limit: 3, after: first.next! })).rows.map(({ key }) => key)).toEqual(['CI-3'])
    expect(await keys({ sort: 'key', direction: 'desc', limit: 2 })).toEqual(['CI-5', 'CI-4'])
    expect(await keys({ type: 'server', sort: 'changed' })).toHaveLength(4)
  })

  it('has no relation to itself, none twice, and none to what is retired', async () => {
    const [web, host] = [await add('web'), await add('host')]
    await relate(web, 'runs on', host)
    await expect(relate(web, 'runs on', host)).rejects.toThrow('CI-1 runs on CI-2 already')
    await expect(relate(web, 'uses', web)).rejects.toThrow('no relation to itself')
    await org.act('item.unrelate', { from: web, type: 'runs on', to: host, reason: 'Moved.' })
    await expect(org.act('item.unrelate', { from: web, type: 'runs on', to: host })).rejects.toMatchObject({ type: 'notFound' })
    await org.act('item.retire', { item: host, revision: 1, reason: 'Scrapped.' })
    await expect(relate(web, 'runs on', host)).rejects.toThrow('CI-2 is retired')
  })

  it('is changed only by whoever has the authority, and stands in the ledger', async () => {
    const reader = await org.hire('Reader')
    await add('web')
    await expect(org.act('item.add', { name: 'x' }, reader.caller)).rejects.toMatchObject({ type: 'forbidden' })
    expect((await org.read<Listed>('item.list', {}, reader.caller)).abilities).toEqual([])
    await org.act('item.sample', { size: 1, seed: 'a' })
    await org.act('item.verify', { sample: 'VER-1', item: 'CI-1', finding: 'as recorded' })
    await world.seal(org.organisationId)
    expect(await verifyLedger(world.database.sql, org.organisationId, world.key.publicKey)).toMatchObject({ ok: true, faults: [] })
  })
})

describe('an impact', () => {
  it('reaches services, agreements, suppliers, units, roles and the people who hold them now, through circles too', async () => {
    const owner = await org.hire('Mail Owner', ['policy.review'])
    expect(owner.id).toBeTruthy()
    await org.enact('service', { title: 'Mail', accountable: 'ROL-2', body: { criticality: 1 } })
    await org.enact('service', { title: 'Portal', links: [{ type: 'dependsOn', to: 'SVC-1' }] })
    await org.enact('unit', { title: 'Platform', links: [{ type: 'provides', to: 'SVC-1' }] })
    const former = await org.enact('unit', { title: 'Former platform', links: [{ type: 'provides', to: 'SVC-1' }] })
    await org.act('unit.retire', { element: former.key, revision: former.revision, reason: 'Reorganised' })
    await org.enact('supplier', { title: 'Hoster', links: [{ type: 'provides', to: 'SVC-1' }] })
    await org.enact('agreement', { title: 'Mail for all', body: { type: 'SLA' }, links: [{ type: 'binds', to: 'SVC-1' }] })
    const [disk, host, web, cluster] = [await add('disk'), await add('host'), await add('web', { services: ['SVC-1'] }), await add('cluster')]
    await relate(host, 'uses', disk)
    await relate(web, 'runs on', host)
    await relate(web, 'part of', cluster)
    await relate(cluster, 'uses', disk)
    await relate(disk, 'uses', cluster)
    await relate(disk, 'connected to', await add('switch'))
    const view = await org.read<ImpactView>('item.impact', { of: disk })
    expect(view.items.map(({ key, on, how, depth }) => [key, on, how, depth])).toEqual([[host, disk, 'uses', 1], [cluster, disk, 'uses', 1], [web, host, 'runs on', 2]])
    expect(view.services.map(({ element, on, how, depth, role, people, agreements, units, suppliers, criticality }) => ({ key: element.key, on, how, depth, role: role?.key, people: people.map(({ name }) => name), agreements: agreements.map(({ key }) => key), units: units.map(({ key }) => key), suppliers: suppliers.map(({ key }) => key), criticality }))).toEqual([
      { key: 'SVC-1', on: web, how: 'stands on', depth: 3, role: 'ROL-2', people: ['Mail Owner'], agreements: ['AGR-1'], units: ['UNT-1'], suppliers: ['SUP-1'], criticality: 1 },
      { key: 'SVC-2', on: 'SVC-1', how: 'depends on', depth: 4, role: undefined, people: [], agreements: [], units: [], suppliers: [], criticality: null },
    ])
    expect(view.connected).toEqual([{ key: 'CI-5', name: 'switch' }])
    expect((await org.read<ImpactView>('item.impact', { of: 'SVC-1' })).services.map(({ element }) => element.key)).toEqual(['SVC-1', 'SVC-2'])
    await expect(org.read('item.impact', { of: 'ROL-2' })).rejects.toMatchObject({ type: 'notFound' })
  })
})

describe('a verification sample', () => {
  it('is the same for the same seed, and anybody can draw it by hand', async () => {
    for (let i = 0; i < 12; i++) await add(`host-${i}`)
    const draw = async (seed: string) => {
      const { key, population } = await org.act<{ key: string; population: number }>('item.sample', { size: 4, seed })
      expect(population).toBe(12)
      return (await org.read<SamplePage>('item.drawn', { sample: key })).rows.map(({ item }) => item.key)
    }
    const [first, again, other] = [await draw('2026-Q1'), await draw('2026-Q1'), await draw('2026-Q2')]
    const byHand = Array.from({ length: 12 }, (_, i) => `CI-${i + 1}`).map((key) => ({ key, at: createHash('sha256').update(`2026-Q1:${key}`).digest('hex') })).sort((a, b) => (a.at < b.at ? -1 : 1)).slice(0, 4).map(({ key }) => key)
    expect(first).toEqual(byHand)
    expect(again).toEqual(first)
    expect(other).not.toEqual(first)
  })

  it('keeps what was found of each item, and says the share that is right with its interval', async () => {
    for (let i = 0; i < 3; i++) await add(`host-${i}`)
    await org.act('item.sample', { size: 10, seed: 'all' })
    await org.act('item.verify', { sample: 'VER-1', item: 'CI-1', finding: 'as recorded' })
    await expect(org.act('item.verify', { sample: 'VER-1', item: 'CI-2', finding: 'differs' })).rejects.toThrow('Say what differs')
    await org.act('item.verify', { sample: 'VER-1', item: 'CI-2', finding: 'differs', note: 'It has more memory.' })
    const page = await org.read<SamplePage>('item.drawn', { sample: 'VER-1' })
    expect(page.result).toMatchObject({ size: 3, looked: 2, right: 1, share: 0.5 })
    expect(page.result.interval!.from).toBeCloseTo(0.0945, 3)
    expect((await org.read<ItemPage>('item.get', { item: 'CI-2' })).verified).toMatchObject({ sample: 'VER-1', finding: 'differs', by: 'Ada Berg' })
    await add('later')
    await expect(org.act('item.verify', { sample: 'VER-1', item: 'CI-4', finding: 'missing' })).rejects.toThrow('CI-4 is not in VER-1')
  })
})

describe('many items', () => {
  it('are listed, searched and followed at 100,000 without reading them all', async () => {
    const { organisationId } = org
    const sql = world.database.sql
    await sql`insert into items (organisation_id, id, key, key_number, name, sort_key, words, type, status, attributes, note, source, external_id, record_key, reason, changed_at, revision)
      select ${organisationId}, gen_random_uuid(), 'CI-' || n, n, 'host ' || n, 'host ' || lpad(n::text, 12, '0'), 'host ' || n || ' ci' || n || ' server', 'server', 'in use', '{}', '', '', '', '', '', now(), 1 from generate_series(1, 100000) n`
    await sql`analyze items`
    await sql`insert into item_relations (organisation_id, id, from_id, to_id, type, ended, record_key, reason, changed_at, revision)
      select ${organisationId}, gen_random_uuid(), a.id, b.id, 'runs on', false, '', '', now(), 1 from items a join items b on b.organisation_id = a.organisation_id and b.key_number = greatest(1, a.key_number / 4) where a.organisation_id = ${organisationId} and a.key_number between 2 and 10000`
    await sql`analyze item_relations`
    const timed = async (work: () => Promise<unknown>) => {
      const times: number[] = []
      for (let i = 0; i < 5; i++) {
        const from = performance.now()
        await work()
        times.push(performance.now() - from)
      }
      return Math.min(...times)
    }
    const impact = await org.read<ImpactView>('item.impact', { of: 'CI-1' })
    const times = {
      list: await timed(() => keys({})), deep: await timed(() => keys({ text: '99999' })), common: await timed(() => keys({ text: 'server' })), two: await timed(() => keys({ text: 'host 5000' })), impact: await timed(() => org.read('item.impact', { of: 'CI-1' })),
    }
    expect(await keys({ text: '99999' })).toEqual(['CI-99999'])
    expect(impact.itemsInAll).toBe(9999)
    expect(impact.items).toHaveLength(500)
    for (const [name, ms] of Object.entries(times)) expect(ms, name).toBeLessThan(1000)
  })
})
