import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld } from '../../../test/support/world.ts'
import type { World } from '../../../test/support/world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

describe('stating the scope', () => {
  it('refuses a cell of what is retired, and takes one out that was stated before', async () => {
    const org = await world.found()
    const mail = await org.enact('service', { title: 'Mail' })
    const cell = { service: mail.key, axis: 'unit', element: '*' }
    await org.act('scope.state', { ...cell, state: 'in' })
    await org.act('service.retire', { element: mail.key, revision: mail.revision, reason: 'Replaced.' })
    await expect(org.act('scope.state', { ...cell, state: 'partly' })).rejects.toThrow('SVC-1 is retired; the scope names what is in force.')
    await org.act('scope.state', { ...cell, state: null })
    expect(await org.read('scope.get', { element: 'SCO-1' })).toMatchObject({ body: { entries: [] } })
  })

  it('says why and until when something is not covered yet, and names only what there is', async () => {
    const org = await world.found()
    await expect(org.act('scope.state', { service: '*', axis: 'unit', element: '*', state: 'not yet' })).rejects.toThrow('reason: Say why it is not covered yet. There is 1 more fault.')
    await expect(org.act('scope.state', { service: 'SVC-9', axis: 'unit', element: '*', state: 'in' })).rejects.toThrow('There is no service SVC-9 here.')
    await expect(org.act('scope.state', { service: 'ROL-1', axis: 'unit', element: '*', state: 'in' })).rejects.toThrow('There is no service ROL-1 here.')
    expect(await org.read('scope.get', { element: 'SCO-1' })).toMatchObject({ version: 1 })
  })
})
