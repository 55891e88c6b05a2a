import { sha256 } from '../../kernel/hash.ts'
import { defineAction } from '../../kernel/action.ts'
import { saveRows } from '../../kernel/rows.ts'
import type { RowChange } from '../../kernel/rows.ts'
import { canonicalJson } from '../../shared/canonical.ts'
import { addDuration, dayOf } from '../../shared/days.ts'
import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import type { FieldValues } from '../routines/engine.plan.ts'
import { findingTitle, spanOf } from '../routines/recurrence.ts'
import type { RoutineRecurrence } from '../routines/routine-body.ts'
import { beginDeed, concludeDeed, happen, planFor } from './happening.actions.ts'
import type { Deed } from './happening.actions.ts'
import { linkChange } from './link.ts'
import { loadRoutine, routineAmong } from './loading.store.ts'
import type { LoadedRoutine } from './loading.store.ts'
import { recurContract } from './recurrence.contract.ts'
import { groupOf, groupsFound } from './recurrence.queries.ts'
import type { FoundGroup } from './recurrence.queries.ts'
import { linkedFrom, listAssessments, raisedFor } from './recurrence.store.ts'
import { keyOf } from './stored.ts'
import type { StoredRecord } from './stored.ts'
import { holdersFor } from './surroundings.ts'
import { beside } from './talk.actions.ts'

/** How far back an earlier finding for the same group still stands. */
const monthsBack = 24

/**
 * One month's look by one rule: records that are the same are raised together, once per month and group, or join what was raised for them before and is still
 * open. That it was looked is written down also where nothing was found (Implementing Regulation (EU) 2024/2690, article 4).
 */
export const recurRecordsAction = defineAction({
  contract: recurContract,
  load: async (tx, input, at) => {
    const loaded = await loadRoutine(tx, input.routine, at)
    return { ...loaded, known: await listAssessments(tx, loaded.routine.id) }
  },
  access: ({ actor, verb }) => (actor.type === 'job' ? { as: 'recurrence' } : { refused: `Only the monthly look may ${verb}.` }),
  run: async (context) => {
    const { input, loaded, at, tx, tenant, entryId } = context
    const { routine } = loaded
    const rule = routine.body.recurrences.find((each) => each.id === input.rule)
    const monthOn = `${input.month.slice(0, 7)}-01`
    if (!rule) throw new Problem('notFound', `${routine.title} has no recurrence rule ${input.rule}.`)
    if (loaded.known.some((each) => each.rule === rule.id && each.month_on === monthOn)) throw new Problem('conflict', `${input.month.slice(0, 7)} was looked at already.`)
    const span = spanOf(monthOn, rule.months, tenant.timeZone)
    if (span.to > at) throw new Problem('unprocessable', `month: ${input.month.slice(0, 7)} has not ended.`, [{ path: 'month', message: 'Name a month that has ended.' }])
    const deed = beginDeed(context)
    const groups = await groupsFound(tx, planFor(deed, loaded), rule, span, at)
    const raising = rule.routine === '' || !loaded.around.routineIds.has(rule.routine) ? null : await routineAmong(tx, loaded.around, rule.routine, at)
    const found = []
    for (const group of groups) found.push(groupOf(group, raising ? keyOf(await raiseFor(deed, { rule, group, monthOn, from: loaded, raising })) : ''))
    const id = newId(at.getTime())
    const row: RowChange = {
      subject: 'recurrenceAssessment', id, revision: 1,
      columns: { routine_id: routine.id, routine_version: routine.version, rule: rule.id, month_on: monthOn, from_at: span.from.toISOString(), to_at: span.to.toISOString(), found: canonicalJson(found), at: at.toISOString() },
    }
    const subject = { kind: 'routine', id: routine.id, key: routine.key }
    const output = { id, groups: found, raised: deed.raised }
    const last = deed.events.at(-1)
    if (!last) return { output, entry: { subject, rows: await saveRows(tx, entryId, at, [row]) } }
    const { entry, live } = await concludeDeed(deed, last.after, [row])
    return { output, entry: { ...entry, subject }, live }
  },
})

type Raising = { rule: RoutineRecurrence; group: FoundGroup; monthOn: string; from: LoadedRoutine; raising: LoadedRoutine }

/** Raises what stands for a group, or lets its new members join what was raised before and is open; whoever is to be told is told. */
async function raiseFor(deed: Deed, { rule, group, monthOn, from, raising }: Raising): Promise<StoredRecord> {
  const { tx, at, tenant } = deed.context
  const name = `${from.routine.id}/${rule.id}/${sha256(canonicalJson(group.values)).toString('hex').slice(0, 16)}`
  const before = await raisedFor(tx, Array.from({ length: monthsBack }, (_, back) => `${name}/${addDuration(monthOn, `-P${back}M`).slice(0, 7)}`))
  const open = before.find((stored) => stored.open)
  const known = open ? await linkedFrom(tx, open.id) : new Set<string>()
  const joining = group.members.filter((member) => !known.has(member.id))
  const title = findingTitle(rule, group.same, group.members.length)
  const told = holdersTold(rule, from, group, dayOf(at, tenant.timeZone))
  const more = { text: `${title}: ${joining.map(keyOf).join(', ')}`.slice(0, 4000), ...(told.length > 0 ? { told: [{ people: told, text: title, because: 'effect' }] } : {}) }
  const raised = open
    ? joining.length === 0 ? open : beside(deed, open, 'comment', more)
    : await happen(deed, raising, null, { type: 'create', title, fields: fieldsOf(rule, group, from, raising), places: placesOf(rule, group), source: 'recurrence', externalId: `${name}/${monthOn.slice(0, 7)}` }, { told: more.told ?? [] })
  if (!open) deed.raised.push(keyOf(raised))
  for (const member of joining) deed.links.push(linkChange({ id: newId(at.getTime()), fromId: raised.id, toId: member.id, type: rule.link || 'raised from', standing: 'confirmed', revision: 1 }))
  if (joining.length > 0) for (const personId of told) deed.notices.push({ personId, recordId: raised.id, position: raised.revision, kind: 'told', text: title })
  return raised
}

/** Holders of the roles that the rule names, for what the group has in common where it is a service, a unit, a location or a supplier. */
function holdersTold(rule: RoutineRecurrence, { around }: LoadedRoutine, group: FoundGroup, on: string): string[] {
  const [first] = group.members
  return [...new Set(rule.roles.flatMap((role) => holdersFor(around, around.roleIds.get(role) ?? '', first!.record, on)))]
}

/** What the rule fills in, and what the records have in common where the other form has a field of that name for it. */
function fieldsOf(rule: RoutineRecurrence, { values }: FoundGroup, from: LoadedRoutine, to: LoadedRoutine): FieldValues {
  const shared = rule.same.flatMap((id, at) => {
    const [own, other] = [from, to].map(({ routine }) => routine.body.fields.find((field) => field.id === id))
    const value = values[at]
    if (!own || other?.type !== own.type || value === undefined || (other.type === 'choice' && !other.choices.includes(value))) return []
    return [[id, own.type === 'yes or no' ? value === 'true' : value] as const]
  })
  const known = new Set(to.routine.body.fields.map((field) => field.id))
  return Object.fromEntries([...shared, ...Object.entries(rule.fields)].filter(([id]) => known.has(id)))
}

const placeColumns: Readonly<Record<string, string>> = { service: 'serviceId', configurationItem: 'configurationItemId', unit: 'unitId', location: 'locationId', supplier: 'supplierId' }

function placesOf(rule: RoutineRecurrence, { values }: FoundGroup): Record<string, string> {
  return Object.fromEntries(rule.same.flatMap((id, at) => (placeColumns[id] && values[at] ? [[placeColumns[id], values[at]] as const] : [])))
}
