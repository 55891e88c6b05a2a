import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDesk } from '../../../test/support/desk.ts'
import type { Receipt } from '../../../test/support/desk.ts'
import { makeWorld } from '../../../test/support/world.ts'
import type { World } from '../../../test/support/world.ts'
import type { RecordImportResult } from './intake.contract.ts'
import type { RecordRow, RecordView } from './record.contract.ts'

let world: World
let org: Awaited<ReturnType<World['found']>>
let desk: Awaited<ReturnType<typeof openDesk>>
let item: { id: string; key: string }

beforeAll(async () => void (world = await makeWorld()))
afterAll(() => world.close())
beforeEach(async () => {
  org = await world.found()
  desk = await openDesk(org)
  item = await org.act('item.add', { name: 'Mail server', type: 'server' })
})

const raise = (more: object) => org.act<Receipt>('record.create', { routine: desk.routine.key, title: 'Mail is down', fields: { impact: 'High', urgency: 'High', what: 'No mail' }, ...more })
const get = (record: string) => org.read<RecordView>('record.get', { record })
const about = (of: string, more: object = {}) => org.read<{ rows: RecordRow[]; next: string | null }>('record.ofItem', { item: of, ...more })

describe('the configuration item of a record', () => {
  it('is one of the register, by key or id, and shown with its name', async () => {
    const { key } = await raise({ configurationItem: 'ci-1' })
    expect((await get(key)).configurationItem).toEqual({ id: item.id, key: 'CI-1', kind: 'item', title: 'Mail server' })
    await org.act('record.fill', { record: key, revision: 1, configurationItem: null })
    await org.act('record.fill', { record: key, revision: 2, configurationItem: item.id })
    expect((await get(key)).configurationItem?.key).toBe('CI-1')
    await expect(raise({ configurationItem: 'CI-9' })).rejects.toThrow('configurationItem: There is no configuration item CI-9 here.')
    await org.enact('service', { title: 'Mail' })
    await expect(raise({ configurationItem: 'SVC-1' })).rejects.toThrow('There is no configuration item SVC-1 here.')
  })

  it('lists the records about it page by page, those opened last first, closed ones too', async () => {
    const keys: string[] = []
    for (let at = 0; at < 5; at++) {
      world.clock.now = new Date(Date.parse('2026-03-02T09:00:00Z') + at * 60_000)
      keys.unshift((await raise({ configurationItem: item.key })).key)
    }
    await raise({})
    const first = await about('CI-1', { limit: 3 })
    const second = await about('CI-1', { limit: 3, after: first.next })
    expect([...first.rows, ...second.rows].map((row) => row.key)).toEqual(keys)
    expect(second.next).toBeNull()
    await expect(about('CI-9')).rejects.toMatchObject({ type: 'notFound' })
  })

  it('comes from a file by its key, its key in that source, or a name that only one has', async () => {
    for (const name of ['Twin', 'Twin']) await org.act('item.add', { name })
    await org.act('item.import', { mapping: { kind: 'item', from: 'desk', key: 'id', fields: { name: 'name' } }, files: [{ name: 'items.csv', text: 'id,name\nasset-7,Twin' }] })
    const mapping = `kind: record\nroutine: ${desk.routine.key}\nsystem: desk\ntimeZone: UTC\nkey: number\nfields:\n  title: what\n  opened: opened\n  configurationItem: asset\n`
    const rows = ['D-1,By key,2026-02-01 08:00,CI-1', 'D-2,By name,2026-02-01 09:00,MAIL SERVER', 'D-3,By neither,2026-02-01 10:00,Twin', 'D-4,Unknown,2026-02-01 11:00,CI-99', 'D-5,Nothing,2026-02-01 12:00,', 'D-6,By its key there,2026-02-01 13:00,asset-7']
    const result = await org.act<RecordImportResult>('record.import', { file: { name: 'desk.csv', text: `number,what,opened,asset\n${rows.join('\n')}\n` }, mapping })
    expect(result).toMatchObject({ counts: { created: 6 } })
    expect(JSON.stringify(result.notices)).toContain('Twin')
    expect((await about('CI-1')).rows.map((row) => row.title)).toEqual(['By name', 'By key'])
    expect((await about('CI-4')).rows.map((row) => row.title)).toEqual(['By its key there'])
  })
})
