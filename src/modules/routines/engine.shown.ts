import { Temporal } from 'temporal-polyfill'
import { counted } from '../../shared/faults.ts'
import { ask, contextOf } from './engine.conditions.ts'
import { allowedOf, isUndone } from './engine.clock.run.ts'
import { countingOf, usedAt } from './engine.clock.time.ts'
import { isFilled } from './engine.fields.ts'
import type { Plan } from './engine.plan.ts'
import { recordInstants, type ClockRun, type ClockSegment, type FieldValue, type RoutineRecord } from './record.ts'
import type { RoutineField } from './routine-body.ts'
import { indexOf } from './transitions.ts'

/** The name of an element or a person by its id; undefined where nothing is known of it. */
export type NameOf = (id: string) => string | undefined

/** An instant as a person reads it, in a time zone: 2026-11-23 10:30. */
export function instantShown(at: string, zone: string): string {
  const time = Temporal.Instant.from(at).toZonedDateTimeISO(zone)
  return `${time.toPlainDate().toString()} ${time.toPlainTime().toString({ smallestUnit: 'minute' })}`
}

/** A value as a person reads it; empty where it is not filled in. */
export function valueShown(field: Pick<RoutineField, 'type'>, value: FieldValue | undefined, zone: string, nameOf: NameOf): string {
  if (value === null || value === undefined || !isFilled(value)) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value !== 'string') return typeof value === 'number' ? String(value) : value.join(', ')
  if (field.type === 'instant') return instantShown(value, zone)
  return field.type === 'element' || field.type === 'person' ? (nameOf(value) ?? value) : value
}

export type Assessed = { id: string; name: string; field: string; suggests: string; criteria: { text: string; holds: boolean | null; gives: string }[] }

/** Criteria of each assessment with whether they hold (null: people judge), and the value for which the first that holds speaks. People choose. */
export function assessed(plan: Plan, record: RoutineRecord, now: Date): Assessed[] {
  const context = contextOf(plan, record, now)
  return plan.body.assessments.map(({ id, name, field, criteria }) => {
    const judged = criteria.map(({ text, when, gives }) => ({ text, gives, holds: when === '' ? null : ask(plan.body, when, context).holds }))
    return { id, name, field, suggests: judged.find((each) => each.holds === true)?.gives ?? '', criteria: judged }
  })
}

export type Prepared = { id: string; name: string; text: string; gaps: string[] }

/** What stands between braces in a prepared text. */
export const placeholder = /\{(record|fields)\.([A-Za-z_][A-Za-z0-9_]*)\}/g

/** A record with the key by which people name it, where it has one already. */
type Keyed = RoutineRecord & { key?: string }

/** Texts made ready from the record, those whose condition holds; what is not filled in stands as [Label] and among the gaps. */
export function prepared(plan: Plan, record: Keyed, now: Date, nameOf: NameOf = () => undefined): Prepared[] {
  const context = contextOf(plan, record, now)
  return plan.body.texts
    .filter((each) => ask(plan.body, each.when, context).holds)
    .map(({ id, name, text }) => ({ id, name, ...filledIn(text, plan, record, nameOf) }))
}

/** A text with what the record says between its braces; what is not filled in stands as [Label] and among the gaps. */
export function filledIn(text: string, plan: Plan, record: Keyed, nameOf: NameOf = () => undefined): { text: string; gaps: string[] } {
  const gaps: string[] = []
  const filled = text.replace(placeholder, (_, of: string, part: string) => {
    const { label, value } = of === 'fields' ? fieldPart(plan, record, part, nameOf) : recordPart(plan, record, part, nameOf)
    if (value === '' && !gaps.includes(label)) gaps.push(label)
    return value || `[${label}]`
  })
  return { text: filled, gaps }
}

function fieldPart(plan: Plan, record: RoutineRecord, id: string, nameOf: NameOf): { label: string; value: string } {
  const field = indexOf(plan.body).fields.get(id)
  return { label: field?.label ?? id, value: field ? valueShown(field, record.fields[id], plan.timeZone, nameOf) : '' }
}

/** What a prepared text may say of a record itself, with its label. */
export const recordParts: Readonly<Record<string, { label: string; of: (record: Keyed, plan: Plan) => string | null | undefined }>> = {
  key: { label: 'Key', of: (record) => record.key },
  title: { label: 'Title', of: (record) => record.title },
  state: { label: 'Step', of: (record, plan) => indexOf(plan.body).steps.get(record.state)?.name },
  outcome: { label: 'Outcome', of: (record, plan) => plan.body.outcomes.find((each) => each.id === record.outcome)?.name },
  priority: { label: 'Priority', of: (record) => record.priority },
  service: { label: 'Service', of: (record) => record.serviceId },
  configurationItem: { label: 'Configuration item', of: (record) => record.configurationItemId },
  unit: { label: 'Unit', of: (record) => record.unitId },
  location: { label: 'Location', of: (record) => record.locationId },
  supplier: { label: 'Supplier', of: (record) => record.supplierId },
  requester: { label: 'Requester', of: (record) => record.requesterId },
  assignee: { label: 'Assignee', of: (record) => record.assigneePersonId },
  ...Object.fromEntries(recordInstants.map((name) => [`${name}At`, { label: `When it was ${name}`, of: (record: RoutineRecord, plan: Plan) => record.instants[name] && instantShown(record.instants[name], plan.timeZone) }])),
}

function recordPart(plan: Plan, record: Keyed, name: string, nameOf: NameOf): { label: string; value: string } {
  const part = recordParts[name]
  const value = part?.of(record, plan) ?? ''
  return { label: part?.label ?? name, value: nameOf(value) ?? value }
}

export type ClockShown = Pick<ClockRun, 'clock' | 'run' | 'startedAt' | 'stoppedAt' | 'waitsFrom' | 'dueAt' | 'met'> & {
  name: string
  hours: 'elapsed' | 'service hours'
  target: string
  /** Milliseconds on the clock now; allowed null where no target holds. */
  used: number
  allowed: number | null
  segments: { from: string; priority: string; target: string; because: string }[]
}

/** The clocks of a record as they stand at an instant, in the order of the routine; what has not begun is left out. */
export function clocksShown(plan: Plan, record: RoutineRecord, now: Date): ClockShown[] {
  return record.clocks.flatMap((run) => {
    if (run.run === 0 || isUndone(run)) return []
    const clock = plan.body.clocks.find((each) => each.id === run.clock)
    const last = run.segments.at(-1)
    const dueField = clock?.dueField ? (indexOf(plan.body).fields.get(clock.dueField)?.label ?? clock.dueField) : ''
    const used = run.stoppedAt === null && run.waitsFrom === null ? Math.round(usedAt(run, countingOf(plan, record, run), now.getTime())) : run.used
    const { clock: id, startedAt, stoppedAt, waitsFrom, dueAt, met } = run
    return [{
      clock: id, run: run.run, name: clock?.name ?? id, hours: last?.hours ?? 'elapsed', target: last ? targetShown(last) : dueField && `what "${dueField}" says`, startedAt, stoppedAt, waitsFrom, dueAt, met,
      used, allowed: allowedOf({ plan, record }, run), segments: run.segments.slice(0, -1).map((each, at) => ({ from: each.from, priority: each.priority, target: targetShown(each), because: run.segments[at + 1]?.because ?? '' })),
    }]
  })
}

/** "4 hours, in service hours"; "no target". */
export function targetShown({ value, unit, hours }: Pick<ClockSegment, 'value' | 'unit' | 'hours'>): string {
  if (value === 0) return 'no target'
  return `${counted(value, unit.slice(0, -1))}${hours === 'service hours' ? ' in service hours' : ''}`
}
