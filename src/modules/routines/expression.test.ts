import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { conditionFault, expressionEnvironment } from './expression.ts'

const fields = [
  { id: 'impact', type: 'choice' as const },
  { id: 'tags', type: 'several choices' as const },
  { id: 'due', type: 'day' as const },
  { id: 'seen', type: 'instant' as const },
  { id: 'took', type: 'duration' as const },
]

describe('a condition', () => {
  const environment = expressionEnvironment(fields)

  it.each([
    [''],
    ["'urgent' in fields.tags"],
    ["fields.due < '2026-12-31'"],
    ['fields.seen < now'],
    ["fields.took > duration('90m')"],
    ["has(fields.impact) ? fields.impact == 'high' : false"],
    ["fields.tags.exists(tag, tag == 'urgent')"],
    ["record.title.startsWith('[')"],
  ])('may be %j', (expression) => {
    expect(conditionFault(expression, environment)).toBeUndefined()
  })

  it('over any routine takes every field and still knows the record', () => {
    const any = expressionEnvironment()
    expect(conditionFault("fields.whatever == 'x' && fields.count > 3", any)).toBeUndefined()
    expect(conditionFault('record.whatever == 1', any)).toContain('There is no field "whatever"')
  })

  it('that is far too large is refused, not computed', () => {
    expect(conditionFault(Array.from({ length: 600 }, () => 'true').join(' && '), environment)).toContain('cannot be read')
  })

  it.each([
    ["record.title.matches('(a+)+$')", 'The pattern "(a+)+$" may take very long; let no group come again, and keep it to one part of any length, or two behind ^.'],
    ["record.title.matches('.*.*x')", 'The pattern ".*.*x" may take very long'],
    ["record.title.matches('(.)\\\\1{2}')", 'may take very long'],
    ['record.title.matches(record.title)', 'The condition matches with a pattern that is not written out'],
    ['[1, 2].all(a, [1, 2].all(b, [1, 2].exists(c, a + b == c)))', 'The condition looks through a list within a list within a list'],
  ])('that could keep the server busy for long is refused when it is written: %j', (expression, sentence) => {
    expect(conditionFault(expression, environment)).toContain(sentence)
  })

  it.each([["record.title.matches('^[A-Z]{2,4}-[0-9]+ .*$')"], ["record.title.matches('(mail|web)? is down')"], ['[1, 2].all(a, [1, 2].exists(b, a == b))'], ["record.title.matches('[a+*]{2}\\\\.')"]])('may match and look through lists: %j', (expression) => {
    expect(conditionFault(expression, environment)).toBeUndefined()
  })

  it('that is any text at all is judged with a sentence or with nothing, never with an exception', () => {
    const pieces = fc.array(fc.constantFrom('fields', 'record', '.', 'impact', '==', '"', "'x'", '(', ')', '&&', '!', 'in', '[', ']', '1', 'now', '?', ':', ' '), { maxLength: 12 })
    fc.assert(
      fc.property(fc.oneof(fc.string(), pieces.map((each) => each.join(''))), (expression) => {
        const fault = conditionFault(expression, environment, new Map([['fields.impact', ['high']]]))
        expect(fault === undefined || /^[A-Z"f].*\.$/s.test(fault)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('takes fields named like words that programs use', () => {
    const odd = ['constructor', 'in', 'true', 'package', 'to_string', 'hasownproperty'].map((id) => ({ id, type: 'text' as const }))
    expect(conditionFault("fields.constructor == 'x'", expressionEnvironment(odd))).toBeUndefined()
  })
})
