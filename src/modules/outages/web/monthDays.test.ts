import { describe, expect, it } from 'vitest'
import { daysShown, turned } from './monthDays.ts'

describe('the days of a calendar', () => {
  it('are whole weeks from Monday on', () => {
    expect(daysShown('2026-03-11', 'week')).toEqual(['2026-03-09', '2026-03-10', '2026-03-11', '2026-03-12', '2026-03-13', '2026-03-14', '2026-03-15'])
    const march = daysShown('2026-03-11', 'month')
    expect([march[0], march.at(-1), march.length]).toEqual(['2026-02-23', '2026-04-05', 42])
    expect(daysShown('2027-02-01', 'month')).toHaveLength(28)
  })

  it('turn by a week or to the first of a month, over the end of a year too', () => {
    expect([turned('2026-12-30', 'week', 1), turned('2026-12-30', 'month', 1), turned('2026-01-15', 'month', -1)]).toEqual(['2027-01-06', '2027-01-01', '2025-12-01'])
  })
})
