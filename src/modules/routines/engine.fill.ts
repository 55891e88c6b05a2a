import { listed } from '../../shared/faults.ts'
import type { Fault } from '../../shared/kind.ts'
import { fillByHand, place, priorityBy, voidApprovals } from './engine.change.ts'
import { standingOf } from './engine.conditions.ts'
import type { Happening } from './engine.plan.ts'
import { becomes, type Turn } from './engine.turn.ts'
import type { RoutineRecord } from './record.ts'
import { indexOf } from './transitions.ts'

type Of<Type extends Happening['type']> = Extract<Happening, { type: Type }>

/** Fills in title, form and places. */
export function filled(turn: Turn, given: Of<'fill'>): Fault[] {
  if (given.title !== undefined && given.title.trim() === '') return [{ path: 'title', message: 'Give a title.' }]
  if (given.title !== undefined && given.title !== turn.record.title) becomes(turn, { title: given.title })
  place(turn, given.places)
  const faults = fillByHand(turn, given.fields)
  if (faults.length === 0) voidApprovals(turn)
  return faults
}

/** Sets the priority by hand, or gives it back to the grid. */
export function prioritised(turn: Turn, { priority, reason }: Of<'prioritise'>): Fault[] {
  const known = turn.plan.body.priorities
  if (priority !== '' && !known.includes(priority)) return [{ path: 'priority', message: `There is no priority ${priority}; choose ${listed(known, 'or') || 'none'}.` }]
  if (reason.trim() === '') return [{ path: 'reason', message: 'Say why.' }]
  becomes(turn, { priority, priorityBy: priority === '' ? '' : 'hand' })
  becomes(turn, priorityBy(turn.plan, turn.record))
  return []
}

/** Gives the work to a role, to a person, or to nobody. */
export function assigned(turn: Turn, given: Of<'assign'>): Fault[] {
  const { roleId, personId } = given
  if (roleId !== undefined && roleId !== turn.record.assigneeRoleId) becomes(turn, { assigneeRoleId: roleId, assigneePersonId: null })
  if (personId !== undefined && personId !== turn.record.assigneePersonId) becomes(turn, { assigneePersonId: personId })
  return []
}

/** Writes down a decision on an approval of this visit to the step. Who holds its role is for access to say; who may not all the same is said here. */
export function decided(turn: Turn, given: Of<'approve' | 'refuse'>): Fault[] {
  const { record, by, plan } = turn
  const fault = (message: string): Fault[] => [{ path: 'approval', message }]
  const approval = standingOf(plan, record, turn.now).asked.find((each) => each.id === given.approval)
  if (!approval) return fault(`"${indexOf(plan.body).steps.get(record.state)?.name ?? record.state}" asks for no approval ${given.approval} now.`)
  if (by.personId === null) return fault('Only a person approves or refuses.')
  const decision = given.type === 'approve' ? 'approved' : 'refused'
  if (decision === 'refused' && !given.reason?.trim()) return [{ path: 'reason', message: 'Say why.' }]
  if (record.approvals.some((each) => each.approval === approval.id && each.personId === by.personId)) return fault(`You have decided on "${approval.name}" already; each person does so once.`)
  const own = keptOut(record, approval.excluding, by.personId)
  if (own !== '' && !by.singleHanded) return fault(`"${approval.name}" is not for ${own}; somebody else who holds the role decides.`)
  if (own !== '') turn.said.push(`Decided by ${own}, since one person runs the organisation.`)
  becomes(turn, { approvals: [...record.approvals, { approval: approval.id, decision, personId: by.personId, roleId: by.roleId, at: turn.at, reason: given.reason ?? '' }] })
  return []
}

/** As whom an approval keeps this person out, in words: whoever asked for it, raised it or works on it; empty where it does not. */
export function keptOut(record: RoutineRecord, excluding: readonly ('requester' | 'creator' | 'assignee')[], personId: string | null): string {
  const people = { requester: record.requesterId, creator: record.creatorId, assignee: record.assigneePersonId }
  const words = { requester: 'whoever asked for it', creator: 'whoever raised it', assignee: 'whoever works on it' }
  const name = excluding.find((each) => people[each] === personId)
  return name === undefined ? '' : words[name]
}
