import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeWorld } from '../../test/support/world.ts'
import type { World } from '../../test/support/world.ts'
import { removeAccountReaction } from './identity.reactions.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

/** An account with all that hangs on it, a member of these. */
async function account(name: string, memberships: [organisationId: string, personId: string][], age = '2 hours') {
  const { sql } = world.database
  await sql`insert into identity.account (id, email, name, two_factor, created_at) values (${name}, ${`${name}@example.org`}, ${name}, true, now() - ${age}::interval)`
  await sql`insert into identity.credential (id, account_id, provider, provider_account, password) values (${name}, ${name}, 'credential', ${name}, 'hash')`
  await sql`insert into identity.session (id, token, account_id, expires_at) values (${name}, ${name}, ${name}, now() + interval '1 day')`
  await sql`insert into identity.two_factor (id, account_id, secret, backup_codes) values (${name}, ${name}, 's', 'b')`
  await sql`insert into identity.verification (id, identifier, value, expires_at) values (${`reset:${name}:1`}, ${name}, ${name}, now() + interval '1 day')`
  for (const [organisationId, personId] of memberships) await sql`insert into identity.membership values (${organisationId}, ${name}, ${personId})`
}

const kept = async () => Object.fromEntries(await Promise.all(['account', 'credential', 'session', 'two_factor', 'verification'].map(async (table) => [
  table, (await world.database.sql<{ name: string }[]>`select ${world.database.sql(table === 'account' ? 'id' : table === 'verification' ? 'value' : 'account_id')} as name from ${world.database.sql(`identity.${table}`)} order by 1`).map(({ name }) => name),
])))
const everywhere = (names: string[]) => ({ account: names, credential: names, session: names, two_factor: names, verification: names })

it('Who is erased leaves nothing to sign in with, unless another organisation has them too', async () => {
  const [org, other] = [await world.found(), await world.found('Fjordlys')]
  const [bo, cy] = [await org.hire('Bo Lind'), await org.hire('Cy Holm')]
  await account('bo', [[org.organisationId, bo.id]])
  await account('cy', [[org.organisationId, cy.id], [other.organisationId, other.person.id]])
  await account('joining', [], '1 minute')
  for (const { id } of [bo, cy]) await org.act('person.leave', { person: id })
  world.pass(1)
  for (const { id } of [bo, cy]) await org.act('person.erase', { person: id, reason: 'Asked for it.' })
  expect(await kept()).toEqual(everywhere(['bo', 'cy', 'joining']))
  expect(removeAccountReaction.on).toContain('person.erase')
  await removeAccountReaction.run(world.runtime, {} as never)
  expect(await kept()).toEqual(everywhere(['cy', 'joining']))
  expect(await world.database.sql`select account_id, kind, detail from identity.event`).toEqual([{ account_id: 'bo', kind: 'account.removed', detail: null }])
})
