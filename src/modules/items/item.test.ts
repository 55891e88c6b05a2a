import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { standingOnIt } from './impact.ts'
import { resultOf, wilson, wordsOf } from './item.ts'

describe('a configuration item', () => {
  it('is found by its name without marks, its key, its type and its key elsewhere', () => {
    expect(wordsOf({ name: 'Malmö web-01', key: 'CI-7', type: 'Server', externalId: 'SRV_0042' })).toBe('malmo web 01 ci7 server srv 0042 srv0042')
  })
})

describe('what a sample shows', () => {
  it('is the share that is right, with an interval that a book gives for it', () => {
    expect(resultOf(['as recorded', 'as recorded', 'differs', 'missing', ''])).toMatchObject({ size: 5, looked: 4, right: 2, share: 0.5 })
    const { from, to } = wilson(81, 263)!
    expect([from.toFixed(4), to.toFixed(4)]).toEqual(['0.2553', '0.3662'])
    expect(resultOf(['', ''])).toMatchObject({ share: null, interval: null })
  })

  it('lies within its interval, which narrows as more is looked at', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(500), (n, some) => {
      const k = Math.min(some, n)
      const [one, ten] = [wilson(k, n)!, wilson(k * 10, n * 10)!]
      expect(one.from).toBeGreaterThanOrEqual(0)
      expect(one.to).toBeLessThanOrEqual(1)
      expect(one.from).toBeLessThanOrEqual(k / n)
      expect(one.to).toBeGreaterThanOrEqual(k / n)
      expect(ten.to - ten.from).toBeLessThanOrEqual(one.to - one.from)
    }))
  })
})

describe('what stands on a thing', () => {
  it('is named once, by the shortest way, the nearest first', () => {
    const steps = standingOnIt('disk', [{ from: 'host', to: 'disk', type: 'uses' }, { from: 'web', to: 'host', type: 'runs on' }, { from: 'db', to: 'host', type: 'runs on' }, { from: 'web', to: 'db', type: 'uses' }, { from: 'web', to: 'disk', type: 'uses' }])
    expect(steps).toEqual([{ id: 'host', on: 'disk', type: 'uses', depth: 1 }, { id: 'web', on: 'disk', type: 'uses', depth: 1 }, { id: 'db', on: 'host', type: 'runs on', depth: 2 }])
  })

  it('is the same as following every way, whatever circles there are', () => {
    const node = fc.integer({ min: 0, max: 9 }).map(String)
    fc.assert(fc.property(fc.array(fc.record({ from: node, to: node, type: fc.constant('uses') }), { maxLength: 30 }), (standings) => {
      const reached = new Set<string>(['0'])
      for (let grown = true; grown; ) {
        const before = reached.size
        for (const { from, to } of standings) if (reached.has(to)) reached.add(from)
        grown = reached.size > before
      }
      reached.delete('0')
      const steps = standingOnIt('0', standings)
      expect(new Set(steps.map(({ id }) => id))).toEqual(reached)
      expect(steps.length).toBe(reached.size)
      expect(steps.map(({ depth }) => depth)).toEqual(steps.map(({ depth }) => depth).sort((a, b) => a - b))
    }))
  })
})
