import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import type postgres from 'postgres'
import { Problem } from '../shared/problem.ts'

/** A table as the catalogue knows it. `guarded`: row-level security binds this login, so that COPY may not fill it. */
export type Table = { schema: string; name: string; columns: string[]; guarded: boolean }

/** What a restored database makes anew: what was handed out for a short while, and the record of migrations, which the manifest holds. */
const leftOut = ['public.migrations', 'identity.session', 'identity.verification', 'identity.attempt']
/** Transaction ids mean something in one cluster only. */
const leftOutColumns = ['public.ledger_entries.transaction_id']

/** Every table to back up, each after those that it refers to. Throws Problem 'unavailable' where this login would not see every row. */
export async function listTables(sql: postgres.ISql): Promise<Table[]> {
  const rows = await sql<(Table & { needs: string[]; hidden: boolean; user: string })[]>`
    select n.nspname as schema, c.relname as name, current_user as user, row_security_active(c.oid) as guarded,
      row_security_active(c.oid) and not exists (select from pg_policy p where p.polrelid = c.oid and p.polpermissive and p.polcmd = '*' and pg_get_expr(p.polqual, p.polrelid) = 'true'
        and exists (select from unnest(p.polroles) r where r = 0 or pg_has_role(current_user, r, 'usage'))) as hidden,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        and n.nspname || '.' || c.relname || '.' || a.attname <> all(${leftOutColumns}) order by a.attnum) as columns,
      array(select rn.nspname || '.' || rc.relname from pg_constraint f join pg_class rc on rc.oid = f.confrelid join pg_namespace rn on rn.oid = rc.relnamespace
        where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as needs
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'identity') and c.relkind in ('r', 'p') and not c.relispartition and n.nspname || '.' || c.relname <> all(${leftOut})
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    order by n.nspname, c.relname`
  const hidden = rows.find((row) => row.hidden)
  if (hidden) throw new Problem('unavailable', `The database user ${hidden.user} does not see every row of ${nameOf(hidden)}. Use the user that owns the tables in DATABASE_URL, or ask the administrator to run: alter role "${hidden.user}" bypassrls;`)
  const ordered: Table[] = []
  const place = (row: (typeof rows)[number]) => {
    if (ordered.some((table) => nameOf(table) === nameOf(row))) return
    for (const needed of rows.filter((other) => row.needs.includes(nameOf(other)))) place(needed)
    ordered.push({ schema: row.schema, name: row.name, columns: row.columns, guarded: row.guarded })
  }
  rows.forEach(place)
  return ordered
}

export function nameOf(table: Pick<Table, 'schema' | 'name'>): string {
  return `${table.schema}.${table.name}`
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
const listed = (table: Table) => table.columns.map(quoted).join(', ')

/** Makes COPY write what every PostgreSQL reads in the same way, and takes the time that it needs. For one transaction. */
export async function settleSession(tx: postgres.TransactionSql): Promise<void> {
  await tx`select set_config(name, value, true) from (values ('datestyle', 'ISO, YMD'), ('intervalstyle', 'iso_8601'), ('timezone', 'UTC'), ('bytea_output', 'hex'), ('extra_float_digits', '1'),
    ('statement_timeout', '0'), ('idle_in_transaction_session_timeout', '0')) as settings(name, value)`
}

/** Bytes of a table that are read at once, about. */
const pageSize = 1_000_000

/** Reads a table by COPY in text format, whole rows at a time, and waits for `onPage` before it reads on. A fault of `onPage` is thrown once the rest has passed by. */
export async function copyOut(sql: postgres.ISql, table: Table, onPage: (page: Buffer) => Promise<void>): Promise<void> {
  const stream: Readable = await sql.unsafe(`copy (select ${listed(table)} from ${quoted(table.schema)}.${quoted(table.name)}) to stdout`).readable()
  let failure: { error: unknown } | undefined
  let held: Buffer[] = []
  let length = 0
  const hand = async () => {
    const page = Buffer.concat(held)
    held = []
    length = 0
    if (!failure && page.length > 0) await onPage(page).catch((error: unknown) => void (failure = { error }))
  }
  await new Promise<void>((resolve, reject) => {
    stream.on('data', (row: Buffer) => {
      // Were this stream destroyed, its connection would stand still for good; so what follows a fault is read and dropped.
      if (failure) return
      held.push(row)
      length += row.length
      if (length < pageSize) return
      stream.pause()
      void hand().then(() => stream.resume())
    })
    stream.on('end', () => void hand().then(resolve))
    stream.on('error', reject)
  })
  if (failure) throw failure.error
}

export type CopyIn = { write: (chunk: Buffer) => Promise<void>; end: () => Promise<number> }

/** Fills a table by COPY, by way of a temporary one where row-level security binds us; `end` answers how many rows went in. Both throw what the database says of them. */
export async function copyIn(sql: postgres.ISql, table: Table): Promise<CopyIn> {
  const into = `${quoted(table.schema)}.${quoted(table.name)}`
  if (!table.guarded) return copyInto(sql, into, listed(table))
  await sql.unsafe(`create temporary table incoming on commit drop as select ${listed(table)} from ${into} with no data`)
  const copy = await copyInto(sql, 'incoming', listed(table))
  return {
    write: copy.write,
    end: async () => {
      await copy.end()
      const { count } = await sql.unsafe(`insert into ${into} (${listed(table)}) select ${listed(table)} from incoming`)
      await sql.unsafe('drop table incoming')
      return count
    },
  }
}

async function copyInto(sql: postgres.ISql, into: string, columns: string): Promise<CopyIn> {
  const query = sql.unsafe(`copy ${into} (${columns}) from stdin`)
  const stream: Writable = await query.writable()
  // The driver has answered the query with this stream and has nobody to tell of what the server says when all is sent: its answer is taken here.
  const done = new Promise<{ count: number }>((resolve, reject) => void Object.assign(query, { resolve, reject }))
  done.catch(() => {})
  stream.on('error', () => {})
  return {
    write: async (chunk) => {
      if (stream.destroyed) await done
      if (!stream.write(chunk)) await Promise.race([once(stream, 'drain'), done])
    },
    end: async () => {
      stream.end()
      return (await done).count
    },
  }
}
