import { z } from 'zod'
import { day } from '../../shared/days.ts'
import { repeated } from '../../shared/faults.ts'
import { items } from '../../shared/fields.ts'
import { defineKind, type Address, type Fault, type TitleOf } from '../../shared/kind.ts'

export const scopeAxes = ['unit', 'location', 'supplier'] as const
export type ScopeAxis = (typeof scopeAxes)[number]
export const scopeStates = ['in', 'partly', 'not yet'] as const
export type ScopeState = (typeof scopeStates)[number]

/** Stands for every service, or for every element of an axis. */
export const every = '*'

export const scopeEntry = z.strictObject({
  service: z.string().min(1).max(200).describe('Service, or * for every service'),
  axis: z.enum(scopeAxes).describe('Axis'),
  element: z.string().min(1).max(200).describe('Unit, location or supplier, or * for every one'),
  state: z.enum(scopeStates).describe('State'),
  reason: z.string().trim().max(500, 'Keep it to 500 characters.').optional().describe('Reason'),
  byOn: day.optional().describe('Covered by'),
})
export type ScopeEntry = z.infer<typeof scopeEntry>

/** Where an entry stands, without what it says. */
export type ScopeCell = Pick<ScopeEntry, 'service' | 'axis' | 'element'>

export const scopeBody = z.strictObject({
  sentence: z.string().trim().max(2000, 'Keep it to 2000 characters.').nullable().default(null).describe('Scope sentence; empty: written from the entries'),
  entries: items(scopeEntry, 'Entries', 20_000),
})
export type ScopeBody = z.infer<typeof scopeBody>

/** What the system covers: sparse entries, the most specific wins, nothing said is a gap. ISO/IEC 20000-1 4.3. */
export const scope = defineKind<ScopeBody>({
  kind: 'scope',
  prefix: 'SCO',
  noun: 'scope',
  plural: 'scope',
  path: 'scope',
  single: true,
  body: scopeBody,
  empty: scopeBody.parse({}),
  reviewEvery: 'P1Y',
  links: ['serves', 'answers'],
  check: ({ body }) => [
    ...body.entries.flatMap((entry, at) => entryFaults(entry, `body.entries.${at}`)),
    ...repeated(body.entries, cellName, 'body.entries', (_, at) => `Entry ${at} is about the same cell; keep one.`),
  ],
  missing: ({ body }) =>
    body.entries.some((entry) => entry.state !== 'not yet') ? [] : [{ path: 'body.entries', message: 'Put at least one service in scope, for a unit, a location or a supplier.' }],
  addresses: (body) => body.entries.flatMap(addressesOf),
  parts: { entries: { noun: 'Cell', id: cellName, name: cellInWords } },
  facts: (body) => scopeStates.map((state) => ({ label: state, value: String(body.entries.filter((entry) => entry.state === state).length) })),
})

function addressesOf(entry: ScopeEntry, at: number): Address[] {
  return [
    ...(entry.service === every ? [] : [{ path: `entries.${at}.service`, to: entry.service, kinds: ['service'], as: 'id' as const }]),
    ...(entry.element === every ? [] : [{ path: `entries.${at}.element`, to: entry.element, kinds: [entry.axis], as: 'id' as const }]),
  ]
}

function cellName(cell: ScopeCell): string {
  return `${cell.axis} ${cell.service} ${cell.element}`
}

function cellInWords({ service, axis, element }: ScopeCell, _: unknown, titleOf: TitleOf): string {
  return `${service === every ? 'every service' : (titleOf(service) ?? service)} × ${element === every ? `every ${axis}` : (titleOf(element) ?? element)}`
}

/** What is wrong with one entry by itself: *not yet* says why and by when. */
export function entryFaults(entry: ScopeEntry, path: string): Fault[] {
  if (entry.state !== 'not yet') return []
  return [
    ...(entry.reason ? [] : [{ path: `${path}.reason`, message: 'Say why it is not covered yet.' }]),
    ...(entry.byOn ? [] : [{ path: `${path}.byOn`, message: 'Say by which day it will be covered.' }]),
  ]
}

/** Answers which entry decides a cell, for any number of cells at four look-ups each. */
export type ScopeReader = (serviceId: string, axis: ScopeAxis, elementId: string) => ScopeEntry | undefined

/**
 * Indexes the entries once. The most specific entry decides a cell: that of the cell, then of the service, then of the axis element, then of
 * everything on the axis. Undefined: not stated, which is drawn blank and counted as a gap.
 */
export function scopeReader(entries: readonly ScopeEntry[]): ScopeReader {
  const byAxis = new Map<ScopeAxis, Map<string, Map<string, ScopeEntry>>>()
  for (const entry of entries) {
    const services = kept(byAxis, entry.axis, () => new Map<string, Map<string, ScopeEntry>>())
    kept(services, entry.service, () => new Map<string, ScopeEntry>()).set(entry.element, entry)
  }
  return (service, axis, element) => {
    const services = byAxis.get(axis)
    const [own, wide] = [services?.get(service), services?.get(every)]
    return own?.get(element) ?? own?.get(every) ?? wide?.get(element) ?? wide?.get(every)
  }
}

function kept<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make()
  map.set(key, value)
  return value
}

/** The entry that decides one cell; see `scopeReader`. */
export function entryFor(entries: readonly ScopeEntry[], serviceId: string, axis: ScopeAxis, elementId: string): ScopeEntry | undefined {
  return scopeReader(entries)(serviceId, axis, elementId)
}

/** The state of a cell, or undefined where nothing is stated. */
export function stateOf(entries: readonly ScopeEntry[], serviceId: string, axis: ScopeAxis, elementId: string): ScopeState | undefined {
  return entryFor(entries, serviceId, axis, elementId)?.state
}

/** What is blank on an axis: services of which nothing is stated, cells that are blank of the others, and elements of the axis of which nothing is stated. */
export function blanksOf(entries: readonly ScopeEntry[], axis: ScopeAxis, services: readonly string[], elements: readonly string[]): { services: number; cells: number; elements: number } {
  const read = scopeReader(entries)
  const across = elements.length > 0 ? elements : [every]
  const blank = services.map((service) => across.filter((element) => !read(service, axis, element)).length)
  const bare = blank.filter((cells) => cells === across.length).length
  return {
    services: bare,
    cells: blank.reduce((sum, cells) => sum + cells, 0) - bare * across.length,
    elements: elements.filter((element) => services.every((service) => !read(service, axis, element))).length,
  }
}

/** Many cells seen as one: *in* or *not yet* when all that are stated agree, otherwise *partly*; undefined when none is stated. */
export function stateOfMany(states: readonly (ScopeState | undefined)[]): ScopeState | undefined {
  const stated = states.filter((state) => state !== undefined)
  const first = stated[0]
  if (first === undefined) return undefined
  return stated.every((state) => state === first) ? first : 'partly'
}

/** An edit of one cell: a new entry, or state null to leave the cell to what is said more widely. */
export type ScopeEdit = ScopeEntry | (ScopeCell & { state: null })

/**
 * The entries with one edit merged in; an entry for the same cell is replaced, all others stay. Edits of different cells may
 * come in any order and from several people: the result is the same, and so is its order.
 */
export function mergeEntry(entries: readonly ScopeEntry[], edit: ScopeEdit): ScopeEntry[] {
  const name = cellName(edit)
  const others = entries.filter((entry) => cellName(entry) !== name)
  return inOrder(edit.state === null ? others : [...others, edit])
}

function inOrder(entries: ScopeEntry[]): ScopeEntry[] {
  return entries.sort((a, b) => {
    const one = cellName(a)
    const other = cellName(b)
    return one < other ? -1 : one > other ? 1 : 0
  })
}
