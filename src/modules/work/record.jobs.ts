import { perform } from '../../kernel/action.ts'
import type { AnyAction } from '../../kernel/action.ts'
import { countDays } from '../../kernel/opened-days.ts'
import { openFor } from '../../kernel/caller.ts'
import type { Runtime } from '../../kernel/runtime.ts'
import { dayOf } from '../../shared/days.ts'
import { Problem } from '../../shared/problem.ts'
import { fireRecordAction } from './clock.actions.ts'
import { foldCounts, listDue, removeOldNotices } from './due.store.ts'

/** Records that one look takes; the next look takes the rest. */
const most = 500

/**
 * Lets every clock of an organisation act that is due, the longest overdue first, each record in an action of its own. Two nodes may do so at once, and one may
 * be stopped in the middle: what was fired is written in the record, and a position that is taken refuses the second.
 */
export async function fireClocks(runtime: Runtime, organisationId: string): Promise<number> {
  let fired = 0
  for (let more = true; more; ) {
    const due = await runtime.database.read(organisationId, (tx) => listDue(tx, runtime.now(), most))
    let acted = 0
    for (const id of due) if (await fire(runtime, organisationId, id)) acted++
    fired += acted
    more = due.length === most && acted > 0
  }
  return fired
}

async function fire(runtime: Runtime, organisationId: string, record: string): Promise<boolean> {
  try {
    await perform(runtime, fireRecordAction as AnyAction, { record }, { type: 'job', organisationId, name: 'clock' })
    return true
  } catch (error) {
    // Another node was first, or it is not due any more.
    if (error instanceof Problem && (error.type === 'conflict' || error.type === 'notFound')) return false
    runtime.log.warn(`A clock of record ${record} could not act: ${error instanceof Error ? error.message : String(error)}`)
    return false
  }
}

/** Days for which notices are kept. */
const noticeDays = 60

/** Makes one row of each count again, counts the days that are over, and forgets notices of old. */
export async function foldOpenCounts(runtime: Runtime, organisationId: string): Promise<void> {
  const now = runtime.now()
  const before = new Date(now.getTime() - noticeDays * 86_400_000)
  await openFor(runtime.database, 'write', { type: 'job', organisationId, name: 'counts' }, now, async (tx, resolving) => {
    const { tenant } = await resolving
    await foldCounts(tx)
    await countDays(tx, dayOf(now, tenant.timeZone), tenant.timeZone)
    await removeOldNotices(tx, before)
  })
}
