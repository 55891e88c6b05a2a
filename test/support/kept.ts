import type postgres from 'postgres'
import { connect } from '../../src/kernel/connect.ts'
import { startPostgres } from '../../src/kernel/postgres.ts'
import type { Killing } from './killing.ts'

/** Runs `work` as the superuser of a data folder's database, which every trigger lets pass, as nobody should. */
export async function behindTheBack<T>(dataDirectory: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const server = await startPostgres({ dataDirectory })
  const sql = connect(server.url, { max: 6, onnotice: () => {}, connection: { session_replication_role: 'replica' } })
  try {
    return await work(sql)
  } finally {
    await sql.end()
    await server.release()
  }
}

/** Looks in the database for every change that was ever acknowledged: its rows, its one entry, its answer. Sentences; empty when all is there. */
export async function lostChanges(sql: postgres.Sql, { stories }: Killing): Promise<string[]> {
  const told = stories.flatMap((story) => story.acknowledged.map(({ change, text, receipt }) => ({
    name: change.name, key: change.key, id: receipt.id, element: receipt.key, revision: receipt.revision, text, version: change.name.endsWith('.approve') ? receipt.version : null,
  })))
  const rows = await sql<{ what: string }[]>`
    with told as (select * from jsonb_to_recordset(${JSON.stringify(told)}::text::jsonb) as t(name text, key text, id uuid, element text, revision integer, text text, version integer)),
    entries as (select subject_id, count(*) as number from ledger_entries group by subject_id)
    select element || ' revision ' || revision || ' is gone' as what from told t where not exists (select from row_versions r where r.subject = 'element' and r.subject_id = t.id and r.revision = t.revision)
    union all select element || ' version ' || version || ' is gone' from told t where version is not null and not exists (select from element_versions v where v.element_id = t.id and v.version = t.version)
    union all select name || ' of ' || element || ' has no answer kept, or another' from told t where not exists (select from idempotency i where i.key = t.key and i.action = t.name and i.response = t.text)
    union all select element || ' has ' || coalesce(number, 0) || ' entries after ' || changes || ' changes' from (select id, element, count(*) as changes from told group by id, element) t
      left join entries e on e.subject_id = t.id where e.number is distinct from changes`
  const [strays] = await sql<{ number: number }[]>`select count(*)::int as number from elements where kind in ('policy', 'service') and id <> all(${told.map(({ id }) => id)}::uuid[])`
  return [...rows.map(({ what }) => `${what}.`), ...(strays!.number > 0 ? [`${strays!.number} elements are there that nobody was told of.`] : [])]
}
