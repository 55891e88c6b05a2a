import { listed } from '../../shared/faults.ts'
import type { Fault } from '../../shared/kind.ts'
import { fillIn, voidApprovals } from './engine.change.ts'
import { instantOf } from './engine.fields.ts'
import type { Happening } from './engine.plan.ts'
import { becomes, type Turn } from './engine.turn.ts'
import { recordInstants, type RecordInstant, type RoutineRecord } from './record.ts'

type Of<Type extends Happening['type']> = Extract<Happening, { type: Type }>

/** Writes down when something happened: now, or earlier with a reason. */
export function marked(turn: Turn, given: Of<'mark'>): Fault[] {
  const { instant } = given
  if (instant === 'opened' || instant === 'closed') return [{ path: 'instant', message: `${instant} is set by the engine itself; correct it with a reason where it is wrong.` }]
  if (turn.record.instants[instant] !== undefined) return [{ path: 'instant', message: `${instant} is on record already; correct it with a reason.` }]
  const at = given.at === undefined ? turn.at : instantOf(given.at)
  if (at === undefined) return [noInstant('at')]
  if (at < turn.at && !given.reason?.trim()) return [{ path: 'reason', message: 'Say how it is known when it happened.' }]
  const instants = { ...turn.record.instants, [instant]: at }
  const faults = orderFaults(turn, instants, [instant], () => 'at')
  if (faults.length === 0) becomes(turn, { instants })
  return faults
}

/** Puts right what is on record, with a reason; the record as it was stays in its events. */
export function corrected(turn: Turn, given: Of<'correct'>): Fault[] {
  turn.correcting = true
  if (given.reason.trim() === '') return [{ path: 'reason', message: 'Say why.' }]
  const faults = [...fillIn(turn, given.fields), ...correctedInstants(turn, given.instants ?? {}), ...correctedOutcome(turn, given.outcome)]
  if (faults.length === 0) voidApprovals(turn)
  return faults
}

function correctedInstants(turn: Turn, given: NonNullable<Of<'correct'>['instants']>): Fault[] {
  const instants: Partial<Record<RecordInstant, string>> = { ...turn.record.instants }
  const faults: Fault[] = []
  const changed = recordInstants.filter((name) => given[name] !== undefined)
  for (const name of changed) {
    const text = given[name]
    const at = typeof text === 'string' ? instantOf(text) : null
    if (at === undefined) faults.push(noInstant(`instants.${name}`))
    else if (at !== null && !(name === 'closed' && instants.closed === undefined)) instants[name] = at
    else if (name === 'opened' || name === 'closed') faults.push({ path: `instants.${name}`, message: `${name} is set and taken away by the engine itself; give an instant for one that is there.` })
    else delete instants[name]
  }
  if (changed.length === 0) return []
  faults.push(...orderFaults(turn, instants, changed, (name) => `instants.${name}`))
  if (instants.closed !== undefined && instants.closed < (instants.opened ?? '')) faults.push({ path: `instants.${changed.includes('closed') ? 'closed' : 'opened'}`, message: 'It was closed before it was opened; mend one of the two.' })
  becomes(turn, { instants })
  return faults
}

/** Nothing lies after now, and nothing before it occurred. */
function orderFaults(turn: Turn, instants: RoutineRecord['instants'], changed: readonly RecordInstant[], path: (name: RecordInstant) => string): Fault[] {
  const { occurred } = instants
  return changed.flatMap((name) => {
    const at = instants[name]
    if (at === undefined) return []
    if (at > turn.at) return [{ path: path(name), message: 'It lies in the future; give an instant that has passed.' }]
    if (name !== 'occurred') return occurred !== undefined && at < occurred ? [{ path: path(name), message: `It lies before it occurred (${occurred}); mend one of the two.` }] : []
    const before = recordInstants.filter((other) => (instants[other] ?? at) < at && !changed.includes(other))
    return before.length === 0 ? [] : [{ path: path(name), message: `It lies after it was ${listed(before)}; mend one of them.` }]
  })
}

function correctedOutcome(turn: Turn, outcome: string | undefined): Fault[] {
  if (outcome === undefined) return []
  const known = turn.plan.body.outcomes.map((each) => each.id)
  if (!known.includes(outcome)) return [{ path: 'outcome', message: `There is no outcome ${outcome}; choose ${listed(known, 'or') || 'none'}.` }]
  becomes(turn, { outcome })
  return []
}

function noInstant(path: string): Fault {
  return { path, message: 'Give an instant with its zone, such as 2026-11-23T09:30:00Z.' }
}
