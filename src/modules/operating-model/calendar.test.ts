import { describe, expect, it } from 'vitest'
import { aroundTheClock, calendar, calendarBody, hoursOf, minutesAWeek, type WeeklyWindow } from './calendar.ts'

function faultsOf(windows: WeeklyWindow[], holidays: { on: string; name: string }[] = []) {
  const body = { timeZone: 'Europe/Oslo', windows, holidays, note: '' }
  return calendar.check?.({ title: '', accountable: null, reviewEvery: null, effectiveOn: null, body, links: [] }) ?? []
}

describe('a calendar', () => {
  it('refuses windows that overlap and points at the later one', () => {
    const faults = faultsOf([{ days: ['monday', 'tuesday'], from: '08:00', to: '16:00' }, { days: ['tuesday'], from: '15:00', to: '18:00' }])
    expect(faults).toEqual([{ path: 'body.windows.1', message: 'On tuesday this overlaps window 1; let one end where the other begins.' }])
  })

  it('refuses sunday night that runs into monday', () => {
    expect(faultsOf([{ days: ['monday'], from: '05:00', to: '08:00' }, { days: ['sunday'], from: '22:00', to: '06:00' }]).map((fault) => fault.path)).toEqual(['body.windows.1'])
  })

  it('refuses a day that is listed twice in one window', () => {
    expect(faultsOf([{ days: ['monday', 'monday'], from: '08:00', to: '16:00' }])[0]?.message).toContain('covered twice')
  })

  it('takes windows that touch, and the whole week', () => {
    expect(faultsOf([{ days: ['monday'], from: '08:00', to: '12:00' }, { days: ['monday'], from: '12:00', to: '08:00' }])).toEqual([])
    expect(faultsOf(aroundTheClock('UTC').windows)).toEqual([])
  })

  it('refuses a short window inside a long one', () => {
    expect(faultsOf([{ days: ['monday'], from: '00:00', to: '24:00' }, { days: ['monday'], from: '10:00', to: '11:00' }])).toHaveLength(1)
  })

  it('refuses the same holiday twice', () => {
    expect(faultsOf([], [{ on: '2026-12-25', name: 'Christmas' }, { on: '2026-12-25', name: 'Day off' }])).toEqual([{ path: 'body.holidays.1', message: '2026-12-25 is a holiday already; take one out.' }])
  })

  it.each<[object, string]>([
    [{ timeZone: 'Europe/Osloo' }, 'an unknown time zone'],
    [{ windows: [{ days: ['monday'], from: '24:00', to: '08:00' }] }, 'a window from 24:00'],
    [{ windows: [{ days: ['monday'], from: '8:00', to: '16:00' }] }, 'a time without its zero'],
    [{ windows: [{ days: [], from: '08:00', to: '16:00' }] }, 'a window on no day'],
    [{ windows: [{ days: ['mon'], from: '08:00', to: '16:00' }] }, 'a day by another name'],
    [{ holidays: [{ on: '2026-02-29', name: 'Leap day' }] }, 'a holiday on a day that does not exist'],
  ])('refuses %j: %s', (wrong) => {
    expect(calendarBody.safeParse(wrong).success).toBe(false)
  })

  it('misses its hours while it has none', () => {
    const body = calendar.empty
    expect(calendar.missing?.({ title: '', accountable: null, reviewEvery: null, effectiveOn: null, body, links: [] }).map((fault) => fault.path)).toEqual(['body.windows'])
  })
})

describe('hours in words', () => {
  it('name a run of days, single days, the clock round, or the sum', () => {
    expect(hoursOf([{ days: ['friday', 'monday', 'tuesday', 'wednesday', 'thursday'], from: '08:00', to: '16:00' }])).toBe('08:00–16:00, monday to friday')
    expect(hoursOf([{ days: ['monday', 'thursday'], from: '08:00', to: '16:00' }])).toBe('08:00–16:00, monday and thursday')
    expect(hoursOf(aroundTheClock('UTC').windows)).toBe('around the clock')
    expect(hoursOf([{ days: ['monday'], from: '08:00', to: '16:00' }, { days: ['tuesday'], from: '22:00', to: '06:30' }])).toBe('16.5 hours a week')
    expect(hoursOf([])).toBe('')
  })

  it('add up over the week', () => {
    expect(minutesAWeek(aroundTheClock('UTC').windows)).toBe(7 * 24 * 60)
  })
})

describe('around the clock', () => {
  it('is refused in a time zone that does not exist', () => {
    expect(() => aroundTheClock('Mars/Olympus')).toThrow('There is no time zone "Mars/Olympus"')
  })
})
