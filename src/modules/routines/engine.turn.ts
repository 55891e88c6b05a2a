import { contextOf, type Context } from './engine.conditions.ts'
import type { By, EngineEffect, Plan } from './engine.plan.ts'
import type { RoutineRecord } from './record.ts'

/** One happening while it is worked out: the record as it was and as it becomes. */
export type Turn = {
  plan: Plan
  readonly now: Date
  /** The same instant as it is written down. */
  readonly at: string
  readonly by: By
  readonly before: RoutineRecord | null
  record: RoutineRecord
  /** Steps left and entered, empty where none is. */
  left: string
  entered: string
  reopened: boolean
  correcting: boolean
  /** The version that is left, where it is a move to another one. */
  migratedFrom: Plan | null
  readonly effects: EngineEffect[]
  readonly said: string[]
}

/** A turn in which nothing has happened yet. */
export function turnOf(plan: Plan, before: RoutineRecord | null, record: RoutineRecord, now: Date, by: By): Turn {
  return {
    plan, now, at: now.toISOString(), by, before, record, left: '', entered: '', reopened: false, correcting: false, migratedFrom: null, effects: [], said: [],
  }
}

/** Changes columns of the record as it becomes; rows that others hold are never written to. */
export function becomes(turn: Turn, change: Partial<RoutineRecord>): void {
  turn.record = { ...turn.record, ...change }
}

/** What expressions see of the record as it is now. */
export function seen(turn: Turn): Context {
  return contextOf(turn.plan, turn.record, turn.now)
}
