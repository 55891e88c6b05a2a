import { daysFrom } from '../modules/demo/days.ts'
import { workingDay } from '../modules/demo/holidays.ts'
import { outageRow } from '../modules/demo/outages.ts'
import type { ToldOutage } from '../modules/demo/outages.ts'
import type { StepOf } from '../modules/demo/script.ts'
import type { ItemImport } from '../modules/items/import.contract.ts'
import type { SamplePage } from '../modules/items/item.contract.ts'
import type { OutageImport } from '../modules/outages/import.contract.ts'
import type { Stage } from './demo.stage.ts'
import type { Names } from './demo.work.ts'

const zone = 'Europe/Oslo'
const importMinute = 16 * 60 + 25

const outageMapping = {
  kind: 'outage', from: 'Sakstavle', key: 'key',
  fields: { service: 'services[*]', start: 'start', end: 'end', planned: 'planned', registered: 'registered', title: 'title', severity: 'severity', share: 'share', record: 'record' },
}

const itemMapping = {
  kind: 'item', from: 'Sakstavle', key: 'id',
  fields: {
    name: 'name', type: 'type', service: { from: 'services', split: ';' }, owner: 'owner', location: 'location', supplier: 'supplier', note: 'note', runsOn: 'runsOn', partOf: 'partOf', uses: { from: 'uses', split: ';' },
    connectedTo: { from: 'connected', split: ';' }, 'attribute.version': 'version', 'attribute.bought': 'bought', 'attribute.hosts': 'hosts', 'attribute.count': 'count', 'attribute.way': 'way',
  },
}

/** Plans that the list of outages comes in by file, now and then, with those that are over by then. */
export function playOutages(stage: Stage, outages: readonly ToldOutage[], { by, every, names }: { by: string; every: number; names: Names }): void {
  let since = -Infinity
  for (let day = outages[0]!.day + every; since < -1; day = Math.min(day + every, -1)) {
    const from = since
    const rows = () => outages.filter((each) => each.day >= from && each.day < day).map((each) => outageRow(each, stage.today, zone, (name) => names.get(name)!.key))
    stage.at(workingDay(daysFrom(stage.today, day)), importMinute, async () => {
      const files = [{ name: `outages-${day}.json`, base64: Buffer.from(JSON.stringify(rows())).toString('base64') }]
      refuseNone((await stage.act<OutageImport>('outage.import', { files, mapping: outageMapping, reason: 'The desk\'s list of outages' }, by)).rejected)
    })
    since = day
  }
}

export async function bringItems(stage: Stage, files: { name: string; base64: string }[], by: string): Promise<void> {
  refuseNone((await stage.act<ItemImport>('item.import', { files, mapping: itemMapping, reason: 'What the services stand on, gathered in the workshops' }, by)).rejected)
}

function refuseNone(rejected: readonly { key: string | null; reason: string }[]): void {
  if (rejected[0]) throw new Error(`${rejected[0].key}: ${rejected[0].reason}`)
}

/** Draws a sample of items; some days later somebody else says what was found of each. */
export async function lookAtItems(stage: Stage, { by, size, seed, service, verified }: StepOf<'sample'>): Promise<void> {
  const { key: sample } = await stage.act<{ key: string }>('item.sample', { size, seed, service: service ?? null }, by)
  const { rows } = await stage.read<SamplePage>('item.drawn', { sample })
  for (const { item } of rows.slice(0, rows.length - verified.leave)) {
    const note = verified.differ[item.name]
    stage.after(2, async () => void (await stage.act('item.verify', { sample, item: item.key, finding: note === undefined ? 'as recorded' : 'differs', note: note ?? '' }, verified.by)))
  }
}
