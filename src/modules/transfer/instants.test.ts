import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readInstant, type DateHabit } from './instants.ts'

const oslo: DateHabit = { zone: 'Europe/Oslo' }
const read = (text: string, habit: DateHabit = oslo) => {
  const answer = readInstant(text, habit)
  return 'at' in answer ? answer.at.toISOString() : answer.fault
}

describe('dates of files', () => {
  it('are read with their offset, and without one in the zone of the file', () => {
    expect(read('2022-01-12T14:44:54-00:00')).toBe('2022-01-12T14:44:54.000Z')
    expect(read('2022-01-12T14:44:54.250+0530')).toBe('2022-01-12T09:14:54.250Z')
    expect(read('Mar 23, 2019 08:00 +0000')).toBe('2019-03-23T08:00:00.000Z')
    expect(read('Dec 03, 2019 07:00 -0700')).toBe('2019-12-03T14:00:00.000Z')
    expect(read('2026-01-05 10:00')).toBe('2026-01-05T09:00:00.000Z')
    expect(read('2026-07-05 10:00')).toBe('2026-07-05T08:00:00.000Z')
    expect(read('2026-07-05 10:00 America/New_York')).toBe('2026-07-05T14:00:00.000Z')
    expect(read('2026-07-05 10:00 UTC')).toBe('2026-07-05T10:00:00.000Z')
    expect(read('2026-07-05')).toBe('2026-07-04T22:00:00.000Z')
  })

  it('are read with the name of the month, with dots, and in halves of the day', () => {
    expect([read('5 July 2026 10:00'), read('05-Jul-2026 10:00'), read('Sunday, July 5, 2026 10:00 AM'), read('5.7.2026 10:00'), read('2026/7/5 10:00:00')]).toEqual(Array(5).fill('2026-07-05T08:00:00.000Z'))
    expect([read('2026-07-05 12:30 am UTC'), read('2026-07-05 12:30 pm UTC')]).toEqual(['2026-07-05T00:30:00.000Z', '2026-07-05T12:30:00.000Z'])
  })

  it('with day or month first are never guessed where both are possible', () => {
    expect(read('03/04/2026 10:00')).toBe('"03/04/2026 10:00" may be day first or month first; say which in the mapping (dates: {order: day first}).')
    expect(read('03/04/2026 10:00', { zone: 'UTC', order: 'day first' })).toBe('2026-04-03T10:00:00.000Z')
    expect(read('03/04/2026 10:00', { zone: 'UTC', order: 'month first' })).toBe('2026-03-04T10:00:00.000Z')
    expect([read('23/04/2026 10:00', { zone: 'UTC' }), read('04/23/2026 10:00', { zone: 'UTC' }), read('4/4/2026 10:00', { zone: 'UTC' })]).toEqual(['2026-04-23T10:00:00.000Z', '2026-04-23T10:00:00.000Z', '2026-04-04T10:00:00.000Z'])
    expect(read('23/04/2026', { zone: 'UTC', order: 'month first' })).toContain('there is no such day, month first')
  })

  it('that cannot be are refused with what would be right', () => {
    expect(read('Aug 22, 22025 10:00 +0000')).toBe('The year 22025 cannot be (was 2025 meant?); give one from 1970 to 2199.')
    expect(read('?')).toBe('"?" says that nobody knows; find out, or take the row out.')
    expect(read('2026-02-30 10:00')).toContain('there is no such day')
    expect(read('2026-02-03 25:00')).toContain('there is no such time of day')
    expect(read('2026-02-03 10:00 Europe/Atlantis')).toContain('there is no time zone "Europe/Atlantis"')
    expect(read('next week')).toContain('is no date and time that can be read')
    expect(read('1650000000')).toContain('is no date and time')
    expect(read('0202-02-03 10:00')).toContain('The year 0202 cannot be')
  })

  it('that a program writes are read as what they are, whatever the zone of the file', () => {
    fc.assert(fc.property(fc.date({ min: new Date(0), max: new Date('2199-12-31T00:00:00Z'), noInvalidDate: true }), fc.constantFrom('UTC', 'Europe/Oslo', 'Pacific/Auckland'), (at, zone) => read(at.toISOString(), { zone }) === at.toISOString()))
  })
})
