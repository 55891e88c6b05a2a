import { afterAll, beforeAll, expect, it } from 'vitest'
import { secretHash } from '../../kernel/secret.ts'
import { makeWorld } from '../../../test/support/world.ts'
import type { World } from '../../../test/support/world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

it('Whoever is erased on their last day does nothing any more: sign-in, tokens and rights are gone at once', async () => {
  const org = await world.found()
  const bo = await org.hire('Bo Lind', ['policy.draft'])
  await org.act('person.grant', { person: bo.id, right: 'auditor' })
  await world.database.sql`insert into identity.account (id, email, name) values (${bo.id}, 'bo.lind@example.org', 'Bo Lind')`
  await world.database.sql`insert into identity.membership values (${org.organisationId}, ${bo.id}, ${bo.id})`
  const { token } = await org.act<{ token: string }>('token.create', { name: 'Mine', scopes: ['write'] }, bo.caller)
  await org.act('person.leave', { person: bo.id, toOn: '2026-03-04' })
  world.pass(2)
  await org.act('person.erase', { person: bo.id, reason: 'He asked for it.' })
  await expect(org.act('policy.draft', { title: 'Late', body: { theme: 'change', statement: 'Late.' } }, { type: 'token', hash: secretHash('wr', token)! })).rejects.toThrow('This token is unknown, expired or revoked.')
  expect(await world.database.sql`select 1 from identity.membership where person_id = ${bo.id}`).toHaveLength(0)
  expect(await world.database.sql`select 1 from api_tokens where person_id = ${bo.id} and revoked_at is null`).toHaveLength(0)
  expect(await world.database.sql`select 1 from access_grants where person_id = ${bo.id} and not ended`).toHaveLength(0)
})
