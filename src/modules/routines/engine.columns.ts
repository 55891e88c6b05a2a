import { nextBeatAt, nextDueAt } from './engine.clock.ts'
import { isSame } from './engine.fields.ts'
import type { Advanced, ColumnValue, FieldValues, Plan } from './engine.plan.ts'
import { recordInstants, type RecordInstant, type RoutineRecord } from './record.ts'

type Scalar = Exclude<keyof RoutineRecord, 'fields' | 'instants'>

/** Columns of `records` (migration 0010) by the properties that they keep. */
const columns: Readonly<Record<Scalar, string>> = {
  routineId: 'routine_id', routineVersion: 'routine_version', title: 'title', state: 'state', enteredAt: 'entered_at', outcome: 'outcome', priority: 'priority', priorityBy: 'priority_by',
  catalogueItem: 'catalogue_item', serviceId: 'service_id', configurationItemId: 'configuration_item_id', unitId: 'unit_id', locationId: 'location_id', supplierId: 'supplier_id',
  creatorId: 'creator_id', requesterId: 'requester_id', assigneeRoleId: 'assignee_role_id', assigneePersonId: 'assignee_person_id', source: 'source', externalId: 'external_id',
  clocks: 'clocks', approvals: 'approvals',
}
const scalars = Object.entries(columns) as [Scalar, string][]
const instantColumns = Object.fromEntries(recordInstants.map((name) => [name, `${name}_at`])) as Record<RecordInstant, string>

/** A record in which nothing is filled in: what the first event is folded on. */
export const blankRecord: RoutineRecord = {
  routineId: '', routineVersion: 0, title: '', state: '', enteredAt: '', outcome: '', priority: '', priorityBy: '', catalogueItem: '', serviceId: null, configurationItemId: null, unitId: null, locationId: null,
  supplierId: null, creatorId: null, requesterId: null, assigneeRoleId: null, assigneePersonId: null, source: '', externalId: '', fields: {}, instants: {}, clocks: [], approvals: [],
}

/** Whether work on a record goes on: it was not closed. */
export function isOpen(record: Pick<RoutineRecord, 'instants'>): boolean {
  return record.instants.closed === undefined
}

/** Where a priority stands among those of the routine: 0 is the most urgent, 99 none. */
export function rankOf(plan: Pick<Plan, 'body'>, priority: string): number {
  const at = plan.body.priorities.indexOf(priority)
  return at < 0 ? 99 : at
}

/** What changed from one state of a record to the next: columns with their values (those worked out from others too), and fields of the form. */
export function changedFrom(plan: Plan, before: RoutineRecord | null, record: RoutineRecord): Advanced['changed'] {
  const was = before ?? blankRecord
  const set: Record<string, ColumnValue> = {}
  for (const [property, column] of scalars) if (was[property] !== record[property]) set[column] = record[property]
  if (was.instants !== record.instants) {
    for (const name of recordInstants) if (was.instants[name] !== record.instants[name]) set[instantColumns[name]] = record.instants[name] ?? null
  }
  if (before === null || isOpen(before) !== isOpen(record)) set['open'] = isOpen(record)
  if (before === null || 'priority' in set || 'routine_version' in set) set['priority_rank'] = rankOf(plan, record.priority)
  if ('clocks' in set) {
    set['due_at'] = nextDueAt(record)
    set['fires_at'] = nextBeatAt(plan, record)
  }
  return { set, fields: was.fields === record.fields ? {} : changedFields(was.fields, record.fields) }
}

function changedFields(was: FieldValues, is: FieldValues): FieldValues {
  return Object.fromEntries(Object.entries(is).filter(([id, value]) => !isSame(value, was[id])))
}

/** A record after one more event: `set` and `fields` as `changedFrom` answers them. */
export function folded(before: RoutineRecord | null, changed: Advanced['changed']): RoutineRecord {
  const { set } = changed
  const was = before ?? blankRecord
  const scalar = Object.fromEntries(scalars.filter(([, column]) => column in set).map(([property, column]) => [property, set[column]])) as Partial<RoutineRecord>
  const instants = { ...was.instants }
  for (const name of recordInstants) {
    const at = set[instantColumns[name]]
    if (at === null) delete instants[name]
    else if (typeof at === 'string') instants[name] = at
  }
  return { ...was, ...scalar, instants, fields: { ...was.fields, ...changed.fields } }
}
