import type { Tx } from '../../kernel/database.ts'
import { select } from '../../kernel/database.ts'
import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import type { Webhook } from './webhook.ts'

type Row = { id: string; name: string; url: string; verbs: string[]; made_by: string; created_at: Date; paused_at: Date | null; ended_at: Date | null; resent_at: Date | null; revision: number }

function webhookOf(row: Row): Webhook {
  return { id: row.id, name: row.name, url: row.url, verbs: row.verbs, madeBy: row.made_by, createdAt: row.created_at, pausedAt: row.paused_at, endedAt: row.ended_at, resentAt: row.resent_at, revision: row.revision }
}

export async function findWebhook(tx: Tx, id: string): Promise<Webhook> {
  const row = await tx.selectFrom('webhooks').selectAll().where('id', '=', id).where('ended_at', 'is', null).executeTakeFirst()
  if (!row) throw new Problem('notFound', 'There is no such webhook here.')
  return webhookOf(row)
}

export async function insertStanding(tx: Tx, webhookId: string, secret: Buffer): Promise<void> {
  await tx.insertInto('webhook_standings').values({ webhook_id: webhookId, secret, stopped_at: null, stopped_why: null }).execute()
}

/** Lets what was stopped go on. */
export async function saveGoingOn(tx: Tx, webhookId: string): Promise<void> {
  await tx.updateTable('webhook_standings').set({ stopped_at: null, stopped_why: null }).where('webhook_id', '=', webhookId).execute()
}

export type Listed = Webhook & { maker: string | null; stoppedAt: Date | null; stoppedWhy: string | null; waiting: number; failed: number; lastSentAt: Date | null }

/** The webhooks that were not ended, by name, with how they stand. Counts stop at a thousand. */
export async function listWebhooks(tx: Tx): Promise<Listed[]> {
  const rows = await select<Row & { maker: string | null; stopped_at: Date | null; stopped_why: string | null; waiting: number; failed: number; last_sent_at: Date | null }>(tx, `
    select w.*, p.name as maker, s.stopped_at, s.stopped_why, d.waiting, d.failed, l.last_sent_at from webhooks w
    left join people p on p.organisation_id = w.organisation_id and p.id = w.made_by
    left join webhook_standings s on s.organisation_id = w.organisation_id and s.webhook_id = w.id
    left join lateral (select (select count(*)::integer from (select from webhook_deliveries d where d.organisation_id = w.organisation_id and d.webhook_id = w.id and d.state = 'waiting' limit 1000) x) as waiting,
      (select count(*)::integer from (select from webhook_deliveries d where d.organisation_id = w.organisation_id and d.webhook_id = w.id and d.state = 'failed' limit 1000) x) as failed) d on true
    left join lateral (select d.ended_at as last_sent_at from webhook_deliveries d where d.organisation_id = w.organisation_id and d.webhook_id = w.id and d.state = 'sent' order by d.ended_at desc limit 1) l on true
    where w.ended_at is null order by w.name, w.id limit 200`, [])
  return rows.map((row) => ({ ...webhookOf(row), maker: row.maker, stoppedAt: row.stopped_at, stoppedWhy: row.stopped_why, waiting: row.waiting, failed: row.failed, lastSentAt: row.last_sent_at }))
}

export type Delivery = { id: string; verb: string; state: 'waiting' | 'sent' | 'failed'; attempts: number; queued_at: Date; next_at: Date; ended_at: Date | null; status: number | null; why: string | null }

export async function listDeliveries(tx: Tx, input: { webhook: string; state?: Delivery['state'] | undefined; before?: string | undefined; limit: number }): Promise<Delivery[]> {
  let query = tx.selectFrom('webhook_deliveries').select(['id', 'verb', 'state', 'attempts', 'queued_at', 'next_at', 'ended_at', 'status', 'why']).where('webhook_id', '=', input.webhook)
  if (input.state) query = query.where('state', '=', input.state)
  if (input.before) query = query.where('id', '<', input.before)
  return query.orderBy('id', 'desc').limit(input.limit + 1).execute()
}

/** Puts given-up deliveries in the queue again: one, or all; answers how many. */
export async function saveResent(tx: Tx, webhookId: string, delivery: string | undefined, at: Date): Promise<number> {
  let query = tx.updateTable('webhook_deliveries').set({ state: 'waiting', attempts: 0, next_at: at, ended_at: null }).where('webhook_id', '=', webhookId).where('state', '=', 'failed')
  if (delivery) query = query.where('id', '=', delivery)
  const result = await query.executeTakeFirst()
  return Number(result.numUpdatedRows)
}

export type SealedEntry = { number: string; id: string; at: Date; verb: string; content: string }

/** Entries that were sealed since the mark, in the order of leaves, while this transaction holds the mark; undefined where another node does, or nobody is to be told. */
export async function takeSealed(tx: Tx, limit: number): Promise<{ webhooks: Webhook[]; entries: SealedEntry[]; last: string } | undefined> {
  const webhooks = await tx.selectFrom('webhooks').selectAll().where('ended_at', 'is', null).execute()
  if (webhooks.length === 0) return undefined
  const [lock] = await select<{ mine: boolean }>(tx, `select pg_try_advisory_xact_lock(hashtextextended('wellrun.webhooks:' || current_organisation()::text, 0)) as mine`, [])
  if (!lock?.mine) return undefined
  const [mark] = await select<{ leaf: string }>(tx, `select coalesce((select leaf from webhook_marks), -1)::text as leaf`, [])
  const entries = await select<SealedEntry>(tx, `select l.number::text as number, e.id, e.at, e.verb, e.content from ledger_leaves l join ledger_entries e on e.organisation_id = l.organisation_id and e.id = l.entry_id
    where l.organisation_id = (select current_organisation()) and l.number > $1::text::bigint order by l.number limit $2::text::integer`, [mark!.leaf, String(limit)])
  return { webhooks: webhooks.map(webhookOf), entries, last: entries.at(-1)?.number ?? mark!.leaf }
}

export async function saveMark(tx: Tx, leaf: string): Promise<void> {
  await select(tx, `insert into webhook_marks (leaf) values ($1::text::bigint) on conflict (organisation_id) do update set leaf = excluded.leaf`, [leaf])
}

/** The mark at the last leaf, where none stands yet: nobody is told of what was before. */
export async function saveFirstMark(tx: Tx): Promise<void> {
  await select(tx, `insert into webhook_marks (leaf) select coalesce(max(number), -1) from ledger_leaves where organisation_id = (select current_organisation()) on conflict do nothing`, [])
}

export async function insertDeliveries(tx: Tx, rows: readonly { webhookId: string; verb: string; body: string }[], at: Date): Promise<void> {
  if (rows.length === 0) return
  await tx.insertInto('webhook_deliveries').values(rows.map((row) => ({
    id: newId(at.getTime()), webhook_id: row.webhookId, verb: row.verb, body: row.body, state: 'waiting' as const, queued_at: at, next_at: at, ended_at: null, status: null, why: null,
  }))).execute()
}

export type Claimed = { id: string; webhookId: string; url: string; body: string; attempts: number; secret: Buffer }

/** Claims what is due by moving its next attempt ahead, so that a node that dies over it is followed by another. */
export async function claimDue(tx: Tx, now: Date, until: Date, limit: number): Promise<Claimed[]> {
  return select<Claimed>(tx, `with due as (
      select d.organisation_id, d.id from webhook_deliveries d join webhooks w on w.organisation_id = d.organisation_id and w.id = d.webhook_id
        join webhook_standings s on s.organisation_id = w.organisation_id and s.webhook_id = w.id
      where d.organisation_id = (select current_organisation()) and d.state = 'waiting' and d.next_at <= $1::text::timestamptz and w.paused_at is null and w.ended_at is null and s.stopped_at is null
      order by d.next_at, d.id limit $3::text::integer for update of d skip locked)
    update webhook_deliveries d set attempts = d.attempts + 1, next_at = $2::text::timestamptz from due, webhooks w, webhook_standings s
    where d.organisation_id = due.organisation_id and d.id = due.id and w.organisation_id = d.organisation_id and w.id = d.webhook_id and s.organisation_id = w.organisation_id and s.webhook_id = w.id
    returning d.id, d.webhook_id as "webhookId", w.url, d.body, d.attempts, s.secret`, [now.toISOString(), until.toISOString(), String(limit)])
}

export type Ended = { state: Delivery['state']; nextAt?: Date; status: number | null; why: string | null }

export async function saveAttempt(tx: Tx, id: string, ended: Ended, at: Date): Promise<void> {
  await tx.updateTable('webhook_deliveries')
    .set({ state: ended.state, status: ended.status, why: ended.why, ended_at: ended.state === 'waiting' ? null : at, ...(ended.nextAt ? { next_at: ended.nextAt } : {}) }).where('id', '=', id).execute()
}

/** Stops a webhook whose address wants nothing any more; what waits goes on waiting until somebody lets it. */
export async function saveStopped(tx: Tx, webhookId: string, why: string, at: Date): Promise<void> {
  await tx.updateTable('webhook_standings').set({ stopped_at: at, stopped_why: why }).where('webhook_id', '=', webhookId).execute()
}

/** Forgets what was sent before an instant, and what was given up a year before it. */
export async function removeSent(tx: Tx, before: Date): Promise<void> {
  await tx.deleteFrom('webhook_deliveries').where('state', '=', 'sent').where('ended_at', '<', before).execute()
}
