import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Problem } from '../../src/shared/problem.ts'
import { kinds } from '../../src/modules/kinds.ts'
import { queriesByName } from '../../src/server/features.ts'
import { fingerprint } from '../support/fingerprint.ts'
import { makeWorld } from '../support/world.ts'
import type { World } from '../support/world.ts'
import { actionNames, sampleOf } from './samples.ts'
import type { Org } from './samples.ts'

let world: World
let mine: Org
let theirs: Org
let ids: string[]

/** Every id of the other organisation, as it stands in the tables. */
async function idsOf(org: Org): Promise<string[]> {
  const sql = world.database.sql
  const rows = await sql`select id from elements where organisation_id = ${org.organisationId} union select id from people where organisation_id = ${org.organisationId}
    union select id from holders where organisation_id = ${org.organisationId} union select id from api_tokens where organisation_id = ${org.organisationId}
    union select id from proposals where organisation_id = ${org.organisationId}`
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
  await theirs.act('policy.draft', { title: 'Secret draft', body: {} })
  await theirs.act('proposal.open', { title: 'Secret proposal', elements: ['POL-2'] })
  await theirs.act('scope.state', { service: 'SVC-1', axis: 'unit', element: '*', state: 'in' })
  ids = await idsOf(theirs)
})
afterAll(() => world.close())

describe('another organisation', () => {
  it('is unseen by every query, whatever id it is asked for', async () => {
    expect(ids.length).toBeGreaterThan(kinds.length)
    let asked = 0
    for (const name of queriesByName.keys()) {
      for (const id of ids) {
        for (const input of [{ element: id }, { role: id }, { person: id }, { proposal: id }, { accountable: id }, { entry: id }]) {
          const answer = await mine.read<unknown>(name, input).catch((error: unknown) => error)
          asked++
          const seen = answer instanceof Problem ? 'refused' : answer instanceof Error ? `failed: ${answer.message}` : JSON.stringify(answer)
          expect(seen).not.toMatch(/Secret|failed/)
        }
      }
    }
    expect(asked).toBeGreaterThan(1000)
  })

  it('is unseen by search, its function called directly included', async () => {
    expect(await mine.read('search', { text: 'secret' })).toEqual({ results: [] })
    const rows = await world.database.read(mine.organisationId, (tx) => tx.selectNoFrom((eb) => eb.fn<number>('count', [eb.lit(1)]).as('n')).execute())
    expect(rows).toHaveLength(1)
    const direct = await world.database.sql.begin(async (sql) => {
      await sql`select set_config('role', 'wellrun_app', true), set_config('app.organisation_id', ${mine.organisationId}, true)`
      return sql`select * from search('secret', 50)`
    })
    expect(direct).toHaveLength(0)
  })

  it('cannot be touched by any action that names its ids', async () => {
    const before = await fingerprintOf(theirs)
    for (const name of actionNames) {
      const input = (await sampleOf(name)(await world.found())) as Record<string, unknown>
      const references = Object.keys(input).filter((field) => ['element', 'person', 'holder', 'role', 'token', 'proposal', 'service'].includes(field))
      for (const field of references) {
        for (const id of ids.slice(0, 40)) await mine.act(name, { ...input, [field]: id }).catch(() => undefined)
      }
    }
    expect(await fingerprintOf(theirs)).toEqual(before)
  })

  it('keeps every table that carries an organisation behind forced row-level security, but for the one behind search', async () => {
    const rows = await world.database.sql`select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation_id' where n.nspname = 'public' and c.relkind = 'r' order by 1`
    expect(rows.length).toBeGreaterThan(15)
    expect(rows.filter((row) => !row.enabled)).toEqual([])
    expect(rows.filter((row) => !row.forced).map((row) => row.name)).toEqual(['search_documents'])
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
