import { describe, expect, it } from 'vitest'
import { dateOrder, readMoment, type DateForm } from './record-moment.ts'

const read = (text: string, dates?: string, zone = 'UTC') => {
  const moment = readMoment(text, { order: dateOrder(dates)!, zone } satisfies DateForm)
  return 'fault' in moment ? moment.fault : new Date(moment.ms).toISOString()
}

describe('a date of a file', () => {
  it('is read with the day or the month first as the mapping says, and never guessed', () => {
    expect(read('1/3/2016 01:22', 'day first')).toBe('2016-03-01T01:22:00.000Z')
    expect(read('1/3/2016 01:22', 'd/M/yyyy HH:mm')).toBe('2016-03-01T01:22:00.000Z')
    expect(read('1/3/2016 01:22', 'M/d/yyyy HH:mm')).toBe('2016-01-03T01:22:00.000Z')
    expect(read('1/3/2016 01:22')).toBe('"1/3/2016 01:22" may begin with the day or with the month; say dates: day first or dates: month first.')
    expect(read('22/3/2016 15:08', 'month first')).toBe('"22/3/2016 15:08": there is no day 3 in month 22 of 2016. If the day stands first, say dates: day first.')
  })

  it('is read in the forms that tools export', () => {
    expect(read('2016-03-01 14:22:05')).toBe('2016-03-01T14:22:05.000Z')
    expect(read('2016-03-01T14:22:05.123+0200')).toBe('2016-03-01T12:22:05.123Z')
    expect(read('2016-03-01')).toBe('2016-03-01T00:00:00.000Z')
    expect(read('04/Nov/23 2:31 PM')).toBe('2023-11-04T14:31:00.000Z')
    expect(read('Mar 12, 2016 12:05 AM')).toBe('2016-03-12T00:05:00.000Z')
    expect(read('42430.5', 'excel')).toBe('2016-03-01T12:00:00.000Z')
    expect(read('1456842120', 'unix seconds')).toBe('2016-03-01T14:22:00.000Z')
  })

  it('is the instant of its own time zone, over a change of clocks too', () => {
    expect(read('2016-03-27 01:59', undefined, 'Europe/Oslo')).toBe('2016-03-27T00:59:00.000Z')
    expect(read('2016-03-27 02:30', undefined, 'Europe/Oslo')).toBe('2016-03-27T01:30:00.000Z')
    expect(read('2016-03-27 03:00', undefined, 'Europe/Oslo')).toBe('2016-03-27T01:00:00.000Z')
    expect(read('2016-07-01 12:00', undefined, 'America/Sao_Paulo')).toBe('2016-07-01T15:00:00.000Z')
    expect(read('2016-07-01 12:00Z', undefined, 'America/Sao_Paulo')).toBe('2016-07-01T12:00:00.000Z')
  })

  it('that cannot be meant is said, with what would be right', () => {
    expect(read('22025-03-01 10:00')).toBe('"22025-03-01 10:00": 22025 is no year that can be meant; write one between 1970 and 2100.')
    expect(read('1/3/22025', 'day first')).toBe('"1/3/22025": 22025 is no year that can be meant; write one between 1970 and 2100.')
    expect(read('2015-02-29')).toBe('"2015-02-29": there is no day 29 in month 2 of 2015.')
    expect(read('2015-02-28 25:00')).toBe('"2015-02-28 25:00": 25:00 is no time of day.')
    expect(read('42430')).toBe('42430 is a bare number; say dates: excel, unix seconds or unix milliseconds for this column.')
    expect(read('soon')).toBe('"soon" is no date; write it as 2025-03-01 14:30, or say under dates how it is written.')
  })
})
