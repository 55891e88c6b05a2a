import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { routineGraph, type RoutineShape } from './graph.ts'

function shape(ends: string[], ways: string[], ids = ['a', 'b', 'c', 'd']): RoutineShape {
  return {
    steps: ids.map((id) => ({ id, name: id.toUpperCase(), process: 'change', role: 'ROL-1', end: ends.includes(id) })),
    transitions: ways.map((way) => ({ from: way.charAt(0), to: way.charAt(1), name: way, guard: way === 'ab' ? 'true' : '' })),
  }
}

describe('the graph of a routine', () => {
  it('ranks steps by the shortest way from the first', () => {
    expect(routineGraph(shape(['d'], ['ab', 'bc', 'cd', 'ac'])).nodes.map((node) => node.rank)).toEqual([0, 1, 1, 2])
  })

  it('tells which steps cannot be reached and which cannot end', () => {
    const { nodes } = routineGraph(shape(['d'], ['ab', 'cd']))
    expect(nodes.filter((node) => node.rank === null).map((node) => node.id)).toEqual(['c', 'd'])
    expect(nodes.filter((node) => !node.ends).map((node) => node.id)).toEqual(['a', 'b'])
  })

  it('marks the first step, guarded ways and ways back', () => {
    const { nodes, edges } = routineGraph(shape(['c'], ['ab', 'bc', 'cb'], ['a', 'b', 'c']))
    expect(nodes.map((node) => node.first)).toEqual([true, false, false])
    expect(edges.map((edge) => [edge.guarded, edge.back])).toEqual([
      [true, false],
      [false, false],
      [false, true],
    ])
  })

  it('leaves out ways to steps that are not there', () => {
    expect(routineGraph(shape(['b'], ['ab', 'az', 'zb'], ['a', 'b'])).edges.map((edge) => edge.name)).toEqual(['ab'])
  })

  it('of no steps is empty', () => {
    expect(routineGraph({ steps: [], transitions: [] })).toEqual({ nodes: [], edges: [] })
  })

  it('reaches a step exactly when a walk of at most as many ways as there are steps does', () => {
    const letters = ['a', 'b', 'c', 'd', 'e']
    const letter = fc.constantFrom(...letters)
    const ways = fc.uniqueArray(fc.tuple(letter, letter).map(([from, to]) => from + to))
    fc.assert(
      fc.property(ways, fc.subarray(letters), (all, ends) => {
        const walk = (starts: string[], reverse: boolean) =>
          letters.reduce((seen) => new Set([...seen, ...all.flatMap((way) => (seen.has(way.charAt(reverse ? 1 : 0)) ? [way.charAt(reverse ? 0 : 1)] : []))]), new Set(starts))
        const reached = walk(['a'], false)
        const ending = walk(ends, true)
        for (const node of routineGraph(shape(ends, all, letters)).nodes) {
          expect(node.rank !== null).toBe(reached.has(node.id))
          expect(node.ends).toBe(ending.has(node.id))
        }
      }),
    )
  })
})
