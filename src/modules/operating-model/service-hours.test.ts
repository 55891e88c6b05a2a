import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { aroundTheClock, weekdays, type CalendarBody, type Weekday } from './calendar.ts'
import { afterServiceTime, serviceTimeBetween, windowsBetween } from './service-hours.ts'

const hour = 3_600_000
const workdays: Weekday[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday']

function calendar(timeZone: string, from: string, to: string, days: Weekday[] = [...weekdays], holidays: string[] = []): CalendarBody {
  return { timeZone, windows: [{ days, from, to }], holidays: holidays.map((on) => ({ on, name: 'Closed' })), note: '' }
}

/** The instants of a day in a zone, from 00:00 to 24:00. */
function dayIn(on: string, zone: string): [Date, Date] {
  const date = Temporal.PlainDate.from(on)
  return [new Date(date.toZonedDateTime(zone).epochMilliseconds), new Date(date.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds)]
}

function hoursOn(body: CalendarBody, on: string): number {
  return serviceTimeBetween(body, ...dayIn(on, body.timeZone)) / hour
}

function spoken(body: CalendarBody, from: string, to: string): string[] {
  return windowsBetween(body, new Date(from), new Date(to)).map((each) => `${each.from.toISOString()} ${each.to.toISOString()}`)
}

// Oslo: clocks jump from 02:00 to 03:00 on 2026-03-29 and back from 03:00 to 02:00 on 2026-10-25.
// New York: from 02:00 to 03:00 on 2026-03-08 and back from 02:00 to 01:00 on 2026-11-01.
const zones = [
  { zone: 'Europe/Oslo', spring: '2026-03-29', autumn: '2026-10-25' },
  { zone: 'America/New_York', spring: '2026-03-08', autumn: '2026-11-01' },
]

describe.each(zones)('service hours in $zone', ({ zone, spring, autumn }) => {
  it('around the clock last 23 hours on the day clocks go forward and 25 on the day they go back', () => {
    const body = aroundTheClock(zone)
    expect(hoursOn(body, spring)).toBe(23)
    expect(hoursOn(body, autumn)).toBe(25)
    expect(hoursOn(body, '2026-06-10')).toBe(24)
  })

  it('around the clock are one stretch over a whole year', () => {
    const [from] = dayIn('2026-01-01', zone)
    const [to] = dayIn('2027-01-01', zone)
    expect(windowsBetween(aroundTheClock(zone), from, to)).toEqual([{ from, to }])
  })

  it('by day keep their length on both days, since the change falls at night', () => {
    const body = calendar(zone, '08:00', '16:00')
    expect([hoursOn(body, spring), hoursOn(body, autumn)]).toEqual([8, 8])
  })

  it('begin at the same wall-clock time before and after the change', () => {
    const body = calendar(zone, '08:00', '16:00')
    const [from] = dayIn(Temporal.PlainDate.from(spring).subtract({ days: 1 }).toString(), zone)
    const begins = windowsBetween(body, from, new Date(from.getTime() + 71 * hour)).map((each) => Temporal.Instant.fromEpochMilliseconds(each.from.getTime()).toZonedDateTimeISO(zone).toPlainTime().toString())
    expect(begins).toEqual(['08:00:00', '08:00:00', '08:00:00'])
  })

  it('over night lose an hour in spring and gain one in autumn', () => {
    const body = calendar(zone, '22:00', '06:00')
    const nightBefore = (on: string) => {
      const [midnight] = dayIn(on, zone)
      return serviceTimeBetween(body, new Date(midnight.getTime() - 2 * hour), new Date(midnight.getTime() + 12 * hour)) / hour
    }
    expect([nightBefore(spring), nightBefore(autumn), nightBefore('2026-06-10')]).toEqual([7, 9, 8])
  })

  it('of a whole day and a window that begins at 00:00 join over midnight', () => {
    const body: CalendarBody = { ...aroundTheClock(zone), windows: [{ days: ['monday'], from: '12:00', to: '24:00' }, { days: ['tuesday'], from: '00:00', to: '12:00' }] }
    const [from] = dayIn('2026-06-08', zone)
    expect(windowsBetween(body, from, new Date(from.getTime() + 48 * hour))).toEqual([{ from: new Date(from.getTime() + 12 * hour), to: new Date(from.getTime() + 36 * hour) }])
  })
})

describe('a window at the hour of the change', () => {
  it('that begins at a time clocks jump over opens at the jump', () => {
    expect(spoken(calendar('Europe/Oslo', '02:30', '04:00'), '2026-03-29T00:00Z', '2026-03-29T12:00Z')).toEqual(['2026-03-29T01:00:00.000Z 2026-03-29T02:00:00.000Z'])
  })

  it('that ends at a time clocks jump over closes at the jump', () => {
    expect(spoken(calendar('Europe/Oslo', '01:00', '02:30'), '2026-03-29T00:00Z', '2026-03-29T12:00Z')).toEqual(['2026-03-29T00:00:00.000Z 2026-03-29T01:00:00.000Z'])
  })

  it('that lies wholly in the jump does not open at all', () => {
    expect(spoken(calendar('Europe/Oslo', '02:10', '02:50'), '2026-03-28T12:00Z', '2026-03-29T12:00Z')).toEqual([])
  })

  it('that names times which come twice opens at the first and closes at the last', () => {
    expect(spoken(calendar('Europe/Oslo', '02:15', '02:45'), '2026-10-24T12:00Z', '2026-10-25T12:00Z')).toEqual(['2026-10-25T00:15:00.000Z 2026-10-25T01:45:00.000Z'])
  })
})

describe('stretches', () => {
  it('are clipped to what was asked for', () => {
    expect(spoken(calendar('UTC', '08:00', '16:00'), '2026-06-10T10:00Z', '2026-06-10T11:00Z')).toEqual(['2026-06-10T10:00:00.000Z 2026-06-10T11:00:00.000Z'])
  })

  it('include a window that began the night before', () => {
    expect(spoken(calendar('UTC', '22:00', '06:00'), '2026-06-10T01:00Z', '2026-06-10T12:00Z')).toEqual(['2026-06-10T01:00:00.000Z 2026-06-10T06:00:00.000Z'])
  })

  it('are none between an instant and itself, or backwards, or without windows', () => {
    const at = new Date('2026-06-10T10:00Z')
    expect(windowsBetween(aroundTheClock('UTC'), at, at)).toEqual([])
    expect(windowsBetween(aroundTheClock('UTC'), at, new Date('2026-06-09T10:00Z'))).toEqual([])
    expect(windowsBetween({ ...aroundTheClock('UTC'), windows: [] }, at, new Date('2026-07-10T10:00Z'))).toEqual([])
  })

  it('of friday night run into saturday', () => {
    expect(hoursOn(calendar('UTC', '20:00', '02:00', ['friday']), '2026-06-13')).toBe(2)
  })

  it('leave out a holiday, and of a night only the part that falls on it', () => {
    const body = calendar('Europe/Oslo', '22:00', '06:00', [...weekdays], ['2026-12-25'])
    expect([hoursOn(body, '2026-12-24'), hoursOn(body, '2026-12-25'), hoursOn(body, '2026-12-26')]).toEqual([8, 0, 8])
  })

  it('are in order, apart from each other, and add up over any cut', () => {
    const times = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`)
    const body: fc.Arbitrary<CalendarBody> = fc.record({
      timeZone: fc.constantFrom('Europe/Oslo', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'),
      windows: fc.array(fc.record({ days: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }), from: times, to: times }), { maxLength: 3 }),
      holidays: fc.constantFrom<CalendarBody['holidays'][]>([], [{ on: '2026-10-26', name: 'Closed' }]),
      note: fc.constant(''),
    })
    const start = Date.parse('2026-10-20T00:00Z')
    const cut = fc.integer({ min: 1, max: 14 * 24 * 60 - 1 })
    fc.assert(
      fc.property(body, cut, (each, minutes) => {
        const [from, middle, to] = [new Date(start), new Date(start + minutes * 60_000), new Date(start + 14 * 24 * hour)]
        const all = windowsBetween(each, from, to)
        all.forEach((stretch, at) => {
          expect(stretch.from < stretch.to).toBe(true)
          expect(at === 0 || all[at - 1]!.to < stretch.from).toBe(true)
        })
        expect(serviceTimeBetween(each, from, middle) + serviceTimeBetween(each, middle, to)).toBe(serviceTimeBetween(each, from, to))
      }),
      { numRuns: 60 },
    )
  })
})

describe('when service time has passed', () => {
  const office = calendar('Europe/Oslo', '08:00', '16:00', workdays, ['2026-05-01'])

  it('goes on the next working day, over a weekend and a holiday', () => {
    // Thursday 15:00 in Oslo; Friday 1 May is a holiday.
    expect(afterServiceTime(office, new Date('2026-04-30T13:00Z'), 4 * hour)?.toISOString()).toBe('2026-05-04T09:00:00.000Z')
  })

  it('is at the very end of a window when it just fits', () => {
    expect(afterServiceTime(office, new Date('2026-04-29T06:00Z'), 8 * hour)?.toISOString()).toBe('2026-04-29T14:00:00.000Z')
  })

  it('counts 24 hours over the change of clocks as 24 hours', () => {
    expect(afterServiceTime(aroundTheClock('Europe/Oslo'), new Date('2026-10-24T12:00Z'), 24 * hour)?.toISOString()).toBe('2026-10-25T12:00:00.000Z')
  })

  it('never comes in a calendar that is not open', () => {
    expect(afterServiceTime({ ...office, windows: [] }, new Date('2026-04-30T13:00Z'), hour)).toBeUndefined()
  })

  it('is now for no time at all', () => {
    const now = new Date('2026-04-30T13:00Z')
    expect(afterServiceTime(office, now, 0)).toBe(now)
  })

  it('is the inverse of counting it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 * 60 }), (minutes) => {
        const start = new Date('2026-03-20T11:17Z')
        const due = afterServiceTime(office, start, minutes * 60_000)
        expect(serviceTimeBetween(office, start, due!)).toBe(minutes * 60_000)
      }),
      { numRuns: 40 },
    )
  })
})
