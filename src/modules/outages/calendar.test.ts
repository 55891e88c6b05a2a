import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { collisionsOf, frozenOf, standingOn, type PlannedWork } from './calendar.ts'

const work = (key: string, serviceId: string, from: number, to: number): PlannedWork => ({ key, title: key, serviceId, from, to })
// Mail stands on the network, the portal on mail; payroll stands alone.
const dependents = new Map([['network', ['mail']], ['mail', ['portal']]])

describe('planned work', () => {
  it('collides with work on the same service and on services that stand on it, however far up', () => {
    const found = collisionsOf([work('A', 'network', 0, 10), work('B', 'portal', 5, 15), work('C', 'payroll', 5, 15), work('D', 'network', 9, 12)], dependents)
    expect(found.map(({ one, other, why, from, to }) => [one.key, other.key, why, from, to])).toEqual([
      ['A', 'B', 'depends on it', 5, 10], ['A', 'D', 'same service', 9, 10], ['B', 'D', 'depends on it', 9, 12],
    ])
  })

  it('that follows at once does not collide', () => {
    expect(collisionsOf([work('A', 'mail', 0, 5), work('B', 'mail', 5, 9)], dependents)).toEqual([])
  })

  it('is frozen by a freeze of its service and by one of all services', () => {
    const freezes = [{ id: '1', title: 'Year-end', serviceId: null, from: 8, to: 20 }, { id: '2', title: 'Payroll run', serviceId: 'payroll', from: 0, to: 20 }]
    expect(frozenOf([work('A', 'mail', 5, 9), work('B', 'payroll', 0, 4), work('C', 'mail', 0, 8)], freezes).map(({ work: each, freeze }) => each.key + freeze.id)).toEqual(['A1', 'B2'])
  })

  it('finds what stands on a service where services depend on each other in a circle', () => {
    const circle = new Map([['a', ['b']], ['b', ['c']], ['c', ['a']]])
    expect([...standingOn('a', circle)].sort()).toEqual(['b', 'c'])
  })

  it('collides as comparing every pair says', () => {
    const any = fc.record({ serviceId: fc.constantFrom('network', 'mail', 'portal', 'payroll'), from: fc.integer({ min: 0, max: 20 }), length: fc.integer({ min: 1, max: 6 }) })
    fc.assert(fc.property(fc.array(any, { maxLength: 10 }), (some) => {
      const all = some.map(({ serviceId, from, length }, i) => work(`W-${i}`, serviceId, from, from + length))
      const related = (a: string, b: string) => a === b || standingOn(a, dependents).has(b) || standingOn(b, dependents).has(a)
      const pairs = all.flatMap((a, i) => all.slice(i + 1).filter((b) => a.from < b.to && b.from < a.to && related(a.serviceId, b.serviceId)).map((b) => [a.key, b.key].sort().join()))
      expect(collisionsOf(all, dependents).map(({ one, other }) => [one.key, other.key].sort().join()).sort()).toEqual(pairs.sort())
    }))
  })
})
