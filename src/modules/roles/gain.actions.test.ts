import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld } from '../../../test/support/world.ts'
import type { World } from '../../../test/support/world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

/** Hana appoints, adds people and imports; nothing else is hers. */
async function live() {
  const org = await world.found()
  const { body } = await org.read<{ body: { authorities: string[] } }>('role.get', { element: 'ROL-1' })
  const grace = await org.hire('Grace Hopper', body.authorities)
  const hana = await org.hire('Hana Resource', ['holder.*', 'person.*', 'sms.import', 'elements.import'])
  await org.enact('role', { title: 'Reader', body: { authorities: [] } })
  await org.enact('service', { title: 'Mail' })
  return { org, grace, hana, goLive: () => org.act('organisation.goLive', { accepts: 'Ada Berg' }) }
}

const folder = (files: Record<string, string>) => Object.entries({ 'sms.yaml': 'format: wellrun-sms/1\n', ...files }).map(([name, text]) => ({ name, base64: Buffer.from(text).toString('base64') }))

describe('once live, nobody appoints themselves to more than they may already', () => {
  const refused = /^Nobody gives themselves what they may not do yet: ROL-1 carries .*\. Ask somebody else who may appoint\.$/

  it('by an appointment, for all or for one element, as a deputy or to come', async () => {
    const { org, hana, goLive } = await live()
    await goLive()
    for (const more of [{}, { deputy: true }, { element: 'SVC-1' }, { fromOn: '2026-04-01' }]) await expect(org.act('holder.appoint', { role: 'ROL-1', person: hana.id, ...more }, hana.caller)).rejects.toThrow(refused)
    expect(await org.act('holder.appoint', { role: 'ROL-4', person: hana.id }, hana.caller)).toMatchObject({ revision: 1 })
    expect(await org.act('holder.appoint', { role: 'ROL-1', person: hana.id })).toMatchObject({ revision: 1 })
  })

  it('by a folder or a list of holders', async () => {
    const { org, hana, goLive } = await live()
    await goLive()
    const files = folder({ 'holders.yaml': '- role: ROL-1\n  person: hana.resource@example.org\n' })
    await expect(org.act('sms.import', { files }, hana.caller)).rejects.toThrow(refused)
    const list = [{ name: 'holders.csv', base64: Buffer.from('role,person\nROL-1,hana.resource@example.org\n').toString('base64') }]
    const mapping = 'kind: holder\nfields: {role: role, person: person}'
    await expect(org.act('elements.import', { files: list, mapping }, hana.caller)).rejects.toThrow(refused)
  })

  it('and while founding, or with what is theirs already, they may', async () => {
    const { org, grace, hana, goLive } = await live()
    expect(await org.act('holder.appoint', { role: 'ROL-3', person: hana.id, element: 'SVC-1' }, hana.caller)).toMatchObject({ revision: 1 })
    await goLive()
    expect(await org.act('holder.appoint', { role: 'ROL-1', person: grace.id }, grace.caller)).toMatchObject({ revision: 1 })
  })
})
