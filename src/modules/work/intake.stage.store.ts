import { copyIn, select } from '../../kernel/database.ts'
import type { Tx } from '../../kernel/database.ts'
import { RowTally } from '../../kernel/ledger.ts'
import type { RowsClaim } from '../../kernel/ledger.ts'
import type { RowHash } from '../../kernel/rows.ts'
import { stagedColumns, stagedEventColumns } from './intake.rows.ts'

const columns = stagedColumns.join(', ')
const eventColumns = stagedEventColumns.join(', ')
const replaced = stagedColumns.filter((name) => name !== 'id').map((name) => `${name} = s.${name}`).join(', ')

/** Makes the tables that rows wait in: typed, unlogged, of this transaction alone. Row-level security allows no COPY into the tables themselves. */
export async function openStage(tx: Tx): Promise<void> {
  await select(tx, `select set_config('jit', 'off', true)`, [])
  for (const [name, list, from] of [['intake_records', columns, 'records'], ['intake_changed', columns, 'records'], ['intake_events', eventColumns, 'record_events']]) {
    await select(tx, `create temporary table if not exists ${name} on commit drop as select ${list} from ${from} where false`, [])
    await select(tx, `truncate ${name}`, [])
  }
}

/** Rows of new records, of changed ones, and of events, each as lines of COPY. */
export type Staged = { records: string[]; changed: string[]; events: string[] }

/** Writes what waits: one statement for each table. */
export async function flushStage(tx: Tx, staged: Staged): Promise<void> {
  if (staged.records.length > 0) {
    await copyIn(tx, `intake_records (${columns})`, staged.records)
    await select(tx, `insert into records (organisation_id, ${columns}) select (select current_organisation()), ${columns} from intake_records`, [])
    await select(tx, 'truncate intake_records', [])
  }
  if (staged.changed.length > 0) {
    await copyIn(tx, `intake_changed (${columns})`, staged.changed)
    await select(tx, `update records r set ${replaced} from intake_changed s where r.organisation_id = (select current_organisation()) and r.id = s.id`, [])
    await select(tx, 'truncate intake_changed', [])
  }
  if (staged.events.length > 0) {
    await copyIn(tx, `intake_events (${eventColumns})`, staged.events)
    await select(tx, `insert into record_events (organisation_id, ${eventColumns}) select (select current_organisation()), ${eventColumns} from intake_events`, [])
    await select(tx, 'truncate intake_events', [])
  }
}

/** Counts of open records by routine and state that came or went. */
export async function saveCounts(tx: Tx, deltas: readonly { routineId: string; state: string; delta: number }[]): Promise<void> {
  if (deltas.length === 0) return
  await select(tx, `insert into record_counts (routine_id, state, delta) select d.routine_id, d.state, d.delta from jsonb_to_recordset($1::text::jsonb) as d(routine_id uuid, state text, delta integer)`,
    [JSON.stringify(deltas.map(({ routineId, state, delta }) => ({ routine_id: routineId, state, delta })))])
}

/** Days on which a routine ran. */
export async function saveOperated(tx: Tx, routineId: string, days: readonly string[], at: Date): Promise<void> {
  await select(tx, `insert into operated_days (subject_id, on_day, at) select $1::text::uuid, d.day, $3 from unnest($2::text::date[]) as d(day) on conflict do nothing`, [routineId, `{${days.join(',')}}`, at])
}

/** What a few new records are found by, at once; very many are left to the background. */
export async function saveWords(tx: Tx, words: readonly { id: string; words: string }[]): Promise<void> {
  if (words.length === 0) return
  await select(tx, `insert into record_words (id, words) select w.id, w.words from jsonb_to_recordset($1::text::jsonb) as w(id uuid, words tsvector)
    on conflict (organisation_id, id) do update set words = excluded.words`, [JSON.stringify(words)])
}

/** The rows that an entry wrote, as the ledger keeps them, in their order: read again where they were not written in it. */
export async function eventsOfEntry(tx: Tx, entryId: string): Promise<readonly RowHash[] | RowsClaim> {
  const tally = new RowTally()
  await select(tx, `declare intake_hashes no scroll cursor for select record_id::text as id, position, encode(hash, 'hex') as hash from record_events where entry_id = '${entryId}'::uuid order by record_id, position`, [])
  for (;;) {
    const rows = await select<{ id: string; position: number; hash: string }>(tx, 'fetch 10000 from intake_hashes', [])
    for (const { id, position, hash } of rows) tally.add(['event', id, position, hash])
    if (rows.length < 10_000) break
  }
  await select(tx, 'close intake_hashes', [])
  return tally.rows()
}
