import { counted, listed } from '../../shared/faults.ts'
import { every, scopeReader, stateOfMany, type ScopeAxis, type ScopeEntry, type ScopeReader, type ScopeState } from './scope.ts'

/** Something that has a place in the scope matrix. */
export type ScopeName = { id: string; title: string }

export type ScopeNames = {
  organisation: string
  services: readonly ScopeName[]
  units: readonly ScopeName[]
  locations: readonly ScopeName[]
  suppliers: readonly ScopeName[]
}

const axes = [
  { axis: 'unit', of: 'units', before: 'as run by', noun: 'unit' },
  { axis: 'location', of: 'locations', before: 'at', noun: 'location' },
  { axis: 'supplier', of: 'suppliers', before: 'with', noun: 'supplier' },
] as const

/** How a whole service stands: over every unit, location and supplier that something is stated for. */
export function serviceState(read: ScopeReader, serviceId: string, names: Pick<ScopeNames, 'units' | 'locations' | 'suppliers'>): ScopeState | undefined {
  return stateOfMany(axes.flatMap(({ axis, of }) => over(names[of]).map((elementId) => read(serviceId, axis, elementId)?.state)))
}

/** How a unit, location or supplier stands: over every service. */
export function elementState(read: ScopeReader, axis: ScopeAxis, elementId: string, services: readonly ScopeName[]): ScopeState | undefined {
  return stateOfMany(over(services).map((serviceId) => read(serviceId, axis, elementId)?.state))
}

/** Where an axis has no element yet, what is said of everything on it still counts. */
function over(names: readonly ScopeName[]): string[] {
  return names.length === 0 ? [every] : names.map((name) => name.id)
}

/** Cells of an axis about which nothing is stated. */
export function gapsOn(read: ScopeReader, axis: ScopeAxis, services: readonly ScopeName[], elements: readonly ScopeName[]): number {
  return services.reduce((sum, service) => sum + elements.filter((element) => read(service.id, axis, element.id) === undefined).length, 0)
}

/**
 * The scope in plain words: the organisation, its services, and where and by whom they are run. ISO/IEC 20000-1 4.3.
 * At most `most` names are written out per list; the rest is counted.
 */
export function scopeSentence(entries: readonly ScopeEntry[], names: ScopeNames, most = 6): string {
  const who = `The service management system of ${names.organisation || 'the organisation'}`
  const read = scopeReader(entries)
  const services = names.services.map((service) => ({ ...service, state: serviceState(read, service.id, names) }))
  const titles = (state: ScopeState) => services.filter((service) => service.state === state).map((service) => service.title)
  const whole = titles('in')
  const part = titles('partly')
  const later = titles('not yet')
  const sentences: string[] = []
  if (whole.length + part.length === 0) sentences.push(`${who} does not cover any service yet.`)
  else {
    const covered = [whole.length ? named(whole, most, 'service') : '', part.length ? `in part ${named(part, most, 'service')}` : ''].filter(Boolean)
    sentences.push(`${who} covers ${covered.join(', and ')}${places(read, names, most)}.`)
  }
  if (later.length) sentences.push(`Not covered yet: ${named(later, most, 'service')}${lastDay(entries, services.filter((service) => service.state === 'not yet'))}.`)
  return sentences.join(' ')
}

/** Units, locations and suppliers that are covered in whole or in part. */
function places(read: ScopeReader, names: ScopeNames, most: number): string {
  return axes
    .map(({ axis, of, before, noun }) => {
      const covered = names[of].filter((element) => ['in', 'partly'].includes(elementState(read, axis, element.id, names.services) ?? ''))
      return covered.length ? `, ${before} ${named(covered.map((element) => element.title), most, noun)}` : ''
    })
    .join('')
}

function lastDay(entries: readonly ScopeEntry[], services: readonly ScopeName[]): string {
  const ids = new Set([every, ...services.map((service) => service.id)])
  const days = entries.flatMap((entry) => (entry.state === 'not yet' && ids.has(entry.service) && entry.byOn ? [entry.byOn] : [])).sort()
  const last = days[days.length - 1]
  return last ? ` (planned by ${last})` : ''
}

function named(titles: readonly string[], most: number, noun: string): string {
  if (titles.length <= most) return listed(titles)
  return listed([...titles.slice(0, most), counted(titles.length - most, `more ${noun}`)])
}
