import type { FieldValue } from '../routines/record.ts'
import type { RoutineBody, RoutineField } from '../routines/routine-body.ts'
import { givesPriority, lookedUp } from '../routines/grid.ts'
import { readFields } from '../routines/engine.fields.ts'
import type { CaseFault, IncomingCase, IncomingChange, IncomingEvent } from './intake.ts'

/** What to do with a value that is not known here: refuse the case, leave the value out, or take another. */
export type UnknownRule = string

/** All that a case is resolved against: the routine in force, and what the organisation has, by the names that people use. */
export type IntakeGround = {
  routineId: string
  version: number
  title: string
  prefix: string
  body: RoutineBody
  firstState: string
  ends: ReadonlySet<string>
  /** By name in lower case. */
  states: ReadonlyMap<string, string>
  priorities: ReadonlyMap<string, string>
  ranks: ReadonlyMap<string, number>
  outcomes: ReadonlyMap<string, string>
  form: ReadonlyMap<string, RoutineField>
  /** Ids of elements by `kind name` and of people by name, in lower case. */
  elements: ReadonlyMap<string, string>
  people: ReadonlyMap<string, string>
  /** Ids of configuration items by name, in lower case; filled batch by batch, '' for what is none. */
  items: Map<string, string>
  unknown: Readonly<Record<string, UnknownRule>>
  /** Id of the role that a step is in the hands of. */
  roleOf: (state: string) => string | undefined
  /** Names that are nobody and nothing here and were left out, by target. */
  left: Map<string, Map<string, number>>
}

/** A routine ready for cases. */
export function groundOf(routine: { id: string; version: number; title: string; body: RoutineBody }, known: Pick<IntakeGround, 'elements' | 'people' | 'unknown' | 'roleOf'>): IntakeGround {
  const { body } = routine
  const named = (list: readonly { id: string; name: string }[]) => new Map(list.flatMap(({ id, name }) => [[name.toLowerCase(), id], [id.toLowerCase(), id]] as const))
  return {
    routineId: routine.id, version: routine.version, title: routine.title, prefix: body.recordPrefix || 'REC', body, firstState: body.steps[0]?.id ?? '', ends: new Set(body.steps.filter((step) => step.end).map((step) => step.id)),
    states: named(body.steps), outcomes: named(body.outcomes), priorities: new Map(body.priorities.map((name) => [name.toLowerCase(), name])), ranks: new Map(body.priorities.map((name, at) => [name, at])),
    form: new Map(body.fields.map((field) => [field.id, field])), ...known, items: new Map(), left: new Map(),
  }
}

/** A case's values as the record keeps them; places are columns. */
export type Resolved = { title: string; state: string; priority: string; outcome: string; assignee: string | undefined; fields: Record<string, FieldValue>; priorityBy: 'grid' | 'hand' } & Record<`${string}_id`, string>

const placeKinds = { service: 'service_id', configurationItem: 'configuration_item_id', unit: 'unit_id', location: 'location_id', supplier: 'supplier_id' } as const

/** Resolves how a case is now. */
export function resolved(incoming: IncomingCase, ground: IntakeGround, faults: CaseFault[]): Resolved {
  const made: Record<string, unknown> = {
    title: lineOf(incoming.title), state: incoming.state === undefined ? lastState(incoming, ground) : (stateOf(incoming.state, ground, faults) ?? ''),
    priority: incoming.priority === undefined ? '' : (priorityOf(incoming.priority, ground, faults) ?? ''), outcome: incoming.outcome === undefined ? '' : (outcomeOf(incoming.outcome, ground, faults) ?? ''),
    assignee: incoming.assignee === undefined ? undefined : personOf('assignee', incoming.assignee, ground, faults), fields: fieldsOf(incoming.fields, ground, faults),
  }
  for (const [target, column] of Object.entries(placeKinds)) {
    const name = incoming[target as keyof typeof placeKinds]
    const id = name === undefined ? undefined : found({ target, written: name, known: namedIn(ground, target, name), message: `There is no ${wordFor(target)} "${name}" here.` }, ground, faults)
    if (id) made[column] = id
  }
  const looked = lookUp(made['fields'] as Record<string, FieldValue>, ground)
  made['priorityBy'] = looked !== undefined && (made['priority'] === '' || made['priority'] === looked) ? 'grid' : 'hand'
  if (made['priority'] === '') made['priority'] = looked ?? ''
  if (!ground.ends.has(String(made['state']))) made['outcome'] = ''
  const requester = incoming.requester === undefined ? undefined : personOf('requester', incoming.requester, ground, faults)
  if (requester) made['requester_id'] = requester
  return made as Resolved
}

/** The id of what a kind of thing is called; '' among items says that it was looked for in vain. */
function namedIn({ elements, items }: IntakeGround, kind: string, name: string): string | undefined {
  const called = name.trim().toLowerCase()
  return (kind === 'configurationItem' || kind === 'item' ? items.get(called) : elements.get(`${kind.toLowerCase()} ${called}`)) || undefined
}

/** Fills what grids give and the source does not say; answers the priority that they give. */
function lookUp(fields: Record<string, FieldValue>, { body }: IntakeGround): string | undefined {
  let priority: string | undefined
  for (const grid of body.grids) {
    const [row, column] = [fields[grid.row], fields[grid.column]]
    const value = typeof row === 'string' && typeof column === 'string' ? lookedUp(grid, row, column) : undefined
    if (grid.gives === givesPriority) priority = value
    else if (value !== undefined) fields[grid.gives] ??= value
  }
  return priority
}

function wordFor(target: string): string {
  return target === 'configurationItem' ? 'configuration item' : target
}

/** Where a case says no state it is in that of its last entry, in an end where it was closed, else in the first step. */
function lastState({ events, instants }: IncomingCase, ground: IntakeGround): string {
  const told = events.findLast((event) => event.set.state !== undefined)?.set.state
  const known = told === undefined ? undefined : ground.states.get(told.trim().toLowerCase())
  return known ?? (instants.closed === undefined ? ground.firstState : ([...ground.ends][0] ?? ground.firstState))
}

/** An event with its values resolved; `assignee` null: nobody any more. */
export type ToldEvent = { at: string; row?: number | undefined; text?: string | undefined; by?: string | undefined; state?: string; priority?: string; outcome?: string; title?: string; assignee?: string | null; fields: Record<string, FieldValue> }

/** Resolves what events tell. */
export function eventsResolved(events: readonly IncomingEvent[], ground: IntakeGround, faults: CaseFault[]): ToldEvent[] {
  return events.map(({ at, row, text, actor, set, fields }): ToldEvent => {
    const told: ToldEvent = { at, row, text: text === undefined ? undefined : clean(text).slice(0, 10_000), fields: fields ? fieldsOf(fields, ground, faults, row) : {} }
    const by = actor === undefined ? undefined : ground.people.get(actor.trim().toLowerCase())
    if (by) told.by = by
    changeOf(told, set, ground, faults)
    return told
  })
}

function changeOf(told: ToldEvent, set: IncomingChange, ground: IntakeGround, faults: CaseFault[]): void {
  const state = set.state ? stateOf(set.state, ground, faults, told.row) : undefined
  if (state !== undefined) told.state = state
  const priority = set.priority ? priorityOf(set.priority, ground, faults, told.row) : undefined
  if (priority !== undefined) told.priority = priority
  const outcome = set.outcome ? outcomeOf(set.outcome, ground, faults, told.row) : undefined
  if (outcome !== undefined) told.outcome = outcome
  if (set.title) told.title = lineOf(set.title)
  if (set.assignee !== undefined) told.assignee = (set.assignee === '' ? undefined : personOf('assignee', set.assignee, ground, faults, told.row)) ?? null
}

function lineOf(title: string): string {
  return clean(title).replaceAll(/\s+/g, ' ').trim().slice(0, 300)
}

const unkept = /[^\P{Cc}\n\r\t]|[\p{Surrogate}\u202a-\u202e\u2066-\u2069]/u
const unread = new RegExp(unkept, 'gu')

/** A text without what no text here may hold: control characters, turns of the direction of writing, halves of letters. */
export function clean(text: string): string {
  return unkept.test(text) ? text.toWellFormed().replaceAll(unread, '') : text
}

type Sought = { target: string; written: string; known: string | undefined; message: string; row?: number | undefined }

/** A value that is known, what the mapping says to take instead, or undefined after a fault or where it is left out. */
function found({ target, written, known, message, row }: Sought, ground: IntakeGround, faults: CaseFault[]): string | undefined {
  if (known !== undefined) return known
  const rule = ground.unknown[target] ?? (strict.has(target) ? 'refuse' : 'leave')
  if (rule === 'refuse') return void faults.push({ target, row, kind: target === 'state' ? 'state' : 'unknown', reason: message })
  const left = ground.left.get(target) ?? new Map<string, number>()
  ground.left.set(target, left)
  if (left.size < 1000 || left.has(written)) left.set(written, (left.get(written) ?? 0) + 1)
  return undefined
}

const strict = new Set(['state', 'priority', 'outcome'])

function instead(target: string, names: ReadonlyMap<string, string>, ground: IntakeGround): string | undefined {
  const rule = ground.unknown[target]
  return rule === undefined || rule === 'refuse' || rule === 'leave' ? undefined : names.get(rule.toLowerCase())
}

function stateOf(written: string, ground: IntakeGround, faults: CaseFault[], row?: number): string | undefined {
  const known = ground.states.get(written.trim().toLowerCase()) ?? instead('state', ground.states, ground)
  return known ?? found({ target: 'state', written, known, message: `"${written}" is no step of ${ground.title}: translate it to ${ground.body.steps.map((step) => step.id).join(', ')}.`, row }, ground, faults)
}

function priorityOf(written: string, ground: IntakeGround, faults: CaseFault[], row?: number): string | undefined {
  const known = ground.priorities.get(written.trim().toLowerCase()) ?? instead('priority', ground.priorities, ground)
  return known ?? found({ target: 'priority', written, known, message: `"${written}" is no priority of ${ground.title}: translate it to ${ground.body.priorities.join(', ') || 'nothing, since it has none'}.`, row }, ground, faults)
}

function outcomeOf(written: string, ground: IntakeGround, faults: CaseFault[], row?: number): string | undefined {
  const known = ground.outcomes.get(written.trim().toLowerCase()) ?? instead('outcome', ground.outcomes, ground)
  return known ?? found({ target: 'outcome', written, known, message: `"${written}" is no outcome of ${ground.title}: translate it to ${ground.body.outcomes.map((outcome) => outcome.id).join(', ')}.`, row }, ground, faults)
}

function personOf(target: string, written: string, ground: IntakeGround, faults: CaseFault[], row?: number): string | undefined {
  return found({ target, written, known: ground.people.get(written.trim().toLowerCase()), message: `Nobody here is called "${written}".`, row }, ground, faults)
}

function fieldsOf(given: Readonly<Record<string, FieldValue>>, ground: IntakeGround, faults: CaseFault[], row?: number): Record<string, FieldValue> {
  const values: Record<string, FieldValue> = {}
  for (const id of Object.keys(given)) {
    const field = ground.form.get(id)
    const raw = given[id]!
    if (!field) {
      faults.push({ target: id, row, kind: 'unknown', reason: `${ground.title} has no field ${id}; it has ${[...ground.form.keys()].join(', ')}.` })
      continue
    }
    const value = raw === null ? null : fieldOf(field, raw, ground, faults, row)
    if (value !== undefined) values[id] = value
  }
  return values
}

function fieldOf(field: RoutineField, raw: Exclude<FieldValue, null>, ground: IntakeGround, faults: CaseFault[], row?: number): FieldValue | undefined {
  const fitted = fittedTo(field, raw, ground)
  if (fitted !== undefined) {
    const { values, faults: wrong } = readFields({ [field.id]: fitted }, ground.form)
    if (wrong.length === 0) return values[field.id]
  }
  const choices = new Map(field.choices.map((choice) => [choice.toLowerCase(), choice]))
  const other = instead(field.id, choices, ground)
  if (other !== undefined) return other
  const rule = ground.unknown[field.id]
  const shown = Array.isArray(raw) ? raw.join(', ') : String(raw).slice(0, 100)
  const message = `"${shown}" does not fit "${field.label}": ${rightFor(field)}.`
  return found({ target: field.id, written: shown, known: undefined, message, row }, rule === undefined && !isReference(field) ? { ...ground, unknown: { [field.id]: 'refuse' } } : ground, faults)
}

function isReference(field: RoutineField): boolean {
  return field.type === 'person' || field.type === 'element'
}

function rightFor(field: RoutineField): string {
  if (field.choices.length > 0) return `translate it to ${field.choices.join(', ')}, or say under unknown what to do`
  if (field.type === 'person') return 'name somebody of this organisation'
  if (field.type === 'element') return `name a ${field.elementKind} of this organisation`
  return `give ${field.type === 'yes or no' ? 'yes or no' : `a ${field.type}`}`
}

const truths = new Map(Object.entries({ true: true, yes: true, y: true, '1': true, x: true, on: true, false: false, no: false, n: false, '0': false, off: false }))

/** A value of a file in the form that a field keeps; undefined where it cannot be that. */
function fittedTo(field: RoutineField, raw: Exclude<FieldValue, null>, ground: IntakeGround): FieldValue | undefined {
  const text = Array.isArray(raw) ? raw.join(', ') : clean(String(raw)).trim()
  switch (field.type) {
    case 'number':
      return typeof raw === 'number' ? raw : /^[-+]?\d+([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : undefined
    case 'yes or no':
      return typeof raw === 'boolean' ? raw : truths.get(text.toLowerCase())
    case 'choice':
      return field.choices.find((choice) => choice === text) ?? field.choices.find((choice) => choice.toLowerCase() === text.toLowerCase())
    case 'several choices':
      return [...new Set((Array.isArray(raw) ? raw : text.split(/[;|]/)).map((each: string) => field.choices.find((choice) => choice.toLowerCase() === each.trim().toLowerCase()) ?? each))]
    case 'person':
      return ground.people.get(text.toLowerCase())
    case 'element':
      return namedIn(ground, field.elementKind, text)
    case 'long text':
      return text.slice(0, 20_000)
    case 'text':
      return text.slice(0, 4000)
    default:
      return text
  }
}
