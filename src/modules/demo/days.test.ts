import { describe, expect, it } from 'vitest'
import { seeded, withDays } from './days.ts'
import { edited, linkOf } from './edits.ts'
import { easterSunday, norwegianHolidays, workingDay } from './holidays.ts'

describe('days of the demo', () => {
  it('are counted from today, in days and in whole months', () => {
    expect(withDays('{today-45} {today} {first-3} {last+3} {last+0}', '2026-11-23')).toBe('2026-10-09 2026-11-23 2026-08-01 2027-02-28 2026-11-30')
  })

  it('leave other braces alone', () => {
    expect(withDays('{ key: POL-1 } {tomorrow}', '2026-11-23')).toBe('{ key: POL-1 } {tomorrow}')
  })

  it('name the holidays from the founding to the next year', () => {
    expect(withDays('{holidays}', '2026-11-23')).toContain('{ on: 2024-05-17, name: Constitution Day }')
    expect(withDays('{holidays}', '2026-11-23')).toContain('{ on: 2027-03-26, name: Good Friday }')
  })
})

describe('holidays of Norway', () => {
  it('hang on Easter', () => {
    expect([2024, 2025, 2026, 2027, 2038].map(easterSunday)).toEqual(['2024-03-31', '2025-04-20', '2026-04-05', '2027-03-28', '2038-04-25'])
    expect(norwegianHolidays(2026).map(({ on }) => on)).toEqual(['2026-01-01', '2026-04-02', '2026-04-03', '2026-04-05', '2026-04-06', '2026-05-01', '2026-05-14', '2026-05-17', '2026-05-24', '2026-05-25', '2026-12-25', '2026-12-26'])
  })

  it('name a day once where two fall on it', () => {
    expect(norwegianHolidays(2008).filter(({ on }) => on === '2008-05-01')).toHaveLength(1)
  })

  it('and weekends are no working days', () => {
    expect([workingDay('2026-11-22'), workingDay('2026-04-06'), workingDay('2026-11-23')]).toEqual(['2026-11-20', '2026-04-01', '2026-11-23'])
  })
})

describe('edits by path', () => {
  const value = { title: 'Change', body: { principles: [{ text: 'One' }, { text: 'Two' }] } }

  it('change, add and take out, and leave the value as it was', () => {
    expect(edited(value, { title: 'Changes', 'body.principles.1.text': 'Second', 'body.principles.+': { text: 'Three' }, 'body.principles.0': null })).toEqual({ title: 'Changes', body: { principles: [{ text: 'Second' }, { text: 'Three' }] } })
    expect(value.body.principles).toHaveLength(2)
  })

  it('say where a path leads nowhere', () => {
    expect(() => edited(value, { 'body.rules.0.text': 'x' })).toThrow('body.rules.0.text leads nowhere.')
  })

  it('read a link as files say it', () => {
    expect(linkOf({ provides: 'SVC-1', for: 'SUP-1' })).toEqual({ type: 'provides', to: 'SVC-1', for: 'SUP-1' })
    expect(() => linkOf({ likes: 'SVC-1' })).toThrow('No kind of link')
  })
})

describe('numbers by a seed', () => {
  it('are the same for the same seed, and lie between 0 and 1', () => {
    const [one, other, third] = [7, 7, 8].map((seed) => Array.from({ length: 50 }, seeded(seed)))
    expect(one).toEqual(other)
    expect(one).not.toEqual(third)
    expect(one!.every((value) => value >= 0 && value < 1)).toBe(true)
  })
})
