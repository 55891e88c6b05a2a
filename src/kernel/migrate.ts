import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type postgres from 'postgres'
import { Problem } from '../shared/problem.ts'
import { connect } from './connect.ts'
import { fillSearch } from './search.save.ts'

const folder = fileURLToPath(new URL('../../migrations/', import.meta.url))

/** The role that every application transaction assumes; it owns nothing and cannot bypass row-level security. */
const applicationRole = 'wellrun_app'

/** What a migration needs of the program itself, right after its SQL and in the same transaction. */
const filled: Record<string, (tx: postgres.TransactionSql) => Promise<void>> = { '0009-search.sql': fillSearch }

type Migration = { name: string; hash: string; text: string }

/** The migrations of this program, in order. */
export function shippedMigrations(): Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}-.+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(folder + name, 'utf8')
      return { name, text, hash: createHash('sha256').update(text).digest('hex') }
    })
}

/**
 * Brings a database to this program's schema; safe to call from several processes at once.
 * Refuses a PostgreSQL older than 15, a database that a newer program migrated, and a changed migration.
 */
export async function migrate(url: string): Promise<{ applied: string[] }> {
  const sql = connect(url, { max: 1, onnotice: () => {}, connect_timeout: 10 })
  try {
    const migrations = shippedMigrations()
    const [state] = await sql<{ present: boolean }[]>`select to_regclass('public.migrations') is not null as present`
    if (state!.present && pending(migrations, await recorded(sql)).length === 0) return { applied: [] }
    await prepareServer(sql)
    return await sql.begin(async (tx) => ({ applied: await applyMigrations(tx) }))
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** Applies in the caller's transaction what a database lacks, up to and including the migration `through`; answers the names. */
export async function applyMigrations(tx: postgres.TransactionSql, through?: string): Promise<string[]> {
  await tx`select pg_advisory_xact_lock(4600, 1)`
  await tx`create table if not exists migrations (name text primary key, hash text not null, applied_at timestamptz not null default now())`
  const todo = pending(shippedMigrations(), await recorded(tx)).filter((migration) => through === undefined || migration.name <= through)
  for (const migration of todo) {
    await tx.unsafe(migration.text)
    await filled[migration.name]?.(tx)
    await tx`insert into migrations (name, hash) values (${migration.name}, ${migration.hash})`
  }
  return todo.map((migration) => migration.name)
}

/** The migrations that a database has had, in order. */
export function recorded(sql: postgres.ISql): Promise<{ name: string; hash: string }[]> {
  return sql<{ name: string; hash: string }[]>`select name, hash from migrations order by name`
}

function pending(migrations: Migration[], done: { name: string; hash: string }[]): Migration[] {
  const known = new Map(migrations.map((m) => [m.name, m]))
  for (const row of done) {
    const migration = known.get(row.name)
    if (!migration) throw new Problem('unavailable', `This database is newer than this program: it has "${row.name}". Install the newer Wellrun, or restore a backup made by this one.`)
    if (migration.hash !== row.hash) throw new Problem('unavailable', `The migration ${row.name} differs from the one this database was made with. Restore the released file.`)
  }
  const names = new Set(done.map((row) => row.name))
  return migrations.filter((m) => !names.has(m.name))
}

/** Checks the server's version and makes the role that the application works as, where it is missing. Throws Problem 'unavailable', with the SQL for the administrator. */
export async function prepareServer(sql: postgres.Sql): Promise<void> {
  const [row] = await sql<{ number: string; known: boolean; member: boolean; creates: boolean }[]>`
    select current_setting('server_version_num') as number, exists (select from pg_roles where rolname = ${applicationRole}) as known,
      case when exists (select from pg_roles where rolname = ${applicationRole}) then pg_has_role(current_user, ${applicationRole}, 'member') else false end as member,
      (select rolcreaterole or rolsuper from pg_roles where rolname = current_user) as creates`
  if (Number(row!.number) < 150000) throw new Problem('unavailable', `Wellrun needs PostgreSQL 15 or newer; this server is ${Math.floor(Number(row!.number) / 10000)}.`)
  if (row!.known && row!.member) return
  if (!row!.creates) {
    throw new Problem('unavailable', `The database user may not create the role that Wellrun works as. Ask the administrator to run: create role ${applicationRole} nologin; grant ${applicationRole} to current_user_name;`)
  }
  await sql.unsafe(`do $$ begin create role ${applicationRole} nologin; exception when duplicate_object or unique_violation then null; end $$`)
  await sql.unsafe(`do $$ begin execute format('grant ${applicationRole} to %I', current_user); end $$`)
}
