import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fjordvik } from '../../../test/support/fjordvik.ts'
import { catalogue, crowded, SystemMaker } from '../../../test/support/systems.ts'
import type { A3Page } from './a3.contract.ts'
import { fitted, textWidth, wrap } from './a3.metrics.ts'
import { sheet } from './a3.sheet.ts'
import { planA3, type A3Plan } from './a3.thin.ts'
import { a3Page } from './a3.ts'

/** Px that each block takes under its heading. */
function taken(page: A3Page, plan: A3Plan) {
  const { scope, policies, roles, routines, measures, reviews } = plan
  const line = (text: unknown) => (text === null ? 0 : 17)
  const lines = scope.sentenceLines + scope.supplierLines + scope.gapLines
  return {
    scope: page.notes.scope ? 0 : lines * 17 + 8 + scope.headHeight + scope.rows.length * scope.rowHeight + line(scope.more) + line(scope.moreColumns) + 26,
    policies: policies.rows.reduce((sum, row) => sum + row.height, 0) + line(policies.more),
    roles: roles.rows.length * roles.rowHeight + line(roles.more) + roles.gaps.length * 21,
    routines: routines.rows.length * routines.rowHeight + (routines.rest.length > 0 ? 17 : 0) + 24,
    measures: measures.rows.length * measures.rowHeight + line(measures.more),
    reviews: page.notes.reviews ? 0 : reviews.size + (reviews.rows.length + (reviews.more ? 1 : 0)) * 18,
  }
}

/** The blocks that are higher than their band; a sheet on which everything fits has none. */
function overflowing(page: A3Page): string[] {
  const plan = planA3(page)
  const room = (block: string) => (['scope', 'policies', 'roles'].includes(block) ? plan.top : plan.bottom) - sheet.heading
  const blocks = Object.entries(taken(page, plan)).filter(([block, height]) => height > room(block)).map(([block]) => block)
  return plan.top + plan.bottom === sheet.bandsHeight ? blocks : [...blocks, 'the bands']
}

const number = (text: string | null) => Number(/and ([\d,]+)/.exec(text ?? 'and 0')![1]!.replaceAll(',', ''))

describe('one sheet', () => {
  for (const services of [0, 8, 55, 114, 1000]) {
    it(`holds a system with ${services} services, with little and much else, in short and long words`, () => {
      for (const others of [0, 6, 40]) for (const words of [1, 12]) expect(overflowing(a3Page(crowded(services, others, words)))).toEqual([])
    })
  }

  it('is never left, whatever there is', () => {
    fc.assert(fc.property(fc.nat(300), fc.nat(60), fc.integer({ min: 1, max: 30 }), (services, others, words) => {
      expect(overflowing(a3Page(crowded(services, others, words)))).toEqual([])
    }), { numRuns: 40 })
  })

  it('shows a municipality whole: nothing is left out', () => {
    const { scope, policies, roles, routines, measures, reviews } = planA3(a3Page(fjordvik()))
    expect(overflowing(a3Page(fjordvik()))).toEqual([])
    expect([scope.more, scope.moreColumns, scope.moreSuppliers, policies.more, roles.more, routines.moreRest, measures.more, reviews.more]).toEqual(Array(8).fill(null))
    expect(policies.rows.every((row) => row.hidden === 0)).toBe(true)
  })

  it('gives the room that empty blocks do not need to those that do', () => {
    const shown = (page: A3Page) => planA3(page).scope.rows.length
    const full = fjordvik()
    expect(shown(a3Page(catalogue()))).toBeGreaterThan(shown(a3Page({ ...full, elements: [...full.elements.filter((element) => element.kind !== 'service'), ...catalogue().elements] })))
  })
})

describe('the scope of two dozen services', () => {
  it('is shown as far as the band reaches, on paper and further where the screen lets the band grow', () => {
    const page = a3Page(crowded(24, 9))
    const rule = 'Anyone may declare a major incident, whatever the hour; the control room always may, and nobody is blamed for it.'
    const wordy = { ...page, policies: page.policies.slice(0, 6).map((row) => ({ ...row, principles: [rule, rule, rule] })), roles: page.roles.slice(0, 9), measures: page.measures.slice(0, 9) }
    const { scope, top } = planA3(wordy)
    const unused = top - sheet.heading - taken(wordy, planA3(wordy)).scope
    expect(unused).toBeLessThan(scope.rowHeight + 14)
    expect(scope.onScreen.rows).toBeGreaterThan(scope.rows.length)
    expect(scope.onScreen.rows + number(scope.onScreen.more)).toBe(24)
  })
})

describe('what does not fit', () => {
  it('is counted: rows shown and rows left out add up', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(50), (services, others) => {
        const page = a3Page(crowded(services, others))
        const plan = planA3(page)
        expect(plan.scope.rows.length + number(plan.scope.more)).toBe(page.scope.rows.length)
        expect(plan.scope.columns.length + number(plan.scope.moreColumns)).toBe(page.scope.columns.length)
        expect(plan.scope.suppliers.length + number(plan.scope.moreSuppliers)).toBe(page.scope.suppliers.length)
        expect(plan.policies.rows.length + number(plan.policies.more)).toBe(page.policies.length)
        expect(plan.roles.rows.length + number(plan.roles.more)).toBe(page.roles.length)
        expect(plan.measures.rows.length + number(plan.measures.more)).toBe(page.measures.length)
        expect(plan.reviews.rows.length + number(plan.reviews.more)).toBe(page.reviews.length)
        expect(plan.routines.rows.length + plan.routines.rest.length + number(plan.routines.moreRest)).toBe(page.routines.length)
      }),
      { numRuns: 30 },
    )
  })

  it('is the least critical, and says how many of it are not stated', () => {
    const page = a3Page(crowded(55, 12))
    const { rows, more } = planA3(page).scope
    const left = page.scope.rows.slice(rows.length)
    expect(Math.max(...rows.map((row) => row.criticality!))).toBeLessThanOrEqual(Math.min(...left.map((row) => row.criticality!)))
    expect(more).toBe(`and ${left.length} services more, ${left.filter((row) => row.cells.length === 0).length} of them not stated`)
    expect(planA3(a3Page(catalogue())).scope.more).toMatch(/^and \d+ services more, none of them stated$/)
  })

  it('keeps roles with a gap before those without', () => {
    const { rows, more } = planA3(a3Page(crowded(20, 40))).roles
    expect(rows.every((row) => row.held < row.needed)).toBe(true)
    expect(more).toBe(`and ${40 - rows.length} roles more`)
  })

  it('never includes the gaps of services: they stand whole below the roles', () => {
    const gaps = (page: A3Page) => planA3(page).roles.gaps.map((gap) => gap.text)
    expect(gaps(a3Page(catalogue()))).toEqual(['42 services name no team · 2 name only an unknown one', '55 services name no accountable role'])
    expect(gaps(a3Page(catalogue(3, 2, 0, 1)))).toEqual(['1 service names only an unknown one', '3 services name no accountable role'])
    expect(gaps(a3Page(crowded(500, 60)))).toEqual(['500 services name no accountable role'])
  })

  it('says of hidden principles how many there are', () => {
    const { rows } = planA3(a3Page(crowded(10, 7))).policies
    for (const { row, principles, hidden } of rows) expect(principles.length + hidden).toBe(row.principles.length)
    expect(rows.some((row) => row.hidden > 0)).toBe(true)
  })

  it('keeps measures off their target before those that meet it', () => {
    const page = a3Page(crowded(0, 40))
    const marked = page.measures.map((row, at) => ({ ...row, value: { text: '1', period: 'Oct 2026', mark: at < 30 ? ('met' as const) : ('missed' as const) } }))
    const { rows } = planA3({ ...page, measures: marked }).measures
    expect(rows.filter((row) => row.value?.mark === 'missed')).toHaveLength(10)
  })

  it('shows a review of every ring before a second of one', () => {
    const made = new SystemMaker('Any')
    for (const rrule of ['FREQ=MONTHLY', 'FREQ=MONTHLY', 'FREQ=MONTHLY', 'FREQ=MONTHLY', 'FREQ=MONTHLY;INTERVAL=3', 'FREQ=YEARLY']) made.add('review', rrule, { rrule, firstOn: '2026-01-05' })
    const { rows, more } = planA3(a3Page(made.system)).reviews
    expect([rows.map((row) => row.ring), more]).toEqual([['month', 'quarter', 'year'], 'and 3 more'])
  })
})

describe('text in its place', () => {
  it('is never wider than its lines, however it is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.integer({ min: 40, max: 500 }), fc.integer({ min: 1, max: 4 }), (text, width, most) => {
        const cut = fitted(text, width, 13, most)
        expect(wrap(cut, width, 13).length).toBeLessThanOrEqual(most)
        for (const line of wrap(text, width, 13)) expect(textWidth(line, 13) <= width || [...line].length === 1).toBe(true)
      }),
    )
  })

  it('is left alone where it fits and ends with an ellipsis after a whole word where it does not', () => {
    expect(fitted('Anyone may pull the cord', 200, 13)).toBe('Anyone may pull the cord')
    expect(fitted('A major incident is declared within 15 minutes', 150, 13)).toBe('A major incident is…')
  })
})
