import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { draw, happeningOf, soundRoutine, type Draw } from '../../../test/support/routine-arbitraries.ts'
import { job, planOf } from '../../../test/support/routines.ts'
import { Problem } from '../../shared/problem.ts'
import { beatsDue, isRunning, nextBeatAt, nextDueAt } from './engine.clock.ts'
import { folded } from './engine.columns.ts'
import type { Advanced, By, Happening, Plan } from './engine.plan.ts'
import { advance } from './engine.ts'
import { closing, waysOut } from './engine.ways.ts'
import type { FieldValue, RoutineRecord } from './record.ts'
import type { RoutineBody } from './routine-body.ts'

type Moment = { before: RoutineRecord | null; happening: Happening; now: Date; by: By; done: Advanced }
const start = Date.parse('2026-11-23T09:00:00Z')

/** Lets a made-up record live: what is refused does not happen, and time sets off what it has to. Answers all that happened. */
function lived(plan: Plan, draws: readonly Draw[]): Moment[] {
  const moments: Moment[] = []
  let record: RoutineRecord | null = null
  let at = start
  const happen = (happening: Happening, by: By): void => {
    const now = new Date(at)
    try {
      const done = advance(plan, record, happening, now, by)
      moments.push({ before: record, happening, now, by, done })
      record = done.record
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem
      if (problem.type !== 'unprocessable' || problem.faults.some((fault) => fault.message === '')) throw problem
    }
  }
  happen({ type: 'create', title: 'Made up' }, { personId: 'ada', roleId: null })
  for (const each of draws) {
    at += each.after * 60_000
    const current = record as RoutineRecord | null
    if (!current) break
    for (const { clock, beat } of beatsDue(plan, current, new Date(at))) happen({ type: 'fire', clock, beat }, job)
    happen(happeningOf(each, plan.body, record!, new Date(at)), each.by)
  }
  return moments
}

const life = fc.tuple(soundRoutine, fc.array(draw, { minLength: 5, maxLength: 30, size: 'max' }))
const runs = { numRuns: 200 }
const thresholds = { limit: 8 }

function over(check: (moments: readonly Moment[], plan: Plan, body: RoutineBody) => void): void {
  fc.assert(fc.property(life, ([body, draws]) => {
    const plan = planOf(body, { thresholds })
    check(lived(plan, draws), plan, body)
  }), runs)
}

/** Whether fields say when a clock starts and stops: emptied again, it is as if it never was. */
function movable(body: RoutineBody, id: string): boolean {
  return body.clocks.some((clock) => clock.id === id && (clock.start.at === 'field' || clock.stop.at === 'field'))
}

/** Whether a field begins a clock anew, from the instant that it holds: that may lie before what was counted. */
function restarts(body: RoutineBody, id: string): boolean {
  return body.clocks.some((clock) => clock.id === id && clock.restart.length > 0)
}

/** Fills in what the ways and the closing still ask for; undefined where that alone does not help. */
function wayFound(plan: Plan, record: RoutineRecord, now: Date): boolean {
  const answers: Record<string, FieldValue>[] = [
    {}, { impact: 'wide', urgency: 'now', note: 'x', cost: 10, told: '2026-11-20T08:00:00Z', sure: true, due: '2026-11-25', tags: ['a'], who: 'ada' },
    { impact: 'narrow', urgency: 'soon', note: 'x', cost: 1, told: '2026-11-20T08:00:00Z', sure: false, due: '2026-11-25', tags: ['a'], who: 'ada' },
  ]
  return answers.some((fields) => ['', 'high', 'low'].some((priority) => {
    let tried = advance(plan, record, { type: 'fill', fields }, now, job).record
    if (priority !== '') tried = advance(plan, tried, { type: 'prioritise', priority, reason: 'x' }, now, job).record
    tried = advance(plan, tried, { type: 'assign', personId: 'zoe' }, now, job).record
    return waysOut(plan, approvedBy(plan, tried, now), now).some((way) => way.closed === '' && way.missing.length === 0) || (closing(plan, tried, now).possible && closing(plan, tried, now).missing.length === 0)
  }))
}

/** The record with every approval given that nobody has refused. */
function approvedBy(plan: Plan, record: RoutineRecord, now: Date): RoutineRecord {
  let next = record
  for (const { id } of plan.body.steps.find((step) => step.id === record.state)?.approvals ?? []) {
    for (const personId of ['eve', 'fay', 'gil']) {
      try {
        next = advance(plan, next, { type: 'approve', approval: id }, now, { personId, roleId: null }).record
      } catch {
        break
      }
    }
  }
  return next
}

describe('whatever happens to a record of a sound routine', () => {
  it('some way leads out of where it is, or it can be closed', () => {
    over((moments, plan) => {
      const last = moments.at(-1)!
      if (last.done.record.instants.closed !== undefined) return
      expect(wayFound(plan, last.done.record, last.now)).toBe(true)
    })
  })

  it('folding what each event changed gives the record', () => {
    over((moments) => {
      let fold: RoutineRecord | null = null
      for (const { done } of moments) {
        fold = folded(fold, done.changed)
        expect(fold).toEqual(done.record)
      }
    })
  })

  it('the same happening at the same moment gives the same, and the record that was given stays as it was', () => {
    over((moments, plan) => {
      for (const { before, happening, now, by, done } of moments) {
        const copy = structuredClone(before)
        expect(advance(plan, before, happening, now, by)).toEqual(done)
        expect(before).toEqual(copy)
      }
    })
  })

  it('no clock has used less than nothing, or less than before within one stretch of its target', () => {
    over((moments, _plan, body) => {
      for (const { before, happening, done } of moments) {
        for (const run of done.record.clocks) {
          expect(run.used).toBeGreaterThanOrEqual(0)
          expect(run.waits.every((wait) => wait.from <= wait.to)).toBe(true)
          expect(run.stoppedAt === null || run.stoppedAt >= run.startedAt).toBe(true)
          const was = before?.clocks.find((each) => each.clock === run.clock && each.run === run.run && each.startedAt === run.startedAt)
          const comparable = was && run.run > 0 && happening.type !== 'correct' && !movable(body, run.clock) && !restarts(body, run.clock) && was.segments.length === run.segments.length
          expect(run.used).toBeGreaterThanOrEqual(comparable ? was.used : 0)
        }
      }
    })
  })

  it('each clock has one run at most that goes on, its runs are numbered, and what was met stays met', () => {
    over((moments, _plan, body) => {
      for (const { before, happening, done } of moments) {
        for (const { id } of body.clocks) {
          const runs = done.record.clocks.filter((run) => run.clock === id)
          expect(runs.slice(0, -1).every((run) => run.stoppedAt !== null && run.run > 0)).toBe(true)
          expect(new Set(runs.map((run) => run.run)).size).toBe(runs.length)
          if (happening.type === 'correct' || movable(body, id)) continue
          for (const was of before?.clocks.filter((run) => run.clock === id && run.met === true) ?? []) expect(runs.find((run) => run.run === was.run)?.met).toBe(true)
        }
      }
    })
  })

  it('the row says when it is due and when time sets something off, and nothing runs once it is closed', () => {
    over((moments, plan) => {
      let due: unknown = null
      let fires: unknown = null
      for (const { done } of moments) {
        if ('due_at' in done.changed.set) due = done.changed.set['due_at']
        if ('fires_at' in done.changed.set) fires = done.changed.set['fires_at']
        expect([due, fires]).toEqual([nextDueAt(done.record), nextBeatAt(plan, done.record)])
        expect(done.record.instants.closed === undefined ? [] : done.record.clocks.filter(isRunning)).toEqual([])
      }
    })
  })

  it('each beat is fired once in a run', () => {
    over((moments, _plan, body) => {
      const fires = moments.filter(({ happening }) => happening.type === 'fire' && !movable(body, happening.clock))
      const fired = fires.map(({ before, happening }) => {
        const { clock, beat } = happening as Extract<Happening, { type: 'fire' }>
        return `${clock} ${before?.clocks.find((run) => run.clock === clock && isRunning(run))?.run} ${beat}`
      })
      expect(new Set(fired).size).toBe(fired.length)
    })
  })
})
