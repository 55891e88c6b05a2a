import { openFor } from '../../kernel/caller.ts'
import type { Caller } from '../../kernel/caller.ts'
import type { Runtime } from '../../kernel/runtime.ts'
import { systemAsOf } from '../../kernel/system.ts'
import { addDuration, dayOf, endOfDay } from '../../shared/days.ts'
import { missingDays, signDay } from './vital-days.ts'
import { listSignDays, saveSignDay } from './xray.store.ts'

/** Days that one run keeps at most: what is left waits for the next hour. */
const mostPerRun = 60

/** Keeps the vital signs of the days that have ended and are not kept yet, each in a transaction of its own. Answers the days. */
export async function keepSignDays(runtime: Runtime, organisationId: string, most = mostPerRun): Promise<string[]> {
  const caller: Caller = { type: 'job', organisationId, name: 'vital-signs' }
  const now = runtime.now()
  const days = await openFor(runtime.database, 'read', caller, now, async (tx, resolving) => {
    const { tenant } = await resolving
    const today = dayOf(now, tenant.timeZone)
    const kept = await listSignDays(tx, addDuration(today, '-P1Y'), today)
    return missingDays(today, dayOf(tenant.foundedAt, tenant.timeZone), new Set(kept.map(({ day }) => day)), most)
  })
  for (const on of days) {
    await openFor(runtime.database, 'write', caller, now, async (tx, resolving) => {
      const { tenant } = await resolving
      await saveSignDay(tx, signDay(await systemAsOf(tx, tenant, { on, at: endOfDay(on, tenant.timeZone), live: false })))
    })
  }
  return days
}
