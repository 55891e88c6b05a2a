import { isFilled, isSame } from '../routines/engine.fields.ts'
import { recordInstants, type FieldValue, type RecordInstant } from '../routines/record.ts'
import { windowOf } from '../routines/window.ts'
import type { CaseFault, IncomingCase, IncomingEvent } from './intake.ts'
import type { IntakeGround, Resolved } from './intake.resolve.ts'
import { eventsResolved, resolved } from './intake.resolve.ts'

/** One event of a case's history as it is kept: columns and fields that it changed, when it happened, and what was said. */
export type HistoryEvent = { type: string; at: string; set: Record<string, unknown>; fields: Record<string, FieldValue>; more: Record<string, unknown> }

/** A case as it is now: columns of the record (without prefix, number and routine) and fields, with all that led there, oldest first. */
export type CaseHistory = { columns: Record<string, unknown>; fields: Record<string, FieldValue>; events: HistoryEvent[]; opened: string }

/** The history of a case under a routine, or everything that keeps it from being taken. `now` is the latest that anything can have happened. */
export function historyOf(incoming: IncomingCase, ground: IntakeGround, now: string): CaseHistory | { faults: CaseFault[] } {
  const faults: CaseFault[] = []
  const final = resolved(incoming, ground, faults)
  const told = eventsResolved(incoming.events, ground, faults)
  momentFaults(incoming, now, faults)
  if (faults.length > 0) return { faults }
  const opened = incoming.instants.opened!
  const events = [begun(incoming, told, final, ground), ...told.slice(1).map((event) => happened(event, ground))]
  settle(events, incoming, final, ground)
  const closed = incoming.instants.closed
  if (closed !== undefined && !ground.ends.has(final.state)) {
    return { faults: [{ target: 'closed', kind: 'state', reason: `It was closed, and its state "${incoming.state ?? ground.body.steps.find((step) => step.id === final.state)?.name ?? final.state}" is no end of ${ground.title}: translate the state to ${endsNamed(ground)}, or leave closed empty.` }] }
  }
  if (closed !== undefined) close(events, closed, final)
  place(events, incoming)
  plan(events, ground)
  return { ...foldedOf(events), events, opened }
}

function endsNamed(ground: IntakeGround): string {
  return ground.body.steps.filter((step) => step.end).map((step) => `"${step.name}"`).join(' or ')
}

const instantColumn = (name: RecordInstant) => `${name}_at`
const starts = ['occurred', 'detected', 'opened'] as const
const ends = ['responded', 'restored', 'resolved', 'closed'] as const

/** Nothing ends before it was opened, and nothing happened that is still to come. */
function momentFaults({ instants, events }: IncomingCase, now: string, faults: CaseFault[]): void {
  const opened = instants.opened ?? ''
  for (const name of ends) {
    const at = instants[name]
    if (at !== undefined && at < opened) faults.push({ target: name, kind: 'order', reason: `It was ${name} at ${shown(at)}, before it was opened at ${shown(opened)}; correct one of the two.` })
  }
  for (const name of [...starts, ...ends]) {
    const at = instants[name]
    if (at !== undefined && at > now) faults.push({ target: name, kind: 'date', reason: `${shown(at)} is still to come; nothing can be ${name} then.` })
  }
  const late = events.find((event) => event.at > now)
  if (late) faults.push({ target: 'at', row: late.row, kind: 'date', reason: `${shown(late.at)} is still to come; no entry can be from then.` })
}

function shown(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`
}

type Told = ReturnType<typeof eventsResolved>[number]

/** How it began: what the first entry tells; without one, in the first step where a later entry moves it on, else as it is now. */
function begun(incoming: IncomingCase, told: readonly Told[], final: Resolved, ground: IntakeGround): HistoryEvent {
  const first = told[0]
  const opened = incoming.instants.opened!
  const entered = first?.at ?? opened
  const { state: _state, priority: _priority, outcome: _outcome, priorityBy, assignee: _assignee, fields, title, ...places } = final
  const set: Record<string, unknown> = {
    ...places, title: first?.title ?? title, state: firstState(incoming, told, final, ground), entered_at: entered, open: true, source: incoming.source, external_id: incoming.externalId, opened_at: opened,
    ...(first?.outcome ? { outcome: first.outcome } : {}), ...prioritySet(first?.priority ?? (told.some((event) => event.priority !== undefined) ? '' : final.priority), ground, first?.priority === undefined || first.priority === final.priority ? priorityBy : 'hand'),
  }
  const person = firstAssignee(told, final)
  if (person) set['assignee_person_id'] = person
  const given = { ...fields, ...first?.fields }
  return { type: 'create', at: entered < opened ? entered : opened, set, fields: Object.fromEntries(Object.entries(given).filter(([, value]) => isFilled(value))), more: saidIn(first) }
}

function firstState({ instants }: IncomingCase, told: readonly Told[], final: Resolved, ground: IntakeGround): string {
  const [first, ...later] = told
  if (first?.state !== undefined) return first.state
  const moved = first ? later.some((event) => event.state !== undefined) : (instants.resolved ?? instants.restored ?? instants.closed) !== undefined
  return moved ? ground.firstState : final.state
}

function firstAssignee(told: readonly Told[], final: Resolved): string | null | undefined {
  const first = told[0]
  if (first && 'assignee' in first) return first.assignee
  return told.some((event) => 'assignee' in event) ? null : final.assignee
}

function prioritySet(priority: string, ground: IntakeGround, by: 'grid' | 'hand'): Record<string, unknown> {
  return priority === '' ? {} : { priority, priority_by: by, priority_rank: ground.ranks.get(priority) ?? 99 }
}

function saidIn(event: IncomingEvent | Told | undefined): Record<string, unknown> {
  return { ...(event?.text ? { text: event.text } : {}), ...(event && 'by' in event && event.by ? { by: event.by } : {}) }
}

function happened(told: Told, ground: IntakeGround): HistoryEvent {
  const set: Record<string, unknown> = {}
  if (told.state !== undefined) Object.assign(set, { state: told.state, entered_at: told.at })
  if (told.priority !== undefined) Object.assign(set, { priority_by: 'hand', priority: told.priority, priority_rank: ground.ranks.get(told.priority) ?? 99 })
  if (told.outcome !== undefined) set['outcome'] = told.outcome
  if (told.title !== undefined) set['title'] = told.title
  if ('assignee' in told) set['assignee_person_id'] = told.assignee
  return { type: typeOf(set, told), at: told.at, set, fields: told.fields, more: saidIn(told) }
}

function typeOf(set: Record<string, unknown>, told: Told): string {
  if ('state' in set) return 'advance'
  if ('priority' in set) return 'prioritise'
  if ('assignee_person_id' in set) return 'assign'
  return Object.keys(set).length + Object.keys(told.fields).length === 0 && told.text ? 'comment' : 'fill'
}

/** What the entries left open becomes so with the last of them, or with one more where it moves the case on; entries that change nothing go. */
function settle(events: HistoryEvent[], incoming: IncomingCase, final: Resolved, ground: IntakeGround): void {
  trim(events)
  const now = foldedOf(events)
  const set: Record<string, unknown> = {}
  const last = events.at(-1)!
  const { resolved: solved, restored, closed } = incoming.instants
  const at = [solved ?? restored ?? closed ?? last.at, last.at].sort().at(-1)!
  if (final.state !== now.columns['state']) Object.assign(set, { state: final.state, entered_at: at })
  if (final.priority !== '' && final.priority !== now.columns['priority']) Object.assign(set, prioritySet(final.priority, ground, final.priorityBy))
  if (final.outcome !== '' && final.outcome !== now.columns['outcome'] && closed === undefined) set['outcome'] = final.outcome
  if (final.title !== now.columns['title']) set['title'] = final.title
  if (final.assignee !== undefined && final.assignee !== (now.columns['assignee_person_id'] ?? null)) set['assignee_person_id'] = final.assignee
  const fields = Object.fromEntries(Object.entries(final.fields).filter(([id, value]) => !isSame(value, now.fields[id])))
  if (Object.keys(set).length + Object.keys(fields).length === 0) return
  if ('state' in set) events.push({ type: 'advance', at, set, fields, more: {} })
  else {
    Object.assign(last.set, set)
    Object.assign(last.fields, fields)
  }
}

/** Takes out of each event what was so before, and events that say nothing. */
function trim(events: HistoryEvent[]): void {
  const columns: Record<string, unknown> = {}
  const fields: Record<string, FieldValue> = {}
  let kept = 0
  for (const [at, event] of events.entries()) {
    if (at > 0) {
      if (event.set['state'] === columns['state']) delete event.set['entered_at']
      // When a step was entered is said with each, though two be entered in one minute.
      for (const name of Object.keys(event.set)) if (name !== 'entered_at' && (event.set[name] ?? null) === (columns[name] ?? null)) delete event.set[name]
      for (const name of Object.keys(event.fields)) if (isSame(event.fields[name], fields[name])) delete event.fields[name]
      if (Object.keys(event.set).length + Object.keys(event.fields).length + Object.keys(event.more).length === 0) continue
    }
    Object.assign(columns, event.set)
    Object.assign(fields, event.fields)
    events[kept++] = event
  }
  events.length = kept
}

function close(events: HistoryEvent[], closed: string, final: Resolved): void {
  const set = { closed_at: closed, open: false, ...(final.outcome === '' ? {} : { outcome: final.outcome }) }
  const last = events.at(-1)!
  if (last.at >= closed && events.length > 1) {
    Object.assign(last.set, set)
    if (last.type === 'fill') last.type = 'close'
  } else events.push({ type: 'close', at: closed, set, fields: {}, more: {} })
}

/** Each instant is told by the first event that is not before it; those of the beginning by the first of all. */
function place(events: HistoryEvent[], { instants }: IncomingCase): void {
  for (const name of recordInstants) {
    const at = instants[name]
    if (at === undefined || name === 'opened' || name === 'closed') continue
    const event = name === 'occurred' || name === 'detected' ? events[0]! : (events.find((each) => each.at >= at) ?? events.at(-1)!)
    event.set[instantColumn(name)] = at
  }
}

/** Each event says the window that the record is planned for from then on, where its routine plans; `before`: what was so already. */
export function plan(events: readonly HistoryEvent[], { body }: Pick<IntakeGround, 'body'>, before: { columns: Readonly<Record<string, unknown>>; fields: Readonly<Record<string, FieldValue>> } = { columns: {}, fields: {} }): void {
  if (body.window.from === '') return
  const columns: Record<string, unknown> = { ...before.columns }
  const fields = { ...before.fields }
  for (const { set, fields: changed } of events) {
    Object.assign(columns, set)
    Object.assign(fields, changed)
    const closed = columns['open'] === false && typeof columns['closed_at'] === 'string' ? { closed: columns['closed_at'] } : {}
    const window = windowOf(body, { fields, outcome: String(columns['outcome'] ?? ''), instants: closed })
    if (sameInstant(columns['planned_from_at'], window?.from) && sameInstant(columns['planned_to_at'], window?.to)) continue
    const said = { planned_from_at: window?.from ?? null, planned_to_at: window?.to ?? null }
    Object.assign(set, said)
    Object.assign(columns, said)
  }
}

function sameInstant(one: unknown, other: string | undefined): boolean {
  return typeof one === 'string' ? other !== undefined && Date.parse(one) === Date.parse(other) : other === undefined
}

/** Columns and fields after some events. */
export function foldedOf(events: readonly Pick<HistoryEvent, 'set' | 'fields'>[]): { columns: Record<string, unknown>; fields: Record<string, FieldValue> } {
  const columns: Record<string, unknown> = {}
  const fields: Record<string, FieldValue> = {}
  for (const event of events) {
    Object.assign(columns, event.set)
    for (const id of Object.keys(event.fields)) {
      if (event.fields[id] === null) delete fields[id]
      else fields[id] = event.fields[id]!
    }
  }
  return { columns, fields }
}
