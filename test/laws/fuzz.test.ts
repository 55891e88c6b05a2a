import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { kinds } from '../../src/modules/kinds.ts'
import type { ActionContract, QueryContract } from '../../src/shared/contract.ts'
import { actionsByName, queriesByName } from '../../src/server/features.ts'
import { arbitraryOf, hostileDays, hostileTexts, written } from '../support/hostile.ts'
import type { Pools, Schema } from '../support/hostile.ts'
import { serve } from '../support/served.ts'
import type { Answer, Served } from '../support/served.ts'
import { makeWorld } from '../support/world.ts'
import type { World } from '../support/world.ts'
import type { Org } from './samples.ts'

const seed = Number(process.env['FUZZ_SEED'] ?? 4600)
const runs = Number(process.env['FUZZ_RUNS'] ?? 25)
const slowest = 2000

let world: World
let org: Org
let server: Served
let cookie: string
let pools: Pools
let accepted = 0

beforeAll(async () => {
  world = await makeWorld()
  org = await world.found()
  server = await serve(world)
  cookie = await server.signIn(org.organisationId, org.person)
  const keys: string[] = []
  for (const kind of kinds.filter((each) => !each.single)) {
    for (const status of ['draft', 'in force', 'retired']) {
      const draft = { title: `A ${kind.kind}`, body: kind.empty }
      const made = status === 'draft' ? await org.act(`${kind.kind}.draft`, draft) : await org.enact(kind.kind, draft)
      if (status === 'retired') await org.act(`${kind.kind}.retire`, { element: made.key, revision: made.revision, reason: 'Over.' })
      keys.push(made.key, made.id)
    }
  }
  const grace = await org.hire('Grace Hopper', ['policy.draft', 'proposal.open'])
  await org.act('holder.appoint', { role: 'ROL-1', person: grace.id })
  await org.act('token.create', { name: 'Reader', scopes: ['read'] })
  await org.act('proposal.open', { title: 'A change', elements: ['POL-1'] })
  const rows = await world.database.sql<{ id: string }[]>`select id from people union select id from holders union select id from api_tokens union select id from proposals union select id from ledger_entries`
  pools = { references: [...keys, 'ORG-1', 'SCO-1', '*', 'NOPE-1'], ids: [...rows.map((row) => row.id), 'PRO-1'] }
  // The sign-in library is loaded with the first sign-in.
  await server.post('auth/sign-in/email', { email: 'nobody@example.org', password: 'x' })
})
afterAll(async () => {
  await server.close()
  await world.close()
})

/** What stands in the tables that every write leaves something in. */
async function standing(): Promise<string> {
  const [row] = await world.database.sql`select (select count(*) from ledger_entries) as entries, (select count(*) from row_versions) as rows, (select count(*) from element_versions) as versions,
    (select count(*) from links) as links, (select coalesce(sum(revision), 0) from elements) as revisions, (select count(*) from people) as people, (select count(*) from idempotency) as kept, (select sum(last) from key_counters) as keys`
  return JSON.stringify(row)
}

/** A refusal is a sentence for people; an answer of any kind is quick, and never a fault of the server. */
function judge(answer: Answer, asked: string): void {
  if (answer.status === 200) accepted++
  expect([answer.status < 500 ? 'explained' : answer.status, asked, server.faults.splice(0)]).toEqual(['explained', asked, []])
  expect([answer.took < slowest, asked, answer.took]).toEqual([true, asked, answer.took])
  if (answer.status < 400) return
  expect(answer.type).toMatch(/^application\/problem\+json/)
  expect(answer.body).toMatchObject({ status: answer.status, type: expect.stringMatching(/^\/problems\/[a-zA-Z]+$/) as string })
  const { title, faults = [] } = answer.body as { title: string; faults?: { path: string; message: string }[] }
  for (const { message } of [...faults, { message: title }]) {
    expect([asked, message]).toEqual([asked, expect.stringMatching(/[.!?…]$/) as string])
    const said = asked.includes('undefined') ? message.replaceAll('undefined', '') : message
    expect([asked, said]).toEqual([asked, expect.not.stringMatching(/undefined|\[object |Invalid |constraint|relation |syntax error|at \S+ \(/) as string])
  }
  expect([asked, title.length < 600, title.slice(0, 700)]).toEqual([asked, true, title.slice(0, 700)])
  expect(faults.length).toBeLessThanOrEqual(100)
}

async function tryAction(name: string, payload: string): Promise<void> {
  const before = await standing()
  const answer = await server.post(name, payload, cookie)
  const asked = `${name} ${payload.length > 3000 ? `${payload.slice(0, 3000)}…` : payload}`
  judge(answer, asked)
  const after = answer.status >= 400 ? await standing() : before
  expect([asked, answer.text, after]).toEqual([asked, answer.text, before])
}

async function tryQuery(name: string, search: string): Promise<void> {
  judge(await server.get(`${name}?${search}`, cookie), `${name}?${search.slice(0, 3000)}`)
}

function inputOf(contract: ActionContract | QueryContract): fc.Arbitrary<unknown> {
  const schema = z.toJSONSchema(contract.input, { io: 'input', unrepresentable: 'any' }) as Schema
  const kind = contract.name.endsWith('.draft') ? kinds.find((each) => contract.name === `${each.kind}.draft`) : undefined
  if (kind) schema.properties!['body'] = z.toJSONSchema(kind.body, { io: 'input', unrepresentable: 'any' }) as Schema
  const whole = arbitraryOf(schema, poolsFor(contract.name))
  if (!kind) return whole
  const { element: _element, revision: _revision, ...fresh } = schema.properties!
  return fc.oneof({ weight: 2, arbitrary: arbitraryOf({ ...schema, properties: fresh }, poolsFor(contract.name)) }, { weight: 1, arbitrary: whole })
}

/** References of the kind that an action is about, twice as often as others; and those that make an approval possible. */
function poolsFor(name: string): Pools {
  const kind = kinds.find((each) => name.startsWith(`${each.kind}.`))
  const own = kind ? pools.references.filter((reference) => reference.startsWith(`${kind.prefix}-`)) : []
  const often = own.length > 0 ? Math.ceil((2 * pools.references.length) / own.length) : 0
  return { references: [...pools.references, ...Array.from({ length: often }, () => own).flat()], ids: pools.ids }
}

/** A query string from a value: lists are the same name twice or more. */
function searchOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return encodeURIComponent(String(value).toWellFormed())
  const text = (one: unknown) => encodeURIComponent((typeof one === 'string' ? one : JSON.stringify(one) ?? '').toWellFormed().slice(0, 3000))
  return Object.entries(value).flatMap(([name, one]) => (Array.isArray(one) ? one.slice(0, 20) : [one]).map((each) => `${text(name)}=${text(each)}`)).join('&')
}

const days = ['', '', 'asOf=2026-03-01', 'asOf=2026-03-02&asOf=2026-03-01', ...hostileDays.map((on) => `asOf=${encodeURIComponent(on)}`)]

/** Authorities that would end the session or the founding that the fuzzing stands on. */
const endsFuzzing = new Set(['person.leave', 'organisation.goLive'])

const actions = [...actionsByName.values()].map(({ contract }) => contract)
const queries = [...queriesByName.values()].map(({ contract }) => contract)

describe('whatever is sent', () => {
  it.each(actions.filter(({ name }) => !endsFuzzing.has(name)).map((contract) => [contract.name, contract] as const))('%s answers, or refuses in a sentence and writes nothing', async (name, contract) => {
    await fc.assert(fc.asyncProperty(inputOf(contract), (input) => tryAction(name, written(input))), { seed, numRuns: runs, endOnFailure: true })
  })

  it.each(queries.map((contract) => [contract.name, contract] as const))('%s answers, or refuses in a sentence', async (name, contract) => {
    const attempt = (input: unknown, asOf: string) => (contract.carriesFiles ? tryAction(name, written(input)) : tryQuery(name, [searchOf(input), asOf].filter(Boolean).join('&')))
    await fc.assert(fc.asyncProperty(inputOf(contract), fc.constantFrom(...days), attempt), { seed, numRuns: runs, endOnFailure: true })
  })

  it('every hostile text in every place of one kind’s actions and queries is answered or refused', async () => {
    for (const text of hostileTexts) {
      const link = { type: 'serves', to: 'OBJ-2' }
      const draft = { title: 'T', body: {}, links: [link] }
      const inputs = [{ ...draft, title: text }, { ...draft, accountable: text }, { ...draft, reviewEvery: text }, { ...draft, body: { statement: text } }, { ...draft, links: [{ ...link, type: text }] }, { ...draft, links: [{ ...link, to: text }] }, { ...draft, links: [{ ...link, note: text, for: text }] }, { ...draft, [text]: 1 }, { ...draft, body: { [text]: 1 } }]
      for (const input of inputs) await tryAction('policy.draft', written(input))
      await tryAction('policy.approve', written({ element: text, revision: 1, reason: text }))
      await tryAction('person.add', written({ name: text, email: text }))
      await tryAction('mapping.save', written({ name: text, mapping: { kind: 'service', key: text || 'x', fields: { title: text }, links: [{ type: text, each: text, to: text }] } }))
      const query = encodeURIComponent(text.toWellFormed().slice(0, 3000))
      for (const search of [`text=${query}`, `after=${query}`, `accountable=${query}`, `sort=${query}`, `limit=${query}`, `${query}=1`, `asOf=${query}`]) await tryQuery('policy.list', search)
      await tryQuery('search', `text=${query}`)
      await tryQuery('element.history', `element=${query}&after=${query}`)
    }
  })

  it.each(['', 'null', '5', '"x"', '[]', '{', '{"title":', '{"title":"one","title":5}', '\ufeff{}', '[[[[', `${'['.repeat(100_000)}`, '{"a":1}{"b":2}', 'title=x', '\u0000'])('a body that is %j is refused', async (payload) => {
    await tryAction('policy.draft', payload)
    expect((await server.post('policy.draft', payload, cookie)).status).toBe(400)
  })

  it('the ways in take nothing hostile either', async () => {
    for (const text of hostileTexts) {
      const all = { email: text, password: text, code: text, token: text, currentPassword: text, newPassword: text, session: text, name: text, founderName: text, founderEmail: text, timeZone: text, key: text }
      const some = (...names: (keyof typeof all)[]) => written(Object.fromEntries(names.map((name) => [name, all[name]])))
      const calls: [string, string][] = [
        ['organisation.found', some('name', 'founderName', 'founderEmail', 'password', 'timeZone', 'key', 'code')], ['invitation.accept', some('token', 'password')], ['auth/sign-in/email', written({ email: 'ada@example.org', password: text })],
        ['auth/two-factor/verify-totp', some('code')], ['auth/two-factor/enable', some('password')], ['auth/reset-password', some('token', 'newPassword')], ['auth/end-sessions', some('session')], ['auth/change-password', some('currentPassword', 'newPassword')],
      ]
      for (const [path, payload] of calls) judge(await server.post(path, payload, cookie), `${path} ${payload.slice(0, 500)}`)
      judge(await server.get(`invitation?token=${encodeURIComponent(text.toWellFormed().slice(0, 3000))}`), `invitation ${text.slice(0, 100)}`)
    }
  })

  it('what was accepted does no harm: every list, element and the A3 are answered afterwards', async () => {
    expect(accepted).toBeGreaterThan(150)
    for (const { kind, single } of kinds) {
      const list = await server.get(`${kind}.list?limit=200&status=any`, cookie)
      judge(list, `${kind}.list`)
      expect([kind, list.status]).toEqual([kind, 200])
      const rows = list.body['rows'] as { key: string; status: string }[]
      expect(rows.length).toBeGreaterThan(single ? 0 : 2)
      for (const { key, status } of rows) {
        for (const verb of ['get', 'versions']) {
          const answer = await server.get(`${kind}.${verb}?element=${key}`, cookie)
          judge(answer, `${kind}.${verb} ${key} ${status}`)
          expect([key, verb, answer.status]).toEqual([key, verb, 200])
        }
      }
    }
    for (const path of ['a3.page', 'a3.page?asOf=2026-03-02', 'session', 'person.list', 'mapping.list', 'proposal.list?state=any', 'holder.list?all=true', 'organisation.readiness', 'token.list']) {
      const answer = await server.get(path, cookie)
      judge(answer, path)
      expect([path, answer.status]).toEqual([path, 200])
    }
    const paper = await server.get('a3.pdf', cookie)
    expect([paper.status, server.faults]).toEqual([200, []])
  })
})
