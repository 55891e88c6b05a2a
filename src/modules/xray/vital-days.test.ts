import { describe, expect, it } from 'vitest'
import { fjordvik } from '../../../test/support/fjordvik.ts'
import { a3Page } from '../a3/a3.ts'
import { missingDays, signDay, spread, trendDays } from './vital-days.ts'
import { missingOf } from './xray.ts'

describe('the vital signs of a day', () => {
  it('are those that the A3 shows', () => {
    const system = fjordvik()
    const page = a3Page(system, missingOf).vitalSigns
    const counted = signDay(system)
    expect(counted).toMatchObject({ day: '2026-11-23', elements: page.elements })
    expect(Object.entries(counted.signs)).toEqual(page.signs.map(({ sign, yes, no, unknown }) => [sign, { yes, no, unknown }]))
  })

  it('trend over every seventh day of a year, from the founding where it is later', () => {
    const year = trendDays('2026-11-23', '2020-01-01')
    expect([year.length, year[0], year[1], year.at(-1)]).toEqual([54, '2025-11-23', '2025-11-24', '2026-11-23'])
    expect(trendDays('2026-11-23', '2026-11-10')).toEqual(['2026-11-10', '2026-11-16', '2026-11-23'])
    expect(trendDays('2026-11-23', '2026-11-23')).toEqual(['2026-11-23'])
    expect(trendDays('2026-11-23', '2026-11-24')).toEqual([])
  })

  it('are kept for the days that have ended, the latest first', () => {
    expect(missingDays('2026-11-23', '2026-11-19', new Set(['2026-11-21']), 10)).toEqual(['2026-11-22', '2026-11-20', '2026-11-19'])
    expect(missingDays('2026-11-23', '2026-11-23', new Set(), 10)).toEqual([])
    expect(missingDays('2026-11-23', '2020-01-01', new Set(), 1000)).toHaveLength(365)
    expect(missingDays('2026-11-23', '2020-01-01', new Set(), 2)).toEqual(['2026-11-22', '2026-11-21'])
  })

  it('are worked out for a few days spread over those that are missing', () => {
    expect(spread(['a', 'b', 'c', 'd', 'e', 'f', 'g'], 3)).toEqual(['a', 'd', 'g'])
    expect(spread(['a', 'b'], 6)).toEqual(['a', 'b'])
  })
})
