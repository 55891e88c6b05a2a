import { describe, expect, it } from 'vitest'
import { objective, objectiveBody } from './objective.ts'

function draftOf(body: object, effectiveOn: string | null = null) {
  return { title: 'Fewer failures', accountable: null, reviewEvery: null, effectiveOn, body: objectiveBody.parse(body), links: [] }
}

describe('an objective', () => {
  it('is measurable: it misses statement, target, day and plan', () => {
    expect(objective.missing?.(draftOf({})).map((fault) => fault.path)).toEqual(['body.statement', 'body.target', 'body.dueOn', 'body.plan'])
  })

  it('is not due before it holds', () => {
    expect(objective.check?.(draftOf({ dueOn: '2026-01-31' }, '2026-02-01'))?.map((fault) => fault.path)).toEqual(['body.dueOn'])
    expect(objective.check?.(draftOf({ dueOn: '2026-02-01' }, '2026-02-01'))).toEqual([])
    expect(objective.check?.(draftOf({ dueOn: '2020-01-01' }))).toEqual([])
  })

  it('is of one of three types, and due on a day that exists', () => {
    expect(objectiveBody.safeParse({ type: 'wish' }).success).toBe(false)
    expect(objectiveBody.safeParse({ dueOn: '2026-04-31' }).success).toBe(false)
  })
})
