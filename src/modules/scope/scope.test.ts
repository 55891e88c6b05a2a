import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blanksOf, entryFaults, entryFor, mergeEntry, scope, scopeBody, stateOf, stateOfMany, type ScopeEdit, type ScopeEntry } from './scope.ts'

function entry(service: string, element: string, state: ScopeEntry['state'] = 'in', axis: ScopeEntry['axis'] = 'unit'): ScopeEntry {
  return state === 'not yet' ? { service, axis, element, state, reason: 'Contract runs out first', byOn: '2027-01-01' } : { service, axis, element, state }
}

function draftOf(entries: ScopeEntry[]) {
  return { title: 'Scope', accountable: null, reviewEvery: null, effectiveOn: null, body: { sentence: null, entries }, links: [] }
}

const everything = entry('*', '*', 'not yet')
const ofElement = entry('*', 'hr', 'partly')
const ofService = entry('mail', '*', 'in')
const ofCell = entry('mail', 'hr', 'partly')

describe('what is blank', () => {
  it('is counted as services where nothing is stated, and as cells of the others', () => {
    const entries = [entry('mail', 'hr'), entry('wiki', '*'), entry('mail', 'acme', 'in', 'supplier')]
    expect(blanksOf(entries, 'unit', ['mail', 'wiki', 'fax'], ['hr', 'it', 'law'])).toEqual({ services: 1, cells: 2, elements: 0 })
    expect(blanksOf(entries, 'supplier', ['mail', 'wiki'], ['acme', 'kestrel'])).toEqual({ services: 1, cells: 1, elements: 1 })
    expect(blanksOf([entry('*', '*')], 'unit', ['mail'], [])).toEqual({ services: 0, cells: 0, elements: 0 })
    expect(blanksOf([], 'unit', ['mail'], [])).toEqual({ services: 1, cells: 0, elements: 0 })
  })
})

describe('the state of a cell', () => {
  it('is that of the cell before that of the service, before that of the axis element, before that of everything', () => {
    const all = [everything, ofElement, ofService, ofCell]
    expect(entryFor(all, 'mail', 'unit', 'hr')).toBe(ofCell)
    expect(entryFor(all.slice(0, 3), 'mail', 'unit', 'hr')).toBe(ofService)
    expect(entryFor(all.slice(0, 2), 'mail', 'unit', 'hr')).toBe(ofElement)
    expect(entryFor(all.slice(0, 1), 'mail', 'unit', 'hr')).toBe(everything)
  })

  it('is not stated where no entry speaks of it', () => {
    expect(stateOf([], 'mail', 'unit', 'hr')).toBeUndefined()
    expect(stateOf([entry('payroll', '*'), entry('*', 'sales')], 'mail', 'unit', 'hr')).toBeUndefined()
  })

  it('is not touched by another axis', () => {
    expect(stateOf([entry('mail', '*', 'in', 'location')], 'mail', 'unit', 'hr')).toBeUndefined()
  })

  it('does not depend on the order of the entries', () => {
    const ids = fc.constantFrom('*', 'a', 'b')
    const states = fc.constantFrom('in' as const, 'partly' as const, 'not yet' as const)
    const entries = fc.uniqueArray(fc.record({ service: ids, element: ids, state: states, axis: fc.constantFrom('unit' as const, 'supplier' as const) }), {
      selector: (each) => `${each.service} ${each.element} ${each.axis}`,
    })
    fc.assert(
      fc.property(entries, fc.constantFrom('a', 'b'), fc.constantFrom('a', 'b'), (all, service, element) => {
        const specific = [`${service} ${element}`, `${service} *`, `* ${element}`, '* *']
        const expected = specific.map((name) => all.find((each) => each.axis === 'unit' && `${each.service} ${each.element}` === name)).find((each) => each !== undefined)
        expect(stateOf(all, service, 'unit', element)).toBe(expected?.state)
        expect(stateOf([...all].reverse(), service, 'unit', element)).toBe(expected?.state)
      }),
    )
  })
})

describe('many cells as one', () => {
  it('are in when all that are stated are in, and partly when they differ', () => {
    expect(stateOfMany(['in', undefined, 'in'])).toBe('in')
    expect(stateOfMany(['in', 'not yet'])).toBe('partly')
    expect(stateOfMany(['not yet', 'not yet'])).toBe('not yet')
  })

  it('are not stated when none is', () => {
    expect(stateOfMany([undefined, undefined])).toBeUndefined()
    expect(stateOfMany([])).toBeUndefined()
  })
})

describe('merging an edit', () => {
  it('replaces the entry of the same cell and keeps all others', () => {
    const merged = mergeEntry([ofService, ofCell], entry('mail', 'hr', 'in'))
    expect(merged).toHaveLength(2)
    expect(stateOf(merged, 'mail', 'unit', 'hr')).toBe('in')
    expect(merged).toContainEqual(ofService)
  })

  it('takes an entry out with state null, so that the wider one speaks again', () => {
    const merged = mergeEntry([ofService, ofCell], { service: 'mail', axis: 'unit', element: 'hr', state: null })
    expect(merged).toEqual([ofService])
  })

  it('leaves the entries that it was given as they are', () => {
    const before = [ofCell, everything]
    mergeEntry(before, ofService)
    expect(before).toEqual([ofCell, everything])
  })

  it('of several people in any order gives the same, as long as they edit different cells', () => {
    const ids = fc.constantFrom('*', 'a', 'b', 'c')
    const edit: fc.Arbitrary<ScopeEdit> = fc.oneof(
      fc.record({ service: ids, element: ids, axis: fc.constant('unit' as const), state: fc.constantFrom('in' as const, 'partly' as const) }),
      fc.record({ service: ids, element: ids, axis: fc.constant('unit' as const), state: fc.constant(null) }),
    )
    const edits = fc.uniqueArray(edit, { selector: (each) => `${each.service} ${each.element}` })
    fc.assert(
      fc.property(edits, (all) => {
        const start = mergeEntry([], ofCell)
        expect([...all].reverse().reduce(mergeEntry, start)).toEqual(all.reduce(mergeEntry, start))
      }),
    )
  })

  it('never makes a duplicate', () => {
    const merged = [ofCell, entry('mail', 'hr'), entry('mail', 'hr', 'not yet')].reduce(mergeEntry, [] as ScopeEntry[])
    expect(scope.check?.(draftOf(merged))).toEqual([])
    expect(merged).toHaveLength(1)
  })
})

describe('the scope', () => {
  it('refuses not yet without a reason and a day, each by its place', () => {
    const faults = scope.check?.(draftOf([entry('mail', '*'), { service: 'pay', axis: 'unit', element: '*', state: 'not yet' }])) ?? []
    expect(faults.map((fault) => fault.path)).toEqual(['body.entries.1.reason', 'body.entries.1.byOn'])
  })

  it('takes in and partly without a reason', () => {
    expect(entryFaults(entry('mail', '*', 'partly'), 'x')).toEqual([])
  })

  it('refuses two entries for one cell and points at the second', () => {
    expect(scope.check?.(draftOf([ofCell, entry('mail', 'hr', 'in')]))).toEqual([{ path: 'body.entries.1', message: 'Entry 1 is about the same cell; keep one.' }])
  })

  it('refuses a state, an axis and a day that do not exist', () => {
    const wrong = (change: object) => scopeBody.safeParse({ entries: [{ ...entry('mail', '*'), ...change }] }).success
    expect(wrong({ state: 'out' })).toBe(false)
    expect(wrong({ axis: 'room' })).toBe(false)
    expect(wrong({ byOn: '2026-02-30' })).toBe(false)
    expect(wrong({ owner: 'me' })).toBe(false)
    expect(wrong({})).toBe(true)
  })

  it('is not defined while everything is not yet', () => {
    expect(scope.missing?.(draftOf([everything]))).toHaveLength(1)
    expect(scope.missing?.(draftOf([everything, ofCell]))).toEqual([])
  })

  it('addresses services and elements of the axis, but not the star', () => {
    expect(scope.addresses?.({ sentence: null, entries: [entry('mail', '*'), entry('*', 'acme', 'in', 'supplier')] })).toEqual([
      { path: 'entries.0.service', to: 'mail', kinds: ['service'], as: 'id' },
      { path: 'entries.1.element', to: 'acme', kinds: ['supplier'], as: 'id' },
    ])
  })

  it('counts its entries by state', () => {
    expect(scope.facts?.({ sentence: null, entries: [everything, ofCell, ofElement] })).toEqual([
      { label: 'in', value: '0' },
      { label: 'partly', value: '2' },
      { label: 'not yet', value: '1' },
    ])
  })
})
