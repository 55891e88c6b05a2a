import { asksOf } from './asks.ts'
import type { Fault } from '../../shared/kind.ts'
import { closedBecause, demandsAll, missingIn, missingOn } from './engine.demands.ts'
import { isOpen } from './engine.columns.ts'
import type { Plan } from './engine.plan.ts'
import type { RoutineRecord } from './record.ts'
import { indexOf } from './transitions.ts'

/** A way out of the present step, and what keeps it from being taken now: nothing where `missing` and `closed` are empty. */
export type WayOut = {
  id: string
  name: string
  to: string
  toName: string
  /** It demands a reason, given when it is taken. */
  reason: boolean
  /** The outcome that it sets, empty where none. */
  outcome: string
  /** It leads to a step listed before, or reopens. */
  back: boolean
  /** Fields that are not filled in (`fields.x`), exit conditions that do not hold (`exit.0`). */
  missing: Fault[]
  /** Why it is not open at all: its condition, or approvals. */
  closed: string
  /** What people can fill in to open it, where its condition keeps it closed (asksOf). */
  asks: string[]
}

/** Every way out of the present step in the order of the routine, whether it can be taken now or not. */
export function waysOut(plan: Plan, record: RoutineRecord, now: Date): WayOut[] {
  const { from, steps } = indexOf(plan.body)
  const ways = from.get(record.state) ?? []
  const missing = ways.some(demandsAll) ? missingIn(plan, record, now) : []
  return ways.map((way) => {
    const { name, to, reason, outcome, after, guard } = way.transition
    const closed = closedBecause(plan, record, way, now)
    return {
      id: way.id, name, to, toName: steps.get(to)?.name ?? to, reason, outcome, back: way.back || way.reopens, missing: missingOn(plan, record, way, missing), closed, asks: closed !== '' && after === '' ? asksOf(guard) : [],
    }
  })
}

/** Whether a record is where it may be closed, and what that still demands. Conditions on the outcome are left to the closing while none is chosen. */
export function closing(plan: Plan, record: RoutineRecord, now: Date): { possible: boolean; missing: Fault[] } {
  const step = indexOf(plan.body).steps.get(record.state)
  if (!step?.end || !isOpen(record)) return { possible: false, missing: [] }
  const onOutcome = (path: string) => record.outcome === '' && (step.exit[Number(path.slice('exit.'.length))]?.when.includes('record.outcome') ?? false)
  return { possible: true, missing: missingIn(plan, record, now).filter((fault) => !(fault.path.startsWith('exit.') && onOutcome(fault.path))) }
}
