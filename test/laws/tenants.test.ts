import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Problem } from '../../src/shared/problem.ts'
import { nearnessOf } from '../../src/shared/searching.ts'
import { kinds } from '../../src/modules/kinds.ts'
import { queriesByName } from '../../src/server/features.ts'
import { fingerprint } from '../support/fingerprint.ts'
import { openDesk } from '../support/desk.ts'
import { makeWorld } from '../support/world.ts'
import type { World } from '../support/world.ts'
import { actionNames, sampleOf } from './samples.ts'
import type { Org } from './samples.ts'

let world: World
let mine: Org
let theirs: Org
let ids: string[]

/** Fields of a query that may name something. */
function naming(name: string): string[] {
  const { input } = queriesByName.get(name)!.contract
  return Object.keys('shape' in input ? (input.shape as object) : {}).filter((field) => !['asOf', 'limit', 'after', 'before', 'sort', 'direction', 'files'].includes(field))
}

/** Every id of the other organisation, as it stands in the tables. */
async function idsOf(org: Org): Promise<string[]> {
  const sql = world.database.sql
  const rows = await sql`select id from elements where organisation_id = ${org.organisationId} union select id from people where organisation_id = ${org.organisationId}
    union select id from holders where organisation_id = ${org.organisationId} union select id from api_tokens where organisation_id = ${org.organisationId}
    union select id from proposals where organisation_id = ${org.organisationId} union select id from calendar_feeds where organisation_id = ${org.organisationId}
    union select id from editions where organisation_id = ${org.organisationId}
    union select id from outages where organisation_id = ${org.organisationId} union select id from items where organisation_id = ${org.organisationId} union select id from item_samples where organisation_id = ${org.organisationId} union select id from records where organisation_id = ${org.organisationId}
    union select id from record_links where organisation_id = ${org.organisationId} union select id from record_attachments where organisation_id = ${org.organisationId} union select id from views where organisation_id = ${org.organisationId}`
  return rows.map((row) => String(row.id))
}

beforeAll(async () => {
  world = await makeWorld()
  mine = await world.found('Mine')
  theirs = await world.found('Theirs')
  for (const kind of kinds.filter((k) => !k.single)) await theirs.enact(kind.kind, { title: `Secret ${kind.kind}`, body: kind.empty })
  const grace = await theirs.hire('Secret Person')
  await theirs.act('holder.appoint', { role: 'ROL-1', person: grace.id })
  await theirs.act('token.create', { name: 'Secret token', scopes: ['read'] })
  await theirs.act('feed.create', { of: 'organisation' })
  await theirs.act('policy.draft', { title: 'Secret draft', body: {} })
  await theirs.act('proposal.open', { title: 'Secret proposal', elements: ['POL-2'] })
  await theirs.act('scope.state', { service: 'SVC-1', axis: 'unit', element: '*', state: 'in' })
  await theirs.act('edition.publish', { title: 'Secret edition' })
  await theirs.act('outage.register', { service: 'SVC-1', start: '2026-03-01T10:00:00Z', title: 'Secret outage' })
  await theirs.act('item.add', { name: 'Secret item', services: ['SVC-1'] })
  await theirs.act('item.sample', { size: 1, seed: 'Secret seed' })
  const desk = await openDesk(theirs)
  await theirs.act('record.create', { routine: desk.routine.key, title: 'Secret incident', fields: { what: 'Secret words' } })
  await theirs.act('record.create', { routine: desk.routine.key, title: 'Quagga' })
  ids = await idsOf(theirs)
})
afterAll(() => world.close())

describe('another organisation', () => {
  it('is unseen by every query, whatever id it is asked for', async () => {
    expect(ids.length).toBeGreaterThan(kinds.length)
    let asked = 0
    for (const name of queriesByName.keys()) {
      for (const id of ids) {
        for (const input of naming(name).map((field) => ({ [field]: id }))) {
          const answer = await mine.read<unknown>(name, input).catch((error: unknown) => error)
          asked++
          const seen = answer instanceof Problem ? 'refused' : answer instanceof Error ? `failed: ${answer.message}` : JSON.stringify(answer)
          expect(seen).not.toMatch(/Secret|failed/)
        }
      }
    }
    expect(asked).toBeGreaterThan(1000)
  })

  it('is unseen by search, its functions called directly included', async () => {
    await theirs.enact('policy', { title: 'Zanzibar retention', body: { statement: 'Quokkas keep a watch.' } })
    for (const text of ['secret', 'Zanzibar', 'zanzibra', 'quokkas', 'POL-2', 'pol2', 'p']) expect(JSON.stringify(await mine.read('search', { text, limit: 50 }))).not.toMatch(/Secret|Zanzibar|Quokka/)
    expect((await theirs.read<{ results: unknown[] }>('search', { text: 'zanzibra' })).results).toHaveLength(1)
    world.pass(1)
    expect(await mine.read('search', { text: 'Zanzibar', asOf: '2026-03-02' })).toMatchObject({ results: [] })
    const near = nearnessOf('zanzibar')
    const calls = {
      'by key': [`select * from search('pol', '', null, null, 50)`, []], 'by title': [`select * from search('', 's', null, null, 50)`, []], 'by any word': [`select * from search('', '', array['1secret:* | 1zanzibar:* | 3quokkas:*'], null, 50)`, []],
      'by neighbours': [`select * from search_words_near($1::int[])`, [near]], 'by the table': [`select * from search_documents where organisation_id <> current_organisation()`, []],
      'by the words of items': [`select i.* from search_items('secret'::tsquery, null, array['in use'], '', '00000000-0000-0000-0000-000000000000', 50) s(id) join items i on i.id = s.id`, []],
      'by the table of words': [`select * from search_words where organisation_id <> current_organisation()`, []],
      'by the words of records': [`select 'secret' as found from unnest(record_word_hits('quagga'::tsquery, 50)) h`, []], 'by the neighbours of records': [`select 'secret' as found from record_words_near($1::int[])`, [nearnessOf('quagga')]],
      'by the titles of records': [`select 'secret' as found from record_title_words where organisation_id <> current_organisation()`, []],
      'by past days': [`select 'secret' as found from records_until('infinity', true, null, null, 50) u where not exists (select from records r where r.id = u.id)`, []],
      'by past open ones': [`select 'secret' as found from records_on('infinity', array(select element_id from element_versions where kind = 'routine'), false, true, null, null, 50) u where not exists (select from records r where r.id = u.id)`, []],
    } as const
    const asked = (organisationId: string) => world.database.sql.begin(async (sql) => {
      await sql`select set_config('role', 'wellrun_app', true), set_config('app.organisation_id', ${organisationId}, true)`
      const answers: Record<string, number> = {}
      for (const [name, [text, values]] of Object.entries(calls)) answers[name] = (await sql.unsafe(text, [...values])).filter((row) => /secret|zanzibar/i.test(JSON.stringify(row))).length
      await expect(sql.savepoint((inner) => inner.unsafe(`select * from search_step('1secret'::tsquery, null, '{}', 50)`))).rejects.toThrow('permission denied')
      return answers
    })
    expect(await asked(mine.organisationId)).toEqual({ 'by key': 0, 'by title': 0, 'by any word': 0, 'by neighbours': 0, 'by the table': 0, 'by the words of items': 0, 'by the table of words': 0, 'by the words of records': 0, 'by the neighbours of records': 0, 'by the titles of records': 0, 'by past days': 0, 'by past open ones': 0 })
    expect(await asked(theirs.organisationId)).toMatchObject({ 'by title': expect.toSatisfy((found: number) => found > 5), 'by any word': expect.toSatisfy((found: number) => found > 5), 'by neighbours': 1, 'by the words of items': 1, 'by the words of records': 1, 'by the neighbours of records': 1 })
    expect(await asked('')).toEqual({ 'by key': 0, 'by title': 0, 'by any word': 0, 'by neighbours': 0, 'by the table': 0, 'by the words of items': 0, 'by the table of words': 0, 'by the words of records': 0, 'by the neighbours of records': 0, 'by the titles of records': 0, 'by past days': 0, 'by past open ones': 0 })
  })

  it('cannot be touched by any action that names its ids', async () => {
    const before = await fingerprintOf(theirs)
    for (const name of actionNames) {
      const input = (await sampleOf(name)(await world.found())) as Record<string, unknown>
      const references = Object.keys(input).filter((field) => ['element', 'person', 'holder', 'role', 'token', 'proposal', 'service', 'policy', 'feed', 'outage', 'item', 'sample', 'from', 'record', 'routine', 'raisedFrom', 'to', 'into', 'link', 'view', 'assignee', 'requester'].includes(field))
      for (const field of references) {
        for (const id of ids.slice(0, 40)) await mine.act(name, { ...input, [field]: id }).catch(() => undefined)
      }
    }
    expect(await fingerprintOf(theirs)).toEqual(before)
  })

  it('keeps every table that carries an organisation behind forced row-level security, but for those behind search', async () => {
    const rows = await world.database.sql`select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation_id' where n.nspname = 'public' and c.relkind = 'r' order by 1`
    expect(rows.length).toBeGreaterThan(15)
    expect(rows.filter((row) => !row.enabled)).toEqual([])
    expect(rows.filter((row) => !row.forced).map((row) => row.name)).toEqual(['record_title_words', 'record_words', 'search_documents', 'search_words'])
  })

  it('shows nothing where no organisation is set', async () => {
    const rows = await world.database.sql.begin(async (sql) => {
      await sql`set local role wellrun_app`
      return sql`select (select count(*) from elements) + (select count(*) from people) + (select count(*) from organisations) + (select count(*) from ledger_entries) as n`
    })
    expect(Number(rows[0]!.n)).toBe(0)
  })
})

/** Everything of one organisation, as one hash per table. */
async function fingerprintOf(org: Org): Promise<Record<string, string>> {
  const tables = Object.keys(await fingerprint(world.database.sql)).filter((name) => name.startsWith('public.') && !['public.migrations', 'public.denials'].includes(name))
  const prints: Record<string, string> = {}
  for (const table of tables) {
    const [row] = await world.database.sql.unsafe(`select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as print from ${table} t where organisation_id = '${org.organisationId}'`)
    prints[table] = String(row!.print)
  }
  return prints
}
