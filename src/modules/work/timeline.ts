import type { FieldValue } from '../routines/record.ts'
import { recordInstants } from '../routines/record.ts'
import type { ClockBeat } from '../routines/routine-body.ts'
import { indexOf } from '../routines/transitions.ts'
import type { TimelineEntry } from './record.contract.ts'
import { instantShown, valueShown } from '../routines/engine.shown.ts'
import { nameIn } from './record-view.ts'
import type { Naming } from './record-view.ts'
import type { Changed } from './stored.ts'
import type { RoutineVersion, Surroundings } from './surroundings.ts'

/** The content of an event, as it is hashed. */
export type EventContent = Changed & {
  record: string; position: number; type: string; at: string; actor: string; role: string; reason?: string; occurredAt?: string
  /** What was imported: the source, and who did it there, where that is somebody here. */
  from?: string; by?: string
  transition?: string; approval?: string; instant?: string; clock?: string; beat?: string; said?: string[]; holders?: string[]; told?: { people: string[]; text: string; because: string }[]
  text?: string; mentions?: string[]; attachment?: { id: string; name: string; sha256: string }; link?: { id: string; type: string; to: string; key: string; direction: 'out' | 'in' }; raisedFrom?: string; into?: string
}

/** What a timeline looks up: the routine's versions by number, names of people and elements. */
export type Telling = { timeZone: string; routineOf: (version: number) => RoutineVersion | undefined; around: Surroundings; names: Naming }

const plain: Readonly<Record<string, string>> = {
  title: 'Title', outcome: 'Outcome', priority: 'Priority', service_id: 'Service', configuration_item_id: 'Configuration item', unit_id: 'Unit', location_id: 'Location', supplier_id: 'Supplier',
  requester_id: 'Requester', assignee_role_id: 'Assigned role', assignee_person_id: 'Assigned to', due_at: 'Due', catalogue_item: 'Catalogue item',
  ...Object.fromEntries(recordInstants.map((name) => [`${name}_at`, `${name.charAt(0).toUpperCase()}${name.slice(1)}`])),
}

/** The events of a record as people read them, oldest first; before and after come from folding them. */
export function told(events: readonly EventContent[], telling: Telling): TimelineEntry[] {
  const columns: Record<string, unknown> = {}
  const fields: Record<string, FieldValue> = {}
  return events.map((event) => {
    const version = Number(event.set['routine_version'] ?? columns['routine_version'] ?? 0)
    const routine = telling.routineOf(version)
    const changes = changesOf(event, columns, fields, routine, telling)
    const before = String(columns['state'] ?? '')
    Object.assign(columns, event.set)
    Object.assign(fields, event.fields)
    const step = routine && indexOf(routine.body).steps.get(String(columns['state']))
    const { person, name, role } = doerOf(event, telling.names)
    return {
      position: event.position, type: event.type, at: event.at, occurredAt: event.occurredAt ?? null, actor: person, actorName: name, role, process: step?.process ?? null,
      text: sentence(event, before, routine, telling), reason: event.reason ?? '', changes, mentions: (event.mentions ?? []).flatMap((id) => telling.names.person(id) ?? []),
      attachment: event.attachment ? { id: event.attachment.id, name: event.attachment.name } : null,
    }
  })
}

/** Who did it. What was imported was done in its source, by somebody there; who imported it stands in the ledger. */
function doerOf(event: EventContent, names: Naming): Pick<TimelineEntry, 'role'> & { person: TimelineEntry['actor']; name: string } {
  const id = event.from === undefined ? (event.actor.startsWith('person:') ? event.actor.slice(7) : null) : (event.by ?? null)
  const person = id === null ? null : names.person(id)
  if (event.from === undefined) return { person, name: person?.name ?? actorName(event.actor), role: event.role }
  return person ? { person, name: person.name, role: `from ${event.from}` } : { person: null, name: event.from, role: 'imported' }
}

function actorName(actor: string): string {
  if (actor.startsWith('job:')) return 'A clock'
  if (actor.startsWith('token:')) return 'A program'
  return actor === 'operator' ? 'Operator' : actor.startsWith('connector:') ? actor.slice('connector:'.length) : ''
}

function changesOf(event: EventContent, columns: Record<string, unknown>, fields: Record<string, FieldValue>, routine: RoutineVersion | undefined, { names, around, timeZone }: Telling): TimelineEntry['changes'] {
  const show = (name: string, value: unknown): string => {
    if (value === null || value === undefined || value === '') return ''
    if (name === 'assignee_role_id') return around.roles.get(String(value))?.title ?? String(value)
    if (name === 'assignee_person_id' || name === 'requester_id') return names.person(String(value))?.name ?? String(value)
    if (name.endsWith('_id')) return names.element(String(value))?.title ?? String(value)
    if (name === 'outcome') return routine?.body.outcomes.find((each) => each.id === value)?.name ?? String(value)
    return name.endsWith('_at') ? instantShown(String(value), timeZone) : String(value)
  }
  const own = Object.keys(plain).filter((name) => name in event.set && (event.position > 1 || name === 'priority')).map((name) => ({ label: plain[name]!, before: show(name, columns[name]), after: show(name, event.set[name]) }))
  const form = routine && indexOf(routine.body).fields
  const filled = Object.entries(event.fields).map(([id, value]) => {
    const field = form?.get(id)
    const said = (each: FieldValue | undefined) => valueShown(field ?? { type: 'text' }, each, timeZone, nameIn(names))
    return { label: field?.label ?? id, before: said(fields[id]), after: said(value) }
  })
  return [...own, ...filled].filter((each) => each.before !== each.after)
}

function sentence(event: EventContent, before: string, routine: RoutineVersion | undefined, { names, around }: Telling): string {
  const index = routine && indexOf(routine.body)
  const stepName = (id: unknown) => index?.steps.get(String(id))?.name ?? String(id)
  const moved = 'state' in event.set && event.position > 1 ? `${stepName(before)} → ${stepName(event.set['state'])}` : ''
  const approval = index && [...index.steps.values()].flatMap((step) => step.approvals).find((each) => each.id === event.approval)?.name
  const clock = routine?.body.clocks.find((each) => each.id === event.clock)
  const texts: Record<string, () => string> = {
    create: () => `Raised in "${stepName(event.set['state'])}".`,
    advance: () => `${index?.ways.get(event.transition ?? '')?.transition.name ?? 'Moved on'}: ${moved}.`,
    fill: () => 'Filled in.', prioritise: () => `Priority ${String(event.set['priority'] ?? '') || 'given back to the grid'}.`,
    assign: () => `Assigned to ${names.person(text(event.set['assignee_person_id']))?.name ?? around.roles.get(String(event.set['assignee_role_id']))?.title ?? 'nobody'}.`,
    approve: () => `Approved: ${approval ?? event.approval ?? ''}.`, refuse: () => `Refused: ${approval ?? event.approval ?? ''}.`, close: () => 'Closed.', mark: () => `Recorded when it was ${event.instant ?? ''}.`,
    correct: () => 'Corrected.', fire: () => `${clock?.name ?? event.clock ?? 'Clock'}: ${beatSaid(clock?.beats.find((each) => each.id === event.beat))}${moved ? ` (${moved})` : ''}`,
    migrate: () => `Moved to version ${String(event.set['routine_version'] ?? '')} of the routine${moved ? `: ${moved}` : ''}.`, comment: () => event.text ?? '',
    link: () => `${event.link?.direction === 'in' ? `${event.link.key} is ${event.link.type} this` : `${capital(event.link?.type ?? '')} ${event.link?.key ?? ''}`}.`,
    unlink: () => `No longer ${event.link?.type ?? ''} ${event.link?.key ?? ''}.`, attach: () => `Attached ${event.attachment?.name ?? 'a file'}.`, merge: () => `Merged into ${event.into ?? 'another'}.`, merged: () => `${event.into ?? 'Another'} was merged into this.`,
  }
  return [texts[event.type]?.() ?? event.type, ...(event.said ?? [])].join(' ')
}

/** What a clock set off, in its routine's words; where it has none, how much of the time had passed. */
function beatSaid(beat: ClockBeat | undefined): string {
  if (!beat) return 'it acted.'
  return beat.text || `${beat.at} % of the time has passed.`
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
