import { select } from '../../kernel/database.ts'
import type { Tx } from '../../kernel/database.ts'
import { Problem } from '../../shared/problem.ts'
import { keyOf } from './stored.ts'
import type { StoredRecord } from './stored.ts'

/** What happens beside the work and never keeps somebody else from going on. */
const beside: ReadonlySet<string> = new Set(['comment', 'link', 'unlink', 'attach'])

const deeds: Readonly<Record<string, string>> = {
  create: 'raised it', advance: 'took a step', fill: 'filled it in', prioritise: 'set the priority', assign: 'assigned it', approve: 'approved', refuse: 'refused', close: 'closed it', mark: 'recorded an instant',
  correct: 'corrected it', migrate: 'moved it to a newer version', merge: 'merged it', fire: 'let a clock act',
}

type EventRow = { position: number; type: string; at: Date; actor: string; name: string | null }

/**
 * Refuses when the record changed since it was read, and says who did what; a comment, a link or a file since then is no change. Costs a
 * statement only where the revisions differ.
 */
export async function demandRevision(tx: Tx, stored: StoredRecord, revision: number): Promise<void> {
  if (revision === stored.revision) return
  if (revision > stored.revision) throw new Problem('conflict', `${keyOf(stored)} has revision ${stored.revision}, and ${revision} was given. Load it again.`)
  const rows = await select<EventRow>(tx, `select e.position, e.type, e.at, l.actor_id as actor, p.name from record_events e
      left join ledger_entries l on l.organisation_id = e.organisation_id and l.id = e.entry_id
      left join people p on p.organisation_id = e.organisation_id and l.actor_id = 'person:' || p.id
    where e.record_id = $1::text::uuid and e.position > $2::text::integer order by e.position desc limit 200`, [stored.id, String(revision)])
  const last = rows.find((row) => !beside.has(row.type))
  if (!last) return
  const who = last.name ?? (last.actor.startsWith('job:') ? 'A clock' : 'Somebody')
  throw new Problem('conflict', `${who} ${deeds[last.type] ?? 'changed it'} meanwhile, at ${last.at.toISOString().slice(11, 16)} UTC; ${keyOf(stored)} is now in "${stored.record.state}" (revision ${stored.revision}, you had ${revision}). Load it again and repeat your change.`)
}
