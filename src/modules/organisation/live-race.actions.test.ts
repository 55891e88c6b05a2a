import { afterAll, beforeAll, expect, it } from 'vitest'
import { sql } from 'kysely'
import { endFounding } from '../../kernel/founding.ts'
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

it('An import that comes while the organisation goes live brings nothing in force', async () => {
  const org = await world.found()
  const going = world.database.write(org.organisationId, async (tx) => {
    await endFounding(tx)
    await new Promise((resolve) => setTimeout(resolve, 400))
    await sql`update organisations set live_at = now()`.execute(tx)
  })
  await new Promise((resolve) => setTimeout(resolve, 50))
  const coming = await Promise.allSettled([org.act('sms.import', folder(1)), org.act('sms.start', { starter: 'just-enough' })])
  const refused = { status: 'rejected', reason: expect.objectContaining({ message: expect.stringMatching(/^The organisation went live meanwhile/) as string }) as object }
  expect(coming).toMatchObject([refused, refused])
  await going
})
