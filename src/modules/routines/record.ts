/** The instants that a record carries, in the order in which they usually fall (model, part 2). */
export const recordInstants = ['occurred', 'detected', 'assessed', 'declared', 'opened', 'responded', 'restored', 'resolved', 'closed'] as const
export type RecordInstant = (typeof recordInstants)[number]

/** How one record relates to another, read from its own side; `raised from` is set when one record raises another. */
export const recordLinks = ['caused by', 'fixed by', 'duplicate of', 'part of', 'raised from'] as const
export type RecordLinkType = (typeof recordLinks)[number]

/** A field's value: day as YYYY-MM-DD, instant as ISO 8601 in UTC, duration as ISO 8601, element and person as ids; null: not filled in. */
export type FieldValue = string | number | boolean | readonly string[] | null

/** A stretch of a clock's target: a change of priority or of version adds one, so that what held before stays readable. Value 0: no target holds from there on. */
export type ClockSegment = { from: string; priority: string; value: number; unit: 'minutes' | 'hours' | 'days' | 'months'; hours: 'elapsed' | 'service hours'; because: string }

/**
 * One run of a clock. `used` are the milliseconds that had passed on it at `since` (service time where it runs in service hours); while it waits `waitsFrom` says since when.
 * Run 0 has not begun: its start moment has passed (`startedAt`), its condition does not hold yet. It is for nobody to see.
 */
export type ClockRun = {
  clock: string
  run: number
  startedAt: string
  since: string
  used: number
  waitsFrom: string | null
  /** When it waited before, oldest first. */
  waits: readonly { from: string; to: string }[]
  stoppedAt: string | null
  /** Null while it waits (unless it was due before), without a target or a due day, and where the calendar never opens for so long. */
  dueAt: string | null
  /** Null while it runs, and where it ended without a judgement; false when it was stopped after it was due. */
  met: boolean | null
  /** The calendar it began under; a newer version moves no running clock. */
  calendar: { id: string; version: number } | null
  segments: readonly ClockSegment[]
  /** Beats that were fired, by short name, each once. */
  fired: readonly string[]
}

/** A decision on one approval of the present step. */
export type ApprovalGiven = { approval: string; decision: 'approved' | 'refused'; personId: string; roleId: string | null; at: string; reason: string }

/** A piece of work in a routine, as the engine sees it. Ids are UUIDs; empty texts mean none. */
export type RoutineRecord = {
  routineId: string
  routineVersion: number
  title: string
  /** The step it is in. In an end step it stays open until it is closed with an outcome. */
  state: string
  enteredAt: string
  outcome: string
  priority: string
  /** Whether the priority was looked up in a grid or set by hand, with a reason. */
  priorityBy: 'grid' | 'hand' | ''
  catalogueItem: string
  serviceId: string | null
  configurationItemId: string | null
  unitId: string | null
  locationId: string | null
  supplierId: string | null
  creatorId: string | null
  requesterId: string | null
  assigneeRoleId: string | null
  assigneePersonId: string | null
  source: string
  externalId: string
  fields: Readonly<Record<string, FieldValue>>
  instants: Readonly<Partial<Record<RecordInstant, string>>>
  clocks: readonly ClockRun[]
  approvals: readonly ApprovalGiven[]
}

/** What an expression may ask of a record besides its fields: `record.priority`, `record.openedAt` … with CEL types. */
export const recordProperties: Record<string, string> = {
  title: 'string',
  state: 'string',
  outcome: 'string',
  priority: 'string',
  catalogueItem: 'string',
  service: 'string',
  configurationItem: 'string',
  unit: 'string',
  location: 'string',
  supplier: 'string',
  requester: 'string',
  assignee: 'string',
  source: 'string',
  ...Object.fromEntries(recordInstants.map((name) => [`${name}At`, 'google.protobuf.Timestamp'])),
}

/** What else a condition of a routine may ask: how much planned work its window meets, and into how many freezes it falls; 0 without a window or a service. */
export const plannedProperties: Record<string, string> = { collisions: 'int', frozen: 'int' }
