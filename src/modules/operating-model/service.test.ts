import { describe, expect, it } from 'vitest'
import { service, serviceBody } from './service.ts'

describe('a service', () => {
  it('misses a description and a judged criticality', () => {
    const draft = { title: 'Mail', accountable: null, reviewEvery: null, effectiveOn: null, body: service.empty, links: [] }
    expect(service.missing?.(draft).map((fault) => fault.path)).toEqual(['body.description', 'body.criticality'])
    expect(service.missing?.({ ...draft, body: { description: 'Mail for everyone', contact: '', criticality: 1, stage: 'live' } })).toEqual([])
  })

  it('is proposed, live or retiring', () => {
    expect(['proposed', 'live', 'retiring', 'dead'].map((stage) => serviceBody.safeParse({ stage }).success)).toEqual([true, true, true, false])
  })

  it('shows its criticality in a list, and nothing while it is not judged', () => {
    expect(service.facts?.(serviceBody.parse({ criticality: 2 }))).toEqual([{ label: 'Criticality', value: '2' }, { label: 'Stage', value: 'live' }])
    expect(service.facts?.(service.empty)[0]).toEqual({ label: 'Criticality', value: '' })
  })
})
