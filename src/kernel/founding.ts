import { sql } from 'kysely'
import { Problem } from '../shared/problem.ts'
import type { Tx } from './database.ts'

const founding = sql`hashtextextended('founding ' || current_setting('app.organisation_id'), 0)`

/**
 * Keeps the organisation from going live until this transaction ends: for what takes long and puts things in force because it is founding.
 * Throws `conflict` where it went live since the transaction began.
 */
export async function holdFounding(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${founding})`.execute(tx)
  const { live_at } = await tx.selectFrom('organisations').select('live_at').executeTakeFirstOrThrow()
  if (live_at) throw new Problem('conflict', 'The organisation went live meanwhile, so nothing was brought in. Do it again: that makes a proposal.')
}

/** Waits for whatever was begun while founding, and lets nothing of that kind begin until this transaction ends. */
export async function endFounding(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${founding})`.execute(tx)
}
