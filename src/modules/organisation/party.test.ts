import { describe, expect, it } from 'vitest'
import { party, partyBody } from './party.ts'

function draftOf(body: object) {
  return { title: 'Residents', accountable: null, reviewEvery: null, effectiveOn: null, body: partyBody.parse(body), links: [] }
}

describe('a party', () => {
  it('misses a need, and a customer misses its contact too', () => {
    expect(party.missing?.(draftOf({ type: 'customer' })).map((fault) => fault.path)).toEqual(['body.needs', 'body.contact'])
    expect(party.missing?.(draftOf({ type: 'regulator' })).map((fault) => fault.path)).toEqual(['body.needs'])
  })

  it('refuses the same need twice and a type that is not listed', () => {
    expect(party.check?.(draftOf({ needs: ['Fast', 'fast'] }))?.map((fault) => fault.path)).toEqual(['body.needs.1'])
    expect(partyBody.safeParse({ type: 'neighbour' }).success).toBe(false)
  })
})
