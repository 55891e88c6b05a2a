import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld } from '../../test/support/world.ts'
import type { World } from '../../test/support/world.ts'
import { verifyLedger } from './ledger.verify.ts'
import { secretHash } from './secret.ts'

let world: World

beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

describe('a current row', () => {
  it('holds what its revision says, of whatever type its columns are', async () => {
    const { sql } = world.database
    const org = await world.found('Fjordvik')
    const grace = await org.hire('Grace Hopper')
    await org.act('holder.appoint', { role: 'ROL-1', person: grace.id, deputy: true, fromOn: '2026-03-02', reason: 'true' })
    const { token } = await org.act<{ token: string }>('token.create', { name: 'null', scopes: ['read', 'write'] })
    const [holder] = await sql`select deputy, from_on::text, to_on, reason from holders where organisation_id = ${org.organisationId} and person_id = ${grace.id}`
    expect(holder).toEqual({ deputy: true, from_on: '2026-03-02', to_on: null, reason: 'true' })
    const [kept] = await sql`select name, hash, expires_at from api_tokens where organisation_id = ${org.organisationId}`
    expect(kept).toMatchObject({ name: 'null', hash: secretHash('wr', token) })
    await world.seal(org.organisationId)
    const { ok, faults } = await verifyLedger(sql, org.organisationId, world.key.publicKey)
    expect({ ok, faults }).toEqual({ ok: true, faults: [] })
  })
})
