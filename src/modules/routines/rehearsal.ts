import { Problem } from '../../shared/problem.ts'
import type { Fault } from '../../shared/kind.ts'
import { standingOf } from './engine.conditions.ts'
import { exits, wantedIn } from './engine.demands.ts'
import { beatsDue, nextBeatAt } from './engine.clock.ts'
import { isOpen } from './engine.columns.ts'
import type { Advanced, By, EngineEffect, Happening, Plan } from './engine.plan.ts'
import { clocksShown, type ClockShown } from './engine.shown.ts'
import { advance } from './engine.ts'
import { closing, waysOut, type WayOut } from './engine.ways.ts'
import type { RoutineRecord } from './record.ts'
import { indexOf } from './transitions.ts'

/** One thing to try: what happens, so many minutes after what was before it, and by whom. */
export type Rehearsed = { happening: Happening; afterMinutes?: number; by?: By }

/** What a rehearsal shows after each happening: where the made-up record is, who has to do what, and what was set off. */
export type Scene = {
  /** The happening, or the beat that time set off before it. */
  happening: Happening
  at: string
  /** What kept it from happening; the record then stays as it was. */
  refused: Fault[]
  record: RoutineRecord | null
  step: { id: string; name: string; role: string; end: boolean } | null
  open: boolean
  ways: WayOut[]
  closing: { possible: boolean; missing: Fault[] }
  /** Ids of the fields that this step asks for. */
  wanted: string[]
  exit: { text: string; holds: boolean | null }[]
  approvals: { id: string; name: string; role: string; need: number; given: number }[]
  clocks: ClockShown[]
  effects: readonly EngineEffect[]
  said: readonly string[]
}

const nobody: By = { personId: null, roleId: null }
const someone: By = { personId: 'rehearsal', roleId: null, singleHanded: true }
const mostBeats = 200

/**
 * Runs a made-up record through a routine before it is published: every happening in turn, and before each the beats that time would have set off. Nothing is kept.
 * A happening that is refused is a scene of its own that says why, and the rehearsal goes on from where the record was.
 */
export function rehearse(plan: Plan, happenings: readonly Rehearsed[], start: Date): Scene[] {
  const scenes: Scene[] = []
  let record: RoutineRecord | null = null
  let at = start.getTime()
  const play = (happening: Happening, by: By): void => {
    const outcome = tried(plan, record, happening, new Date(at), by)
    record = outcome.record
    scenes.push(sceneOf(plan, record, happening, new Date(at), outcome))
  }
  for (const { happening, afterMinutes = 0, by = someone } of happenings) {
    const until = at + afterMinutes * 60_000
    for (let beats = 0; beats < mostBeats; beats++) {
      const current: RoutineRecord | null = record
      const next = current && isOpen(current) ? nextBeatAt(plan, current) : null
      if (!current || next === null || Date.parse(next) > until) break
      at = Math.max(at, Date.parse(next))
      const [due] = beatsDue(plan, current, new Date(at))
      if (!due) break
      play({ type: 'fire', clock: due.clock, beat: due.beat }, nobody)
    }
    at = until
    play(happening, by)
  }
  return scenes
}

type Tried = Pick<Scene, 'refused' | 'record' | 'effects' | 'said'>

function tried(plan: Plan, record: RoutineRecord | null, happening: Happening, now: Date, by: By): Tried {
  try {
    const done: Advanced = advance(plan, record, happening, now, by)
    return { refused: [], record: done.record, effects: done.effects, said: done.said }
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem
    return { refused: problem.faults.length > 0 ? problem.faults : [{ path: '', message: problem.message }], record, effects: [], said: [] }
  }
}

function sceneOf(plan: Plan, record: RoutineRecord | null, happening: Happening, now: Date, { refused, effects, said }: Tried): Scene {
  const made = { happening, at: now.toISOString(), refused, record, effects, said }
  if (!record) return { ...made, step: null, open: false, ways: [], closing: { possible: false, missing: [] }, wanted: [], exit: [], approvals: [], clocks: [] }
  const step = indexOf(plan.body).steps.get(record.state)
  const given = (id: string) => record.approvals.filter((each) => each.approval === id && each.decision === 'approved').length
  return {
    ...made, step: step ? { id: step.id, name: step.name, role: step.role, end: step.end } : null, open: isOpen(record), ways: waysOut(plan, record, now), closing: closing(plan, record, now), wanted: wantedIn(plan, record, now),
    exit: exits(plan, record, now), clocks: clocksShown(plan, record, now),
    approvals: standingOf(plan, record, now).asked.map(({ id, name, role, need }) => ({ id, name, role: role || (step?.role ?? ''), need, given: given(id) })),
  }
}
