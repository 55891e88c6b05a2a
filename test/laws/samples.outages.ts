import type { World } from '../support/world.ts'

type Org = Awaited<ReturnType<World['found']>>
type Sample = (org: Org) => Promise<object>

async function registered(org: Org): Promise<{ outage: string; revision: number }> {
  const service = await org.enact('service', { title: 'Mail' })
  const { key, revision } = await org.act('outage.register', { service: service.key, start: '2026-03-01T10:00:00Z' })
  return { outage: key, revision }
}

async function item(org: Org, name = 'web-01') {
  const { key, revision } = await org.act('item.add', { name, type: 'server' })
  return { item: key, revision }
}

async function pair(org: Org) {
  return { from: (await item(org)).item, type: 'runs on', to: (await item(org, 'host-01')).item }
}

/** Samples of outages, freezes and configuration items. */
export const outageSamples: Record<string, Sample> = {
  'outage.register': async (org) => ({ service: (await org.enact('service', { title: 'Mail' })).key, start: '2026-03-01T10:00:00Z', title: 'No mail', share: 0.5 }),
  'outage.end': registered,
  'outage.correct': async (org) => ({ ...(await registered(org)), reason: 'It was later.', start: '2026-03-01T11:00:00Z' }),
  'outage.withdraw': async (org) => ({ ...(await registered(org)), reason: 'A false alarm.' }),
  'outage.import': async (org) => {
    const { key } = await org.enact('service', { title: 'Mail' })
    const mapping = { kind: 'outage', from: 'A list', key: 'id', fields: { service: 'service', start: 'start', end: 'end' }, services: { mail: key } }
    return { mapping, files: [{ name: 'outages.csv', text: 'id,service,start,end\n1,mail,2026-03-01T10:00:00Z,2026-03-01T11:00:00Z\n' }] }
  },
  'freeze.declare': async () => ({ title: 'Year-end', from: '2030-12-20T00:00:00Z', to: '2031-01-06T00:00:00Z' }),
  'freeze.lift': async (org) => {
    const { id, revision } = await org.act('freeze.declare', { title: 'Year-end', from: '2030-12-20T00:00:00Z', to: '2031-01-06T00:00:00Z' })
    return { freeze: id, revision, reason: 'Done early.' }
  },
  'item.import': async () => ({
    mapping: { kind: 'item', from: 'A list', key: 'id', fields: { name: 'name', runsOn: 'on' } }, files: [{ name: 'items.csv', text: 'id,name,on\n1,web,2\n2,host,\n' }],
  }),
  'item.add': async (org) => ({ name: 'web-01', type: 'server', services: [(await org.enact('service', { title: 'Mail' })).key], attributes: { os: 'Debian 13' } }),
  'item.change': async (org) => ({ ...(await item(org)), services: [(await org.enact('service', { title: 'Mail' })).key], record: 'CHG-7' }),
  'item.retire': async (org) => ({ ...(await item(org)), reason: 'Scrapped.' }),
  'item.relate': pair,
  'item.unrelate': async (org) => {
    const relation = await pair(org)
    await org.act('item.relate', relation)
    return relation
  },
  'item.sample': async (org) => {
    await item(org)
    return { size: 5, seed: '2026-Q1' }
  },
  'item.verify': async (org) => {
    const one = await item(org)
    const { key } = await org.act('item.sample', { size: 1, seed: '2026-Q1' })
    return { sample: key, item: one.item, finding: 'differs', note: 'It has more memory.' }
  },
}
