import type { World } from '../support/world.ts'

type Org = Awaited<ReturnType<World['found']>>
type Sample = (org: Org) => Promise<object>

async function registered(org: Org): Promise<{ outage: string; revision: number }> {
  const service = await org.enact('service', { title: 'Mail' })
  const { key, revision } = await org.act('outage.register', { service: service.key, start: '2026-03-01T10:00:00Z' })
  return { outage: key, revision }
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
}
