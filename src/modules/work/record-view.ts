import { asksOf } from '../routines/asks.ts'
import { exits, missingIn, closedBecause, demandsAll, wantedIn } from '../routines/engine.demands.ts'
import { allowedBy, countingOf, usedAt } from '../routines/engine.clock.time.ts'
import { standingOf } from '../routines/engine.conditions.ts'
import type { Plan } from '../routines/engine.plan.ts'
import type { ClockRun, FieldValue, RoutineRecord } from '../routines/record.ts'
import type { RoutineBody } from '../routines/routine-body.ts'
import { indexOf } from '../routines/transitions.ts'
import type { RecordRow, RecordView } from './record.contract.ts'
import { keyOf } from './stored.ts'
import type { StoredRecord } from './stored.ts'
import type { NamedElement, RoutineVersion, Surroundings } from './surroundings.ts'

/** Names of what a record shows, by id. */
export type Naming = { element: (id: string | null) => NamedElement | null; person: (id: string | null) => { id: string; name: string } | null }

/** One line of a list. */
export function rowView(stored: StoredRecord, routine: RoutineVersion, { roles }: Surroundings, names: Naming): RecordRow {
  const { record } = stored
  const step = indexOf(routine.body).steps.get(record.state)
  return {
    id: stored.id, key: keyOf(stored), title: record.title, revision: stored.revision, routine: { id: routine.id, key: routine.key, title: routine.title },
    state: { id: record.state, name: step?.name ?? record.state, process: step?.process ?? 'operate' }, open: stored.open, outcome: record.outcome, priority: record.priority,
    service: names.element(record.serviceId), assignee: { role: roleNamed(roles, record.assigneeRoleId), person: names.person(record.assigneePersonId) }, requester: names.person(record.requesterId),
    openedAt: record.instants.opened ?? stored.changedAt, changedAt: stored.changedAt, dueAt: stored.dueAt, closedAt: record.instants.closed ?? null,
  }
}

export function roleNamed(roles: Surroundings['roles'], id: string | null): NamedElement | null {
  return id === null ? null : (roles.get(id) ?? null)
}

/** A value as people read it; names of elements and people as they are called today. */
export function shownValue(value: FieldValue | undefined, type: string, names: Naming): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'object') return value.join(', ')
  if (type === 'element') return names.element(String(value))?.title ?? String(value)
  if (type === 'person') return names.person(String(value))?.name ?? String(value)
  return String(value)
}

/** The fields of a form with their values, and which of them the present step asks for. */
export function fieldViews(body: RoutineBody, fields: RoutineRecord['fields'], wanted: readonly string[], names: Naming): RecordView['fields'] {
  const used = new Set(wanted)
  return body.fields.map(({ id, label, type, choices, elementKind, hint }) => {
    const value = fields[id] ?? null
    return { id, label, type, choices, elementKind, hint, value: typeof value === 'object' && value !== null ? [...value] : value, shown: shownValue(value, type, names), required: used.has(id), usedHere: used.has(id) }
  })
}

/** Every way out of the present step: what it asks, and why it cannot be taken now. */
export function wayViews(plan: Plan, record: RoutineRecord, open: boolean, now: Date): Omit<RecordView['ways'][number], 'allowed' | 'refusal'>[] {
  const index = indexOf(plan.body)
  return (index.from.get(record.state) ?? []).map((way) => {
    const { transition } = way
    const closed = closedBecause(plan, record, way, now) || (open || way.reopens ? '' : 'It is closed.')
    return {
      id: way.id, name: transition.name, to: transition.to, toName: index.steps.get(transition.to)?.name ?? transition.to, reason: transition.reason, outcome: transition.outcome,
      missing: demandsAll(way) ? missingIn(plan, record, now) : [], closed,
    }
  })
}

/** The approvals that the present step asks for, with what was decided. */
export function approvalViews(plan: Plan, record: RoutineRecord, { roles, roleIds }: Surroundings, names: Naming, now: Date): Omit<RecordView['approvals'][number], 'allowed' | 'refusal'>[] {
  const step = indexOf(plan.body).steps.get(record.state)
  return standingOf(plan, record, now).asked.map((approval) => {
    const key = approval.role || (step?.role ?? '')
    const role = roleNamed(roles, roleIds.get(key) ?? null) ?? { id: '', key, kind: 'role', title: key }
    const given = record.approvals.filter((each) => each.approval === approval.id).map((each) => ({ person: names.person(each.personId) ?? { id: each.personId, name: '' }, decision: each.decision, at: each.at, reason: each.reason }))
    return { id: approval.id, name: approval.name, role, need: approval.need, given }
  })
}

/** The clocks that have begun, as they stand at an instant. */
export function clockViews(plan: Plan, record: RoutineRecord, now: Date): RecordView['clocks'] {
  return record.clocks.filter((run) => run.run > 0).map((run) => clockView(plan, record, run, now))
}

function clockView(plan: Plan, record: RoutineRecord, run: ClockRun, now: Date): RecordView['clocks'][number] {
  const clock = plan.body.clocks.find((each) => each.id === run.clock)
  const segment = run.segments.at(-1)
  const counting = countingOf(plan, record, run)
  const started = Date.parse(run.startedAt)
  const said = (each: ClockRun['segments'][number]) => (each.value === 0 ? 'none' : `${each.value} ${each.value === 1 ? each.unit.slice(0, -1) : each.unit}`)
  return {
    clock: run.clock, name: clock?.name ?? run.clock, hours: segment?.hours ?? clock?.hours ?? 'elapsed', target: segment ? said(segment) : '', startedAt: run.startedAt, stoppedAt: run.stoppedAt,
    waitsFrom: run.waitsFrom, dueAt: run.dueAt, met: run.met, used: usedAt(run, counting, now.getTime()),
    allowed: segment && segment.value > 0 ? allowedBy(segment, started, counting, plan.timeZone) : null,
    segments: run.segments.map((each) => ({ from: each.from, priority: each.priority, target: said(each), because: each.because })),
  }
}

/** When each step was last entered and left, from the states that the events set, oldest first. */
export function visits(moves: readonly { at: string; state: string }[]): Map<string, { enteredAt: string; leftAt: string | null }> {
  const seen = new Map<string, { enteredAt: string; leftAt: string | null }>()
  moves.forEach(({ at, state }, i) => {
    const before = moves[i - 1]
    if (before) seen.set(before.state, { ...seen.get(before.state)!, leftAt: at })
    seen.set(state, { enteredAt: at, leftAt: null })
  })
  return seen
}

/** What the present step asks for: conditions to leave it, evidence due. */
export function stepDemands(plan: Plan, record: RoutineRecord, now: Date): Pick<RecordView, 'exit' | 'evidence'> & { wanted: string[]; missing: { path: string; message: string }[] } {
  const step = indexOf(plan.body).steps.get(record.state)
  return {
    exit: exits(plan, record, now).map((each, at) => ({ ...each, asks: asksOf(step?.exit[at]?.when ?? '') })), evidence: (step?.evidence ?? []).map(({ what }) => ({ what, dueAt: null, given: false })), wanted: wantedIn(plan, record, now),
    missing: missingIn(plan, record, now),
  }
}
