import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld } from '../../../test/support/world.ts'
import type { World } from '../../../test/support/world.ts'
import { verifyLedger } from '../../kernel/ledger.verify.ts'
import type { ItemImport, ItemPreview } from './import.contract.ts'
import type { ItemPage } from './item.contract.ts'

let world: World
beforeAll(async () => void (world = await makeWorld({ at: '2026-03-02T12:00:00.000Z' })))
afterAll(() => world.close())

const mapping = {
  kind: 'item', from: 'The old list', key: 'id',
  fields: { name: 'name', type: 'class', status: { from: 'state', values: { live: 'in use' } }, service: { from: 'service', split: ';' }, owner: 'team', runsOn: { from: 'host', split: ';' }, connectedTo: 'net', 'attribute.os': 'os' },
}
const csv = (...rows: string[]) => [{ name: 'items.csv', text: ['id,name,class,state,service,team,host,net,os', ...rows].join('\n') }]
const rows = ['a1,web-01,server,live,Mail;Nowhere,Platform,h1,CI-1,Debian 13', 'h1,host-01,server,live,,Nobody,,,', 'b1,db-01,database,broken,,,h1;zz,,', ',x,,,,,,,', 'a1,web-02,,,,,,,', 'self,self,,live,,,self,,']

describe('an import of items', () => {
  it('brings items and relations whatever the order of rows, says what it left out, and changes nothing the second time', async () => {
    const org = await world.found()
    await org.enact('service', { title: 'Mail' })
    await org.enact('unit', { title: 'Platform' })
    await org.act('item.add', { name: 'Core switch' })
    const preview = await org.read<ItemPreview>('item.preview', { mapping, files: csv(...rows) })
    expect(preview).toMatchObject({ read: 6, created: 4, items: 4, relations: 4 })
    const done = await org.act<ItemImport>('item.import', { mapping, files: csv(...rows) })
    expect(done).toMatchObject({ read: 6, created: 4, changed: 0, unchanged: 0, items: 4, relations: 4 })
    expect(done.rejected.map(({ row, column, reason }) => `${row} ${column}: ${reason}`).sort()).toEqual([
      '2 service: There is no service "Nowhere"; the item comes over without it. Say what it means in the mapping (services), or draft it first.', '3 team: There is no role or unit "Nobody"; the item comes over without it.',
      '4 host: There is no item "zz" in this source, nor here; the relation is left out.', '4 state: "broken" is no status; use planned, in use, retired, or translate it in the mapping.',
      '5 id: The key is empty; without it the next import could not find this row again.', '6 id: "a1" is the key of row 2 already; give each row a key of its own.', '7 host: An item has no relation to itself.',
    ].sort())
    expect(await org.read<ItemPage>('item.get', { item: 'CI-2' })).toMatchObject({
      name: 'web-01', type: 'server', services: [{ key: 'SVC-1' }], owner: { key: 'UNT-1' }, attributes: { os: 'Debian 13' }, relations: [{ type: 'connected to', item: { key: 'CI-1' } }, { type: 'runs on', direction: 'out', item: { key: 'CI-3' } }].sort((a, b) => a.type < b.type ? 1 : -1),
    })
    const again = await org.act<ItemImport>('item.import', { mapping, files: csv(...rows) })
    expect(again).toMatchObject({ created: 0, changed: 0, unchanged: 4, items: 0, relations: 0 })
    const moved = await org.act<ItemImport>('item.import', { mapping, files: csv(rows[0]!.replace(',h1,', ',b1,').replace('Debian 13', 'Debian 14'), rows[2]!) })
    expect(moved).toMatchObject({ changed: 1, unchanged: 1, items: 1, relations: 2 })
    await world.seal(org.organisationId)
    expect(await verifyLedger(world.database.sql, org.organisationId, world.key.publicKey)).toMatchObject({ ok: true, faults: [] })
  })

  it('takes what a CMDB calls its states and parents, and a circle of parents hangs nothing', async () => {
    const org = await world.found()
    const cmdb = { kind: 'item', from: 'cmdb', key: 'sys_id', fields: { name: 'name', type: 'sys_class_name', partOf: 'parent', status: 'install_status' } }
    const text = ['sys_id,name,sys_class_name,parent,install_status', 'x1,srv1,Linux Server,SRV3,Installed', 'x2,srv2,Linux Server,srv1,Absent', 'x3,srv3,Linux Server,srv2,On order', 'x4,twin,Rack,,', 'x5,twin,Rack,,', 'x6,srv6,Linux Server,twin,'].join('\n')
    const done = await org.act<ItemImport>('item.import', { mapping: cmdb, files: [{ name: 'cmdb.csv', text }] })
    expect(done).toMatchObject({ created: 6, relations: 3 })
    expect(done.rejected.map(({ row, reason }) => `${row}: ${reason}`)).toEqual(['7: Several items are called "twin"; say by its key which is meant. The relation is left out.'])
    const { rows: made } = await org.read<{ rows: { key: string; name: string; status: string }[] }>('item.list', {})
    expect(made.filter(({ name }) => /srv[123]/.test(name)).map(({ name, status }) => `${name} ${status}`).sort()).toEqual(['srv1 in use', 'srv3 planned'])
    expect(await org.read('item.impact', { of: made.find(({ name }) => name === 'srv1')!.key })).toBeDefined()
    expect((await org.act<ItemImport>('item.import', { mapping: cmdb, files: [{ name: 'cmdb.csv', text }] }))).toMatchObject({ unchanged: 6, items: 0, relations: 0 })
  })

  it('is suggested a mapping from the names of the columns, shown with what becomes of the first rows, and told what does not fit', async () => {
    const org = await world.found()
    const files = [{ name: 'register.csv', text: 'Asset Tag,Hostname,Class,OS,Runs on\nT-1,web-01,server,Debian,T-2\nT-2,host-01,host,,' }]
    const preview = await org.read<ItemPreview>('item.preview', { files })
    expect(preview).toMatchObject({ suggested: true, created: 2, relations: 1, faults: [], rows: [{ key: 'T-1', name: 'web-01', type: 'server', status: 'in use', result: 'created' }, { key: 'T-2' }] })
    expect(preview.mapping).toContain('attribute.OS: OS')
    expect(await org.act<ItemImport>('item.import', { files, mapping: preview.mapping })).toMatchObject({ created: 2 })
    expect((await org.read<ItemPreview>('item.preview', { files, mapping: preview.mapping.replace('Hostname', 'Host name') })).faults).toMatchObject([{ message: expect.stringContaining('Host name') as string }])
  })
})
