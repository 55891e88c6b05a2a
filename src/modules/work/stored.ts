import type { FieldValue, RecordInstant, RoutineRecord } from '../routines/record.ts'
import type { Window } from '../routines/window.ts'
import { recordInstants } from '../routines/record.ts'

/** A record as it is kept: what the engine knows of it, and what lists, clocks and the key need beside that. Instants are ISO 8601 in UTC. */
export type StoredRecord = {
  id: string
  prefix: string
  number: number
  /** Position of its last event. */
  revision: number
  open: boolean
  priorityRank: number
  dueAt: string | null
  firesAt: string | null
  /** When it is planned for; null where nothing is planned, or nothing came of it. */
  planned: Window | null
  mergedInto: string | null
  changedAt: string
  /** Somebody watches it; known where it was looked up by itself. */
  watched?: boolean
  record: RoutineRecord
}

/** The key that people see, such as INC-1042. */
export function keyOf({ prefix, number }: Pick<StoredRecord, 'prefix' | 'number'>): string {
  return `${prefix}-${number}`
}

/** The two parts of a record's key, or undefined where a text is none. */
export function partsOfKey(text: string): { prefix: string; number: number } | undefined {
  const [, prefix, digits] = /^([A-Za-z]{2,4})-(\d{1,9})$/.exec(text.trim()) ?? []
  return prefix && digits ? { prefix: prefix.toUpperCase(), number: Number(digits) } : undefined
}

/** The rank that a record without priority has, after all others. */
export const noRank = 99

/** Columns of `records` by name, as they stand in the content of events; `fields`, `revision` and `changed_at` are told apart from them. */
export type Columns = Record<string, unknown>

/** Columns that an event may set, with their types in SQL. `fields` are folded one by one, the rest follows from the events themselves. */
export const columnTypes = {
  prefix: 'text', number: 'integer', routine_id: 'uuid', routine_version: 'integer', title: 'text', state: 'text', entered_at: 'timestamptz', open: 'boolean', outcome: 'text', priority: 'text',
  priority_rank: 'smallint', priority_by: 'text', catalogue_item: 'text', service_id: 'uuid', configuration_item_id: 'uuid', unit_id: 'uuid', location_id: 'uuid', supplier_id: 'uuid', creator_id: 'uuid',
  requester_id: 'uuid', assignee_role_id: 'uuid', assignee_person_id: 'uuid', source: 'text', external_id: 'text', occurred_at: 'timestamptz', detected_at: 'timestamptz', assessed_at: 'timestamptz',
  declared_at: 'timestamptz', opened_at: 'timestamptz', responded_at: 'timestamptz', restored_at: 'timestamptz', resolved_at: 'timestamptz', closed_at: 'timestamptz', clocks: 'jsonb', approvals: 'jsonb',
  due_at: 'timestamptz', fires_at: 'timestamptz', merged_into: 'uuid', planned_from_at: 'timestamptz', planned_to_at: 'timestamptz',
} as const
export type ColumnName = keyof typeof columnTypes
const columnNames = Object.keys(columnTypes) as ColumnName[]

/** What a column holds where no event has set it. */
export const columnDefaults: Columns = {
  outcome: '', priority: '', priority_rank: noRank, priority_by: '', catalogue_item: '', source: '', external_id: '', clocks: [], approvals: [],
}

/** The columns of a record but `fields`. */
export function columnsOf(stored: StoredRecord): Columns {
  const { record } = stored
  const columns: Columns = {
    prefix: stored.prefix, number: stored.number, routine_id: record.routineId, routine_version: record.routineVersion, title: record.title, state: record.state, entered_at: record.enteredAt, open: stored.open,
    outcome: record.outcome, priority: record.priority, priority_rank: stored.priorityRank, priority_by: record.priorityBy, catalogue_item: record.catalogueItem, service_id: record.serviceId,
    configuration_item_id: record.configurationItemId, unit_id: record.unitId, location_id: record.locationId, supplier_id: record.supplierId, creator_id: record.creatorId, requester_id: record.requesterId,
    assignee_role_id: record.assigneeRoleId, assignee_person_id: record.assigneePersonId, source: record.source, external_id: record.externalId, clocks: record.clocks, approvals: record.approvals,
    due_at: stored.dueAt, fires_at: stored.firesAt, merged_into: stored.mergedInto,
    planned_from_at: stored.planned?.from ?? null, planned_to_at: stored.planned?.to ?? null,
  }
  for (const name of recordInstants) columns[`${name}_at`] = record.instants[name] ?? null
  return columns
}

/** What an event changes: columns with their new values, and fields of the form; a field that is emptied becomes null. */
export type Changed = { set: Columns; fields: Record<string, FieldValue> }

/** What differs between two states of a record; before its first event it holds the defaults. */
export function changedBetween(before: StoredRecord | null, after: StoredRecord): Changed {
  const [old, now] = [before === null ? {} : columnsOf(before), columnsOf(after)]
  const set: Columns = {}
  for (const name of columnNames) {
    const was = before === null ? (columnDefaults[name] ?? null) : old[name]
    if (!isSame(was, now[name])) set[name] = now[name]
  }
  return { set, fields: changedFields(before?.record.fields ?? {}, after.record.fields) }
}

function changedFields(before: RoutineRecord['fields'], after: RoutineRecord['fields']): Record<string, FieldValue> {
  const fields: Record<string, FieldValue> = {}
  for (const [name, value] of Object.entries(after)) if (!isSame(before[name] ?? null, value)) fields[name] = value
  for (const name of Object.keys(before)) if (!(name in after) && before[name] !== null) fields[name] = null
  return fields
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => isSame(a[name as never], b[name as never]))
}

/** Fields that are filled in, as the row keeps them. */
export function filledFields(fields: RoutineRecord['fields']): Record<string, FieldValue> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}

/** The state after some changes: later ones over earlier, as the database folds them. */
export function folded(changes: readonly Changed[]): { columns: Columns; fields: Record<string, FieldValue> } {
  const columns: Columns = { ...Object.fromEntries(columnNames.map((name) => [name, null])), ...columnDefaults }
  const fields: Record<string, FieldValue> = {}
  for (const change of changes) {
    Object.assign(columns, change.set)
    Object.assign(fields, change.fields)
  }
  return { columns, fields: filledFields(fields) }
}

/** Milliseconds are what is kept of an instant. */
export function instantText(at: Date): string {
  return at.toISOString()
}

export function instantsOf(columnOf: (name: string) => Date | null): Partial<Record<RecordInstant, string>> {
  return Object.fromEntries(recordInstants.flatMap((name) => {
    const at = columnOf(`${name}_at`)
    return at === null ? [] : [[name, instantText(at)]]
  }))
}
