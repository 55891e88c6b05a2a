import { describe, expect, it } from 'vitest'
import { foundingElements } from './founding.ts'

describe('what an organisation is founded with', () => {
  const drafts = foundingElements({ name: 'Fjordvik', timeZone: 'Europe/Oslo', authorities: ['policy.approve', 'organisation.goLive'] })

  it('is itself, an empty scope and the role that owns the system', () => {
    expect(drafts.map(({ kind, draft }) => `${kind.kind}: ${draft.title}`)).toEqual(['organisation: Fjordvik', 'scope: Scope', 'role: SMS owner'])
  })

  it('fits the kinds and breaks none of their rules', () => {
    for (const { kind, draft } of drafts) {
      expect(kind.body.parse(draft.body)).toEqual(draft.body)
      expect(kind.check?.(draft) ?? []).toEqual([])
    }
  })

  it('gives the owner every authority, and a role that is complete', () => {
    const owner = drafts[2]!
    expect(owner.draft.body['authorities']).toEqual(['policy.approve', 'organisation.goLive'])
    expect(owner.kind.missing?.(owner.draft)).toEqual([])
  })

  it('states nothing of the scope', () => {
    expect(drafts[1]!.draft.body['entries']).toEqual([])
  })
})
