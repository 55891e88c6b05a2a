import { describe, expect, it } from 'vitest'
import { growthOf } from '../../../test/support/growth.ts'
import { scopeReader, type ScopeEntry } from './scope.ts'
import { elementState, gapsOn, scopeSentence, serviceState } from './sentence.ts'

const name = (title: string) => ({ id: title.toLowerCase(), title })
const names = {
  organisation: 'Fjordvik',
  services: [name('Mail'), name('Payroll'), name('Archive')],
  units: [name('HR'), name('IT')],
  locations: [name('Oslo')],
  suppliers: [name('Nordlink')],
}
const inAll = (service: string): ScopeEntry[] => (['unit', 'location', 'supplier'] as const).map((axis) => ({ service, axis, element: '*', state: 'in' }))
const notYet: ScopeEntry = { service: 'archive', axis: 'unit', element: '*', state: 'not yet', reason: 'Being replaced', byOn: '2027-03-01' }

describe('the scope sentence', () => {
  it('says that nothing is covered when nothing is stated', () => {
    expect(scopeSentence([], names)).toBe('The service management system of Fjordvik does not cover any service yet.')
  })

  it('names what is covered, where and with whom', () => {
    expect(scopeSentence([...inAll('mail'), ...inAll('payroll')], names)).toBe('The service management system of Fjordvik covers Mail and Payroll, as run by HR and IT, at Oslo, with Nordlink.')
  })

  it('says what is covered in part and what is not covered yet, with the day', () => {
    const entries: ScopeEntry[] = [...inAll('mail'), { service: 'payroll', axis: 'unit', element: 'hr', state: 'partly' }, notYet]
    expect(scopeSentence(entries, names)).toBe(
      'The service management system of Fjordvik covers Mail, and in part Payroll, as run by HR and IT, at Oslo, with Nordlink. Not covered yet: Archive (planned by 2027-03-01).',
    )
  })

  it('counts what it does not write out', () => {
    const services = Array.from({ length: 9 }, (_, at) => name(`S${at}`))
    const entries: ScopeEntry[] = [{ service: '*', axis: 'unit', element: '*', state: 'in' }]
    expect(scopeSentence(entries, { ...names, services }, 3)).toContain('covers S0, S1, S2 and 6 more services')
  })

  it('takes what is said of a whole axis that has no element yet', () => {
    const entries: ScopeEntry[] = [{ service: 'mail', axis: 'unit', element: '*', state: 'in' }]
    expect(scopeSentence(entries, { ...names, units: [], locations: [], suppliers: [] })).toBe('The service management system of Fjordvik covers Mail.')
  })

  it('never names a unit that is not covered', () => {
    const entries: ScopeEntry[] = [{ service: 'mail', axis: 'unit', element: 'hr', state: 'in' }, { service: '*', axis: 'unit', element: 'it', state: 'not yet', reason: 'Later', byOn: '2027-01-01' }]
    const sentence = scopeSentence(entries, names)
    expect(sentence).toContain('as run by HR')
    expect(sentence).not.toContain('IT,')
  })
})

describe('a whole service', () => {
  it('is in when every stated cell is in, whatever is not stated', () => {
    expect(serviceState(scopeReader([{ service: 'mail', axis: 'unit', element: 'hr', state: 'in' }]), 'mail', names)).toBe('in')
  })

  it('is partly when one cell is not yet', () => {
    expect(serviceState(scopeReader([...inAll('mail'), { ...notYet, service: 'mail', element: 'it' }]), 'mail', names)).toBe('partly')
  })
})

describe('a whole unit', () => {
  it('is partly when some services are covered there and others not yet', () => {
    expect(elementState(scopeReader([...inAll('mail'), notYet]), 'unit', 'hr', names.services)).toBe('partly')
  })
})

describe('gaps', () => {
  it('are the cells about which nothing is stated', () => {
    expect(gapsOn(scopeReader([]), 'unit', names.services, names.units)).toBe(6)
    expect(gapsOn(scopeReader([...inAll('mail'), { service: '*', axis: 'unit', element: 'hr', state: 'in' }]), 'unit', names.services, names.units)).toBe(2)
  })
})

describe('a large scope', () => {
  it('is put into words without going through all entries for each cell', { timeout: 60_000 }, () => {
    const growth = growthOf((units) => {
      const services = Array.from({ length: 300 }, (_, at) => name(`S${at}`))
      const entries = Array.from({ length: 100 * units }, (_, at): ScopeEntry => ({ service: `s${at % 300}`, axis: 'unit', element: `u${Math.floor(at / 300)}`, state: at % 2 ? 'in' : 'partly' }))
      expect(scopeSentence(entries, { ...names, services, units: Array.from({ length: units }, (_, at) => name(`U${at}`)) })).toContain('covers S1, S3')
    }, 200)
    expect(growth).toBeLessThan(10)
  })
})
