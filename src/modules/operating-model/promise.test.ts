import { describe, expect, it } from 'vitest'
import { SystemMaker } from '../../../test/support/systems.ts'
import { to } from '../../../test/support/xrayed.ts'
import type { SystemElement } from '../../shared/system.ts'
import { percent, promisedBeyond, promiseOf } from './promise.ts'

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday']
const hours = (from: string, end: string, days = weekdays) => ({ timeZone: 'Europe/Oslo', windows: [{ days, from, to: end }], holidays: [] })

/** A system of services that promise what they are told to, each depending on those named. */
function chain() {
  const made = new SystemMaker('Northwind')
  const promise = (element: SystemElement, value: number | null, more: { type?: string; calendar?: SystemElement } = {}) =>
    made.add('agreement', `${more.type ?? 'SLA'} of ${element.title}`, { type: more.type ?? 'SLA', targets: value === null ? [] : [{ quantity: 'availability', comparator: 'at least', value, unit: '%' }] }, {
      links: [to('binds', element), ...(more.calendar ? [to('binds', more.calendar)] : [])],
    })
  const service = (title: string, value: number | null, ...needs: SystemElement[]) => {
    const element = made.add('service', title, {}, { links: needs.map((need) => to('dependsOn', need)) })
    if (value !== null) promise(element, value)
    return element
  }
  return { made, promise, service, of: (element: SystemElement) => promiseOf(made.system, element) }
}

describe('the availability of a chain', () => {
  it('is the product of what is needed together', () => {
    const { service, of } = chain()
    const mail = service('Mail', 99.9, service('Network', 99.9), service('Storage', 99.5))
    expect(of(mail).availability).toMatchObject({ standing: 'broken', promised: 99.9, weakest: 'Storage', unknown: [] })
    expect(of(mail).availability.achievable).toBeCloseTo(99.4005, 10)
    expect(of(mail).availability.gap).toBeCloseTo(0.4995, 10)
    expect(of(mail).availability.text).toBe('Promised 99.9 %; the chain gives 99.4 % at most. Weakest: Storage.')
  })

  it('is kept where every link is known and gives as much', () => {
    const { service, of } = chain()
    expect(of(service('Mail', 99, service('Network', 99.5)))).toMatchObject({ availability: { standing: 'kept', gap: null, text: 'Promised 99.0 %; the chain gives 99.5 %.' } })
  })

  it('is never 100 % for a link that promises nothing: it is named, and what stands behind it counts', () => {
    const { service, of } = chain()
    const silent = service('Platform', null, service('Network', 98))
    const mail = of(service('Mail', 99, silent, service('Storage', 99.9)))
    expect(mail.availability).toMatchObject({ standing: 'broken', weakest: 'Network', unknown: ['Platform'] })
    expect(mail.availability.text).toContain('1 of 3 links promises nothing: Platform.')
    const lone = of(service('Wiki', 99, service('Shelf', null)))
    expect(lone.availability).toMatchObject({ standing: 'unknown', achievable: null, unknown: ['Shelf'] })
    expect(of(service('Alone', 99)).availability).toMatchObject({ standing: 'unknown', text: 'Promised 99.0 %; whether the chain gives it is not known. No link behind it is written down.' })
  })

  it('is higher where one of several is enough, and a silent stand-in adds nothing', () => {
    const { made, service, of } = chain()
    const [one, other, silent] = [service('Line A', 99), service('Line B', 98), service('Line C', null)]
    const mail = service('Mail', 99.9)
    const linked = (...links: SystemElement['links']) => of(made.change(made.system.elements.find((each) => each.id === mail.id)!, { links })).availability
    expect(linked(to('dependsOn', one), to('dependsOn', other)).achievable).toBeCloseTo(97.02, 10)
    expect(linked(to('dependsOn', one), to('dependsOn', other, { for: one.id })).achievable).toBeCloseTo(99.98, 10)
    expect(linked(to('dependsOn', one), to('dependsOn', silent, { for: one.id }))).toMatchObject({ standing: 'broken', unknown: [] })
    expect(linked(to('dependsOn', one, { for: other.id }), to('dependsOn', other, { for: one.id })).achievable).toBeCloseTo(97.02, 10)
  })

  it('gives no more than what a link’s own chain gives', () => {
    const { service, of } = chain()
    const boaster = service('Platform', 99.99, service('Network', 98))
    const mail = of(service('Mail', 99, boaster))
    expect(mail.links).toMatchObject([{ title: 'Platform', availability: 98, says: 99.99 }])
    expect(mail.availability.standing).toBe('broken')
  })

  it('counts the contracts of suppliers for the services that they bind, and an OLA beside the SLA', () => {
    const { made, promise, service, of } = chain()
    const [mail, wiki] = [service('Mail', 99.5), service('Wiki', 99.5)]
    const supplier = made.add('supplier', 'Nordlink', {}, { links: [to('provides', mail), to('provides', wiki)] })
    made.add('agreement', 'Contract', { type: 'contract', targets: [{ quantity: 'availability', comparator: 'at least', value: 99, unit: '%' }] }, { links: [to('binds', supplier), to('binds', mail)] })
    expect(of(mail).links).toMatchObject([{ title: 'Nordlink', how: 'supplier', availability: 99, by: { title: 'Contract' } }])
    expect(of(wiki).availability).toMatchObject({ standing: 'unknown', unknown: ['Nordlink'] })
    promise(wiki, 98, { type: 'OLA' })
    expect(of(wiki).availability).toMatchObject({ standing: 'broken', weakest: 'OLA of Wiki' })
  })

  it('names circles, and what is retired or in no list', () => {
    const { made, service, of } = chain()
    const [a, gone] = [service('A', 99), service('Gone', 99)]
    const b = service('B', 99, a)
    const changed = made.change(a, { links: [to('dependsOn', b), to('dependsOn', gone)], unknown: [{ type: 'dependsOn', name: 'postgres' }] })
    made.retire(gone)
    expect(of(changed)).toMatchObject({ circle: ['SVC-1', 'SVC-3'], availability: { standing: 'unknown', unknown: ['Gone', 'postgres'] } })
    expect(of(changed).availability.text).toContain('It stands in a circle of dependencies: A, B.')
  })

  it('is told on the A3 by the services that promise beyond it', () => {
    const { made, service } = chain()
    service('Mail', 99.9, service('Network', 99))
    service('Wiki', 98, service('Shelf', null))
    expect(promisedBeyond(made.system).map((element) => element.title)).toEqual(['Mail'])
  })

  it('is cut and never rounded up', () => {
    expect([99.99999, 99.9, 100, 99.995, 99.70000000000002].map(percent)).toEqual(['99.9999 %', '99.9 %', '100.0 %', '99.995 %', '99.7 %'])
  })
})

describe('the service hours of a chain', () => {
  function timed(promisedHours: object, ...supports: object[]) {
    const { made, promise, of } = chain()
    const needs = supports.map((body, at) => {
      const [need, calendar] = [made.add('service', `Link ${at + 1}`), made.add('calendar', `Support ${at + 1}`, { ...body })]
      promise(need, 99, { type: 'OLA', calendar })
      return need
    })
    const service = made.add('service', 'Mail', {}, { links: needs.map((need) => to('dependsOn', need)) })
    promise(service, 90, { calendar: made.add('calendar', 'Promised', { ...promisedHours }) })
    return { made, service, needs, of }
  }

  it('are kept where every link is there as long', () => {
    const { of, service } = timed(hours('08:00', '16:00'), hours('07:00', '17:00'), hours('08:00', '16:00'))
    expect(of(service).hours).toMatchObject({ standing: 'kept', uncovered: 0, text: 'Promised 08:00–16:00, monday to friday; every link is there as long.' })
  })

  it('are broken by the hours that the links do not share, holidays included', () => {
    const { of, service } = timed(hours('08:00', '16:00'), hours('08:00', '12:00'), hours('10:00', '16:00'))
    const kept = of(service).hours
    expect(kept).toMatchObject({ standing: 'broken', minutes: 261 * 480, uncovered: 261 * 360, first: { from: '2026-11-23T07:00:00.000Z', to: '2026-11-23T09:00:00.000Z' } })
    const closed = timed(hours('08:00', '16:00'), { ...hours('08:00', '16:00'), holidays: [{ on: '2026-12-25', name: 'Christmas' }] })
    expect(closed.of(closed.service).hours).toMatchObject({ uncovered: 480, text: expect.stringContaining('8 hours of the year to come are not supported, first on Friday 25 December, 08:00 to 16:00.') as string })
  })

  it('are covered by links of which one is enough', () => {
    const { made, of, service, needs } = timed(hours('08:00', '16:00'), hours('08:00', '12:00'), hours('12:00', '16:00'))
    made.change(service, { links: [to('dependsOn', needs[0]!), to('dependsOn', needs[1]!, { for: needs[0]!.id })] })
    expect(of(service).hours.standing).toBe('kept')
  })

  it('are unknown where a link names none', () => {
    const { made, of, service, needs } = timed(hours('08:00', '16:00'), hours('08:00', '16:00'))
    const silent = made.add('service', 'Silent')
    made.change(service, { links: [to('dependsOn', needs[0]!), to('dependsOn', silent)] })
    expect(of(service).hours).toMatchObject({ standing: 'unknown', unknown: ['Silent'] })
  })
})
