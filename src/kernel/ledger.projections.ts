import type postgres from 'postgres'
import { canonicalJson } from '../shared/canonical.ts'
import { sha256 } from './hash.ts'
import { rowName } from './ledger.faults.ts'
import type { Check } from './ledger.scan.ts'
import { governedTables } from './rows.ts'

/** A table of current rows and the subject under which its revisions are kept; `personal` columns are hashed together. */
export type Projection = { table: string; subject: string; id: string; personal: readonly string[] }

/** The current rows of every governed table, and of the search that is made from them. */
export const projections: readonly Projection[] = Object.entries(governedTables).map(([subject, governed]) => ({ subject, ...governed }))

type Difference = { id: string; revision: number | null; gone: boolean; stray: boolean; columns: string[] }

/** Compares current rows with their last revision, column by column. */
export async function checkProjections(sql: postgres.TransactionSql, check: Check, tables: readonly Projection[] = projections): Promise<void> {
  for (const projection of tables) {
    const columns = await columnsOf(sql, projection)
    await compare(sql, check, projection, columns, null)
    if (projection.personal.length > 0) await checkPersonal(sql, check, projection)
  }
}

async function columnsOf(sql: postgres.TransactionSql, { table, id, personal }: Projection): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`select attname as name from pg_attribute where attrelid = ${`public.${table}`}::regclass and attnum > 0 and not attisdropped order by attnum`
  return rows.map((row) => row.name).filter((name) => (name !== 'organisation_id' || id === name) && !personal.includes(name))
}

/**
 * The database reads the content of each last revision as a row of the table and compares the two. Content that was tampered with may not be
 * readable as such a row and fails the whole statement; then halves are tried until the culprit stands alone.
 */
async function compare(sql: postgres.TransactionSql, check: Check, projection: Projection, columns: string[], ids: string[] | null): Promise<void> {
  try {
    await sql.savepoint((inner) => compareAll(inner, check, projection, columns, ids))
  } catch (error) {
    if (!isDataError(error)) throw error
    if (ids?.length === 1) {
      check.faults.add('malformed', `row_versions ${projection.subject} ${ids[0]}`, `Its last revision cannot be read as a row of ${projection.table}.`)
      return
    }
    const all = ids ?? (await idsOf(sql, check, projection))
    const middle = Math.ceil(all.length / 2)
    for (const part of [all.slice(0, middle), all.slice(middle)]) if (part.length > 0) await compare(sql, check, projection, columns, part)
  }
}

function isDataError(error: unknown): boolean {
  return /^22|^23/.test(String((error as { code?: unknown } | null)?.code))
}

async function idsOf(sql: postgres.TransactionSql, { organisationId }: Check, { table, subject, id }: Projection): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`select subject_id as id from row_versions where organisation_id = ${organisationId} and subject = ${subject}
    union select ${sql(id)} from ${sql(table)} where organisation_id = ${organisationId} order by id`
  return rows.map((row) => row.id)
}

async function compareAll(sql: postgres.TransactionSql, { organisationId, faults }: Check, projection: Projection, columns: string[], ids: string[] | null): Promise<void> {
  const { table, subject, id } = projection
  const list = (side: string) => columns.map((name) => `${side}."${name}"`).join(', ')
  const differing = columns.map((name) => `case when p."${name}" is distinct from v."${name}" then '${name}' end`).join(', ')
  const among = (column: postgres.Helper<string> | postgres.PendingQuery<postgres.Row[]>) => (ids === null ? sql`` : sql`and ${column} = any(${ids}::uuid[])`)
  const found = sql<Difference[]>`
    select coalesce(p.${sql(id)}, v.subject_id) as id, v.last as revision, p.${sql(id)} is null as gone, v.subject_id is null as stray, array_remove(array[${sql.unsafe(differing)}], null) as columns
    from (select * from ${sql(table)} where organisation_id = ${organisationId} ${among(sql(id))}) p
    full join (
      select r.subject_id, r.revision as last, c.* from row_versions r, jsonb_populate_record(null::${sql(table)}, r.content::jsonb) c
      where r.organisation_id = ${organisationId} and r.subject = ${subject} and r.superseded_at = 'infinity' ${among(sql`r.subject_id`)}
    ) v on v.subject_id = p.${sql(id)}
    where p.${sql(id)} is null or v.subject_id is null or (${sql.unsafe(list('p'))}) is distinct from (${sql.unsafe(list('v'))})`
  await found.cursor(1000, (rows) => {
    for (const row of rows) {
      const where = `${table} ${row.id}`
      if (row.gone) faults.add('missing', where, `The row is gone; ${rowName(subject, row.id, row.revision ?? 0)} is its last revision.`)
      else if (row.stray) faults.add('extra', where, 'No revision of this row was ever recorded, or its last one is gone.')
      else faults.add('altered', where, `${row.columns.join(', ')}: not as in its last revision ${row.revision}.`)
    }
  })
}

/** Names and addresses are in the ledger only as one salted hash, so that they can be erased. */
async function checkPersonal(sql: postgres.TransactionSql, { organisationId, faults }: Check, { table, subject, id, personal }: Projection): Promise<void> {
  const rows = sql<{ id: string; secret: string; content: string }[]>`
    select p.${sql(id)} as id, jsonb_object(array[${sql.unsafe(personal.map((name) => `'${name}'`).join(', '))}], array[${sql.unsafe(personal.map((name) => `p."${name}"`).join(', '))}]::text[])::text as secret, r.content
    from ${sql(table)} p join row_versions r on r.organisation_id = p.organisation_id and r.subject = ${subject} and r.subject_id = p.${sql(id)} and r.superseded_at = 'infinity'
    where p.organisation_id = ${organisationId}`
  await rows.cursor(1000, (page) => {
    for (const row of page) {
      const secret = JSON.parse(row.secret) as Record<string, string | null>
      const hash = secret['salt'] ? sha256(canonicalJson(secret)).toString('hex') : undefined
      const stray = hash === undefined && Object.values(secret).some((value) => value)
      if (stray || hash !== personalOf(row.content)) faults.add('altered', `${table} ${row.id}`, `${personal.join(', ')}: together not what was hashed in the last revision.`)
    }
  })
}

function personalOf(content: string): unknown {
  try {
    return (JSON.parse(content) as { personal?: unknown } | null)?.personal
  } catch {
    return null
  }
}

/** What search finds is named as its element is. */
export async function checkSearch(sql: postgres.TransactionSql, { organisationId, faults }: Check): Promise<void> {
  const rows = sql<{ id: string; stray: boolean; gone: boolean }[]>`
    select coalesce(e.id, d.id) as id, e.id is null as stray, d.id is null as gone from (select * from elements where organisation_id = ${organisationId}) e
    full join (select * from search_documents where organisation_id = ${organisationId}) d on d.id = e.id
    where (e.kind, e.key, e.title) is distinct from (d.kind, d.key, d.title)`
  await rows.cursor(1000, (page) => {
    for (const { id, stray, gone } of page) {
      const what = gone ? 'What search knows of this element is gone.' : stray ? 'There is no such element.' : 'Its kind, key or title is not that of its element.'
      faults.add(gone ? 'missing' : stray ? 'extra' : 'altered', `search_documents ${id}`, what)
    }
  })
}

/** The PDF of an edition is the one that was hashed; only one that names somebody who was erased may be gone. */
export async function checkPapers(sql: postgres.TransactionSql, { organisationId, faults }: Check): Promise<void> {
  const rows = sql<{ id: string; stray: boolean; gone: boolean }[]>`
    select coalesce(e.id, p.edition_id) as id, e.id is null as stray, p.edition_id is null as gone from (select * from editions where organisation_id = ${organisationId}) e
    full join (select * from edition_papers where organisation_id = ${organisationId}) p on p.edition_id = e.id
    where encode(sha256(p.pdf), 'hex') is distinct from e.pdf_hash
      and (p.edition_id is not null or not exists (select from people x where x.organisation_id = ${organisationId} and x.id = any(e.people) and x.name is null))`
  await rows.cursor(100, (page) => {
    for (const { id, stray, gone } of page) {
      const what = gone ? 'The PDF of this edition is gone.' : stray ? 'There is no such edition.' : 'The PDF is not the one whose hash stands in its edition.'
      faults.add(gone ? 'missing' : stray ? 'extra' : 'altered', `edition_papers ${id}`, what)
    }
  })
}

type Row = { subject: string; id: string; revision: number }

/**
 * A revision ends when the next one is recorded, and the last one never. Each end names the next revision and each later revision its beginning:
 * both sets have the same sum of hashes under a seed picked now, or the rows that do not fit are looked for.
 */
export async function checkSuperseding(sql: postgres.TransactionSql, { organisationId, faults }: Check, seed: bigint): Promise<void> {
  const key = `${seed}`
  const [sums] = await sql<{ ends: string | null; begins: string | null; counts: boolean }[]>`
    select bit_xor(hash_record_extended(row(subject, subject_id, revision + 1, superseded_at), ${key}::bigint)) filter (where superseded_at < 'infinity') as ends,
      bit_xor(hash_record_extended(row(subject, subject_id, revision, recorded_at), ${key}::bigint)) filter (where revision > 1) as begins,
      count(*) filter (where superseded_at < 'infinity') = count(*) filter (where revision > 1) as counts
    from row_versions where organisation_id = ${organisationId}`
  if (sums!.ends === sums!.begins && sums!.counts) return
  const rows = sql<(Row & { ends: boolean })[]>`
    select r.subject, r.subject_id as id, r.revision, r.superseded_at = 'infinity' as ends from row_versions r
    left join row_versions n on n.organisation_id = ${organisationId} and n.subject = r.subject and n.subject_id = r.subject_id and n.revision = r.revision + 1
    where r.organisation_id = ${organisationId} and r.superseded_at is distinct from coalesce(n.recorded_at, 'infinity')`
  await rows.cursor(1000, (page) => {
    for (const row of page) faults.add('altered', rowName(row.subject, row.id, row.revision), 'Its superseded_at is not the instant at which the next revision was recorded.')
  })
}
