import { describe, expect, it } from 'vitest'
import { moved, valueAt, withValue } from './form.ts'

describe('a value in a body', () => {
  const body = { theme: 'Change', principles: [{ text: 'one' }, { text: 'two' }], closing: { signatures: 1 } }

  it('is found by its path through lists and objects, and undefined where the way ends', () => {
    expect(valueAt(body, 'principles.1.text')).toBe('two')
    expect(valueAt(body, 'closing.signatures')).toBe(1)
    expect(valueAt(body, 'principles.5.text')).toBeUndefined()
  })

  it('is replaced in a copy; the body that was given stays as it is', () => {
    const next = withValue(body, 'principles.0.text', 'first')
    expect(next.principles).toEqual([{ text: 'first' }, { text: 'two' }])
    expect(Array.isArray(next.principles)).toBe(true)
    expect(body.principles[0]).toEqual({ text: 'one' })
    expect(next.closing).toBe(body.closing)
  })

  it('makes the objects on its way that are not there yet', () => {
    expect(withValue({}, 'start.at', 'entering')).toEqual({ start: { at: 'entering' } })
  })
})

describe('an item of a list', () => {
  it('moves to another place', () => {
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a'])
  })

  it('stays where it is when there is no such place', () => {
    expect(moved(['a', 'b'], 1, 2)).toEqual(['a', 'b'])
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b'])
  })
})
