import type { Fault } from '../../shared/kind.ts'
import { advanced, closed } from './engine.advance.ts'
import { beatsDue, isRunning } from './engine.clock.ts'
import { rolesOf } from './engine.effects.ts'
import type { Happening, Plan } from './engine.plan.ts'
import { becomes, type Turn } from './engine.turn.ts'
import type { RoutineRecord } from './record.ts'
import type { ClockBeat, RoutineClock } from './routine-body.ts'
import { indexOf } from './transitions.ts'

/** What time sets off: once in a run, and never again even where it could not be done, which is said. */
export function fired(turn: Turn, given: Extract<Happening, { type: 'fire' }>): Fault[] {
  const clock = turn.plan.body.clocks.find((each) => each.id === given.clock)
  const beat = clock?.beats.find((each) => each.id === given.beat)
  const due = beatsDue(turn.plan, turn.record, turn.now).some((each) => each.clock === given.clock && each.beat === given.beat)
  if (!clock || !beat || !due) return [{ path: 'beat', message: `${given.clock} ${given.beat} is not due, or was fired already.` }]
  const clocks = turn.record.clocks.map((run) => (run.clock === clock.id && isRunning(run) ? { ...run, fired: [...run.fired, beat.id] } : run))
  becomes(turn, { clocks })
  if (beat.do === 'transition') attempt(turn, () => advanced(turn, { type: 'advance', transition: beat.transition, reason: beat.text || clock.name }))
  else if (beat.do === 'close') attempt(turn, () => closed(turn, { type: 'close', ...(beat.outcome && { outcome: beat.outcome }) }))
  else tell(turn, clock, beat)
  return []
}

/** Does it, or says what keeps it from being done and leaves the record as it is. */
function attempt(turn: Turn, act: () => Fault[]): void {
  const before = { record: turn.record, effects: turn.effects.length, said: turn.said.length }
  const faults = act()
  if (faults.length === 0) return
  Object.assign(turn, { record: before.record, left: '', entered: '', reopened: false })
  turn.effects.length = before.effects
  turn.said.length = before.said
  turn.said.push(`Time did not set it off: ${faults.map((fault) => fault.message).join(' ')}`)
}

function tell(turn: Turn, clock: RoutineClock, beat: ClockBeat): void {
  const { plan, record } = turn
  const whom = beat.roles.length > 0 ? { roles: rolesOf(plan, beat.roles), people: [] } : whoHas(plan, record)
  turn.effects.push({ do: 'tell', because: beat.do === 'escalate' ? 'escalate' : 'remind', ...whom, text: beat.text || `${clock.name}: ${beat.at} % of the time is used` })
}

/** Whoever has the work: the person, else the role it is assigned to, else that of the step. */
function whoHas(plan: Plan, record: RoutineRecord): { roles: string[]; people: string[] } {
  if (record.assigneePersonId !== null) return { roles: [], people: [record.assigneePersonId] }
  if (record.assigneeRoleId !== null) return { roles: [record.assigneeRoleId], people: [] }
  return { roles: rolesOf(plan, [indexOf(plan.body).steps.get(record.state)?.role ?? '']), people: [] }
}
