import { expect, it } from 'vitest'
import { location, locationBody } from './location.ts'

it('takes a country by its two capital letters, and misses it while there is none', () => {
  expect(['', 'NO', 'no', 'NOR'].map((country) => locationBody.safeParse({ country }).success)).toEqual([true, true, false, false])
  const draft = { title: 'Oslo', accountable: null, reviewEvery: null, effectiveOn: null, body: location.empty, links: [] }
  expect(location.missing?.(draft).map((fault) => fault.path)).toEqual(['body.country'])
})
