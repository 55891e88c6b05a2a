import type { CalendarBody } from '../operating-model/calendar.ts'
import type { FieldValue, RecordInstant, RecordLinkType, RoutineRecord } from './record.ts'
import type { RoutineBody } from './routine-body.ts'
import type { Window } from './window.ts'

/** One version of a calendar; a clock that begins under it keeps it. */
export type CalendarUse = { id: string; version: number; body: CalendarBody }

/** One version of a routine with all that is looked up around it. Its body is never changed: what is compiled from it is kept by its identity. */
export type Plan = {
  routineId: string
  version: number
  title: string
  body: RoutineBody
  /** The calendars in force, by the keys under which clocks name them. */
  calendars: ReadonlyMap<string, CalendarUse>
  /** The calendar that an agreement promises for a service. */
  serviceCalendar: (serviceId: string) => CalendarUse | null
  /** An older version, for clocks that began under it; asked only where neither of the two above is that version. */
  calendarVersion?: (id: string, version: number) => CalendarBody | null
  /** The numbers that policies set today, by the names of the routine's `thresholds`. */
  thresholds: Readonly<Record<string, number>>
  /** Ids of roles by the keys under which steps name them. */
  roleIds: ReadonlyMap<string, string>
  /** Whether a person holds a role for this record: then they keep it when it enters a step of that role. */
  holds?: (personId: string, roleId: string) => boolean
  /** What a window on a service meets, as it was looked up for this record; absent: nothing. */
  meets?: (serviceId: string, window: Window) => { collisions: number; frozen: number }
  timeZone: string
}

/** Who does it; a job is nobody. `singleHanded`: one person runs the organisation and may approve what is their own. */
export type By = { personId: string | null; roleId: string | null; singleHanded?: boolean }

export type Places = Partial<Pick<RoutineRecord, 'serviceId' | 'configurationItemId' | 'unitId' | 'locationId' | 'supplierId' | 'requesterId'>>
export type FieldValues = Readonly<Record<string, FieldValue>>

/** What can happen to a record. Instants are ISO 8601; ids are UUIDs. */
export type Happening =
  | {
      type: 'create'
      title: string
      catalogueItem?: string
      fields?: FieldValues
      places?: Places
      priority?: string
      occurredAt?: string
      detectedAt?: string
      source?: string
      externalId?: string
    }
  | { type: 'advance'; transition: string; fields?: FieldValues; outcome?: string; reason?: string }
  | { type: 'fill'; title?: string; fields?: FieldValues; places?: Places }
  /** An empty priority gives it back to the grid. */
  | { type: 'prioritise'; priority: string; reason: string }
  /** Naming a role takes the person away, unless one is named too. */
  | { type: 'assign'; roleId?: string | null; personId?: string | null }
  | { type: 'approve'; approval: string; reason?: string }
  | { type: 'refuse'; approval: string; reason: string }
  | { type: 'close'; outcome?: string; fields?: FieldValues; reason?: string }
  | { type: 'mark'; instant: RecordInstant; at?: string; reason?: string }
  | { type: 'correct'; instants?: Partial<Record<RecordInstant, string | null>>; fields?: FieldValues; outcome?: string; reason: string }
  | { type: 'fire'; clock: string; beat: string }
  /** `states`: steps of the old version by what becomes of them; those of the same name stay. */
  | { type: 'migrate'; to: Plan; states: Readonly<Record<string, string>>; reason?: string }

/** What the engine asks of those who keep records: to raise another one, to tell somebody. Roles and people are ids, routines are keys. */
export type EngineEffect =
  | { do: 'raise'; routine: string; link: RecordLinkType | ''; title: string; fields: FieldValues; places: Places }
  | { do: 'tell'; because: 'effect' | 'remind' | 'escalate'; roles: readonly string[]; people: readonly string[]; text: string }

/** A value as it is stored in a column of a record. */
export type ColumnValue = RoutineRecord[keyof RoutineRecord] | boolean

export type Advanced = {
  record: RoutineRecord
  /** Columns of the record and fields of its form that changed, each with its new value; folding them over all events gives the record. */
  changed: { set: Readonly<Record<string, ColumnValue>>; fields: FieldValues }
  effects: readonly EngineEffect[]
  /** Sentences on what the engine did of itself, or could not do. */
  said: readonly string[]
}
