import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { connect } from '../../src/kernel/connect.ts'
import { applyMigrations, migrate, shippedMigrations } from '../../src/kernel/migrate.ts'
import { emptyDatabase, freshDatabase } from '../support/database.ts'

/** Columns, indexes, constraints, triggers, policies and functions, as text. */
async function schemaOf(url: string): Promise<string[]> {
  const sql = connect(url, { max: 1 })
  try {
    const rows = await sql<{ line: string }[]>`
      select format('column %s.%s.%s %s %s %s', table_schema, table_name, column_name, data_type, is_nullable, column_default) as line from information_schema.columns where table_schema in ('public', 'identity')
      union all select 'index ' || indexdef from pg_indexes where schemaname in ('public', 'identity')
      union all select format('constraint %s %s', conrelid::regclass, pg_get_constraintdef(oid)) from pg_constraint where connamespace in ('public'::regnamespace, 'identity'::regnamespace)
      union all select 'trigger ' || pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
      union all select format('policy %s %s %s', tablename, policyname, qual) from pg_policies
      union all select format('function %s %s', proname, md5(prosrc)) from pg_proc where pronamespace = 'public'::regnamespace order by 1`
    return rows.map((row) => row.line)
  } finally {
    await sql.end()
  }
}

describe('the schema', () => {
  it('is the same whether it was migrated at once or step by step', async () => {
    const [fresh, upgraded] = await Promise.all([freshDatabase(), emptyDatabase()])
    await migrateRole(fresh)
    const sql = connect(upgraded, { max: 1, onnotice: () => {} })
    for (const { name } of shippedMigrations()) await sql.begin((tx) => applyMigrations(tx, name))
    await sql.end()
    const [one, other] = await Promise.all([schemaOf(fresh), schemaOf(upgraded)])
    expect(one.length).toBeGreaterThan(200)
    expect(other).toEqual(one)
  })

  it('has exactly the columns that the row types name', async () => {
    const source = readFileSync(new URL('../../src/kernel/tables.ts', import.meta.url), 'utf8')
    const bodies = new Map([...source.matchAll(/export type (\w+Row) = (Owned & )?\{([^}]*)\}/g)].map((m) => [m[1]!, (m[2] ? ['organisation_id'] : []).concat([...m[3]!.matchAll(/(\w+):/g)].map((c) => c[1]!))]))
    const named = [...source.slice(source.indexOf('export type Tables')).matchAll(/^ {2}'?([\w.]+)'?: (\w+Row)$/gm)].map((m) => [m[1]!, bodies.get(m[2]!)!] as const)
    expect(named.length).toBeGreaterThan(20)
    const sql = connect(await freshDatabase(), { max: 1 })
    for (const [table, columns] of named) {
      const [schema, name] = table.includes('.') ? table.split('.') : ['public', table]
      const rows = await sql`select column_name as name from information_schema.columns where table_schema = ${schema!} and table_name = ${name!}`
      expect([table, ...rows.map((row) => String(row.name)).sort()]).toEqual([table, ...[...columns].sort()])
    }
    await sql.end()
  })
})

/** Running the migrations again on what is up to date does nothing. */
async function migrateRole(url: string): Promise<void> {
  expect(await migrate(url)).toEqual({ applied: [] })
}
