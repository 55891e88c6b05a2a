import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { routineBody } from '../routine-body.ts'
import { routineFaults } from '../routine-check.ts'
import type { Body } from '../../../web/forms/form.ts'
import { whole } from './blanks.ts'
import { withStep, without, withWay } from './draw.ts'
import { settle } from './settle.ts'

const empty = routineBody.parse({ recordPrefix: 'ROM' }) as Body

/** A step is added as on the screen, and named. */
function drawn(body: Body, after: number | null, name: string, between = true): Body {
  const { body: next, picked } = withStep(body, after, between)
  const added = settle(body, next)
  const steps = whole(added).steps.map((step, at) => (at === picked?.at ? { ...step, name, role: 'ROL-1' } : step))
  return settle(added, { ...added, steps })
}

const names = (body: Body) => whole(body).steps.map((step) => step.name)
const ways = (body: Body) => whole(body).transitions.map((way) => `${way.from}→${way.to} ${way.name}`)

describe('drawing a routine', () => {
  it('joins each new step to the one before it, under its name, and ends where the last one stands', () => {
    const body = drawn(drawn(drawn(empty, null, 'Ask'), null, 'Inspect'), null, 'Hand over')
    expect(ways(body)).toEqual(['ask→inspect Inspect', 'inspect→hand_over Hand over'])
    expect(whole(body).steps.map((step) => step.end)).toEqual([false, false, true])
    expect(routineFaults(routineBody.parse(body))).toEqual([])
  })

  it('puts a step between two, and joins them again when it goes', () => {
    const two = drawn(drawn(empty, null, 'Ask'), null, 'Hand over')
    const three = drawn(two, 0, 'Clean')
    expect(names(three)).toEqual(['Ask', 'Clean', 'Hand over'])
    expect(ways(three)).toEqual(['ask→clean Clean', 'clean→hand_over Hand over'])
    expect(ways(without(three, { part: 'step', at: 1 }).body)).toEqual(['ask→hand_over Hand over'])
  })

  it('makes the step before it the end when the end is taken out', () => {
    const body = without(drawn(drawn(empty, null, 'Ask'), null, 'Hand over'), { part: 'step', at: 1 }).body
    expect(whole(body).steps).toMatchObject([{ name: 'Ask', end: true }])
  })

  it('draws a way once, and none from a step to itself', () => {
    const body = drawn(drawn(empty, null, 'Ask'), null, 'Hand over')
    expect(withWay(body, 0, 1)).toEqual({ body, picked: { part: 'way', at: 0 } })
    expect(withWay(body, 1, 1).body).toBe(body)
    expect(ways(withWay(body, 1, 0).body)).toEqual(['ask→hand_over Hand over', 'hand_over→ask Ask'])
  })

  it('leaves a chain of steps sound whichever step is added or taken out', () => {
    const stroke = fc.record({ add: fc.boolean(), at: fc.nat(20) })
    fc.assert(fc.property(fc.array(stroke, { maxLength: 12 }), (strokes) => {
      let body = drawn(empty, null, 'Begin')
      for (const [turn, { add, at }] of strokes.entries()) {
        const count = whole(body).steps.length
        body = add || count === 1 ? drawn(body, at % count, `Step ${turn}`) : settle(body, without(body, { part: 'step', at: at % count }).body)
      }
      expect(routineFaults(routineBody.parse(body))).toEqual([])
    }))
  })
})

describe('short names', () => {
  it('of fields stay when records know them, and take conditions along when they do not', () => {
    const before = { ...drawn(empty, null, 'Ask'), fields: [{ id: 'keys', label: 'Keys', type: 'number' }], transitions: [{ id: '', from: 'ask', to: 'ask', name: 'on', guard: "fields.keys >= 1.0 && 'keys' in filled" }] }
    const after = { ...before, fields: [{ id: 'keys', label: 'Number of keys', type: 'number' }] }
    expect(settle(before, after)).toMatchObject({ fields: [{ id: 'number_of_keys' }], transitions: [{ guard: "fields.number_of_keys >= 1.0 && 'number_of_keys' in filled" }] })
    expect(settle(before, after, new Set(['keys']))).toMatchObject({ fields: [{ id: 'keys' }], transitions: [{ guard: before.transitions[0]?.guard }] })
  })
})
