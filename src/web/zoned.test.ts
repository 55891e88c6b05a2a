import { describe, expect, it } from 'vitest'
import { instantAt, wallTime } from './zoned.ts'

describe('the wall clock of a time zone', () => {
  it('is read and written whatever the machine’s own zone is', () => {
    expect(wallTime('2026-07-01T07:14:00Z', 'Europe/Oslo')).toBe('2026-07-01T09:14')
    expect(instantAt('2026-07-01T09:14', 'Europe/Oslo')).toBe('2026-07-01T07:14:00.000Z')
    expect(instantAt('2026-01-01T00:00', 'America/New_York')).toBe('2026-01-01T05:00:00.000Z')
  })

  it('keeps its hour on both sides of a clock change', () => {
    for (const wall of ['2026-03-29T01:30', '2026-03-29T03:30', '2026-10-25T01:30', '2026-10-25T03:30']) {
      expect(wallTime(instantAt(wall, 'Europe/Oslo'), 'Europe/Oslo')).toBe(wall)
    }
  })

  it('is empty for what is no time', () => {
    expect(wallTime('', 'UTC')).toBe('')
    expect(instantAt('soon', 'UTC')).toBeNull()
  })
})
