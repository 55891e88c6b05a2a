import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { secretHash } from '../../src/kernel/secret.ts'
import type { Caller } from '../../src/kernel/caller.ts'
import { serve } from '../support/served.ts'
import type { Served } from '../support/served.ts'
import { makeWorld } from '../support/world.ts'
import type { World } from '../support/world.ts'
import type { Org } from './samples.ts'

let world: World
let server: Served
beforeAll(async () => {
  world = await makeWorld()
  server = await serve(world)
})
const start = new Date('2026-03-02T09:00:00.000Z')
afterEach(() => void (world.clock.now = start))
afterAll(async () => {
  await server.close()
  await world.close()
})

const policy = { title: 'Change principles', body: { theme: 'change', statement: 'Small and reversible.' } }
const bearer = (token: string) => ({ authorization: `Bearer ${token}`, cookie: '', origin: '', 'sec-fetch-site': '' })
const tokenCaller = (token: string): Caller => ({ type: 'token', hash: secretHash('wr', token)! })
const may = (org: Org, caller: Caller) => org.act('policy.draft', policy, caller).then(() => 'yes', (error: Error) => error.message)

async function signedIn(org: Org, name: string, carried: string[] = ['policy.draft']) {
  const person = await org.hire(name, carried)
  return { ...person, cookie: await server.signIn(org.organisationId, { id: person.id, name }) }
}
/** Takes the organisation live beside a second person who may do everything. */
async function goLive(org: Org) {
  const { body } = await org.read<{ body: { authorities: string[] } }>('role.get', { element: 'ROL-1' })
  const grace = await org.hire('Grace Hopper', body.authorities)
  await org.act('organisation.goLive', { accepts: 'Ada Berg' })
  return grace
}

describe('whoever leaves', () => {
  it('is signed out of the organisation at once, and their tokens end', async () => {
    const org = await world.found()
    const { id, caller, cookie } = await signedIn(org, 'Bo Li')
    const { token } = await org.act<{ token: string }>('token.create', { name: 'Mine', scopes: ['write', 'read'] }, caller)
    expect((await server.get('policy.list', cookie)).status).toBe(200)
    expect((await server.get('policy.list', '', bearer(token))).status).toBe(200)
    await org.act('person.leave', { person: id })
    expect(await server.get('policy.list', cookie)).toMatchObject({ status: 401, body: { title: 'Your session has ended, or you belong to no organisation. Sign in again.' } })
    expect(await server.post('policy.draft', policy, cookie)).toMatchObject({ status: 401 })
    expect(await server.get('policy.list', '', bearer(token))).toMatchObject({ status: 401 })
    expect(await server.get('session', cookie)).toMatchObject({ status: 200, body: { state: 'signed in', abilities: [] } })
  })

  it('on a day to come stays until that day ends', async () => {
    const org = await world.found()
    const { id, caller, cookie } = await signedIn(org, 'Bo Li')
    const { token } = await org.act<{ token: string }>('token.create', { name: 'Mine', scopes: ['write', 'read'] }, caller)
    await org.act('person.leave', { person: id, toOn: '2026-03-04' })
    world.pass(2)
    expect((await server.get('policy.list', cookie)).status).toBe(200)
    expect(await may(org, tokenCaller(token))).toBe('yes')
    world.pass(1)
    expect(await server.get('policy.list', cookie)).toMatchObject({ status: 403, body: { title: 'You do not belong to this organisation, or no longer.' } })
    expect(await may(org, tokenCaller(token))).toBe('You do not belong to this organisation, or no longer.')
    expect(await server.get('session', cookie)).toMatchObject({ status: 200, body: { state: 'signed in', abilities: [] } })
  })

  it('cannot come back by an invitation, whether it was sent before or after', async () => {
    const org = await world.found()
    const { id } = await org.hire('Bo Li')
    const { link } = await org.act<{ link: string }>('person.invite', { person: id })
    await org.act('person.leave', { person: id })
    const token = link.split(/[/#]/).pop()
    expect(await server.get(`invitation?token=${token}`)).toMatchObject({ status: 404 })
    expect(await server.post('invitation.accept', { token, password: 'seven lively otters juggle' })).toMatchObject({ status: 404 })
    await expect(org.act('person.invite', { person: id })).rejects.toThrow('Bo Li left on 2026-03-02. Record a later last day first, then invite again.')
  })

  it('is not appointed beyond the last day', async () => {
    const org = await world.found()
    const { id } = await org.hire('Bo Li')
    await org.act('person.leave', { person: id, toOn: '2026-06-30' })
    for (const toOn of [undefined, '2026-07-01']) await expect(org.act('holder.appoint', { role: 'ROL-1', person: id, toOn })).rejects.toThrow('toOn: Bo Li leaves on 2026-06-30; end the appointment by then.')
    expect(await org.act('holder.appoint', { role: 'ROL-1', person: id, toOn: '2026-06-30' })).toMatchObject({ revision: 1 })
  })
})

describe('whoever comes', () => {
  it('again finds no right over the system that they had before', async () => {
    const org = await world.found()
    const { id, caller } = await org.hire('Bo Li')
    await org.act('person.grant', { person: id, right: 'administrator' })
    await org.act('person.leave', { person: id })
    await org.act('person.leave', { person: id, toOn: '2027-03-02', reason: 'Back again.' })
    expect(await org.act('person.invite', { person: id })).toMatchObject({ link: expect.any(String) as string })
    await expect(org.act('person.add', { name: 'Somebody' }, caller)).rejects.toThrow('None of your roles may person.add.')
  })

  it('may nothing before the first day', async () => {
    const org = await world.found()
    const { id } = await org.act<{ id: string }>('person.add', { name: 'Bo Li', fromOn: '2026-03-05' })
    const cookie = await server.signIn(org.organisationId, { id, name: 'Bo Li' })
    expect(await server.get('policy.list', cookie)).toMatchObject({ status: 403, body: { title: 'You belong to this organisation from 2026-03-05 on.' } })
    world.pass(3)
    expect((await server.get('policy.list', cookie)).status).toBe(200)
  })

  it('does not leave before coming', async () => {
    const org = await world.found()
    await expect(org.act('person.add', { name: 'Bo Li', fromOn: '2026-03-05', toOn: '2026-03-04' })).rejects.toThrow('toOn: It ends on 2026-03-04, before it starts on 2026-03-05; give a later end.')
    const { id } = await org.act<{ id: string }>('person.add', { name: 'Bo Li', fromOn: '2026-03-05' })
    await expect(org.act('person.leave', { person: id, toOn: '2026-03-04' })).rejects.toThrow('toOn: It ends on 2026-03-04, before it starts on 2026-03-05; give a later end.')
  })
})

describe('a right', () => {
  it('of an administrator ends with its last day, in the list of people too', async () => {
    const org = await world.found()
    const { id, caller } = await org.hire('Bo Li')
    await org.act('person.grant', { person: id, right: 'administrator', until: '2026-03-03' })
    const add = () => org.act('person.add', { name: 'Somebody' }, caller).then(() => 'yes', (error: Error) => error.message)
    const listed = async () => (await org.read<{ rows: { id: string; rights: string[] }[] }>('person.list')).rows.find((row) => row.id === id)!.rights
    world.pass(1)
    expect([await add(), await listed()]).toEqual(['yes', ['administrator']])
    world.pass(1)
    expect([await add(), await listed()]).toEqual(['None of your roles may person.add. Ask whoever holds a role with that authority.', []])
    await expect(org.act('person.grant', { person: id, right: 'auditor', until: '2026-03-01' })).rejects.toThrow('until: 2026-03-01 is past; give a day to come.')
  })

  it('of a holder begins with the first day and ends after the last', async () => {
    const org = await world.found()
    const role = await org.enact('role', { title: 'Writer', body: { authorities: ['policy.draft'] } })
    const { id, caller } = await org.hire('Bo Li')
    const { id: holder } = await org.act<{ id: string }>('holder.appoint', { role: role.key, person: id, fromOn: '2026-03-03', toOn: '2026-03-04' })
    const answers = []
    for (let day = 2; day <= 5; day++) {
      answers.push(await may(org, caller))
      world.pass(1)
    }
    const refused = 'None of your roles may policy.draft. Ask whoever holds a role with that authority.'
    expect(answers).toEqual([refused, 'yes', 'yes', refused])
    await expect(org.act('holder.end', { holder, toOn: '2026-03-05', reason: 'Longer.' })).rejects.toThrow('toOn: it ends on 2026-03-04 already; give that day or an earlier one, or appoint anew.')
  })

  it('held for one element reaches no other, and no new one', async () => {
    const org = await world.found()
    for (const title of ['One', 'Two']) await org.act('policy.draft', { ...policy, title })
    const role = await org.enact('role', { title: 'Writer', body: { authorities: ['policy.draft'] } })
    const { id, caller } = await org.hire('Bo Li')
    await org.act('holder.appoint', { role: role.key, person: id, element: 'POL-1' })
    expect(await org.act('policy.draft', { ...policy, element: 'POL-1' }, caller)).toMatchObject({ key: 'POL-1' })
    for (const input of [{ ...policy, element: 'POL-2' }, policy]) await expect(org.act('policy.draft', input, caller)).rejects.toThrow(/None of your roles may policy\.draft/)
  })

  it('of a token ends with its scopes, its day and its revocation', async () => {
    const org = await world.found()
    const make = (scopes: string[], expiresOn?: string) => org.act<{ id: string; token: string }>('token.create', { name: 'T', scopes, expiresOn })
    const read = await make(['read'])
    expect(await may(org, tokenCaller(read.token))).toBe('This token may not policy.draft; its scopes are read.')
    await expect(org.act('token.create', { name: 'More', scopes: ['write'] }, tokenCaller((await make(['write'])).token))).rejects.toThrow('Sign in to make a token; a token cannot make another.')
    const short = await make(['policy.draft'], '2026-03-03')
    expect(await may(org, tokenCaller(short.token))).toBe('yes')
    world.pass(2)
    expect(await may(org, tokenCaller(short.token))).toMatch(/^This token is unknown, expired or revoked/)
    await org.act('token.revoke', { token: short.id })
    expect(await may(org, tokenCaller(short.token))).toMatch(/^This token is unknown, expired or revoked/)
  })

  it('of the founder and of an administrator does not reach what is live', async () => {
    const org = await world.found()
    const grace = await goLive(org)
    await org.act('person.grant', { person: org.person.id, right: 'administrator' })
    const { rows } = await org.read<{ rows: { id: string }[] }>('holder.list', { person: org.person.id })
    await org.act('holder.end', { holder: rows[0]!.id, toOn: '2026-03-02', reason: 'Hands over.' }, grace.caller)
    world.pass(1)
    const drafted = await org.act('policy.draft', policy, grace.caller)
    for (const [verb, input] of [['policy.draft', policy], ['policy.approve', { element: drafted.key, revision: 1 }], ['holder.appoint', { role: 'ROL-1', person: org.person.id }], ['scope.state', { service: '*', axis: 'unit', element: '*', state: 'in' }]] as const) {
      await expect(org.act(verb, input)).rejects.toThrow(`None of your roles may ${verb}`)
    }
  })
})

describe('an Idempotency-Key', () => {
  it('is one’s own: another person, or a token of the same person, gets no answer by it', async () => {
    const org = await world.found()
    const bo = await org.hire('Bo Li', ['policy.draft'])
    const { token } = await org.act<{ token: string }>('token.create', { name: 'T', scopes: ['write'] })
    const keys = [await org.act('policy.draft', policy, org.founder, 'key'), await org.act('policy.draft', policy, bo.caller, 'key'), await org.act('policy.draft', policy, tokenCaller(token), 'key')].map((receipt) => receipt.key)
    expect(keys).toEqual(['POL-1', 'POL-2', 'POL-3'])
  })

  it('keeps no secret: what a token or an invitation shows once is stored nowhere', async () => {
    const org = await world.found()
    const { id } = await org.hire('Bo Li')
    const { token } = await org.act<{ token: string }>('token.create', { name: 'T', scopes: ['read'] }, org.founder, 'one')
    const { link } = await org.act<{ link: string }>('person.invite', { person: id }, org.founder, 'two')
    const kept = await world.database.sql<{ response: string }[]>`select response from idempotency where organisation_id = ${org.organisationId}`
    expect(kept).toHaveLength(2)
    for (const { response } of kept) for (const secret of [token, link.split(/[/#]/).pop()!]) expect(response).not.toContain(secret)
    await expect(org.act('token.create', { name: 'T', scopes: ['read'] }, org.founder, 'one')).rejects.toThrow('This was done already. Its secret was shown once and is not kept')
    expect((await org.read<{ rows: unknown[] }>('token.list')).rows).toHaveLength(1)
  })
})
