import { afterAll, beforeAll, expect, it } from 'vitest'
import { sql } from 'kysely'
import { endFounding, holdFounding } from '../../kernel/founding.ts'
import { makeWorld } from '../../../test/support/world.ts'
import type { World } from '../../../test/support/world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld({ connections: 6 })
})
afterAll(() => world.close())

const folder = (count: number) => ({ files: [{ name: 'sms.yaml', text: 'format: wellrun-sms/1\n' }, ...Array.from({ length: count }, (_, at) => ({ name: `services/SVC-${at + 1}.yaml`, text: `title: Service ${at + 1}\n` }))]
  .map(({ name, text }) => ({ name, base64: Buffer.from(text).toString('base64') })) })

it('An import that is under way is whole before the organisation goes live, and its baseline holds', async () => {
  const org = await world.found()
  const importing = org.act('sms.import', folder(600))
  await new Promise((resolve) => setTimeout(resolve, 200))
  await org.act('organisation.goLive', { singleHanded: 'Ada Berg' })
  expect(await importing).toMatchObject({ outcome: 'in force' })
  const { rows } = await org.read<{ rows: { id: string }[] }>('baseline.list')
  expect(await org.read('baseline.get', { baseline: rows[0]!.id })).toMatchObject({ holds: true })
  const { elements } = await org.read<{ elements: object[] }>('baseline.get', { baseline: rows[0]!.id })
  expect(elements).toHaveLength(603)
})

/** Goes live as slowly as one likes. */
function goingLive(organisationId: string): Promise<void> {
  return world.database.write(organisationId, async (tx) => {
    await endFounding(tx, world.clock.now)
    await new Promise((resolve) => setTimeout(resolve, 400))
    await sql`update organisations set live_at = now()`.execute(tx)
  })
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 50))

it('An import that comes while the organisation goes live brings nothing in force', async () => {
  const org = await world.found()
  const going = goingLive(org.organisationId)
  await soon()
  const coming = await Promise.allSettled([org.act('sms.import', folder(1)), org.act('sms.start', { starter: 'just-enough' })])
  const refused = { status: 'rejected', reason: expect.objectContaining({ message: expect.stringMatching(/^The organisation went live meanwhile/) as string }) as object }
  expect(coming).toMatchObject([refused, refused])
  await going
})

it('Whatever was asked while founding and comes while the organisation goes live puts nothing in force, and retires nothing', async () => {
  const org = await world.found()
  const [kept, struck, drafted] = [await org.enact('service', { title: 'Mail' }), await org.enact('service', { title: 'Chat' }), await org.act('service.draft', { title: 'Print', body: {} })]
  const retired = await org.act('service.retire', { element: struck.key, revision: struck.revision, reason: 'Unused.' })
  const statuses = () => world.database.sql`select key, status, version from elements where organisation_id = ${org.organisationId} order by key`
  const before = await statuses()
  const going = goingLive(org.organisationId)
  await soon()
  const coming = await Promise.allSettled([
    org.act('service.approve', { element: drafted.key, revision: drafted.revision }),
    org.act('service.retire', { element: kept.key, revision: kept.revision, reason: 'Unused.' }),
    org.act('element.restore', { element: retired.key, revision: retired.revision, reason: 'Used.' }),
    org.act('scope.state', { service: kept.key, axis: 'unit', element: '*', state: 'in' }),
  ])
  const refused = { status: 'rejected', reason: expect.objectContaining({ type: 'conflict', message: 'The organisation went live meanwhile, so nothing was put in force. Propose the draft instead.' }) as object }
  expect(coming).toMatchObject([refused, refused, refused, refused])
  expect(await statuses()).toEqual(before)
  await going
})

it('Going live waits for what is being put in force, and does not pass over what was put in force after it was asked', async () => {
  const org = await world.found()
  const order: string[] = []
  const putting = world.database.write(org.organisationId, async (tx) => {
    await holdFounding(tx, 'change')
    await new Promise((resolve) => setTimeout(resolve, 300))
  }).then(() => order.push('in force'))
  await soon()
  await org.act('organisation.goLive', { singleHanded: 'Ada Berg' }).then(() => order.push('live'))
  await putting
  expect(order).toEqual(['in force', 'live'])

  const other = await world.found()
  await other.enact('service', { title: 'Mail' })
  await expect(world.database.write(other.organisationId, (tx) => endFounding(tx, new Date(world.clock.now.getTime() - 1)))).rejects.toThrow('Something was put in force at this very moment.')
})
