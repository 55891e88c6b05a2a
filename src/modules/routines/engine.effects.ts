import { Duration } from '@marcbachmann/cel-js/evaluator'
import { Temporal } from 'temporal-polyfill'
import { dayOf } from '../../shared/days.ts'
import { fillIn } from './engine.change.ts'
import { ask, evaluate } from './engine.conditions.ts'
import { isFilled } from './engine.fields.ts'
import { filledIn } from './engine.shown.ts'
import type { FieldValues, Places, Plan } from './engine.plan.ts'
import { becomes, seen, type Turn } from './engine.turn.ts'
import type { FieldValue } from './record.ts'
import type { RoutineEffect, RoutineStep } from './routine-body.ts'
import { indexOf } from './transitions.ts'

/** Carries out the effects of a step or a transition in their order: sets and assigns at once, leaves raising and telling to whoever keeps the records. */
export function takeEffect(turn: Turn, effects: readonly RoutineEffect[]): void {
  for (const effect of effects) {
    const { holds, failed } = ask(turn.plan.body, effect.when, seen(turn))
    if (failed !== '') turn.said.push(failed)
    if (holds) carryOut(turn, effect)
  }
}

function carryOut(turn: Turn, effect: RoutineEffect): void {
  switch (effect.do) {
    case 'set':
      return setField(turn, effect)
    case 'assign':
      return assignRole(turn, effect.roles[0] ?? '')
    case 'tell':
      turn.effects.push({ do: 'tell', because: 'effect', roles: rolesOf(turn.plan, effect.roles), people: [], text: worded(turn, effect.text) })
      return
    case 'raise':
      turn.effects.push({ do: 'raise', routine: effect.routine, link: effect.link, title: worded(turn, effect.text), fields: copied(turn, effect.copy), places: placesOf(turn) })
      return
  }
}

/** Tells those who are to be informed of a step that it was entered, once a visit; who is told something already by this happening is not told twice. */
export function informOf(turn: Turn, step: RoutineStep): void {
  const told = new Set(turn.effects.flatMap((effect) => (effect.do === 'tell' ? effect.roles : [])))
  const roles = rolesOf(turn.plan, step.rasci.informed).filter((id) => !told.has(id))
  if (roles.length > 0) turn.effects.push({ do: 'tell', because: 'effect', roles, people: [], text: `Now in "${step.name}": ${turn.record.title}` })
}

/** What an effect says, with what the record says between its braces; nothing: its title. */
function worded({ plan, record }: Turn, text: string): string {
  return text === '' ? record.title : filledIn(text, plan, record).text
}

/** Ids of roles by their keys; a key that names no role in force is left out. */
export function rolesOf(plan: Plan, keys: readonly string[]): string[] {
  return keys.flatMap((key) => plan.roleIds.get(key) ?? [])
}

/** The work goes to a role; the person who has it keeps it where they hold that role too. */
export function assignRole(turn: Turn, key: string): void {
  const roleId = turn.plan.roleIds.get(key)
  const { assigneeRoleId, assigneePersonId } = turn.record
  if (roleId === undefined || roleId === assigneeRoleId) return
  const keeps = assigneePersonId !== null && (turn.plan.holds?.(assigneePersonId, roleId) ?? false)
  becomes(turn, { assigneeRoleId: roleId, assigneePersonId: keeps ? assigneePersonId : null })
}

function copied(turn: Turn, ids: readonly string[]): FieldValues {
  return Object.fromEntries(ids.map((id) => [id, turn.record.fields[id] ?? null] as const).filter(([, value]) => isFilled(value)))
}

function placesOf({ record }: Turn): Places {
  const { serviceId, configurationItemId, unitId, locationId, supplierId, requesterId } = record
  return { serviceId, configurationItemId, unitId, locationId, supplierId, requesterId }
}

function setField(turn: Turn, effect: RoutineEffect): void {
  const field = indexOf(turn.plan.body).fields.get(effect.field)
  const label = field?.label ?? effect.field
  const { value, failed } = evaluate(turn.plan.body, effect.value, seen(turn))
  const plain = failed === '' ? fromCel(value, field?.type === 'day' ? turn.plan.timeZone : null) : undefined
  if (plain === undefined) {
    turn.said.push(`"${label}" was not set: ${failed || `"${effect.value}" gives nothing that a field keeps.`}`)
    return
  }
  const before = turn.record
  const faults = fillIn(turn, { [effect.field]: plain })
  if (faults.length === 0) return
  turn.record = before
  turn.said.push(`"${label}" was not set: ${faults[0]?.message ?? ''}`)
}

/** A value of CEL as a field keeps it; an instant becomes a day where a zone is given. Undefined for what no field keeps. */
function fromCel(value: unknown, zone: string | null): FieldValue | undefined {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : zone === null ? value.toISOString() : dayOf(value, zone)
  if (value instanceof Duration) return Temporal.Duration.from({ milliseconds: value.valueOf() }).round({ largestUnit: 'hours' }).toString()
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value
  return undefined
}
