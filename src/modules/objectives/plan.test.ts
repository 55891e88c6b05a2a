import { describe, expect, it } from 'vitest'
import { plan, planBody } from './plan.ts'

const whole = { content: 'How we go on', fromOn: '2026-01-01', toOn: '2026-12-31' }

function draftOf(body: object) {
  return { title: 'Continuity', accountable: null, reviewEvery: null, effectiveOn: null, body: planBody.parse(body), links: [] }
}

describe('a plan', () => {
  it('does not end before it starts', () => {
    expect(plan.check?.(draftOf({ ...whole, toOn: '2025-12-31' }))?.map((fault) => fault.path)).toEqual(['body.toOn'])
  })

  it('for continuity misses a test, and a test misses its time', () => {
    expect(plan.missing?.(draftOf({ ...whole, type: 'continuity' }))).toEqual([{ path: 'body.tests', message: 'Add at least one test: a continuity plan is tested.' }])
    expect(plan.missing?.(draftOf({ ...whole, type: 'continuity', tests: [{ what: 'Restore' }] }))).toEqual([{ path: 'body.tests.0', message: 'Say when "Restore" is due, or how often.' }])
    expect(plan.missing?.(draftOf({ ...whole, type: 'continuity', tests: [{ what: 'Restore', every: 'P1Y' }] }))).toEqual([])
  })

  it('of another type needs no test', () => {
    expect(plan.missing?.(draftOf({ ...whole, type: 'budget' }))).toEqual([])
  })

  it('refuses the same test twice and a cadence that is none', () => {
    expect(plan.check?.(draftOf({ ...whole, tests: [{ what: 'Restore' }, { what: 'restore' }] }))?.map((fault) => fault.path)).toEqual(['body.tests.1'])
    expect(planBody.safeParse({ tests: [{ what: 'Restore', every: 'yearly' }] }).success).toBe(false)
  })
})
