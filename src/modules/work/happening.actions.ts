import { dayOf } from '../../shared/days.ts'
import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { personOf } from '../../kernel/access.ts'
import type { ActionContext } from '../../kernel/action.ts'
import { numberOf } from '../../kernel/number-blocks.ts'
import { saveRows } from '../../kernel/rows.ts'
import type { RowChange } from '../../kernel/rows.ts'
import type { LiveChange } from '../../kernel/runtime.ts'
import { nextBeatAt, nextDueAt } from '../routines/engine.clock.ts'
import { isOpen, rankOf } from '../routines/engine.columns.ts'
import { copiedInto } from '../routines/engine.fields.ts'
import { advance } from '../routines/engine.ts'
import type { Advanced, By, EngineEffect, Happening, Plan } from '../routines/engine.plan.ts'
import type { RoutineRecord } from '../routines/record.ts'
import { windowOf } from '../routines/window.ts'
import { noteOperated, saveEvents } from './event.store.ts'
import type { EventStamp, RecordEvent } from './event.store.ts'
import { linkChange } from './link.ts'
import { routineAmong } from './loading.store.ts'
import type { LoadedRoutine } from './loading.store.ts'
import { saveNotices, tellWatchers } from './notice.store.ts'
import type { Notice } from './notice.store.ts'
import type { RecordReceipt } from './record.contract.ts'
import { keyOf } from './stored.ts'
import type { StoredRecord } from './stored.ts'
import { holdersFor, planOf } from './surroundings.ts'

type Context = Pick<ActionContext<unknown, LoadedRoutine & { stored?: StoredRecord }>, 'actor' | 'tenant' | 'as' | 'at' | 'entryId' | 'tx'>

/** What one action does to records, gathered before any of it is written. */
export type Deed = { context: Context; by: By; on: string; reason: string | undefined; events: RecordEvent[]; links: RowChange[]; notices: Notice[]; raised: string[] }

/** Records that raise records that raise records end here: a routine that raises itself would never. */
const deepest = 4

/** Begins what an action does to records. */
export function beginDeed(context: Context, reason?: string): Deed {
  const { actor, tenant, as, at } = context
  const personId = personOf(actor)
  const grants = actor.type === 'person' || actor.type === 'token' ? actor.grants : []
  const by: By = { personId, roleId: grants.find((grant) => grant.role === as)?.roleId ?? null, ...(personId !== null && tenant.singleHandedBy === personId ? { singleHanded: true } : {}) }
  return { context, by, on: dayOf(at, tenant.timeZone), reason, events: [], links: [], notices: [], raised: [] }
}

/** The plan of a routine's version, for one record. */
export function planFor({ context, on }: Pick<Deed, 'context' | 'on'>, loaded: LoadedRoutine, record?: RoutineRecord): Plan {
  return planOf(loaded.routine, loaded.around, { timeZone: context.tenant.timeZone, on, thresholds: loaded.thresholds, ...(record ? { record } : {}), ...(loaded.older ? { older: loaded.older } : {}), meets: loaded.meets })
}

/** Lets something happen to a record, or begins one, with all that this sets off. Answers the record as it is then. */
export async function happen(deed: Deed, loaded: LoadedRoutine, stored: StoredRecord | null, happening: Happening, more: Readonly<Record<string, unknown>> = {}, depth = 0): Promise<StoredRecord> {
  const plan = planFor(deed, loaded, stored?.record)
  const done = advance(plan, stored?.record ?? null, happening, deed.context.at, deed.by)
  const fresh = stored ?? begun(deed, loaded)
  const later = happening.type === 'migrate' ? happening.to : plan
  const after = settled(deed, fresh, done.record, later)
  const told = tellingOf(deed, loaded, stored, after, done)
  const event: RecordEvent = { before: stored, after, type: happening.type, more: { ...saidOf(happening, done), ...told, ...more } }
  deed.events.push(event)
  for (const effect of done.effects) if (effect.do === 'raise') await raise(deed, loaded, after, effect, depth)
  return after
}

/** A record that has no event yet. */
function begun({ context }: Deed, { routine }: LoadedRoutine): StoredRecord {
  const { at, tx, tenant } = context
  const prefix = routine.body.recordPrefix || 'REC'
  return {
    id: newId(at.getTime()), prefix, number: numberOf(tx, tenant.id, prefix), revision: 0, open: true, priorityRank: 0, dueAt: null, firesAt: null, planned: null, mergedInto: null, changedAt: at.toISOString(),
    record: {} as RoutineRecord,
  }
}

/** The row after something happened: what lists and clocks need is worked out from the record. */
export function settled({ context }: Pick<Deed, 'context'>, before: StoredRecord, record: RoutineRecord, plan: Plan): StoredRecord {
  return {
    ...before, record, revision: before.revision + 1, changedAt: context.at.toISOString(), open: isOpen(record), priorityRank: rankOf(plan, record.priority), dueAt: nextDueAt(record), firesAt: nextBeatAt(plan, record),
    planned: windowOf(plan.body, record),
  }
}

/** What the event says beside the change: how, what the engine did of itself, and who held the role that it went to. */
function saidOf(happening: Happening, { said }: Advanced): Record<string, unknown> {
  return {
    ...('transition' in happening ? { transition: happening.transition } : {}), ...('approval' in happening ? { approval: happening.approval } : {}), ...('instant' in happening ? { instant: happening.instant } : {}),
    ...('clock' in happening ? { clock: happening.clock, beat: happening.beat } : {}), ...(said.length > 0 ? { said } : {}),
  }
}

/** Who is told what: holders at this moment, written down in the event and shown to each. */
function tellingOf(deed: Deed, { around }: LoadedRoutine, before: StoredRecord | null, after: StoredRecord, done: Advanced): Record<string, unknown> {
  const { record } = after
  const more: Record<string, unknown> = {}
  const assigned = record.assigneeRoleId !== null && record.assigneeRoleId !== before?.record.assigneeRoleId
  if (assigned) more['holders'] = holdersFor(around, record.assigneeRoleId!, record, deed.on)
  const tell = (people: readonly string[], kind: Notice['kind'], text: string) => {
    for (const personId of new Set(people)) if (personId !== deed.by.personId) deed.notices.push({ personId, recordId: after.id, position: after.revision, kind, text })
  }
  const { assigneePersonId } = record
  if (assigneePersonId !== null && assigneePersonId !== before?.record.assigneePersonId) tell([assigneePersonId], 'assigned', `${keyOf(after)} is yours: ${record.title}`)
  const telling = done.effects.filter((effect): effect is Extract<EngineEffect, { do: 'tell' }> => effect.do === 'tell')
  const told: { people: string[]; text: string; because: string }[] = []
  for (const effect of telling) {
    const people = [...new Set([...effect.people, ...effect.roles.flatMap((roleId) => holdersFor(around, roleId, record, deed.on))])]
    told.push({ people, text: effect.text, because: effect.because })
    tell(people, effect.because === 'escalate' ? 'escalation' : effect.because === 'remind' ? 'reminder' : 'told', effect.text || record.title)
  }
  return told.length > 0 ? { ...more, told } : more
}

/** Raises another record in the same transaction, linked to the one that raised it. */
async function raise(deed: Deed, { around }: LoadedRoutine, from: StoredRecord, effect: Extract<EngineEffect, { do: 'raise' }>, depth: number): Promise<void> {
  if (depth >= deepest) throw new Problem('unprocessable', `These routines raise one another without end (${deepest} deep); take one of the effects out.`)
  const { context } = deed
  const loaded = await routineAmong(context.tx, around, effect.routine, context.at)
  const happening: Happening = { type: 'create', title: effect.title, fields: copiedInto(effect.fields, loaded.routine.body), places: effect.places }
  const raised = await happen(deed, loaded, null, happening, { raisedFrom: from.id }, depth + 1)
  deed.raised.push(keyOf(raised))
  deed.links.push(linkChange({ id: newId(context.at.getTime()), fromId: raised.id, toId: from.id, type: effect.link || 'raised from', standing: 'confirmed', revision: 1 }))
}

/** Writes all that was gathered and answers what the kernel owes: one entry for one deed, about one record. */
export async function concludeDeed(deed: Deed, about: StoredRecord, rows: readonly RowChange[] = []) {
  const { context, by, on, events, reason } = deed
  const { tx, at, entryId, actor, as, tenant } = context
  const stamp: EventStamp = { organisationId: tenant.id, entryId, at, actorId: actor.id, role: as, reason }
  const hashes = [...saveEvents(tx, stamp, events), ...(await saveRows(tx, entryId, at, [...deed.links, ...rows]))]
  saveNotices(tx, deed.notices, at)
  for (const { before, after } of events) if (before?.watched && before.record.state !== after.record.state) tellWatchers(tx, { recordId: after.id, position: after.revision, text: `${keyOf(after)} moved on: ${after.record.title}` }, by.personId, at)
  noteOperated(tx, tenant.id, [...new Set([...events.map(({ after }) => after.record.routineId), ...(by.roleId ? [by.roleId] : [])])], on, at)
  const live: LiveChange[] = events.map(({ after }) => ({ record: after.id, key: keyOf(after), revision: after.revision }))
  return { output: receiptOf(about, deed.raised), entry: { subject: { kind: 'record', id: about.id, key: keyOf(about) }, rows: hashes, reason }, live }
}

export function receiptOf(stored: StoredRecord, raised: string[] = []): RecordReceipt {
  return { id: stored.id, key: keyOf(stored), revision: stored.revision, state: stored.record.state, open: stored.open, raised }
}
