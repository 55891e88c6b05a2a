import { armed, begun, counted, due, ended, isUndone, retargeted, stopped, undone, waiting, writtenShareAt, type Ticking } from './engine.clock.run.ts'
import { calendarFor } from './engine.clock.time.ts'
import { ask } from './engine.conditions.ts'
import { isFilled, isSame } from './engine.fields.ts'
import type { Plan } from './engine.plan.ts'
import { becomes, seen, type Turn } from './engine.turn.ts'
import type { ClockRun, FieldValue, RecordInstant, RoutineRecord } from './record.ts'
import type { ClockMoment, RoutineClock } from './routine-body.ts'
import { indexOf } from './transitions.ts'

/** The nearest instant at which a running clock is due; null where none is. */
export function nextDueAt(record: RoutineRecord): string | null {
  return earliest(record.clocks.map((run) => (isRunning(run) ? run.dueAt : null)))
}

/** The next instant at which time sets something off; it may lie in the past. Null where nothing is left to fire. */
export function nextBeatAt(plan: Plan, record: RoutineRecord): string | null {
  return earliest(beatsToCome(plan, record).map((each) => each.at))
}

/** Beats that are due at an instant and were not fired, the earliest first: each is one `fire`. */
export function beatsDue(plan: Plan, record: RoutineRecord, now: Date): { clock: string; beat: string; at: string }[] {
  const at = now.toISOString()
  return beatsToCome(plan, record)
    .filter((each) => each.at <= at)
    .sort((a, b) => (a.at < b.at ? -1 : 1))
}

function beatsToCome(plan: Plan, record: RoutineRecord): { clock: string; beat: string; at: string }[] {
  return plan.body.clocks.flatMap((clock) => {
    if (clock.beats.length === 0) return []
    const run = record.clocks.find((each) => each.clock === clock.id && isRunning(each))
    if (!run) return []
    return clock.beats.flatMap((beat) => {
      const at = run.fired.includes(beat.id) ? null : writtenShareAt({ plan, record, clock }, run, beat.at / 100)
      return at === null ? [] : [{ clock: clock.id, beat: beat.id, at }]
    })
  })
}

/** Whether a run counts or waits: it has begun and has not come to its stop. */
export function isRunning(run: ClockRun): boolean {
  return run.run > 0 && run.stoppedAt === null
}

function earliest(instants: readonly (string | null)[]): string | null {
  return instants.reduce((least, each) => (each !== null && (least === null || each < least) ? each : least), null)
}

/** Starts, stops, halts and judges the clocks of a record after all else of a happening is worked out. Runs that do not change stay the same objects. */
export function turnClocks(turn: Turn): void {
  const clocks = turn.plan.body.clocks
  const before = turn.record.clocks
  if (clocks.length === 0) return
  const known = new Set(clocks.map((clock) => clock.id))
  const next = clocks.flatMap((clock) => turned(turn, clock, before.filter((run) => run.clock === clock.id)))
  for (const run of before) if (!known.has(run.clock)) next.push(isRunning(run) ? { ...run, stoppedAt: turn.at } : run)
  const isNew = (run: ClockRun) => run.run > 0 && !before.some((was) => was.clock === run.clock && was.run === run.run)
  for (const clock of clocks) if (countsRound(turn.plan, clock, next.find((run) => run.clock === clock.id && isNew(run)))) turn.said.push(`"${clock.name}" counts around the clock: ${clock.calendar} is not in force, and no calendar is promised for the service.`)
  if (next.length !== before.length || next.some((run) => !before.includes(run))) becomes(turn, { clocks: next.filter((run) => run.run > 0 || known.has(run.clock)) })
}

/** Whether a run that begins has no calendar though its clock names one. */
function countsRound(plan: Plan, clock: RoutineClock, run: ClockRun | undefined): boolean {
  return run !== undefined && run.calendar === null && clock.hours === 'service hours' && clock.calendar !== '' && !plan.calendars.has(clock.calendar) && clock.dueField === ''
}

type Signal = { of: 'start' | 'stop'; phase: number; kind: 'passed' | 'moved' | 'undone'; at: string }

function turned(turn: Turn, clock: RoutineClock, runs: readonly ClockRun[]): readonly ClockRun[] {
  const ticking: Ticking = { plan: turn.plan, record: turn.record, clock }
  const signals = [signalOf(turn, clock.stop, 'stop'), signalOf(turn, clock.start, 'start')].filter((each) => each !== null)
  if (signals.length > 1) signals.sort((a, b) => a.phase - b.phase || (a.at < b.at ? -1 : a.at > b.at ? 1 : a.of === 'start' ? -1 : 1))
  let list = signals.reduce((all, signal) => (signal.of === 'start' ? startSaid(turn, ticking, all, signal) : stopSaid(turn, ticking, all, signal)), runs)
  list = startedAnew(turn, ticking, list)
  const last = list.at(-1)
  if (!last) return list
  if (last.run === 0) list = beginning(turn, ticking, list, last)
  return list.map((run) => (isRunning(run) ? goingOn(turn, ticking, run) : run))
}

/** What a happening says to the moment of a clock; null: nothing. */
function signalOf(turn: Turn, moment: ClockMoment, of: Signal['of']): Signal | null {
  const { before, record } = turn
  if (moment.at === 'leaving') return turn.left === moment.of ? { of, phase: 0, kind: 'passed', at: turn.at } : null
  if (moment.at === 'entering') return turn.entered === moment.of ? { of, phase: 1, kind: 'passed', at: turn.at } : null
  const was = before ? valueAt(before, moment) : null
  const is = valueAt(record, moment)
  if (isSame(was, is)) return null
  const at = momentIn(turn, moment, is)
  if (!isFilled(was)) return { of, phase: 2, kind: 'passed', at }
  if (!isFilled(is)) return { of, phase: 2, kind: 'undone', at }
  return moment.at === 'instant' || isInstant(turn.plan, moment.of) ? { of, phase: 2, kind: 'moved', at } : null
}

function valueAt(record: RoutineRecord, moment: ClockMoment): FieldValue {
  return (moment.at === 'instant' ? record.instants[moment.of as RecordInstant] : record.fields[moment.of]) ?? null
}

function momentIn(turn: Turn, moment: ClockMoment, value: FieldValue): string {
  return typeof value === 'string' && (moment.at === 'instant' || isInstant(turn.plan, moment.of)) ? value : turn.at
}

function isInstant(plan: Plan, field: string): boolean {
  return indexOf(plan.body).fields.get(field)?.type === 'instant'
}

function replaced(runs: readonly ClockRun[], last: ClockRun): readonly ClockRun[] {
  return [...runs.slice(0, -1), last]
}

/** A field may hold an instant that is still to come; what stops a clock has passed. */
function passed(turn: Turn, at: string): string {
  return at > turn.at ? turn.at : at
}

function startSaid(turn: Turn, ticking: Ticking, runs: readonly ClockRun[], signal: Signal): readonly ClockRun[] {
  const last = runs.at(-1)
  const corrected = turn.correcting || ticking.clock.start.at === 'field'
  if (signal.kind === 'undone') {
    if (!last || (last.stoppedAt !== null && last.run > 0)) return runs
    if (last.run === 0) return runs.slice(0, -1)
    return replaced(runs, turn.reopened ? ended(ticking, last, turn.at) : undone(last))
  }
  if (last?.run === 0) return replaced(runs, armed(ticking.clock, signal.at))
  if (last && signal.kind === 'moved' && corrected) return replaced(runs, movedTo(ticking, last, signal.at))
  if (!last || last.stoppedAt !== null) return [...runs, armed(ticking.clock, signal.at)]
  // It starts once more while it runs: then its condition is asked once more.
  return ask(turn.plan.body, ticking.clock.when, seen(turn)).holds ? runs : [...replaced(runs, ended(ticking, last, turn.at)), armed(ticking.clock, signal.at)]
}

/** A run whose start was told wrongly. */
function movedTo(ticking: Ticking, run: ClockRun, startedAt: string): ClockRun {
  const [first, ...others] = run.segments
  const moved = { ...run, startedAt, since: startedAt, segments: first ? [{ ...first, from: startedAt }, ...others] : [] }
  return run.stoppedAt === null ? counted(ticking, due(ticking, moved), run.since) : stopped(ticking, { ...moved, stoppedAt: null, met: null }, run.stoppedAt)
}

function stopSaid(turn: Turn, ticking: Ticking, runs: readonly ClockRun[], signal: Signal): readonly ClockRun[] {
  const last = runs.at(-1)
  if (!last || isUndone(last)) return runs
  const at = passed(turn, signal.at)
  if (last.run === 0) return signal.kind === 'undone' ? runs : runs.slice(0, -1)
  const anew = (): ClockRun => ({ ...last, stoppedAt: null, met: null })
  if (last.stoppedAt === null) return signal.kind === 'undone' ? runs : replaced(runs, stopped(ticking, last, at))
  if (signal.kind === 'undone') return turn.reopened ? runs : replaced(runs, anew())
  return signal.kind === 'moved' && (turn.correcting || ticking.clock.stop.at === 'field') ? replaced(runs, stopped(ticking, anew(), at)) : runs
}

/** What a change of a restarting field and a reopening begin anew. */
function startedAnew(turn: Turn, ticking: Ticking, runs: readonly ClockRun[]): readonly ClockRun[] {
  const last = runs.at(-1)
  if (!last || last.run === 0) return runs
  const { clock, record } = ticking
  if (last.stoppedAt !== null) return turn.reopened && beginsAgain(turn, clock) ? [...runs, armed(clock, turn.at)] : runs
  const field = clock.restart.find((id) => isFilled(record.fields[id]) && !isSame(record.fields[id], turn.before?.fields[id]))
  if (field === undefined) return runs
  const at = momentIn(turn, { at: 'field', of: field }, record.fields[field] ?? null)
  const moment = at < last.startedAt || at > turn.at ? turn.at : at
  return [...replaced(runs, stopped(ticking, last, moment)), armed(clock, moment)]
}

/** Whether a reopening undoes the stop of a clock, and its start will not come by itself. */
function beginsAgain(turn: Turn, { start, stop }: RoutineClock): boolean {
  const { steps } = indexOf(turn.plan.body)
  const undone = stop.at === 'instant' ? turn.before?.instants[stop.of as RecordInstant] !== undefined && turn.record.instants[stop.of as RecordInstant] === undefined
    : stop.at === 'entering' && (steps.get(stop.of)?.end ?? false)
  if (!undone) return false
  if (start.at === 'instant') return turn.record.instants[start.of as RecordInstant] !== undefined
  if (start.at === 'field') return isFilled(turn.record.fields[start.of])
  const order = [...steps.keys()]
  return order.indexOf(start.of) < order.indexOf(turn.record.state)
}

/** The armed run begins once its condition holds and a target is there; where its stop has come already it stops at once. */
function beginning(turn: Turn, ticking: Ticking, runs: readonly ClockRun[], waitingToBegin: ClockRun): readonly ClockRun[] {
  const { clock, record } = ticking
  const others = runs.slice(0, -1)
  if (record.instants.closed !== undefined) return others
  if (!ask(turn.plan.body, clock.when, seen(turn)).holds) return runs
  const run = begun(ticking, waitingToBegin.startedAt, Math.max(0, ...others.map((each) => each.run)) + 1)
  if (!run) return runs
  const stop = clock.stop.at === 'instant' || clock.stop.at === 'field' ? valueAt(record, clock.stop) : null
  if (isFilled(stop)) return [...others, stopped(ticking, run, passed(turn, momentIn(turn, clock.stop, stop)))]
  return [...others, run]
}

/** A run that goes on: ended by a closing or by a correction of what it began for, halted or let on, under the target of today. */
function goingOn(turn: Turn, ticking: Ticking, run: ClockRun): ClockRun {
  const { clock, record, plan } = ticking
  const { closed } = record.instants
  if (closed !== undefined || (turn.correcting && !ask(plan.body, clock.when, seen(turn)).holds)) return ended(ticking, run, closed ?? turn.at)
  const halted = waiting(ticking, run, clock.pause.includes(record.state), turn.migratedFrom ? turn.at : record.enteredAt)
  const calendar = turn.before && turn.before.serviceId !== record.serviceId ? calendarFor(plan, record, clock) : run.calendar
  const next = retargeted(ticking, halted, turn.at, becauseOf(turn), calendar && { id: calendar.id, version: calendar.version })
  return due(ticking, next)
}

function becauseOf(turn: Turn): string {
  if (turn.migratedFrom) return `Version ${turn.plan.version} of the routine`
  if (turn.before && turn.before.serviceId !== turn.record.serviceId) return 'Another service'
  return `Priority ${turn.record.priority || 'taken away'}`
}
