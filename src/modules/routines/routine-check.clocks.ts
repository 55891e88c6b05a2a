import { repeated, unless } from '../../shared/faults.ts'
import type { Fault } from '../../shared/kind.ts'
import { recordInstants } from './record.ts'
import type { Expressions } from './routine-check.conditions.ts'
import type { ClockBeat, ClockMoment, RoutineBody, RoutineClock } from './routine-body.ts'
import { transitionIds } from './transitions.ts'

/** What keeps a clock from running: moments, targets, due field and beats, each with its mend. */
export function clockFaults(clock: RoutineClock, body: RoutineBody, expressions: Expressions, path: string): Fault[] {
  const moves = clock.start.at !== clock.stop.at || clock.start.of !== clock.stop.of
  return [
    ...expressions.condition(clock.when, `${path}.when`),
    ...momentFaults(clock.start, body, `${path}.start.of`),
    ...momentFaults(clock.stop, body, `${path}.stop.of`),
    ...unless(moves, `${path}.stop`, `"${clock.name}" stops when it starts; choose a later moment.`),
    ...unless(clock.start.at !== 'instant' || clock.start.of !== 'closed', `${path}.start.of`, 'No clock runs on a record that is closed; let it start earlier.'),
    ...clock.pause.flatMap((id, at) => stepFault(id, body, `${path}.pause.${at}`)),
    ...clock.restart.flatMap((id, at) => fieldFault(id, body, `${path}.restart.${at}`)),
    ...dueFaults(clock, body, path),
    ...targetFaults(clock, body.priorities, `${path}.targets`),
    ...repeated(clock.beats, (beat) => beat.id, `${path}.beats`, (beat) => `There is a beat ${beat.id} already; give this one another short name.`),
    ...clock.beats.flatMap((beat, at) => beatFaults(beat, clock, body, `${path}.beats.${at}`)),
  ]
}

/** A fault where there is no such step. */
export function stepFault(id: string, { steps }: Pick<RoutineBody, 'steps'>, path: string): Fault[] {
  return unless(steps.some((step) => step.id === id), path, `There is no step ${id || '(empty)'}; choose one of the steps.`)
}

function fieldFault(id: string, { fields }: RoutineBody, path: string): Fault[] {
  return unless(fields.some((field) => field.id === id), path, `There is no field ${id || '(empty)'}; choose one of the form.`)
}

function momentFaults(moment: ClockMoment, body: RoutineBody, path: string): Fault[] {
  if (moment.at === 'field') return fieldFault(moment.of, body, path)
  if (moment.at !== 'instant') return stepFault(moment.of, body, path)
  const known = recordInstants.some((name) => name === moment.of)
  return unless(known, path, `There is no instant ${moment.of || '(empty)'}; choose one of ${recordInstants.join(', ')}.`)
}

function dueFaults(clock: RoutineClock, body: RoutineBody, path: string): Fault[] {
  if (clock.dueField === '') return unless(clock.targets.length > 0, `${path}.targets`, `Give "${clock.name}" a target, for each priority or for * (every one).`)
  const field = body.fields.find((each) => each.id === clock.dueField)
  if (!field) return fieldFault(clock.dueField, body, `${path}.dueField`)
  return [
    ...unless(field.type === 'day' || field.type === 'instant', `${path}.dueField`, `"${field.label}" is a ${field.type}; only a day or an instant says when something is due.`),
    ...unless(clock.targets.length === 0, `${path}.targets`, `"${field.label}" says when "${clock.name}" is due; take the targets out, or that field.`),
  ]
}

/** Fifty years: no promise is longer, and no date leaves what can be stored. */
const longest = { minutes: 26_280_000, hours: 438_000, days: 18_250, months: 600 } as const

function targetFaults(clock: RoutineClock, priorities: readonly string[], path: string): Fault[] {
  const each = clock.targets.flatMap((target, at) => {
    const known = target.priority === '*' || priorities.includes(target.priority)
    const months = target.unit === 'months'
    return [
      ...unless(known, `${path}.${at}.priority`, `There is no priority ${target.priority}; add it, or give * for every one.`),
      ...unless(!months || (target.hours || clock.hours) === 'elapsed', `${path}.${at}.unit`, 'Months are not counted in service hours; let the clock run elapsed, or give hours.'),
      ...unless(!months || Number.isInteger(target.value), `${path}.${at}.value`, 'Give whole months.'),
      ...unless(target.value <= longest[target.unit], `${path}.${at}.value`, 'Give at most fifty years.'),
    ]
  })
  return [...repeated(clock.targets, (target) => target.priority, path, (target) => `There is a target for priority ${target.priority} already; keep one.`), ...each]
}

function beatFaults(beat: ClockBeat, clock: RoutineClock, body: RoutineBody, path: string): Fault[] {
  const runs = runningSteps(clock, body)
  if (beat.do === 'close') return closeFaults(beat, clock, body, runs, path)
  if (beat.do !== 'transition') return []
  const at = transitionIds(body.transitions).indexOf(beat.transition)
  const transition = body.transitions[at]
  if (!transition) return [{ path: `${path}.transition`, message: `There is no transition ${beat.transition || '(empty)'}; choose one of the routine.` }]
  return unless(runs.has(transition.from), `${path}.transition`, `"${clock.name}" does not run in ${transition.from}, where "${transition.name}" starts; choose a way out of a step in which it runs.`)
}

function closeFaults(beat: ClockBeat, clock: RoutineClock, body: RoutineBody, runs: ReadonlySet<string>, path: string): Fault[] {
  const chosen = body.outcomes.length === 0 || body.outcomes.some((each) => each.id === beat.outcome)
  const set = beat.outcome === '' && body.transitions.some((each) => each.outcome !== '')
  return [
    ...unless(body.steps.some((step) => step.end && runs.has(step.id)), path, `"${clock.name}" runs in no end, and only there a record is closed.`),
    ...unless(chosen || set, `${path}.outcome`, beat.outcome === '' ? 'Say with which outcome it is closed.' : `There is no outcome ${beat.outcome}; choose one of the routine.`),
  ]
}

/** Steps in which a clock can count: reached from its start without passing its stop, and none in which it waits. */
function runningSteps(clock: RoutineClock, body: RoutineBody): ReadonlySet<string> {
  const { start, stop } = clock
  const stopsOn = (from: string, to: string) => (stop.at === 'leaving' && stop.of === from) || (stop.at === 'entering' && stop.of === to)
  const next = (from: string) => body.transitions.filter((each) => each.from === from).map((each) => each.to)
  const first = start.at === 'entering' ? [start.of] : start.at === 'leaving' ? next(start.of) : body.steps.map((step) => step.id)
  const found = new Set(first.filter((id) => !(stop.at === 'entering' && stop.of === id)))
  for (const from of found) for (const to of next(from)) if (!stopsOn(from, to)) found.add(to)
  return new Set([...found].filter((id) => !clock.pause.includes(id)))
}
