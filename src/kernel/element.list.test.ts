import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld } from '../../test/support/world.ts'
import type { World } from '../../test/support/world.ts'

let world: World
let org: Awaited<ReturnType<World['found']>>

beforeAll(async () => {
  world = await makeWorld()
  org = await world.found()
  for (const title of ['Payroll platform', 'Patient portal in Malmö', 'Register, part 12', '100 % & <more>']) await org.enact('service', { title })
})
afterAll(() => world.close())

describe('the filter of a list', () => {
  it.each([
    ['platform payroll', ['Payroll platform']], ['malmo', ['Patient portal in Malmö']], ['ortal', ['Patient portal in Malmö']], ['part 1', ['Register, part 12']], ['%', ['100 % & <more>']], ['& <', ['100 % & <more>']],
    ['SVC-3', ['Register, part 12']], ['svc3', ['Register, part 12']], ['SVC 3', ['Register, part 12']], ['nothing', []],
  ])('finds by %s, today and on a past day', async (text, titles) => {
    const listed = async (more: object) => (await org.read<{ rows: { title: string }[] }>('service.list', { text, ...more })).rows.map((row) => row.title)
    expect(await listed({})).toEqual(titles)
    world.pass(1)
    const yesterday = new Date(world.clock.now.getTime() - 86_400_000).toISOString().slice(0, 10)
    expect(await listed({ asOf: yesterday })).toEqual(titles)
  })
})
