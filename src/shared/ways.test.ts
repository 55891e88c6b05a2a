import { describe, expect, it } from 'vitest'
import { wayBack, wayFrom } from './ways.ts'

const leads = new Map([['a', ['b', 'c']], ['b', ['d']], ['c', ['e']], ['d', ['e']], ['e', ['a']], ['f', ['f']]])

describe('ways', () => {
  it('are the shortest, both ends included', () => {
    expect(wayFrom('a', 'e', leads)).toEqual(['a', 'c', 'e'])
    expect(wayFrom('a', 'a', leads)).toEqual(['a'])
  })

  it('lead back to where they began, or are none', () => {
    expect(wayBack('a', leads)).toEqual(['a', 'c', 'e', 'a'])
    expect(wayBack('f', leads)).toEqual(['f', 'f'])
    expect([wayBack('x', leads), wayFrom('a', 'f', leads)]).toEqual([undefined, undefined])
  })
})
