import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SystemMaker } from '../../../test/support/systems.ts'
import { scopeAxes, scopeReader, scopeStates, type ScopeEntry } from '../scope/scope.ts'
import { a3Page } from './a3.ts'
import { statementAt } from './a3.scope.ts'

const entry = (service: string, element: string, state: ScopeEntry['state'], more: Partial<ScopeEntry> = {}): ScopeEntry => ({ service, axis: 'unit', element, state, ...more })

describe('what the scope says of a cell', () => {
  it('is what the cell says before the service, the service before the column, and the column before everything', () => {
    const entries = [entry('*', '*', 'not yet'), entry('*', 'u', 'partly'), entry('s', '*', 'in'), entry('s', 'u', 'partly')]
    const from = (count: number) => statementAt(scopeReader(entries.slice(0, count)), 's', 'unit', 'u', '2026-01-01')?.from
    expect([0, 1, 2, 3, 4].map(from)).toEqual([undefined, 'all', 'axis', 'service', 'cell'])
  })

  it('is always what the most specific of all entries for it says', () => {
    const name = fc.constantFrom('*', 'a', 'b', 'c')
    const one = fc.record({ service: name, axis: fc.constantFrom(...scopeAxes), element: name, state: fc.constantFrom(...scopeStates) })
    const place = (each: ScopeEntry) => `${each.service} ${each.axis} ${each.element}`
    const weight = (each: ScopeEntry) => (each.service === '*' ? 0 : 2) + (each.element === '*' ? 0 : 1)
    const named = ['all', 'axis', 'service', 'cell']
    fc.assert(
      fc.property(fc.uniqueArray(one, { selector: place, maxLength: 30 }), fc.constantFrom('a', 'b', 'c'), fc.constantFrom(...scopeAxes), fc.constantFrom('a', 'b', 'c'), (entries, service, axis, element) => {
        const speaking = entries.filter((each) => each.axis === axis && ['*', service].includes(each.service) && ['*', element].includes(each.element))
        const decisive = speaking.sort((a, b) => weight(b) - weight(a))[0]
        const said = statementAt(scopeReader(entries), service, axis, element, '2026-01-01')
        expect([said?.state, said?.from]).toEqual([decisive?.state, decisive && named[weight(decisive)]])
      }),
    )
  })

  it('is late from the day after the promised one, and never once it is in', () => {
    const late = (state: ScopeEntry['state'], asOf: string) => statementAt(scopeReader([entry('s', 'u', state, { byOn: '2026-06-01' })]), 's', 'unit', 'u', asOf)!.late
    expect([late('partly', '2026-06-01'), late('partly', '2026-06-02'), late('not yet', '2026-06-02'), late('in', '2026-06-02')]).toEqual([false, true, true, false])
  })
})

describe('the scope block', () => {
  function system(entries: ScopeEntry[]) {
    const made = new SystemMaker('Any')
    for (const title of ['North', 'South']) made.add('unit', title)
    made.add('location', 'Oslo')
    for (const title of ['Mail', 'Web']) made.add('service', title, { criticality: title === 'Web' ? 1 : 2 })
    made.add('supplier', 'Host')
    made.add('scope', 'Scope', { sentence: null, entries })
    return made.system
  }

  it('counts every blank cell as a gap and names services of which nothing is stated apart', () => {
    const page = a3Page(system([entry('service-1', 'unit-1', 'in')]))
    expect(page.scope.counts).toMatchObject({ services: 2, units: 2, locations: 1, suppliers: 1, in: 1, notStated: 5 })
    expect(page.gaps.filter((gap) => gap.section === 'scope').map((gap) => [gap.gap, gap.count])).toEqual([['service not stated', 1], ['cell not stated', 2], ['supplier not stated', 1]])
    expect(page.scope.rows.map((row) => [row.service.title, row.notStated])).toEqual([['Web', 3], ['Mail', 2]])
  })

  it('has no gap when one entry per axis speaks for everything', () => {
    const page = a3Page(system((['unit', 'location', 'supplier'] as const).map((axis) => ({ service: '*', axis, element: '*', state: 'in' }))))
    expect(page.scope.counts.notStated).toBe(0)
    expect(page.gaps.filter((gap) => gap.section === 'scope')).toEqual([])
  })

  it('calls a supplier partly in scope when its services differ', () => {
    const of = (state: ScopeEntry['state'], service: string): ScopeEntry => ({ service, axis: 'supplier', element: 'supplier-1', state })
    const state = (entries: ScopeEntry[]) => a3Page(system(entries)).scope.suppliers[0]!.statement?.state
    expect([state([]), state([of('in', '*')]), state([of('in', 'service-1')]), state([of('in', 'service-1'), of('not yet', 'service-2')])]).toEqual([undefined, 'in', 'in', 'partly'])
  })

  it('offers the whole organisation as the one column while there is no unit or location', () => {
    const made = new SystemMaker('Any')
    const service = made.add('service', 'Mail')
    expect(a3Page(made.system).scope).toMatchObject({ columns: [{ id: '*', title: 'Whole organisation' }], counts: { notStated: 1 } })
    made.add('scope', 'Scope', { entries: [entry(service.id, '*', 'in')] })
    expect(a3Page(made.system).scope.counts).toMatchObject({ in: 1, notStated: 0 })
  })

  it('says that entries name what is no longer there, and leaves them out', () => {
    const page = a3Page(system([entry('gone', 'unit-1', 'in'), entry('service-1', 'supplier-1', 'in')]))
    expect(page.scope.counts.in).toBe(0)
    expect(page.gaps.find((gap) => gap.gap === 'scope entry without element')).toMatchObject({ count: 2, text: '2 entries name nothing in force' })
  })

  it('writes the sentence itself only where nobody has written one', () => {
    const written = system([])
    written.elements.find((element) => element.kind === 'scope')!.body = { sentence: 'All that we run.', entries: [] }
    expect(a3Page(written).scope).toMatchObject({ sentence: 'All that we run.', generated: false })
    expect(a3Page(system([])).scope).toMatchObject({ sentence: 'The service management system of Any does not cover any service yet.', generated: true })
  })
})
