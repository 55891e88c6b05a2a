import type postgres from 'postgres'
import { connect } from '../../src/kernel/connect.ts'
import { ledgerKey } from '../../src/kernel/ledger.head.ts'
import { makeWorld } from './world.ts'

const policy = { title: 'Change principles', body: { theme: 'change', statement: 'Small and reversible.', principles: [{ text: 'Every change has a way back' }] } }

/** A ledger with something of everything that is governed: 300 leaves under three heads, an import of 40 rows, and three entries not sealed yet. */
export async function makeLedger() {
  const world = await makeWorld()
  const org = await world.found()
  const other = await world.found('Another organisation')
  await other.enact('policy', policy)
  await world.seal(other.organisationId)
  await org.enact('objective', { title: 'Reliable services', body: { statement: 'They work.' } })
  await org.enact('policy', { ...policy, links: [{ type: 'serves', to: 'OBJ-1', note: 'Above all' }] })
  await world.seal(org.organisationId)
  world.pass(1)
  await org.act('policy.draft', { element: 'POL-1', ...policy, title: 'Rules of change', effectiveOn: '2026-04-01', links: [{ type: 'serves', to: 'OBJ-1' }] })
  await org.act('policy.approve', { element: 'POL-1', revision: 3 })
  await org.hire('Bo Li', ['policy.approve'])
  const eva = await org.act<{ id: string; revision: number }>('person.add', { name: 'Eva Dahl', email: 'eva@example.org' })
  await org.act('person.leave', { person: eva.id, toOn: '2026-03-02' })
  await org.act('person.erase', { person: eva.id, reason: 'She asked for it.' })
  await org.act('token.create', { name: 'Reader', scopes: ['read'] })
  const text = `name\n${Array.from({ length: 20 }, (_, i) => `Service ${i}`).join('\n')}\n`
  await org.act('elements.import', { files: [{ name: 'services.csv', text }], mapping: 'kind: service\nkey: name' })
  for (let i = 0; i < 270; i++) await org.act('policy.review', { element: 'POL-1', revision: 4 + i })
  await world.seal(org.organisationId)
  world.pass(1)
  while ((await entriesOf(world.database.sql, org.organisationId)) < 300) await org.act('policy.draft', { ...policy, title: 'One more' })
  await world.seal(org.organisationId)
  await org.act('policy.draft', { ...policy, title: 'A draft at the end' })
  await org.act('policy.draft', { ...policy, title: 'Another' })
  await org.act('person.add', { name: 'Kim Vik', email: 'kim@example.org' })
  const heads = await world.database.sql<{ size: number }[]>`select size::int from ledger_heads where organisation_id = ${org.organisationId} order by size`
  await world.close()
  return { organisationId: org.organisationId, key: world.key, heads: heads.map((head) => head.size), ...(await intruder(world.url)) }
}

const tables = ['organisations', 'people', 'holders', 'access_grants', 'api_tokens', 'elements', 'search_documents', 'element_versions', 'links', 'row_versions', 'ledger_entries', 'ledger_leaves', 'ledger_nodes', 'ledger_heads']

/** Somebody who may do anything in the database: neither triggers nor row-level security hold them. `reset` undoes what they did. */
async function intruder(url: string) {
  const sql = connect(url, { max: 4, onnotice: () => {}, connection: { session_replication_role: 'replica' } as object })
  await sql.unsafe(`create schema before; ${tables.map((table) => `create table before.${table} as table public.${table}`).join('; ')}`)
  const reset = () => sql.unsafe(tables.map((table) => `delete from ${table}; insert into ${table} select * from before.${table}`).join('; '))
  return { sql, reset, close: () => sql.end({ timeout: 1 }) }
}

export const otherKey = ledgerKey('8'.repeat(64))

async function entriesOf(sql: postgres.Sql, organisationId: string): Promise<number> {
  const [row] = await sql<{ entries: number }[]>`select count(*)::int as entries from ledger_entries where organisation_id = ${organisationId}`
  return row!.entries
}
