import { describe, expect, it } from 'vitest'
import { agreement, agreementBody, targetText, type AgreementTarget } from './agreement.ts'

const availability: AgreementTarget = { quantity: 'availability', name: '', priority: '', comparator: 'at least', value: 99.5, unit: '%', share: null, over: 'month' }
const response: AgreementTarget = { quantity: 'response time', name: '', priority: '1', comparator: 'at most', value: 30, unit: 'minutes', share: 95, over: 'month' }

function draftOf(change: object) {
  return { title: '', accountable: null, reviewEvery: null, effectiveOn: null, body: agreementBody.parse({ targets: [availability, response], ...change }), links: [] }
}

function pathsOf(change: object): string[] {
  return (agreement.check?.(draftOf(change)) ?? []).map((fault) => fault.path)
}

describe('an agreement', () => {
  it('takes targets that are numbers with units', () => {
    expect(pathsOf({})).toEqual([])
  })

  it('never takes prose for a number', () => {
    expect(agreementBody.safeParse({ targets: [{ ...availability, value: 'high' }] }).success).toBe(false)
    expect(agreementBody.safeParse({ targets: [{ ...availability, value: Number.POSITIVE_INFINITY }] }).success).toBe(false)
    expect(agreementBody.safeParse({ targets: [{ ...availability, value: -1 }] }).success).toBe(false)
  })

  it('refuses an end before its start', () => {
    expect(pathsOf({ startOn: '2026-06-01', endOn: '2026-05-31' })).toEqual(['body.endOn'])
    expect(pathsOf({ startOn: '2026-06-01', endOn: '2026-06-01' })).toEqual([])
  })

  it.each<[object, string]>([
    [{ unit: 'hours' }, 'unit'],
    [{ value: 100.1 }, 'value'],
    [{ comparator: 'at most' }, 'comparator'],
    [{ share: 90 }, 'share'],
    [{ priority: '1' }, 'priority'],
    [{ name: 'Uptime' }, 'name'],
  ])('refuses availability with %j', (wrong, field) => {
    expect(pathsOf({ targets: [{ ...availability, ...wrong }] })).toEqual([`body.targets.0.${field}`])
  })

  it.each<[object, string]>([
    [{ unit: '%' }, 'unit'],
    [{ comparator: 'at least' }, 'comparator'],
    [{ value: 0 }, 'value'],
  ])('refuses a response time with %j', (wrong, field) => {
    expect(pathsOf({ targets: [{ ...response, ...wrong }] })).toEqual([`body.targets.0.${field}`])
  })

  it('wants a name for a target of another sort', () => {
    expect(pathsOf({ targets: [{ ...response, quantity: 'other', name: '' }] })).toEqual(['body.targets.0.name'])
    expect(pathsOf({ targets: [{ ...response, quantity: 'other', name: 'Satisfaction', unit: '%', value: 101 }] })).toEqual(['body.targets.0.value'])
  })

  it('refuses the same promise twice, but not for two priorities', () => {
    expect(pathsOf({ targets: [response, { ...response, value: 60 }] })).toEqual(['body.targets.1'])
    expect(pathsOf({ targets: [response, { ...response, priority: '2', value: 60 }] })).toEqual([])
  })

  it('misses targets, a start and what it binds', () => {
    expect((agreement.missing?.(draftOf({ targets: [] })) ?? []).map((fault) => fault.path)).toEqual(['body.targets', 'body.startOn', 'links'])
    expect(agreement.missing?.({ ...draftOf({ startOn: '2026-01-01' }), links: [{ type: 'binds', to: 'x' }] })).toEqual([])
  })

  it('says its targets in words', () => {
    expect(targetText(availability)).toBe('availability at least 99.5 % a month')
    expect(targetText(response)).toBe('response time at most 30 minutes for priority 1 in 95 % a month')
  })
})
