import { refusal } from '../../shared/faults.ts'
import type { Fault } from '../../shared/kind.ts'
import { Problem } from '../../shared/problem.ts'
import { advanced, closed, created } from './engine.advance.ts'
import { turnClocks } from './engine.clock.ts'
import { blankRecord, changedFrom, isOpen } from './engine.columns.ts'
import { assigned, decided, filled, prioritised } from './engine.fill.ts'
import { fired } from './engine.fire.ts'
import { corrected, marked } from './engine.instants.ts'
import { migrated } from './engine.migrate.ts'
import type { Advanced, By, Happening, Plan } from './engine.plan.ts'
import { turnOf, type Turn } from './engine.turn.ts'
import type { RoutineRecord } from './record.ts'

/**
 * What becomes of a record when something happens to it: the one interpreter of every routine (model, part 2; ISO/IEC 20000-1 8.1). Nothing is read or written, and
 * the record that is given stays as it is. `record` is null for `create` alone. Throws Problem 'unprocessable' with every fault ({path, message}) that keeps it from
 * happening.
 */
export function advance(plan: Plan, record: RoutineRecord | null, happening: Happening, now: Date, by: By): Advanced {
  const turn = turnOf(plan, record, record ?? blankRecord, now, by)
  const faults = happening.type === 'create' ? created(turn, happening) : happened(turn, record, happening)
  if (faults.length > 0) throw refusal('unprocessable', faults)
  if (turn.record !== record) turnClocks(turn)
  return { record: turn.record, changed: changedFrom(turn.plan, record, turn.record), effects: turn.effects, said: turn.said }
}

/** What may still happen to a record that is closed: a way out of its end reopens it. */
const staysPossible: ReadonlySet<Happening['type']> = new Set(['advance', 'correct'])

function happened(turn: Turn, record: RoutineRecord | null, happening: Exclude<Happening, { type: 'create' }>): Fault[] {
  if (!record) throw new Problem('invalid', 'Nothing can happen to a record before it was created.')
  if (!isOpen(record) && !staysPossible.has(happening.type)) return [{ path: '', message: 'The record is closed; reopen it first, or correct it with a reason.' }]
  switch (happening.type) {
    case 'advance':
      return advanced(turn, happening)
    case 'close':
      return closed(turn, happening)
    case 'fill':
      return filled(turn, happening)
    case 'prioritise':
      return prioritised(turn, happening)
    case 'assign':
      return assigned(turn, happening)
    case 'approve':
    case 'refuse':
      return decided(turn, happening)
    case 'mark':
      return marked(turn, happening)
    case 'correct':
      return corrected(turn, happening)
    case 'fire':
      return fired(turn, happening)
    case 'migrate':
      return migrated(turn, happening)
  }
}
