import { perform } from '../../kernel/action.ts'
import type { AnyAction } from '../../kernel/action.ts'
import { openFor } from '../../kernel/caller.ts'
import type { Caller } from '../../kernel/caller.ts'
import type { Runtime } from '../../kernel/runtime.ts'
import { dayOf } from '../../shared/days.ts'
import { Problem } from '../../shared/problem.ts'
import { monthsDue } from '../routines/recurrence.ts'
import { findStamp } from './record.store.ts'
import { recurRecordsAction } from './recurrence.actions.ts'
import { listLooks } from './recurrence.store.ts'
import { findRoutine, surroundingsOf } from './surroundings.store.ts'

/** Looks for recurring records in every month that has ended since the last look, each rule and month in an action of its own. Answers how many were looked at. */
export async function lookForRecurring(runtime: Runtime, organisationId: string): Promise<number> {
  const caller: Caller = { type: 'job', organisationId, name: 'recurrence' }
  const now = runtime.now()
  const due = await openFor(runtime.database, 'read', caller, now, async (tx, resolving) => {
    const { tenant } = await resolving
    const surroundings = await surroundingsOf(tx, await findStamp(tx), now)
    const routines = []
    for (const { id, key, version } of surroundings.routines.values()) routines.push({ id, key, rules: (await findRoutine(tx, id, version)).body.recurrences })
    if (routines.every(({ rules }) => rules.length === 0)) return []
    const { since, last } = await listLooks(tx)
    return routines.flatMap(({ id, key, rules }) => rules.flatMap((rule) =>
      monthsDue(dayOf(now, tenant.timeZone), dayOf(since.get(id) ?? now, tenant.timeZone), last.get(`${id} ${rule.id}`) ?? null).map((month) => ({ routine: key, rule: rule.id, month }))))
  })
  let looked = 0
  for (const input of due) if (await look(runtime, caller, input)) looked++
  return looked
}

async function look(runtime: Runtime, caller: Caller, input: { routine: string; rule: string; month: string }): Promise<boolean> {
  try {
    await perform(runtime, recurRecordsAction as AnyAction, input, caller)
    return true
  } catch (error) {
    // Another node was first.
    if (error instanceof Problem && error.type === 'conflict') return false
    runtime.log.warn(`Recurring records of ${input.routine} in ${input.month.slice(0, 7)} could not be looked for: ${error instanceof Error ? error.message : String(error)}`)
    return false
  }
}
