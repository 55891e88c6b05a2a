import { describe, expect, it } from 'vitest'
import { keepsTo, lengthOf, measureOf, pageOfCharacters, policy, policyBody, thresholdText, type Threshold } from './policy.ts'

const threshold: Threshold = { quantity: 'Change failure rate', comparator: 'at most', value: 5, unit: '%' }

function draftOf(body: object) {
  return { title: 'Change', accountable: null, reviewEvery: null, effectiveOn: null, body: policyBody.parse(body), links: [] }
}

describe('a policy', () => {
  it('fits on one page, and says how much it has where it does not', () => {
    const statement = 'x'.repeat(pageOfCharacters - 10)
    expect(policy.check?.(draftOf({ statement, principles: [{ text: '0123456789' }] }))).toEqual([])
    const faults = policy.check?.(draftOf({ statement, principles: [{ text: '0123456789!' }] }))
    expect(faults).toEqual([{ path: 'body', message: 'A policy fits on one page: 3000 characters. This has 3001; move the rest into a plan or a routine.' }])
  })

  it('counts its thresholds too', () => {
    expect(lengthOf(policyBody.parse({ statement: 'ab', principles: [{ text: 'cd', threshold }] }))).toBe(4 + thresholdText(threshold).length)
  })

  it('refuses the same principle twice', () => {
    expect(policy.check?.(draftOf({ principles: [{ text: 'Every change has an owner' }, { text: 'every change has an owner' }] }))).toEqual([
      { path: 'body.principles.1', message: 'This is the same as principle 1; take one out.' },
    ])
  })

  it.each<[object, string]>([
    [{ principles: [{ text: '' }] }, 'a principle that says nothing'],
    [{ principles: [{ text: 'Few fail', threshold: { ...threshold, value: 'few' } }] }, 'a threshold in words'],
    [{ principles: [{ text: 'Few fail', threshold: { ...threshold, comparator: 'about' } }] }, 'a threshold that is neither at least nor at most'],
    [{ principles: [{ text: 'Few fail', threshold: { ...threshold, measure: 'MSR-1' } }] }, 'a threshold that points at a measure'],
    [{ principles: Array.from({ length: 21 }, (_, at) => ({ text: `Rule ${at}` })) }, 'more principles than anyone remembers'],
  ])('does not parse %j: %s', (wrong) => {
    expect(policyBody.safeParse(wrong).success).toBe(false)
  })

  it('misses theme, statement and a principle', () => {
    expect(policy.missing?.(draftOf({})).map((fault) => fault.path)).toEqual(['body.theme', 'body.statement', 'body.principles'])
    expect(policy.missing?.(draftOf({ theme: 'Change', statement: 'Changes are safe.', principles: [{ text: 'Every change has an owner' }] }))).toEqual([])
  })
})

describe('a threshold', () => {
  it('finds its measure by the note on the link before the title, whatever the case', () => {
    const measures = [{ title: 'Change failure rate' }, { title: 'Failures', note: 'change failure rate' }]
    expect(measureOf(threshold, measures)).toBe(measures[1])
    expect(measureOf(threshold, measures.slice(0, 1))).toBe(measures[0])
    expect(measureOf(threshold, [{ title: 'Availability' }])).toBeUndefined()
  })

  it('is kept up to its value', () => {
    expect([4, 5, 5.1].map((value) => keepsTo(threshold, value))).toEqual([true, true, false])
  })

  it('is said in words', () => {
    expect(thresholdText(threshold)).toBe('Change failure rate at most 5 %')
    expect(thresholdText({ ...threshold, unit: '' })).toBe('Change failure rate at most 5')
  })
})
