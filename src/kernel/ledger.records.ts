import type postgres from 'postgres'
import { rowName } from './ledger.faults.ts'
import type { Check } from './ledger.scan.ts'

/** What a column of a record holds where no event has set it (src/modules/work/stored.ts says the same, and a test compares the two). */
export const recordDefaults = { outcome: '', priority: '', priority_rank: 99, priority_by: '', catalogue_item: '', source: '', external_id: '', clocks: [], approvals: [] }

/** Compares records with the fold of their events, the columns of events with their content, and what is kept beside records with the records. */
export async function checkRecords(sql: postgres.TransactionSql, check: Check): Promise<void> {
  await among(sql, check, null)
  await checkCounts(sql, check)
  await checkFiles(sql, check)
  await checkWords(sql, check)
}

/** Content that was tampered with may be no JSON and fails a whole statement; then halves are tried until the culprit stands alone. */
async function among(sql: postgres.TransactionSql, check: Check, ids: string[] | null): Promise<void> {
  try {
    await sql.savepoint(async (inner) => {
      await checkColumns(inner, check, ids)
      await checkFold(inner, check, ids)
    })
  } catch (error) {
    if (!/^22|^23/.test(String((error as { code?: unknown } | null)?.code))) throw error
    if (ids?.length === 1) return check.faults.add('malformed', `record_events ${ids[0]}`, 'An event of this record cannot be read.')
    const all = ids ?? (await sql<{ id: string }[]>`select distinct record_id as id from record_events where organisation_id = ${check.organisationId} order by 1`).map((row) => row.id)
    const middle = Math.ceil(all.length / 2)
    for (const part of [all.slice(0, middle), all.slice(middle)]) if (part.length > 0) await among(sql, check, part)
  }
}

type Filter = postgres.PendingQuery<postgres.Row[]>
const only = (sql: postgres.TransactionSql, column: Filter, ids: string[] | null) => (ids === null ? sql`` : sql`and ${column} = any(${ids}::uuid[])`)

async function checkColumns(sql: postgres.TransactionSql, { organisationId, faults }: Check, ids: string[] | null): Promise<void> {
  const rows = sql<{ id: string; position: number }[]>`select e.record_id as id, e.position from record_events e, lateral (select e.content::jsonb as j) c
    where e.organisation_id = ${organisationId} ${only(sql, sql`e.record_id`, ids)} and (e.record_id::text, e.position::text, e.type, e.at, e.occurred_at)
      is distinct from (c.j ->> 'record', c.j ->> 'position', c.j ->> 'type', (c.j ->> 'at')::timestamptz, (c.j ->> 'occurredAt')::timestamptz)`
  await rows.cursor(1000, (page) => {
    for (const { id, position } of page) faults.add('altered', rowName('event', id, position), 'Its columns are not what its content says.')
  })
}

type Difference = { id: string; gone: boolean; stray: boolean; gaps: boolean; columns: string[] }

/** The row of a record is its events folded: later ones over earlier, in the order of their positions from 1 on. */
async function checkFold(sql: postgres.TransactionSql, { organisationId, faults }: Check, ids: string[] | null): Promise<void> {
  const attributes = await sql<{ name: string }[]>`select attname as name from pg_attribute where attrelid = 'public.records'::regclass and attnum > 0 and not attisdropped and attname <> 'organisation_id' order by attnum`
  const columns = attributes.map((row) => row.name)
  const list = (side: string) => sql.unsafe(columns.map((name) => `${side}."${name}"`).join(', '))
  const differing = sql.unsafe(columns.map((name) => `case when p."${name}" is distinct from v."${name}" then '${name}' end`).join(', '))
  const found = sql<Difference[]>`
    select coalesce(p.id, v.id) as id, p.id is null as gone, v.id is null as stray, coalesce(v.events <> v.revision, false) as gaps, array_remove(array[${differing}], null) as columns
    from (select * from records where organisation_id = ${organisationId} ${only(sql, sql`id`, ids)}) p
    full join (
      select f.events, c.* from (
        select e.record_id as id, count(*) as events, ${JSON.stringify(recordDefaults)}::text::jsonb || jsonb_folded(e.content::jsonb -> 'set' order by e.position) || jsonb_build_object('id', e.record_id,
            'fields', jsonb_strip_nulls(jsonb_folded(e.content::jsonb -> 'fields' order by e.position)), 'revision', max(e.position), 'changed_at', (array_agg(coalesce(e.occurred_at, e.at) order by e.position desc))[1]) as folded
        from record_events e where e.organisation_id = ${organisationId} ${only(sql, sql`e.record_id`, ids)} group by e.record_id
      ) f, jsonb_populate_record(null::records, f.folded) c
    ) v on v.id = p.id
    where p.id is null or v.id is null or v.events <> v.revision or (${list('p')}) is distinct from (${list('v')})`
  await found.cursor(1000, (rows) => {
    for (const row of rows) {
      const where = `records ${row.id}`
      if (row.stray) faults.add('extra', where, 'No event of this record was ever recorded.')
      else if (row.gaps) faults.add('missing', `record_events ${row.id}`, 'Its positions do not run from 1 on: at least one event is gone.')
      else if (row.gone) faults.add('missing', where, 'The record is gone; its events are there.')
      else faults.add('altered', where, `${row.columns.join(', ')}: not what its events come to.`)
    }
  })
}

/** Counts of open records are sums of changes: together they are what is open. */
async function checkCounts(sql: postgres.TransactionSql, { organisationId, faults }: Check): Promise<void> {
  const rows = await sql<{ routine: string; state: string; kept: string; open: string }[]>`
    select coalesce(k.routine_id, r.routine_id) as routine, coalesce(k.state, r.state) as state, coalesce(k.kept, 0) as kept, coalesce(r.open, 0) as open
    from (select routine_id, state, sum(delta) as kept from record_counts where organisation_id = ${organisationId} group by 1, 2) k
    full join (select routine_id, state, count(*) as open from records where organisation_id = ${organisationId} and open group by 1, 2) r on r.routine_id = k.routine_id and r.state = k.state
    where coalesce(k.kept, 0) <> coalesce(r.open, 0) limit 1000`
  for (const { routine, state, kept, open } of rows) faults.add('altered', `record_counts ${routine} ${state}`, `${kept} are counted as open, and ${open} are.`)
}

/** What a file holds is what was hashed when it was attached. */
async function checkFiles(sql: postgres.TransactionSql, { organisationId, faults }: Check): Promise<void> {
  const rows = await sql<{ name: string; gone: boolean; stray: boolean }[]>`
    select coalesce(a.sha256, f.sha256) as name, f.sha256 is null as gone, a.sha256 is null as stray
    from (select distinct sha256 from record_attachments where organisation_id = ${organisationId}) a
    full join (select sha256, encode(sha256(string_agg(bytes, '' order by part)), 'hex') as held from files where organisation_id = ${organisationId} group by sha256) f on f.sha256 = a.sha256
    where f.sha256 is null or a.sha256 is null or f.held <> f.sha256 limit 1000`
  for (const { name, gone, stray } of rows) faults.add(gone ? 'missing' : stray ? 'extra' : 'altered', `files ${name}`, gone ? 'A file that was attached is gone.' : stray ? 'No record has this file attached.' : 'The file is not what was attached.')
}

/** What search knows of records; of those that a large import brought, a job makes it known by and by. */
async function checkWords(sql: postgres.TransactionSql, { organisationId, faults }: Check): Promise<void> {
  const rows = await sql<{ id: string; gone: boolean }[]>`select coalesce(r.id, w.id) as id, w.id is null as gone from (select id from records where organisation_id = ${organisationId}) r
    full join (select id from record_words where organisation_id = ${organisationId}) w on w.id = r.id
    where r.id is null or (w.id is null and not exists (select from record_words_due d join record_events e on e.organisation_id = d.organisation_id and e.entry_id = d.entry_id
      where d.organisation_id = ${organisationId} and e.record_id = r.id and e.position = 1)) limit 1000`
  for (const { id, gone } of rows) faults.add(gone ? 'missing' : 'extra', `record_words ${id}`, gone ? 'What search knows of this record is gone.' : 'There is no such record.')
}
