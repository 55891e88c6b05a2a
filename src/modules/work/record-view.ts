import { addDuration, dayOf, endOfDay } from '../../shared/days.ts'
import { asksOf } from '../routines/asks.ts'
import { standingOf } from '../routines/engine.conditions.ts'
import { exits, wantedIn } from '../routines/engine.demands.ts'
import { isOpenTo } from '../routines/engine.fields.ts'
import type { Plan } from '../routines/engine.plan.ts'
import { valueShown } from '../routines/engine.shown.ts'
import type { NameOf } from '../routines/engine.shown.ts'
import { lookedUp } from '../routines/grid.ts'
import type { RoutineRecord } from '../routines/record.ts'
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

/** What something is called, by its id: a person, or an element. */
export function nameIn(names: Naming): NameOf {
  return (id) => names.person(id)?.name ?? names.element(id)?.title
}

/** The fields of a form with their values, and which of them the present step asks for. */
export function fieldViews(body: RoutineBody, { fields, state }: Pick<RoutineRecord, 'fields' | 'state'>, wanted: readonly string[], timeZone: string, names: Naming): RecordView['fields'] {
  const used = new Set(wanted)
  return body.fields.map((field) => {
    const { id, label, type, choices, elementKind, hint } = field
    const value = fields[id] ?? null
    return { id, label, type, choices, elementKind, hint, value: typeof value === 'object' && value !== null ? [...value] : value, shown: valueShown(field, value, timeZone, nameIn(names)), required: used.has(id), usedHere: used.has(id), closed: !isOpenTo(field, state) || isLookedUp(body, id, fields) }
  })
}

/** The fields that say when a record is planned for. */
export function windowView({ window }: RoutineBody): RecordView['window'] {
  return window.from === '' || window.to === '' ? null : window
}

/** Whether a grid gives a field its value now. */
function isLookedUp(body: RoutineBody, id: string, fields: RoutineRecord['fields']): boolean {
  return body.grids.some((grid) => grid.gives === id && lookedUp(grid, String(fields[grid.row] ?? ''), String(fields[grid.column] ?? '')) !== undefined)
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

/** The end of the day until which something may take, counted from an instant. */
function dueWithin(from: string, duration: string, zone: string): string {
  return endOfDay(addDuration(dayOf(new Date(from), zone), duration), zone).toISOString()
}

/** What the present step asks for: conditions to leave it, evidence due. */
export function stepDemands(plan: Plan, record: RoutineRecord, now: Date): Pick<RecordView, 'exit' | 'evidence'> & { wanted: string[] } {
  const step = indexOf(plan.body).steps.get(record.state)
  return {
    exit: exits(plan, record, now).map((each, at) => ({ ...each, asks: asksOf(step?.exit[at]?.when ?? '') })), evidence: (step?.evidence ?? []).map(({ what, within }) => ({ what, dueAt: within === null ? null : dueWithin(record.enteredAt, within, plan.timeZone), given: false })), wanted: wantedIn(plan, record, now),
  }
}
