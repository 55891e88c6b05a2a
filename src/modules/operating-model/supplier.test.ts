import { describe, expect, it } from 'vitest'
import { supplier, supplierBody } from './supplier.ts'

function draftOf(body: object) {
  return { title: 'Nordlink', accountable: null, reviewEvery: null, effectiveOn: null, body: supplierBody.parse(body), links: [] }
}

describe('a supplier', () => {
  it('has a contract that does not end before it begins', () => {
    expect(supplier.check?.(draftOf({ contractFromOn: '2026-02-01', contractToOn: '2026-01-01' }))?.map((fault) => fault.path)).toEqual(['body.contractToOn'])
    expect(supplier.check?.(draftOf({ contractFromOn: '2026-02-01' }))).toEqual([])
  })

  it('from outside misses its contract; one inside does not', () => {
    const known = { description: 'Network', criticality: 2, expectations: ['Reports monthly'] }
    expect(supplier.missing?.(draftOf(known)).map((fault) => fault.path)).toEqual(['body.contractFromOn'])
    expect(supplier.missing?.(draftOf({ ...known, type: 'internal' }))).toEqual([])
  })

  it('misses what it supplies, how critical it is and what is expected', () => {
    expect(supplier.missing?.(draftOf({ type: 'internal' })).map((fault) => fault.path)).toEqual(['body.description', 'body.criticality', 'body.expectations'])
  })

  it('has a notice that is a span', () => {
    expect(['P3M', 'three months'].map((notice) => supplierBody.safeParse({ notice }).success)).toEqual([true, false])
  })
})
