import { describe, expect, it } from 'vitest'
import { SystemMaker } from '../../../test/support/systems.ts'
import { a3Page } from './a3.ts'
import { wheelRings, pointAt, turnOf, wheelMarks, wheelMonths } from './a3.wheel.ts'

function page(rrule: string, given: { asOf?: string; firstOn?: string; effectiveOn?: string; timeZone?: string; status?: 'draft' | 'in force'; version?: number } = {}) {
  const { asOf = '2026-11-23', firstOn = '2026-01-13', effectiveOn = '2026-01-01', timeZone = 'Europe/Oslo', status = 'in force', version = 1 } = given
  const made = new SystemMaker('Any', { asOf, timeZone })
  made.add('review', 'Review', { rrule, firstOn }, { effectiveOn, status, version })
  return a3Page(made.system)
}
const beats = (...given: Parameters<typeof page>) => page(...given).reviews[0]!.beats

describe('the year of reviews', () => {
  it('holds every beat of the calendar year; those before today are not recorded, today and later lie ahead', () => {
    const monthly = beats('FREQ=MONTHLY;BYDAY=2TU', { asOf: '2026-11-10' })
    expect(monthly.map((beat) => beat.on)).toEqual(['2026-01-13', '2026-02-10', '2026-03-10', '2026-04-14', '2026-05-12', '2026-06-09', '2026-07-14', '2026-08-11', '2026-09-08', '2026-10-13', '2026-11-10', '2026-12-08'])
    expect(monthly.map((beat) => beat.state)).toEqual([...Array.from({ length: 10 }, () => 'not recorded'), 'ahead', 'ahead'])
  })

  it('falls on the same days in every time zone, over every change of the clocks', () => {
    const zones = ['UTC', 'Europe/Oslo', 'America/Sao_Paulo', 'Pacific/Apia', 'Africa/Cairo', 'Australia/Lord_Howe', 'Asia/Beirut']
    const daily = zones.map((timeZone) => beats('FREQ=DAILY', { timeZone, firstOn: '2026-01-01' }).map((beat) => beat.on))
    expect(daily[0]).toHaveLength(365)
    expect(new Set(daily[0]).size).toBe(365)
    for (const days of daily) expect(days).toEqual(daily[0])
  })

  it('begins with the month of the first review where that began later in the year, and then runs for twelve', () => {
    expect(page('FREQ=MONTHLY;BYMONTHDAY=5', { firstOn: '2026-11-05', effectiveOn: '2026-11-01' })).toMatchObject({ wheel: { fromOn: '2026-11-01', toOn: '2027-10-31' } })
    expect(page('FREQ=MONTHLY;BYMONTHDAY=5', { asOf: '2027-02-01', firstOn: '2026-11-05' })).toMatchObject({ wheel: { fromOn: '2027-01-01', toOn: '2027-12-31' } })
    expect(a3Page(new SystemMaker('None', { asOf: '2026-11-23' }).system).wheel).toEqual({ fromOn: '2026-11-01', toOn: '2027-10-31' })
  })

  it('invents no beat from before the review came into force, and none for a draft', () => {
    expect(beats('FREQ=MONTHLY;BYMONTHDAY=5', { firstOn: '2026-01-05', effectiveOn: '2026-11-01' })[0]).toEqual({ on: '2026-11-05', state: 'not recorded' })
    expect(beats('FREQ=MONTHLY;BYMONTHDAY=5', { firstOn: '2026-01-05', effectiveOn: '2026-11-01', version: 2 })[0]?.on).toBe('2026-01-05')
    expect(page('FREQ=MONTHLY;BYMONTHDAY=5', { status: 'draft' }).reviews[0]).toMatchObject({ beats: [], nextOn: null })
  })

  it('puts a review on the ring of how often it meets and says so in words', () => {
    const ring = (rrule: string) => [page(rrule).reviews[0]!.ring, page(rrule).reviews[0]!.cadence]
    expect(['FREQ=WEEKLY;BYDAY=MO', 'FREQ=MONTHLY;BYDAY=2TU', 'FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU', 'FREQ=YEARLY;BYMONTH=6;BYDAY=1MO'].map(ring)).toEqual([
      ['month', 'every week'], ['month', 'every month'], ['quarter', 'every 3 months'], ['year', 'every year'],
    ])
  })

  it('takes a weekday of a month that comes twice within 365 days for a yearly one all the same', () => {
    expect(page('FREQ=YEARLY;BYMONTH=10;BYDAY=2TU', { firstOn: '2026-10-13' }).reviews[0]!.ring).toBe('year')
    expect(page('FREQ=YEARLY;BYMONTH=4,10;BYDAY=2TU', { firstOn: '2026-04-14' }).reviews[0]!.ring).toBe('quarter')
    expect(page('FREQ=WEEKLY;COUNT=2', { firstOn: '2026-04-14' }).reviews[0]!.ring).toBe('month')
  })

  it('counts a cadence that cannot be read as a gap', () => {
    const odd = page('FREQ=SOMETIMES')
    expect(odd.reviews[0]).toMatchObject({ cadence: '', beats: [], nextOn: null })
    expect(odd.gaps.map((gap) => gap.text)).toContain('1 review has no cadence')
  })

  it('says when each review meets next, today included', () => {
    expect(page('FREQ=MONTHLY;BYDAY=4MO', { asOf: '2026-11-23' }).reviews[0]!.nextOn).toBe('2026-11-23')
    expect(page('FREQ=YEARLY;BYMONTH=6;BYDAY=1MO', { firstOn: '2026-06-01' }).reviews[0]!.nextOn).toBe('2027-06-07')
    expect(page('FREQ=YEARLY;UNTIL=20260801', { firstOn: '2026-06-01' }).reviews[0]!.nextOn).toBeNull()
  })
})

describe('the wheel', () => {
  it('begins a year at the top and turns clockwise', () => {
    expect(turnOf('2026-01-01')).toBeLessThan(0.003)
    expect(turnOf('2026-12-31')).toBeGreaterThan(0.997)
    expect(pointAt(0.25, 1)).toEqual({ x: 1, y: 0 })
    expect(pointAt(0.5, 1)).toEqual({ x: 0, y: 1 })
  })

  it('writes the year at the January that begins a second one', () => {
    expect(wheelMonths({ fromOn: '2026-11-01', toOn: '2027-10-31' }).map((month) => month.text)).toEqual(['Nov', 'Dec', 'Jan 27', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct'])
  })

  it('keeps every mark between the lines of its ring', () => {
    const { reviews } = page('FREQ=MONTHLY;BYDAY=2TU')
    for (const mark of wheelMarks([...reviews, ...reviews.map((row) => ({ ...row }))])) {
      const distance = Math.hypot(mark.x, mark.y)
      expect(distance + mark.radius).toBeLessThan(wheelRings[0])
      expect(distance - mark.radius).toBeGreaterThan(wheelRings[1])
    }
  })
})
