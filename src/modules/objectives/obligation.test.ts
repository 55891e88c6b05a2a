import { describe, expect, it } from 'vitest'
import { obligation, obligationBody } from './obligation.ts'

describe('an obligation', () => {
  it('comes from law, contract or customer', () => {
    expect(['law', 'contract', 'customer', 'habit'].map((source) => obligationBody.safeParse({ source }).success)).toEqual([true, true, true, false])
  })

  it('misses where it stands, what it demands, who is bound and what follows', () => {
    const draft = { title: '', accountable: null, reviewEvery: null, effectiveOn: null, body: obligation.empty, links: [] }
    expect(obligation.missing?.(draft).map((fault) => fault.path)).toEqual(['body.citation', 'body.text', 'body.bound', 'body.consequence'])
  })

  it('is itself a why, and serves none', () => {
    expect(obligation.links).not.toContain('serves')
  })
})
