import type { Fault } from '../../shared/kind.ts'
import { ask, contextOf, standingOf } from './engine.conditions.ts'
import { isFilled } from './engine.fields.ts'
import { inWords } from './expression.words.ts'
import type { Plan } from './engine.plan.ts'
import type { RoutineRecord } from './record.ts'
import { indexOf, type Way } from './transitions.ts'

/** Short names of the fields that the present step asks for: always, or on a condition that holds now. */
export function wantedIn(plan: Plan, record: RoutineRecord, now: Date): string[] {
  const step = indexOf(plan.body).steps.get(record.state)
  if (!step) return []
  if (step.requiredIf.length === 0) return step.required
  const context = contextOf(plan, record, now)
  return [...new Set([...step.required, ...step.requiredIf.filter((each) => ask(plan.body, each.when, context).holds).map((each) => each.field)])]
}

/** What a way out of the present step still demands before it is taken: its own fields, and unless it may leave the step unfinished what the step demands. */
export function missingOn(plan: Plan, record: RoutineRecord, way: Way, ofStep: readonly Fault[]): Fault[] {
  const demanded = demandsAll(way) ? ofStep : []
  const known = new Set(demanded.map((fault) => fault.path))
  return [...demanded, ...unfilled(plan, record, way.transition.required).filter((fault) => !known.has(fault.path))]
}

/** What the present step still demands before it is left or closed: fields that are not filled in (`fields.x`), exit conditions that do not hold (`exit.0`). */
export function missingIn(plan: Plan, record: RoutineRecord, now: Date): Fault[] {
  return [
    ...unfilled(plan, record, wantedIn(plan, record, now)),
    ...exits(plan, record, now).flatMap((each, at) => (each.holds === false ? [{ path: `exit.${at}`, message: `"${each.text}" does not hold yet.` }] : [])),
  ]
}

function unfilled(plan: Plan, record: RoutineRecord, ids: readonly string[]): Fault[] {
  const form = indexOf(plan.body).fields
  return ids.filter((id) => !isFilled(record.fields[id])).map((id) => ({ path: `fields.${id}`, message: `Fill in "${form.get(id)?.label ?? id}".` }))
}

/** The exit conditions of the present step, each with whether it holds; null: people judge. */
export function exits(plan: Plan, record: RoutineRecord, now: Date): { text: string; holds: boolean | null }[] {
  const exit = indexOf(plan.body).steps.get(record.state)?.exit ?? []
  if (exit.length === 0) return []
  const context = contextOf(plan, record, now)
  return exit.map(({ text, when }) => ({ text, holds: when === '' ? null : ask(plan.body, when, context).holds }))
}

/** Whether a way asks that the step it leaves is finished: not when it may leave it unfinished, leads back or reopens. */
export function demandsAll(way: Way): boolean {
  return !way.transition.unfinished && !way.back && !way.reopens
}

/** Why a way is not open at all: its guard, or approvals that it comes after; empty when it is. */
export function closedBecause(plan: Plan, record: RoutineRecord, way: Way, now: Date): string {
  const { after, guard } = way.transition
  if (after !== '') {
    const standing = standingOf(plan, record, now)
    if (after === 'refusal' && !standing.refused) return 'It is open once an approval is refused.'
    if (after === 'approval' && standing.refused) return 'An approval was refused.'
    if (after === 'approval' && !standing.approved) return `It is open once approved: ${standing.open.join(', ')}.`
  }
  const { holds, failed } = ask(plan.body, guard, contextOf(plan, record, now))
  return holds ? '' : failed || `It is open only when ${inWords(plan.body, guard)}.`
}
