import type { Fault } from '../../shared/kind.ts'
import { priorityBy } from './engine.change.ts'
import type { Happening, Plan } from './engine.plan.ts'
import { becomes, type Turn } from './engine.turn.ts'
import type { RoutineRecord } from './record.ts'
import { indexOf } from './transitions.ts'

/** The step of another version that a record would be in: that of the map, else that of the same name; undefined where there is none. */
export function stateUnder(to: Plan, record: Pick<RoutineRecord, 'state'>, states: Readonly<Record<string, string>>): string | undefined {
  const state = states[record.state] ?? record.state
  return indexOf(to.body).steps.has(state) ? state : undefined
}

/**
 * Moves an open record to another version of its routine. Nothing is set off; clocks that run go on towards the targets of that version, those that are gone end without a
 * judgement, and new ones begin at the moments that are still to come. Values of fields that are gone are kept, unseen.
 */
export function migrated(turn: Turn, { to, states }: Extract<Happening, { type: 'migrate' }>): Fault[] {
  if (to.routineId !== turn.record.routineId) return [{ path: 'to', message: 'A record moves between versions of its own routine only.' }]
  if (to.version === turn.record.routineVersion) return [{ path: 'to', message: `It runs under version ${to.version} already.` }]
  const state = stateUnder(to, turn.record, states)
  if (state === undefined) return [{ path: `states.${turn.record.state}`, message: `Version ${to.version} has no step ${states[turn.record.state] ?? turn.record.state}; say which step it becomes.` }]
  turn.migratedFrom = turn.plan
  turn.plan = to
  const { record } = turn
  if (record.approvals.length > 0) turn.said.push('The decisions given so far are void; they were made under another version.')
  const known = record.priority === '' || to.body.priorities.includes(record.priority)
  becomes(turn, {
    routineVersion: to.version, state, enteredAt: state === record.state ? record.enteredAt : turn.at, approvals: record.approvals.length > 0 ? [] : record.approvals,
    ...(known ? {} : priorityBy(to, { ...record, priorityBy: '' })),
  })
  return []
}
