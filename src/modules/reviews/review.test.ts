import { describe, expect, it } from 'vitest'
import type { Draft } from '../../shared/kind.ts'
import { beatsBetween, cadenceFault, cadenceText } from './cadence.ts'
import { review, reviewBody, type ReviewBody } from './review.ts'

function draftOf(body: object): Draft<ReviewBody> {
  return { title: '', accountable: null, reviewEvery: null, effectiveOn: null, body: reviewBody.parse(body), links: [] }
}

describe('a cadence', () => {
  it.each([
    ['FREQ=MONTHLY;BYDAY=1TU'],
    ['RRULE:FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1'],
    ['freq=weekly;byday=mo,th'],
    ['FREQ=YEARLY;BYMONTH=1;BYDAY=MO;BYSETPOS=1'],
    ['FREQ=MONTHLY;UNTIL=20271231'],
  ])('may be %s', (rrule) => {
    expect(cadenceFault(rrule)).toBeUndefined()
  })

  it.each([
    ['monthly', 'cannot use "MONTHLY"'],
    ['BYDAY=1TU', 'says no FREQ'],
    ['FREQ=HOURLY', 'FREQ is DAILY, WEEKLY, MONTHLY or YEARLY, not "HOURLY".'],
    ['FREQ=MONTHLY;BYMONTHDAY=45', 'BYMONTHDAY is days from 1 to 31'],
    ['FREQ=MONTHLY;INTERVAL=0', 'INTERVAL is a number from 1 to 999'],
    ['FREQ=MONTHLY;BYHOUR=9', 'cannot use "BYHOUR"'],
    ['FREQ=MONTHLY;FREQ=WEEKLY', 'FREQ stands twice; keep one.'],
    ['FREQ=MONTHLY;COUNT=2;UNTIL=20270101', 'exclude each other'],
    ['FREQ=WEEKLY;BYDAY=1TU', 'needs FREQ=MONTHLY or YEARLY'],
    ['FREQ=WEEKLY;BYMONTHDAY=1', 'does not go with FREQ=WEEKLY'],
    ['FREQ=MONTHLY;BYSETPOS=1', 'needs BYDAY, BYMONTHDAY or BYMONTH'],
    ['FREQ=MONTHLY\nDTSTART:20260101', 'FREQ is DAILY'],
    ['', 'says no FREQ'],
  ])('may not be %j: %s', (rrule, says) => {
    expect(cadenceFault(rrule)).toContain(says)
  })

  it('gives the days on which the series falls, both ends included', () => {
    const monthly = { rrule: 'FREQ=MONTHLY;BYDAY=1TU', firstOn: '2026-01-06' }
    expect(beatsBetween(monthly, '2026-02-03', '2026-05-05')).toEqual(['2026-02-03', '2026-03-03', '2026-04-07', '2026-05-05'])
  })

  it('counts quarters from the first day, and gives nothing before it', () => {
    const quarterly = { rrule: 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15', firstOn: '2026-02-15' }
    expect(beatsBetween(quarterly, '2025-01-01', '2026-12-31')).toEqual(['2026-02-15', '2026-05-15', '2026-08-15', '2026-11-15'])
  })

  it('falls on the last day of every month', () => {
    expect(beatsBetween({ rrule: 'FREQ=MONTHLY;BYMONTHDAY=-1', firstOn: '2026-01-31' }, '2026-01-01', '2026-04-30')).toEqual(['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30'])
  })

  it('counts its last day in full', () => {
    expect(beatsBetween({ rrule: 'FREQ=DAILY;UNTIL=20260103', firstOn: '2026-01-01' }, '2026-01-01', '2026-12-31')).toEqual(['2026-01-01', '2026-01-02', '2026-01-03'])
  })

  it('ends after its count and after as many as were asked for', () => {
    expect(beatsBetween({ rrule: 'FREQ=DAILY;COUNT=2', firstOn: '2026-01-01' }, '2026-01-01', '2026-12-31')).toEqual(['2026-01-01', '2026-01-02'])
    expect(beatsBetween({ rrule: 'FREQ=DAILY', firstOn: '2026-01-01' }, '2026-01-01', '2026-12-31', 3)).toHaveLength(3)
  })

  it('that never falls on a day gives none', () => {
    expect(beatsBetween({ rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', firstOn: '2026-01-01' }, '2026-01-01', '2030-01-01')).toEqual([])
  })

  it('of the last year there is gives no day after it', () => {
    expect(beatsBetween({ rrule: 'FREQ=WEEKLY', firstOn: '9999-12-20' }, '9999-12-01', '9999-12-31')).toEqual(['9999-12-20', '9999-12-27'])
  })

  it('that cannot be read is refused where days are asked for', () => {
    expect(() => beatsBetween({ rrule: 'monthly', firstOn: '2026-01-01' }, '2026-01-01', '2026-12-31')).toThrow('cannot use "MONTHLY"')
  })

  it('is said in words', () => {
    expect(['FREQ=MONTHLY;BYDAY=1TU', 'FREQ=MONTHLY;INTERVAL=3', 'FREQ=YEARLY', 'soon'].map(cadenceText)).toEqual(['every month', 'every 3 months', 'every year', ''])
  })
})

describe('a review', () => {
  const sound = { purpose: 'See how the system is doing', rrule: 'FREQ=MONTHLY;BYDAY=1TU', firstOn: '2026-01-06', chair: 'ROL-2', participants: ['ROL-3'], agenda: [{ title: 'Actions', input: 'actions from earlier meetings' }] }

  it('is sound with a cadence, a chair and an agenda', () => {
    expect(review.check?.(draftOf(sound))).toEqual([])
    expect(review.missing?.(draftOf(sound))).toEqual([])
  })

  it('can only be closed with every heading answered, the chair present and a decision, unless it says otherwise', () => {
    expect(reviewBody.parse({}).closing).toEqual({ everyHeading: true, chairPresent: true, decision: true, signatures: 1 })
  })

  it.each<[object, string]>([
    [{ rrule: 'FREQ=SOMETIMES' }, 'body.rrule'],
    [{ rrule: 'FREQ=MONTHLY;UNTIL=20250101' }, 'body.rrule'],
    [{ rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }, 'body.rrule'],
    [{ agenda: [{ title: 'Risks' }, { title: 'risks' }] }, 'body.agenda.1'],
    [{ participants: ['ROL-3', 'ROL-3'] }, 'body.participants.1'],
  ])('refuses %j at %s', (wrong, path) => {
    expect(review.check?.(draftOf({ ...sound, ...wrong })).map((fault) => fault.path)).toEqual([path])
  })

  it.each<[object, string]>([
    [{ agenda: [{ title: 'Weather', input: 'the weather' }] }, 'an input that Wellrun cannot lay before it'],
    [{ agenda: [{ title: '' }] }, 'a heading without a title'],
    [{ minutes: 0 }, 'no time at all'],
    [{ closing: { signatures: 0 } }, 'nobody who signs'],
  ])('does not parse %j: %s', (wrong) => {
    expect(reviewBody.safeParse(wrong).success).toBe(false)
  })

  it('misses purpose, cadence, first day, chair and agenda', () => {
    expect(review.missing?.(draftOf({})).map((fault) => fault.path)).toEqual(['body.purpose', 'body.rrule', 'body.firstOn', 'body.chair', 'body.agenda'])
  })

  it('addresses its chair and its participants', () => {
    expect(review.addresses?.(reviewBody.parse(sound)).map((address) => `${address.path} ${address.to}`)).toEqual(['chair ROL-2', 'participants.0 ROL-3'])
  })
})
