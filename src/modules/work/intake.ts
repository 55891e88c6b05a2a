import type { FieldValue, RecordInstant } from '../routines/record.ts'

/** What a case became at a moment, by the names that its source uses. */
export type IncomingChange = Partial<Record<'state' | 'priority' | 'outcome' | 'assignee' | 'title', string>>

/** One moment of a case's history; `row` where it stands in a row of its own. */
export type IncomingEvent = { at: string; actor?: string; text?: string; row?: number; set: IncomingChange; fields?: Record<string, FieldValue> }

/** Where a case was found; `columns` name for messages what filled a target. */
export type IncomingPlace = { file?: string; row: number; line?: number | undefined; columns?: Readonly<Record<string, string>> }

/**
 * A piece of work as another system tells of it: what imports, webhooks and connectors all hand over. It is known for good by `source` and
 * `externalId`. What stands here is how the case is now; `events`, oldest first, tell how it became so, the first how it began.
 */
export type IncomingCase = {
  source: string
  externalId: string
  /** Key, id or title of the routine. */
  routine: string
  title: string
  state?: string
  outcome?: string
  priority?: string
  /** Keys, external keys or names. */
  service?: string
  configurationItem?: string
  unit?: string
  location?: string
  supplier?: string
  requester?: string
  assignee?: string
  fields: Record<string, FieldValue>
  /** ISO 8601 in UTC. */
  instants: Partial<Record<RecordInstant, string>>
  events: readonly IncomingEvent[]
  place: IncomingPlace
}

/** Why a case, or a row that cannot be told to belong to one, was not taken: where, and what would be right. */
export type IntakeFault = { file: string; row: number; line: number | null; column: string | null; key: string | null; reason: string; kind: FaultKind }

/** What faults are counted by. */
export const faultKinds = ['row', 'missing', 'date', 'order', 'state', 'unknown', 'value', 'twice'] as const
export type FaultKind = (typeof faultKinds)[number]

/** What a reader of a source gives, one after another: a case, or the faults of one that cannot be taken, with the rows it came from. */
export type Incoming = { case: IncomingCase; rows: readonly GivenRow[] } | { faults: IntakeFault[]; rows: readonly GivenRow[] }

/** A row as the file has it, kept so that it can be mended and sent again. */
export type GivenRow = { row: number; cells: readonly unknown[] }

/** What is wrong with a case: the target at fault, and the row where that differs from the case's. */
export type CaseFault = { target: string | null; row?: number | undefined; reason: string; kind: FaultKind }
