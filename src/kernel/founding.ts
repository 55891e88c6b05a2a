import { sql } from 'kysely'
import { Problem } from '../shared/problem.ts'
import type { Tx } from './database.ts'

const founding = sql`hashtextextended('founding ' || current_setting('app.organisation_id'), 0)`

/** What is said to who asked for something while founding, and comes too late. */
const tooLate = {
  import: 'The organisation went live meanwhile, so nothing was brought in. Do it again: that makes a proposal.',
  change: 'The organisation went live meanwhile, so nothing was put in force. Propose the draft instead.',
}

/**
 * Keeps the organisation from going live until this transaction ends: for whatever puts things in force because it is founding.
 * Throws `conflict` where it went live since the transaction began.
 */
export async function holdFounding(tx: Tx, what: keyof typeof tooLate): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${founding})`.execute(tx)
  const { live_at } = await tx.selectFrom('organisations').select('live_at').executeTakeFirstOrThrow()
  if (live_at) throw new Problem('conflict', tooLate[what])
}

/**
 * Waits for whatever was begun while founding, and lets nothing of that kind begin until this transaction ends. Throws `conflict` where something was put in
 * force after `at`: it would belong to a live organisation, and to no baseline.
 */
export async function endFounding(tx: Tx, at: Date): Promise<void> {
  await sql`select pg_advisory_xact_lock(${founding})`.execute(tx)
  const later = await tx.selectFrom('element_versions').select('version').where('recorded_at', '>', at).limit(1).executeTakeFirst()
  if (later) throw new Problem('conflict', 'Something was put in force at this very moment. Look at it, and go live again.')
}
