import { sql } from 'kysely'
import { select } from '../kernel/database.ts'
import type { Database, Tx } from '../kernel/database.ts'
import type { RowChange } from '../kernel/rows.ts'
import { Problem } from '../shared/problem.ts'
import type { Source, Standing } from './source.ts'

type Row = {
  id: string; name: string; kind: string; settings: string; mapping: string; every_minutes: number; made_by: string; created_at: Date; paused_at: Date | null; ended_at: Date | null; revision: number
}
type StandingRow = { secret: Buffer; place: string; last_hash: string; failures: number; next_at: Date; last_at: Date | null; last_counts: string | null; said: string; stopped: boolean }

function sourceOf(row: Row): Source {
  return {
    id: row.id, name: row.name, kind: row.kind, settings: row.settings, mapping: row.mapping, everyMinutes: row.every_minutes, madeBy: row.made_by, createdAt: row.created_at, pausedAt: row.paused_at, endedAt: row.ended_at,
    revision: row.revision,
  }
}

function standingOf(row: StandingRow): Standing {
  return {
    secret: Buffer.from(row.secret), place: row.place, lastHash: row.last_hash, failures: row.failures, nextAt: row.next_at, lastAt: row.last_at, said: row.said, stopped: row.stopped,
    lastCounts: row.last_counts === null ? null : (JSON.parse(row.last_counts) as Record<string, number>),
  }
}

/** The row of a source for the ledger; its secret is kept apart. */
export function sourceChange(source: Source): RowChange {
  return {
    subject: 'source', id: source.id, revision: source.revision,
    columns: {
      name: source.name, kind: source.kind, settings: source.settings, mapping: source.mapping, every_minutes: source.everyMinutes, made_by: source.madeBy, created_at: source.createdAt.toISOString(),
      paused_at: source.pausedAt?.toISOString() ?? null, ended_at: source.endedAt?.toISOString() ?? null,
    },
  }
}

export async function findSource(tx: Tx, id: string): Promise<Source> {
  const row = await tx.selectFrom('sources').selectAll().where('id', '=', id).where('ended_at', 'is', null).executeTakeFirst()
  if (!row) throw new Problem('notFound', 'There is no such source here.')
  return sourceOf(row)
}

export async function listSources(tx: Tx): Promise<(Source & Standing & { maker: string | null })[]> {
  const rows = await select<Row & StandingRow & { maker: string | null }>(tx, `select s.*, t.secret, t.place, t.last_hash, t.failures, t.next_at, t.last_at, t.last_counts, t.said, t.stopped, p.name as maker
    from sources s join source_standings t on t.organisation_id = s.organisation_id and t.source_id = s.id left join people p on p.organisation_id = s.organisation_id and p.id = s.made_by
    where s.ended_at is null order by s.name, s.id limit 200`, [])
  return rows.map((row) => ({ ...sourceOf(row), ...standingOf(row), maker: row.maker }))
}

export async function insertStanding(tx: Tx, sourceId: string, secret: Buffer, at: Date): Promise<void> {
  await tx.insertInto('source_standings').values({ source_id: sourceId, secret, next_at: at, last_at: null, last_counts: null }).execute()
}

export async function saveSecret(tx: Tx, sourceId: string, secret: Buffer): Promise<void> {
  await tx.updateTable('source_standings').set({ secret }).where('source_id', '=', sourceId).execute()
}

/** Lets a source go on, from where it ended or from its beginning. */
export async function saveGoingOn(tx: Tx, sourceId: string, at: Date, fromBeginning: boolean): Promise<void> {
  await tx.updateTable('source_standings').set({ failures: 0, said: '', stopped: false, next_at: at, ...(fromBeginning ? { place: '', last_hash: '' } : {}) }).where('source_id', '=', sourceId).execute()
}

export type Due = { source: Source; standing: Standing }

/** The source that has been due the longest, claimed by moving its next time ahead, so that a node that dies over it is followed by another. */
export async function claimDue(tx: Tx, kinds: readonly string[], now: Date, until: Date): Promise<Due | undefined> {
  const [row] = await select<Row & StandingRow>(tx, `with due as (
      select t.organisation_id, t.source_id from source_standings t join sources s on s.organisation_id = t.organisation_id and s.id = t.source_id
      where t.organisation_id = (select current_organisation()) and t.next_at <= $1::text::timestamptz and not t.stopped and s.paused_at is null and s.ended_at is null and s.kind = any(string_to_array($3::text, ','))
      order by t.next_at limit 1 for update of t skip locked)
    update source_standings t set next_at = $2::text::timestamptz from due, sources s
    where t.organisation_id = due.organisation_id and t.source_id = due.source_id and s.organisation_id = t.organisation_id and s.id = t.source_id
    returning s.*, t.secret, t.place, t.last_hash, t.failures, t.next_at, t.last_at, t.last_counts, t.said, t.stopped`, [now.toISOString(), until.toISOString(), kinds.join(',')])
  return row && { source: sourceOf(row), standing: standingOf(row) }
}

export type Told = Partial<{ place: string; lastHash: string; failures: number; nextAt: Date; lastAt: Date; lastCounts: Record<string, number>; said: string; stopped: boolean }>

export async function saveStanding(tx: Tx, sourceId: string, told: Told): Promise<void> {
  const { place, lastHash, failures, nextAt, lastAt, lastCounts, said, stopped } = told
  await tx.updateTable('source_standings').set({
    ...(place === undefined ? {} : { place }), ...(lastHash === undefined ? {} : { last_hash: lastHash }), ...(failures === undefined ? {} : { failures }), ...(nextAt ? { next_at: nextAt } : {}),
    ...(lastAt ? { last_at: lastAt } : {}), ...(lastCounts ? { last_counts: JSON.stringify(lastCounts) } : {}), ...(said === undefined ? {} : { said }), ...(stopped === undefined ? {} : { stopped }),
  }).where('source_id', '=', sourceId).execute()
}

/** The source at an address that a tool sends to, with its organisation. Asked as the owner: nobody is signed in here. */
export async function maybeFindReceiver(database: Database, id: string): Promise<{ organisationId: string; source: Source; secret: Buffer } | undefined> {
  const [row] = await database.sql<(Row & { organisation_id: string; secret: Buffer })[]>`select s.*, t.secret from sources s join source_standings t on t.organisation_id = s.organisation_id and t.source_id = s.id
    where s.id = ${id} and s.ended_at is null and s.paused_at is null`
  return row && { organisationId: row.organisation_id, source: sourceOf(row), secret: Buffer.from(row.secret) }
}

/** True while a source may still go on: it was not paused or ended meanwhile. */
export async function goesOn(tx: Tx, sourceId: string): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`select id from sources where id = ${sourceId}::uuid and paused_at is null and ended_at is null`.execute(tx)
  return rows.length > 0
}
