import { Problem } from '../../shared/problem.ts'
import { beatsDue, nextBeatAt, nextDueAt } from './engine.clock.ts'
import { isOpen } from './engine.columns.ts'
import type { EngineEffect, Happening, Plan } from './engine.plan.ts'
import { advance } from './engine.ts'
import type { RoutineRecord } from './record.ts'
import { indexOf } from './transitions.ts'

/** Something that happened in a rehearsal: what was done, and what the engine did of itself. */
export type Rehearsed = { at: string; happening: Happening; state: string; way: string; effects: readonly EngineEffect[]; said: readonly string[] }

/** A made-up record on its way through a routine; nothing of it is kept anywhere. */
export type Rehearsal = { record: RoutineRecord; now: string; done: readonly Rehearsed[] }

/** What was tried over all runs of a rehearsal: steps and ways by their short names. */
export type Tried = { steps: ReadonlySet<string>; ways: ReadonlySet<string> }

export const nothingTried: Tried = { steps: new Set(), ways: new Set() }

const rehearser = { personId: 'rehearsal', roleId: null }

/** Begins with a made-up record; `at` is ISO 8601. Throws Problem with every fault. */
export function beginRehearsal(plan: Plan, happening: Extract<Happening, { type: 'create' }>, at: string): Rehearsal {
  const { record, effects, said } = advance(plan, null, happening, new Date(at), rehearser)
  return { record, now: at, done: [{ at, happening, state: record.state, way: '', effects, said }] }
}

/** The next thing that happens, at the moment at which the rehearsal stands. Every approval is given by somebody else. Throws Problem with every fault. */
export function playNext(plan: Plan, rehearsal: Rehearsal, happening: Happening): Rehearsal {
  const decides = happening.type === 'approve' || happening.type === 'refuse'
  const by = decides ? { personId: `approver ${rehearsal.record.approvals.length + 1}`, roleId: null } : rehearser
  const { record, effects, said } = advance(plan, rehearsal.record, happening, new Date(rehearsal.now), by)
  const way = wayOf(plan, rehearsal.record, happening)
  return { ...rehearsal, record, done: [...rehearsal.done, { at: rehearsal.now, happening, state: record.state, way, effects, said }] }
}

/** The clock moved on to an instant; what time sets off meanwhile happens when it is due, each once. A beat that cannot happen is passed over. */
export function moveOn(plan: Plan, rehearsal: Rehearsal, to: string): Rehearsal {
  let at = rehearsal
  const passed = new Set<string>()
  for (let beat = nextBeat(plan, at, to, passed); beat; beat = nextBeat(plan, at, to, passed)) {
    passed.add(`${beat.clock} ${beat.beat} ${at.record.clocks.find((run) => run.clock === beat?.clock)?.run}`)
    const moved = { ...at, now: beat.at > at.now ? beat.at : at.now }
    at = attempted(plan, moved, { type: 'fire', clock: beat.clock, beat: beat.beat }) ?? moved
  }
  return { ...at, now: to > at.now ? to : at.now }
}

function nextBeat(plan: Plan, { record }: Rehearsal, to: string, passed: ReadonlySet<string>) {
  if (!isOpen(record)) return undefined
  return beatsDue(plan, record, new Date(to)).find((beat) => !passed.has(`${beat.clock} ${beat.beat} ${record.clocks.find((run) => run.clock === beat.clock)?.run}`))
}

function attempted(plan: Plan, rehearsal: Rehearsal, happening: Happening): Rehearsal | undefined {
  try {
    return playNext(plan, rehearsal, happening)
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}

/** The next moment at which a clock sets something off or is due; null where none comes. */
export function nextMoment(plan: Plan, { record, now }: Rehearsal): string | null {
  const moments = [nextBeatAt(plan, record), nextDueAt(record)].filter((at): at is string => at !== null && at > now)
  return moments.toSorted()[0] ?? null
}

/** What was tried before, with what this rehearsal tried. */
export function triedBy({ steps, ways }: Tried, { done }: Rehearsal): Tried {
  return { steps: new Set([...steps, ...done.map((each) => each.state)]), ways: new Set([...ways, ...done.map((each) => each.way).filter(Boolean)]) }
}

/** Names of the steps that were never entered and of the ways that were never taken. */
export function neverTried(plan: Pick<Plan, 'body'>, tried: Tried): { steps: string[]; ways: string[] } {
  const { steps, ways } = indexOf(plan.body)
  return {
    steps: [...steps.values()].filter((step) => !tried.steps.has(step.id)).map((step) => step.name),
    ways: [...ways.values()].filter((way) => !tried.ways.has(way.id)).map(({ transition }) => `${steps.get(transition.from)?.name ?? transition.from} → ${steps.get(transition.to)?.name ?? transition.to}: ${transition.name}`),
  }
}

function wayOf(plan: Plan, record: RoutineRecord, happening: Happening): string {
  if (happening.type === 'advance') return happening.transition
  if (happening.type !== 'fire') return ''
  const beat = plan.body.clocks.find((clock) => clock.id === happening.clock)?.beats.find((each) => each.id === happening.beat)
  return beat?.do === 'transition' && indexOf(plan.body).ways.get(beat.transition)?.transition.from === record.state ? beat.transition : ''
}
