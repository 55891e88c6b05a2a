import { select } from '../../kernel/database.ts'
import type { Tx } from '../../kernel/database.ts'
import type { FieldValue } from '../routines/record.ts'

/** Names that people use for elements and for one another, in lower case: keys, keys of elsewhere, titles, addresses. A name that two have is nobody's. */
export async function listNames(tx: Tx): Promise<{ elements: Map<string, string>; people: Map<string, string> }> {
  const [elements, people] = await Promise.all([
    select<{ id: string; kind: string; key: string; external_key: string | null; title: string }>(tx, `select id, kind, key, external_key, title from elements where status <> 'retired'`, []),
    select<{ id: string; name: string; email: string | null; external_key: string | null }>(tx, 'select id, name, email, external_key from people where name is not null', []),
  ])
  const named = new Names()
  for (const { id, kind, key, external_key, title } of elements) for (const [rank, name] of [key, external_key, title].entries()) named.add(`${kind} ${name ?? ''}`, id, rank, name)
  const called = new Names()
  for (const { id, name, email, external_key } of people) for (const [rank, each] of [external_key, email, name, id].entries()) called.add(each ?? '', id, rank, each)
  return { elements: named.ids(), people: called.ids() }
}

/** Ids by name: a key before a title, and of one rank only what is unique. */
class Names {
  readonly #known = new Map<string, { id: string | null; rank: number }>()

  add(name: string, id: string, rank: number, given: string | null): void {
    if (!given) return
    const folded = name.trim().toLowerCase()
    const before = this.#known.get(folded)
    if (!before || rank < before.rank) this.#known.set(folded, { id, rank })
    else if (rank === before.rank && before.id !== id) this.#known.set(folded, { id: null, rank })
  }

  ids(): Map<string, string> {
    return new Map([...this.#known].flatMap(([name, { id }]) => (id === null ? [] : [[name, id] as const])))
  }
}

/** The key of the routine that a key, an id, a title or a record's noun names; undefined where none in force does, or several do. */
export async function maybeFindRoutineKey(tx: Tx, name: string): Promise<{ key: string } | { among: string[] }> {
  const rows = await select<{ key: string; title: string; named: boolean }>(tx, `select key, title, lower(key) = lower($1::text) or lower(title) = lower($1::text) or external_key = $1::text or id::text = lower($1::text) as named
    from elements where kind = 'routine' and version > 0 and status = 'in force' order by key_number`, [name.trim()])
  const found = rows.filter((row) => row.named)
  return found.length === 1 ? { key: found[0]!.key } : { among: rows.map((row) => row.title) }
}

/** One import of a source at a time: whoever comes second waits until the first has ended. Answers whether anything came from it before. */
export async function holdSource(tx: Tx, source: string, writes: boolean): Promise<boolean> {
  if (writes) await select(tx, `select pg_advisory_xact_lock(4610, hashtext(current_organisation()::text || ' ' || $1::text))`, [source])
  const [row] = await select<{ known: boolean }>(tx, `select exists (select from records where source = $1::text and external_id <> '') as known`, [source])
  return row!.known
}

/** A record that came from a source before: its row, and the events in which the source told of it, oldest first. */
export type KnownRecord = { id: string; externalId: string; revision: number; row: Record<string, unknown>; fields: Record<string, FieldValue>; told: { at: string; set: Record<string, unknown>; fields: Record<string, FieldValue> }[] }

/** Which of some cases of a source are known. */
export async function findKnown(tx: Tx, source: string, externalIds: readonly string[]): Promise<Map<string, KnownRecord>> {
  const rows = await select<{ id: string; external_id: string; revision: number; row: string }>(tx, `select id, external_id, revision, (to_jsonb(r) - 'organisation_id')::text as row from records r
    where r.source = $1::text and r.external_id <> '' and r.external_id = any($2::text[])`, [source, externalIds])
  if (rows.length === 0) return new Map()
  const known = new Map(rows.map(({ id, external_id, revision, row }): [string, KnownRecord] => {
    const { fields, ...columns } = JSON.parse(row) as Record<string, unknown> & { fields: Record<string, FieldValue> }
    return [id, { id, externalId: external_id, revision, row: columns, fields, told: [] }]
  }))
  const events = await select<{ record_id: string; content: string }>(tx, `select e.record_id, e.content from unnest($1::uuid[]) as k(id) cross join lateral
    (select record_id, position, content from record_events where record_id = k.id order by position) e order by e.record_id, e.position`, [[...known.keys()]])
  for (const { record_id, content } of events) {
    const { from, occurredAt, set, fields } = JSON.parse(content) as { from?: string; occurredAt?: string; set: Record<string, unknown>; fields: Record<string, FieldValue> }
    if (from === source) known.get(record_id)!.told.push({ at: occurredAt ?? '', set, fields })
  }
  return new Map([...known.values()].map((record) => [record.externalId, record]))
}

/** An import as it is kept: how it goes on while it runs, what became of it, and the rows to mend. `counts` and `faults` are JSON. */
export type KeptImport = { id: string; file: string; routine_id: string; by: string; state: 'running' | 'done' | 'cancelled' | 'failed'; started_at: Date; seen_at: Date; counts: string; faults: string; said: string }

/** Notes how an import goes on; answers whether somebody asked for its end. */
export async function noteImport(tx: Tx, row: Omit<KeptImport, 'started_at' | 'seen_at'> & { started_at: string; seen_at: string; mend: string | null }): Promise<boolean> {
  const [kept] = await select<{ cancel: boolean }>(tx, `insert into record_imports (id, file, routine_id, by, state, started_at, seen_at, counts, faults, said, mend)
    values ($1::text::uuid, $2::text, $3::text::uuid, $4::text, $5::text, $6::text::timestamptz, $7::text::timestamptz, $8::text, $9::text, $10::text, $11::text)
    on conflict (organisation_id, id) do update set state = excluded.state, seen_at = excluded.seen_at, counts = excluded.counts, faults = excluded.faults, said = excluded.said, mend = excluded.mend
    returning exists (select from import_cancellations c where c.id = record_imports.id) as cancel`, [row.id, row.file, row.routine_id, row.by, row.state, row.started_at, row.seen_at, row.counts, row.faults, row.said, row.mend])
  return kept!.cancel
}

/** How an import stands: its state, undefined where nothing was heard of it yet, and whether its end was asked for. */
export async function standingOf(tx: Tx, id: string): Promise<{ state: string | null; cancelled: boolean }> {
  const [row] = await select<{ state: string | null; cancelled: boolean }>(tx, `select (select state from record_imports where id = $1::text::uuid) as state, exists (select from import_cancellations where id = $1::text::uuid) as cancelled`, [id])
  return row!
}

/** The last imports, the newest first; with an id that one alone. */
export async function listImports(tx: Tx, id: string | undefined): Promise<(KeptImport & { mendable: boolean })[]> {
  return select(tx, `select id, file, routine_id, by, state, started_at, seen_at, counts, faults, said, mend is not null as mendable from record_imports
    where $1::text::uuid is null or id = $1::text::uuid order by started_at desc, id desc limit 30`, [id ?? null])
}

/** The rows of an import that were refused; undefined where there is no such import. */
export async function maybeFindMend(tx: Tx, id: string): Promise<{ file: string; mend: string | null } | undefined> {
  const [row] = await select<{ file: string; mend: string | null }>(tx, 'select file, mend from record_imports where id = $1::text::uuid', [id])
  return row
}

/** The text of a saved mapping. */
export async function maybeFindMapping(tx: Tx, name: string): Promise<string | undefined> {
  const [row] = await select<{ content: string }>(tx, 'select content from mappings where name = $1::text', [name])
  return row?.content
}

/** Routines in force, in their order. */
export async function listRoutines(tx: Tx): Promise<{ id: string; key: string; title: string }[]> {
  return select(tx, `select id, key, title from elements where kind = 'routine' and status = 'in force' order by key_number`, [])
}
