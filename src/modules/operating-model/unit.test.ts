import { describe, expect, it } from 'vitest'
import { unit, unitBody } from './unit.ts'

describe('a unit', () => {
  it('is part of one other unit at most', () => {
    const links = [{ type: 'partOf', to: 'a' }, { type: 'provides', to: 's' }, { type: 'partOf', to: 'b' }]
    const draft = { title: 'Network', accountable: null, reviewEvery: null, effectiveOn: null, body: unit.empty, links }
    expect(unit.check?.(draft)).toEqual([{ path: 'links.2', message: 'A unit is part of one other unit; take the other link out.' }])
    expect(unit.check?.({ ...draft, links: links.slice(0, 2) })).toEqual([])
  })

  it('is of one of five types', () => {
    expect(['department', 'product team', 'platform team', 'shared service', 'vendor', 'squad'].map((type) => unitBody.safeParse({ type }).success)).toEqual([true, true, true, true, true, false])
  })
})
