import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { conditionFault, expressionEnvironment } from '../expression.ts'
import { comparables, expressionOf, simpleOf } from './condition.ts'
import { routineBody } from '../routine-body.ts'

const body = routineBody.parse({
  priorities: ['1', '2'],
  fields: [{ id: 'state', label: 'State', type: 'choice', choices: ['Clean', "It's not"] }, { id: 'keys', label: 'Keys', type: 'number' }, { id: 'signed', label: 'Signed', type: 'yes or no' }, { id: 'note', label: 'Note', type: 'text' }],
})

describe('a condition without an expression', () => {
  it('reads back what it writes, and every one that it writes is sound', () => {
    const known = comparables(body)
    fc.assert(fc.property(fc.constantFrom(...known), fc.constantFrom('is' as const, 'is not' as const, 'filled' as const, 'empty' as const), fc.nat(), fc.nat(50), (one, how, pick, number) => {
      if (one.of.startsWith('record.') && (how === 'filled' || how === 'empty')) return
      const value = how === 'filled' || how === 'empty' ? '' : one.values ? (one.values[pick % one.values.length]?.value ?? '') : one.type === 'number' ? String(number) : one.type === 'flag' ? 'true' : 'words'
      const expression = expressionOf({ of: one.of, how, value }, one.type)
      expect(conditionFault(expression, expressionEnvironment(body.fields))).toBeUndefined()
      const read = simpleOf(expression)
      expect(read).toMatchObject({ of: one.of, how })
      const plain = (text: string | undefined) => (one.type === 'number' ? Number(text || 0) : text)
      expect(plain(read?.value)).toBe(plain(value))
    }))
  })

  it('leaves what says more to the expression', () => {
    expect(simpleOf("fields.state == 'Clean' && fields.signed")).toBeNull()
    expect(simpleOf('')).toBeUndefined()
  })
})
