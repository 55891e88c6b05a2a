import { afterAll, beforeAll, expect, test } from 'vitest'
import { signInWorld } from '../../test/support/sign-in.ts'
import type { SignInWorld } from '../../test/support/sign-in.ts'
import { createAccount } from './identity.ts'
import { removeAccount } from './identity.store.ts'

const [ours, theirs] = ['01890000-0000-7000-8000-000000000001', '01890000-0000-7000-8000-000000000002'] as const
let world: SignInWorld
beforeAll(async () => {
  world = await signInWorld()
  for (const organisation of [ours, theirs]) {
    await world.sql.begin(async (tx) => {
      await tx`select set_config('app.organisation_id', ${organisation}, true)`
      await tx`insert into organisations (organisation_id, key, name, time_zone, founded_at, revision) values (${organisation}, ${organisation}, 'Fjordlys', 'Europe/Oslo', now(), 1)`
      await tx`insert into identity.membership (organisation_id, account_id, person_id) values (${organisation}, ${world.accountId}, ${organisation})`
    })
  }
})
afterAll(() => world.close())

/** What the application may do in our organisation: the rows, or the reason of the refusal. */
function asApplication(statement: string): Promise<unknown> {
  return world.sql.begin(async (tx) => {
    await tx`select set_config('role', 'wellrun_app', true), set_config('app.organisation_id', ${ours}, true)`
    return [...(await tx.unsafe(statement))]
  }).catch((error: Error) => error.message)
}

test('the application sees and changes the memberships of its own organisation alone', async () => {
  expect(await asApplication('select organisation_id from identity.membership')).toEqual([{ organisation_id: ours }])
  expect(await asApplication(`delete from identity.membership where organisation_id = '${theirs}' returning 1`)).toEqual([])
  expect(await asApplication(`insert into identity.membership values ('${theirs}', '${world.accountId}', '${ours}')`)).toMatch(/row-level security/)
})

test.each(['account', 'credential', 'session', 'verification', 'two_factor', 'attempt', 'event'])('the application may not read identity.%s', async (table) => {
  expect(await asApplication(`select * from identity.${table}`)).toBe(`permission denied for table ${table}`)
})

test('an account that belongs to an organisation cannot be removed, and one that belongs to none can', async () => {
  const alone = await createAccount(world.identity, { name: 'Bo', email: 'bo@example.org', password: 'nine quiet boats drift' })
  expect(await removeAccount(world.sql, world.accountId)).toBe(false)
  expect(await removeAccount(world.sql, alone)).toBe(true)
  await expect(world.sql`delete from identity.account where id = ${world.accountId}`).rejects.toThrow(/membership_account_known/)
})

test('the record of sign-ins cannot be rewritten', async () => {
  await expect(world.sql`update identity.event set kind = 'sign-out'`).rejects.toThrow('event is append-only')
})
