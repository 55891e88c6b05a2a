import { listed } from '../../shared/faults.ts'
import { byAuthority, byOneself, personOf } from '../../kernel/access.ts'
import type { Actor, Asked, Verdict } from '../../kernel/access.ts'
import type { RoutineBody, RoutineStep } from '../routines/routine-body.ts'
import type { RoutineRecord } from '../routines/record.ts'
import { reachOf } from './surroundings.ts'
import type { RoutineVersion, Surroundings } from './surroundings.ts'

/** What access to a record is judged by. */
export type InRoutine = { routine: RoutineVersion; around: Surroundings }
export type OnRecord = InRoutine & { stored: { record: RoutineRecord } }

type Seen = Pick<RoutineRecord, 'routineId' | 'serviceId' | 'unitId' | 'locationId' | 'supplierId'>

/** A role through which the caller reaches a record, or undefined: held for the whole organisation, or for what the record is about. */
function roleHeld(actor: Actor, roleIds: readonly (string | null | undefined)[], about: Seen | null): string | undefined {
  if (actor.type !== 'person' && actor.type !== 'token') return undefined
  const near = about === null ? null : new Set(reachOf(about))
  return actor.grants.find((grant) => grant.roleId !== null && roleIds.includes(grant.roleId) && (grant.elementId === null || near === null || near.has(grant.elementId)))?.role
}

/** Anybody who belongs here, by a session or a token that may write. */
export function byAnybody(question: Asked): Verdict {
  const person = personOf(question.actor)
  if (person === null) return { refused: `A ${question.actor.type} may not ${question.verb}.` }
  const own = byOneself(question, person)
  return 'as' in own ? { as: 'member' } : own
}

function idsOf({ roleIds }: Surroundings, keys: readonly string[]): string[] {
  return keys.flatMap((key) => roleIds.get(key) ?? [])
}

function involved(body: RoutineBody): string[] {
  return [...new Set(body.steps.flatMap((step) => [step.role, step.rasci.accountable, ...step.rasci.supporting]).filter((key) => key !== ''))]
}

/** Whoever holds one of these roles for the record, or the authority by name. */
function byRoles(question: Asked, roleIds: readonly (string | null)[], about: Seen | null, around: Surroundings, what: string): Verdict {
  const member = byAnybody(question)
  const given = byAuthority(question, about?.routineId ?? null)
  if ('as' in given || 'refused' in member) return 'as' in given ? given : member
  const held = roleHeld(question.actor, roleIds, about)
  if (held !== undefined) return { as: held }
  const names = [...new Set(roleIds.flatMap((id) => around.roles.get(id ?? '')?.title ?? []))]
  return { refused: names.length > 0 ? `Only ${listed(names, 'or')} may ${what}, or who holds the authority ${question.verb}.` : `Nobody may ${what} yet: its step names no role that is in force. Give the authority ${question.verb} to a role, or name one in the routine.` }
}

/** Anybody raises a record where the routine says so, otherwise whoever is involved in it. */
export function mayRaise(question: Asked, { routine, around }: InRoutine): Verdict {
  if (routine.body.raisedBy === 'anybody') {
    const member = byAnybody(question)
    return 'as' in member ? member : byAuthority(question, routine.id)
  }
  return byRoles(question, [...idsOf(around, involved(routine.body)), routine.accountableId], null, around, `raise ${an(routine.body.recordNoun || 'record')}`)
}

export function stepOf({ routine, stored }: OnRecord): RoutineStep | undefined {
  return routine.body.steps.find((step) => step.id === stored.record.state)
}

/** Holders of the present step's role and those that support it, whoever it is assigned to, the routine's owner, or the authority. */
export function mayAct(question: Asked, on: OnRecord): Verdict {
  const { stored: { record }, around, routine } = on
  const person = personOf(question.actor)
  if (person !== null && record.assigneePersonId === person) {
    const own = byOneself(question, person)
    return 'as' in own ? { as: 'assignee' } : own
  }
  const step = stepOf(on)
  const roles = [...idsOf(around, step ? [step.role, step.rasci.accountable, ...step.rasci.supporting] : []), record.assigneeRoleId, routine.accountableId]
  return byRoles(question, roles, record, around, `do this while it is in "${step?.name ?? record.state}"`)
}

/** As `mayAct`; whoever raised it or asked for it too, as long as it is in its first step. */
export function mayFill(question: Asked, on: OnRecord): Verdict {
  const { stored: { record }, routine } = on
  const person = personOf(question.actor)
  const first = routine.body.steps[0]?.id === record.state
  if (first && person !== null && (record.creatorId === person || record.requesterId === person)) {
    const own = byOneself(question, person)
    if ('as' in own) return { as: 'requester' }
  }
  return mayAct(question, on)
}

/** Holders of the role that the approval names, or of the step's; the founder while founding. The engine keeps out who asked for it. */
export function mayApprove(question: Asked, on: OnRecord, approval: string): Verdict {
  const { stored: { record }, around } = on
  const { actor, tenant } = question
  if (!tenant.liveAt && actor.type === 'person' && actor.founder) return { as: 'founder' }
  const member = byAnybody(question)
  if ('refused' in member) return member
  const step = stepOf(on)
  const asked = step?.approvals.find((each) => each.id === approval)
  const roles = idsOf(around, asked ? [asked.role || step!.role] : [])
  const held = roleHeld(actor, roles, record)
  if (held !== undefined) return { as: held }
  const names = roles.flatMap((id) => around.roles.get(id)?.title ?? [])
  return { refused: asked ? `Only ${listed(names, 'or') || 'a holder of the role that it names'} may decide "${asked.name}".` : `There is nothing to approve by the name ${approval} in this step.` }
}

/** Whoever answers for the routine, or holds the authority. */
export function mayOversee(question: Asked, { routine, around, stored }: InRoutine & { stored?: { record: RoutineRecord } }): Verdict {
  return byRoles(question, [routine.accountableId], stored?.record ?? null, around, `${question.verb.split('.')[1]} this`)
}

function an(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`
}
