import { byMembership } from '../../kernel/access.ts'
import type { Tx } from '../../kernel/database.ts'
import { defineQuery } from '../../kernel/query.ts'
import { addDuration } from '../../shared/days.ts'
import { ask, contextOf } from '../routines/engine.conditions.ts'
import type { Plan } from '../routines/engine.plan.ts'
import { comparedBy, spanOf, type Compared } from '../routines/recurrence.ts'
import type { RoutineRecurrence } from '../routines/routine-body.ts'
import { namesIn } from './history.store.ts'
import { loadRoutine } from './loading.store.ts'
import { recurringContract, type RecurrenceGroup } from './recurrence.contract.ts'
import { listAssessments, listRecurring } from './recurrence.store.ts'
import { listRecordsById } from './record.store.ts'
import { keyOf, type StoredRecord } from './stored.ts'
import { planOf } from './surroundings.ts'

/** A group with its values as people read them; `members` are the newest first. */
export type FoundGroup = { values: string[]; same: string[]; members: StoredRecord[] }

/** The groups that a rule finds in a span: the same in every respect, each for which its condition holds, one of them since the last month began. */
export async function groupsFound(tx: Tx, plan: Plan, rule: RoutineRecurrence, span: ReturnType<typeof spanOf>, now: Date): Promise<FoundGroup[]> {
  const compared = comparedBy(rule, plan.body)
  if (compared.length === 0) return []
  const found = await listRecurring(tx, plan.routineId, compared, span, rule.atLeast)
  const records = new Map((await listRecordsById(tx, found.flatMap(({ ids }) => ids))).map((stored) => [stored.id, stored]))
  const { elements } = await namesIn(tx, found.flatMap(({ values }) => values.filter((_, at) => compared[at]!.names === 'element')), [])
  const asked = (stored: StoredRecord) => ask(plan.body, rule.when, contextOf(plan, stored.record, now)).holds
  return found.flatMap(({ values, ids }) => {
    const members = ids.flatMap((id) => records.get(id) ?? []).filter(asked)
    const fresh = members.some(({ record }) => Date.parse(record.instants.opened ?? '') >= span.lastFrom.getTime())
    return members.length >= rule.atLeast && fresh ? [{ values, members, same: values.map((value, at) => shown(value, compared[at]!, elements)) }] : []
  })
}

function shown(value: string, { names, label }: Compared, elements: ReadonlyMap<string, { title: string }>): string {
  if (names === 'yes or no') return value === 'true' ? label : `not: ${label}`
  return names === 'element' ? (elements.get(value)?.title ?? value) : value
}

/** What is kept and shown of a group. */
export function groupOf({ same, members }: FoundGroup, record: string): RecurrenceGroup {
  return { same, count: members.length, members: members.map(keyOf), record }
}

export const recurringQuery = defineQuery({
  contract: recurringContract,
  access: byMembership,
  run: async ({ tx, input, moment, tenant }) => {
    const loaded = await loadRoutine(tx, input.routine, moment.at)
    const { recurrences } = loaded.routine.body
    const past = recurrences.length === 0 ? [] : await listAssessments(tx, loaded.routine.id)
    const plan = planOf(loaded.routine, loaded.around, { timeZone: tenant.timeZone, on: moment.on, thresholds: loaded.thresholds })
    const rules = []
    for (const rule of recurrences) {
      const now = input.now ? await groupsFound(tx, plan, rule, untilNow(moment, rule.months, tenant.timeZone), moment.at) : null
      rules.push({
        id: rule.id, name: rule.name, same: comparedBy(rule, loaded.routine.body).map(({ label }) => label), atLeast: rule.atLeast, months: rule.months, now: now && now.map((group) => groupOf(group, '')),
        past: past.filter((each) => each.rule === rule.id).slice(0, 12).map(({ month_on, at, found }) => ({ month: month_on.slice(0, 7), at: at.toISOString(), groups: JSON.parse(found) as RecurrenceGroup[] })),
      })
    }
    return { rules }
  },
})

/** The months up to now, the one that goes on being the last. */
function untilNow({ on, at }: { on: string; at: Date }, months: number, zone: string): ReturnType<typeof spanOf> {
  const { from } = spanOf(`${on.slice(0, 7)}-01`, months, zone)
  return { from, lastFrom: from, to: new Date(Math.max(at.getTime() + 1, Date.parse(`${addDuration(on, 'P1D')}T00:00:00Z`))) }
}
