import { listed } from '../../shared/faults.ts'
import type { Fault } from '../../shared/kind.ts'
import { fillByHand, fillIn, place, priorityBy, setInstants, voidApprovals } from './engine.change.ts'
import { closedBecause, demandsAll, missingIn, missingOn } from './engine.demands.ts'
import { assignRole, informOf, takeEffect } from './engine.effects.ts'
import { instantOf, isFilled } from './engine.fields.ts'
import type { Happening } from './engine.plan.ts'
import { becomes, type Turn } from './engine.turn.ts'
import type { RecordInstant } from './record.ts'
import type { RoutineStep } from './routine-body.ts'
import { indexOf, type Way } from './transitions.ts'

type Of<Type extends Happening['type']> = Extract<Happening, { type: Type }>

/** A record begins in the first step that is listed, with what its catalogue item fills in beforehand. */
export function created(turn: Turn, given: Of<'create'>): Fault[] {
  const { body, routineId, version } = turn.plan
  const [first] = body.steps
  if (!first) return [{ path: 'routine', message: 'The routine has no steps yet; add them first.' }]
  const item = body.catalogue.find((each) => each.id === given.catalogueItem)
  if (given.catalogueItem && !item) return [{ path: 'catalogueItem', message: `There is no ${given.catalogueItem} in the catalogue; choose ${listed(body.catalogue.map((each) => each.id), 'or') || 'none'}.` }]
  becomes(turn, {
    routineId, routineVersion: version, title: given.title, catalogueItem: item?.id ?? '', source: given.source ?? '', externalId: given.externalId ?? '',
    creatorId: turn.by.personId, requesterId: turn.by.personId,
  })
  place(turn, given.places)
  const faults = [...beginnings(turn, given), ...fillIn(turn, item?.values), ...fillByHand(turn, given.fields), ...firstPriority(turn, given.priority)]
  for (const id of item?.required ?? []) {
    if (!isFilled(turn.record.fields[id])) faults.push({ path: `fields.${id}`, message: `"${item?.name}" asks for "${indexOf(body).fields.get(id)?.label ?? id}"; fill it in.` })
  }
  if (faults.length === 0) enter(turn, first)
  return faults
}

function beginnings(turn: Turn, { occurredAt, detectedAt }: Of<'create'>): Fault[] {
  const given: [RecordInstant, string | undefined][] = [['occurred', occurredAt], ['detected', detectedAt]]
  const instants: Partial<Record<RecordInstant, string>> = { opened: turn.at }
  const faults: Fault[] = []
  for (const [name, text] of given) {
    if (text === undefined) continue
    const at = instantOf(text)
    if (at === undefined || at > turn.at) faults.push({ path: `${name}At`, message: 'Give an instant with its zone that has passed, such as 2026-11-23T09:30:00Z.' })
    else instants[name] = at
  }
  if (instants.occurred && instants.detected && instants.detected < instants.occurred) faults.push({ path: 'detectedAt', message: 'It was detected before it occurred; mend one of the two.' })
  becomes(turn, { instants })
  return faults
}

function firstPriority(turn: Turn, priority: string | undefined): Fault[] {
  if (!priority) return []
  const known = turn.plan.body.priorities
  if (!known.includes(priority)) return [{ path: 'priority', message: `There is no priority ${priority}; choose ${listed(known, 'or') || 'none'}.` }]
  becomes(turn, { priority, priorityBy: 'hand' })
  becomes(turn, priorityBy(turn.plan, turn.record))
  return []
}

/** Takes a way out of the present step. */
export function advanced(turn: Turn, given: Of<'advance'>): Fault[] {
  const index = indexOf(turn.plan.body)
  const way = index.ways.get(given.transition)
  if (!way || way.transition.from !== turn.record.state) return [noSuchWay(turn, given.transition)]
  const to = index.steps.get(way.transition.to)
  if (!to) return [{ path: 'transition', message: `"${way.transition.name}" leads nowhere; mend the routine.` }]
  const faults = fillByHand(turn, given.fields)
  if (faults.length > 0) return faults
  voidApprovals(turn)
  return [...outcomeFaults(turn, given.outcome), ...barred(turn, way, given), ...taken(turn, way, to, given.outcome)]
}

function noSuchWay(turn: Turn, id: string): Fault {
  const { from, steps } = indexOf(turn.plan.body)
  const ways = (from.get(turn.record.state) ?? []).map((each) => each.id)
  return { path: 'transition', message: `No way ${id} leads out of "${steps.get(turn.record.state)?.name ?? turn.record.state}"; choose ${listed(ways, 'or') || 'to close it'}.` }
}

function barred(turn: Turn, way: Way, given: Of<'advance'>): Fault[] {
  const because = closedBecause(turn.plan, turn.record, way, turn.now)
  return [
    ...(because === '' ? [] : [{ path: 'transition', message: `"${way.transition.name}" cannot be taken: ${because}` }]),
    ...missingOn(turn.plan, turn.record, way, demandsAll(way) ? missingIn(turn.plan, turn.record, turn.now) : []),
    ...(way.transition.reason && !given.reason?.trim() ? [{ path: 'reason', message: `Say why: "${way.transition.name}" demands a reason.` }] : []),
  ]
}

function outcomeFaults(turn: Turn, outcome: string | undefined): Fault[] {
  const known = turn.plan.body.outcomes.map((each) => each.id)
  return !outcome || known.includes(outcome) ? [] : [{ path: 'outcome', message: `There is no outcome ${outcome}; choose ${listed(known, 'or') || 'none'}.` }]
}

function taken(turn: Turn, { transition, reopens }: Way, to: RoutineStep, outcome: string | undefined): Fault[] {
  turn.left = turn.record.state
  if (reopens) reopen(turn)
  const result = transition.outcome || outcome
  if (result) becomes(turn, { outcome: result })
  setInstants(turn, transition.sets)
  takeEffect(turn, transition.effects)
  enter(turn, to)
  return []
}

function reopen(turn: Turn): void {
  const { restored: _restored, resolved: _resolved, closed: _closed, ...instants } = turn.record.instants
  turn.reopened = true
  becomes(turn, { instants, outcome: '' })
}

/** Enters a step: it begins with no approvals, with its role, and with what it sets off. */
function enter(turn: Turn, step: RoutineStep): void {
  turn.entered = step.id
  becomes(turn, { state: step.id, enteredAt: turn.at, approvals: turn.record.approvals.length === 0 ? turn.record.approvals : [] })
  assignRole(turn, step.role)
  setInstants(turn, step.sets)
  takeEffect(turn, step.effects)
  informOf(turn, step)
}

/** Closes a record that is in an end step. */
export function closed(turn: Turn, given: Of<'close'>): Fault[] {
  const { body } = turn.plan
  const step = indexOf(body).steps.get(turn.record.state)
  if (!step?.end) return [{ path: '', message: `"${step?.name ?? turn.record.state}" is no end of the routine; take a way to one first.` }]
  const faults = [...fillByHand(turn, given.fields), ...outcomeFaults(turn, given.outcome)]
  if (faults.length > 0) return faults
  const outcome = given.outcome || turn.record.outcome
  if (outcome === '' && body.outcomes.length > 0) faults.push({ path: 'outcome', message: `Choose the outcome: ${listed(body.outcomes.map((each) => each.name), 'or')}.` })
  becomes(turn, { outcome })
  faults.push(...missingIn(turn.plan, turn.record, turn.now).filter((fault) => outcome !== '' || fault.path.startsWith('fields')))
  becomes(turn, { instants: { ...turn.record.instants, closed: turn.at } })
  return faults
}
