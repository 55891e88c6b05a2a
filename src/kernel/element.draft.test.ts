import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld } from '../../test/support/world.ts'
import type { World } from '../../test/support/world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

type Viewed = { title: string; revision: number; body: Record<string, unknown>; draft: { body: Record<string, unknown> } | null }

/** An organisation whose scope names two services, of which the first is retired afterwards. */
async function withRetiredService() {
  const org = await world.found()
  for (const title of ['Mail', 'Payroll', 'Archive']) await org.enact('service', { title })
  for (const service of ['SVC-1', 'SVC-2']) await org.act('scope.state', { service, axis: 'unit', element: '*', state: 'in' })
  await org.act('service.retire', { element: 'SVC-1', revision: 2, reason: 'Replaced.' })
  const scope = () => org.read<Viewed>('scope.get', { element: 'SCO-1' })
  return { org, scope }
}

describe('a body that addresses what was retired since', () => {
  it('may keep the address, also in a second draft', async () => {
    const { org, scope } = await withRetiredService()
    const before = await scope()
    const drafted = await org.act('scope.draft', { element: 'SCO-1', revision: before.revision, title: 'Scope', body: { ...before.body, sentence: 'All that matters.' } })
    const { draft } = await scope()
    expect(draft!.body).toEqual({ ...before.body, sentence: 'All that matters.' })
    await org.act('scope.draft', { element: 'SCO-1', revision: drafted.revision, title: 'Scope', body: { ...draft!.body, sentence: null } })
    expect((await scope()).draft!.body).toEqual(before.body)
  })

  it('may not take it up anew, in another draft or after it was taken out', async () => {
    const { org, scope } = await withRetiredService()
    await org.act('service.retire', { element: 'SVC-3', revision: 2, reason: 'Replaced.' })
    const { body } = await scope()
    const entry = { service: 'SVC-3', axis: 'unit', element: '*', state: 'in' }
    await expect(org.act('scope.draft', { element: 'SCO-1', title: 'Scope', body: { ...body, entries: [...(body['entries'] as object[]), entry] } })).rejects.toThrow('body.entries.2.service: SVC-3 is retired; choose one in force.')
    await org.act('scope.draft', { element: 'SCO-1', title: 'Scope', body: { ...body, entries: [] } })
    await org.act('scope.approve', { element: 'SCO-1', revision: (await scope()).revision })
    await expect(org.act('scope.draft', { element: 'SCO-1', title: 'Scope', body })).rejects.toThrow('body.entries.0.service: SVC-1 is retired; choose one in force.')
  })

  it('may keep the role of a step by its key', async () => {
    const org = await world.found()
    const role = await org.enact('role', { title: 'Service desk', body: { purpose: 'Answers.' } })
    const body = { steps: [{ id: 'take', name: 'Take', process: 'recover', role: role.key, end: true }] }
    const routine = await org.enact('routine', { title: 'Incident', body })
    await org.act('role.retire', { element: role.key, revision: role.revision, reason: 'Merged.' })
    expect(await org.act('routine.draft', { element: routine.key, title: 'Incidents', body })).toMatchObject({ key: routine.key })
    await expect(org.act('routine.draft', { title: 'Another', body })).rejects.toThrow('body.steps.0.role: ROL-2 is retired; choose one in force.')
  })

  it('may keep a link that only its draft has, and the role that answers for it', async () => {
    const org = await world.found()
    const role = await org.enact('role', { title: 'Service owner', body: { purpose: 'Owns.' } })
    const mail = await org.enact('service', { title: 'Mail' })
    const links = [{ type: 'dependsOn', to: mail.key }]
    const web = await org.act('service.draft', { title: 'Web', body: {}, links, accountable: role.key })
    await org.act('service.retire', { element: mail.key, revision: mail.revision, reason: 'Replaced.' })
    await org.act('role.retire', { element: role.key, revision: role.revision, reason: 'Merged.' })
    expect(await org.act('service.draft', { element: web.key, title: 'Web pages', body: {}, links, accountable: role.key })).toMatchObject({ title: 'Web pages' })
    await expect(org.act('service.draft', { title: 'Other', body: {}, links })).rejects.toThrow(`${mail.key} is retired; link to something in force.`)
    await expect(org.act('service.draft', { title: 'Other', body: {}, accountable: role.key })).rejects.toThrow(`${role.key} is retired; choose a role in force.`)
  })
})
