import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clipped, common, lengthOf, unionOf, without, type Span } from './spans.ts'

const span = fc.record({ from: fc.integer({ min: 0, max: 60 }), to: fc.integer({ min: 0, max: 60 }) })
const spans = fc.array(span, { maxLength: 12 })

/** The minutes that spans cover, one by one: what the quick way must agree with. */
function minutes(of: readonly Span[]): Set<number> {
  const covered = new Set<number>()
  for (const { from, to } of of) for (let at = from; at < to; at++) covered.add(at)
  return covered
}

const sameMinutes = (a: Iterable<number>, b: Iterable<number>) => expect([...a].sort((x, y) => x - y)).toEqual([...b].sort((x, y) => x - y))

describe('spans of time', () => {
  it('as a union cover the same time, neither touch nor overlap, and a union of a union is itself', () => {
    fc.assert(fc.property(spans, (some) => {
      const union = unionOf(some)
      sameMinutes(minutes(union), minutes(some))
      for (const [i, each] of union.entries()) {
        expect(each.to).toBeGreaterThan(each.from)
        expect(each.from).toBeGreaterThan(union[i - 1]?.to ?? -1)
      }
      expect(unionOf(union)).toEqual(union)
    }))
  })

  it('together are never longer than their sum, nor shorter than the longest', () => {
    fc.assert(fc.property(spans, (some) => {
      const lengths = some.map(({ from, to }) => Math.max(0, to - from))
      expect(lengthOf(some)).toBeLessThanOrEqual(lengths.reduce((a, b) => a + b, 0))
      expect(lengthOf(some)).toBeGreaterThanOrEqual(Math.max(0, ...lengths))
    }))
  })

  it('have in common what both cover, and without others what those do not', () => {
    fc.assert(fc.property(spans, spans, (some, others) => {
      const [a, b] = [minutes(some), minutes(others)]
      sameMinutes(minutes(common(some, others)), a.intersection(b))
      sameMinutes(minutes(without(some, others)), a.difference(b))
      expect(lengthOf(common(some, others)) + lengthOf(without(some, others))).toBe(lengthOf(some))
    }))
  })

  it('are cut at the edges of a period', () => {
    fc.assert(fc.property(spans, span, (some, period) => void sameMinutes(minutes(clipped(some, period)), minutes(some).intersection(minutes([period])))))
    expect(clipped([{ from: 0, to: 10 }, { from: 10, to: 20 }], { from: 5, to: 12 })).toEqual([{ from: 5, to: 10 }, { from: 10, to: 12 }])
  })
})
