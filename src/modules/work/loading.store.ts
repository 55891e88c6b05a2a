import type { Tx } from '../../kernel/database.ts'
import { findReferences } from '../../kernel/element.find.ts'
import type { ElementRef } from '../../kernel/element.find.ts'
import { findItemNames } from '../../kernel/item-names.ts'
import type { Moment } from '../../kernel/query.ts'
import { refusal } from '../../shared/faults.ts'
import { isId } from '../../shared/ids.ts'
import type { Fault } from '../../shared/kind.ts'
import { Problem } from '../../shared/problem.ts'
import type { CalendarUse, FieldValues, Places, Plan } from '../routines/engine.plan.ts'
import type { RoutineBody } from '../routines/routine-body.ts'
import { listKnownPeople } from './people.store.ts'
import { findRecord, findStamp } from './record.store.ts'
import type { Found } from './record.store.ts'
import type { StoredRecord } from './stored.ts'
import type { RoutineVersion, Surroundings } from './surroundings.ts'
import { meetsOf } from './meetings.store.ts'
import { findRoutine, olderCalendars, surroundingsOf, surroundingsOn, thresholdsOf } from './surroundings.store.ts'

/** A record with the version of its routine and all that is looked up around it. */
export type LoadedRecord = { stored: StoredRecord; routine: RoutineVersion; around: Surroundings; thresholds: Readonly<Record<string, number>>; older: ReadonlyMap<string, CalendarUse>; named: Named; meets: Plan['meets'] }
export type LoadedRoutine = Omit<LoadedRecord, 'stored' | 'older' | 'meets'> & Partial<Pick<LoadedRecord, 'older' | 'meets'>>

/** What an input names by key or id, resolved: places by their names, fields of the form that hold elements or people. */
export type Named = { places: Places; fields: FieldValues | undefined }

type Naming = { service?: string | null | undefined; configurationItem?: string | null | undefined; unit?: string | null | undefined; location?: string | null | undefined; supplier?: string | null | undefined; requester?: string | null | undefined; fields?: FieldValues | undefined }

/** Finds a record for an action: one statement, where definitions have not changed since the last. */
export async function loadRecord(tx: Tx, reference: string, at: Date, naming: Naming = {}): Promise<LoadedRecord> {
  return around(tx, await findRecord(tx, reference), at, naming)
}

/** All that is looked up around a record that was found. */
export async function around(tx: Tx, found: Found, at: Date, naming: Naming = {}): Promise<LoadedRecord> {
  return among(tx, found, await surroundingsOf(tx, found, at), at, naming)
}

/** As `around`, with what was in force at the moment that is looked at. */
export async function aroundOn(tx: Tx, found: Found, moment: Moment): Promise<LoadedRecord> {
  return among(tx, found, await surroundingsOn(tx, found, moment), moment.at, {})
}

async function among(tx: Tx, found: Found, surroundings: Surroundings, at: Date, naming: Naming): Promise<LoadedRecord> {
  const { routineId, routineVersion } = found.stored.record
  const routine = await findRoutine(tx, routineId, routineVersion)
  const older = await olderCalendars(tx, surroundings, found.stored.record.clocks)
  const named = await resolve(tx, routine.body, naming)
  return { stored: found.stored, routine, around: surroundings, thresholds: await thresholdsOf(tx, surroundings, routine, at), older, named, meets: await meetsOf(tx, routine.body, { stored: found.stored, named, at }) }
}

/** The version in force of the routine that a key or an id names; throws `notFound`. */
export async function loadRoutine(tx: Tx, reference: string, at: Date, naming: Naming = {}): Promise<LoadedRoutine> {
  const surroundings = await surroundingsOf(tx, await findStamp(tx), at)
  return routineAmong(tx, surroundings, reference, at, naming)
}

/** As `loadRoutine`, where the surroundings are known. */
export async function routineAmong(tx: Tx, surroundings: Surroundings, reference: string, at: Date, naming: Naming = {}): Promise<LoadedRoutine> {
  const inForce = surroundings.routines.get(isId(reference) ? reference.toLowerCase() : (surroundings.routineIds.get(reference.toUpperCase()) ?? ''))
  if (!inForce) throw new Problem('notFound', `There is no routine ${reference} in force here.`, [{ path: 'routine', message: 'Name a routine that is in force.' }])
  return loadVersion(tx, surroundings, inForce, at, naming)
}

/** One version of a routine, where the surroundings are known. */
export async function loadVersion(tx: Tx, surroundings: Surroundings, { id, version }: { id: string; version: number }, at: Date, naming: Naming = {}): Promise<LoadedRoutine> {
  const routine = await findRoutine(tx, id, version)
  return { routine, around: surroundings, thresholds: await thresholdsOf(tx, surroundings, routine, at), named: await resolve(tx, routine.body, naming) }
}

const placeKinds = { service: ['serviceId', 'service'], configurationItem: ['configurationItemId', 'item'], unit: ['unitId', 'unit'], location: ['locationId', 'location'], supplier: ['supplierId', 'supplier'] } as const
type PlaceName = keyof typeof placeKinds
const placeNames = Object.keys(placeKinds) as PlaceName[]

type Refs = ReadonlyMap<string, Pick<ElementRef, 'id' | 'kind'>>

async function resolve(tx: Tx, body: RoutineBody, naming: Naming): Promise<Named> {
  const asked = placeNames.flatMap((name) => (naming[name] && name !== 'configurationItem' ? [naming[name]] : []))
  const elements = body.fields.filter((field) => field.type === 'element')
  const people = body.fields.filter((field) => field.type === 'person')
  const textAt = (id: string) => (typeof naming.fields?.[id] === 'string' ? naming.fields[id] : '')
  const named = elements.flatMap((field) => (field.elementKind === 'item' ? [] : textAt(field.id) || []))
  const items = [...(naming.configurationItem ? [naming.configurationItem] : []), ...elements.flatMap((field) => (field.elementKind === 'item' ? textAt(field.id) || [] : []))]
  const persons = [...(naming.requester ? [naming.requester] : []), ...people.flatMap((field) => textAt(field.id) || [])]
  if (asked.length + named.length + items.length + persons.length === 0) return { places: placesOf(naming, new Map()), fields: naming.fields }
  const [found, register, known] = await Promise.all([findReferences(tx, [...asked, ...named]), findItemNames(tx, items), listKnownPeople(tx, persons)])
  const refs = new Map<string, Pick<ElementRef, 'id' | 'kind'>>([...found, ...register])
  const faults = [
    ...placeNames.flatMap((name) => unknownPlace(name, naming[name], refs)),
    ...(naming.requester && !known.has(naming.requester) ? [{ path: 'requester', message: 'There is no such person here.' }] : []),
    ...elements.flatMap((field) => (textAt(field.id) && refs.get(textAt(field.id))?.kind !== field.elementKind ? [{ path: `fields.${field.id}`, message: `There is no ${field.elementKind} ${textAt(field.id)} here.` }] : [])),
    ...people.flatMap((field) => (textAt(field.id) && !known.has(textAt(field.id)) ? [{ path: `fields.${field.id}`, message: 'There is no such person here.' }] : [])),
  ]
  if (faults.length > 0) throw refusal('unprocessable', faults)
  const fields = naming.fields && { ...naming.fields, ...Object.fromEntries(elements.flatMap((field) => (textAt(field.id) ? [[field.id, refs.get(textAt(field.id))!.id]] : []))) }
  return { places: placesOf(naming, refs), fields }
}

function unknownPlace(name: PlaceName, given: string | null | undefined, refs: Refs): Fault[] {
  if (!given) return []
  const kind = placeKinds[name][1]
  const found = refs.get(given)
  return found?.kind === kind ? [] : [{ path: name, message: `There is no ${kind === 'item' ? 'configuration item' : kind} ${given} here.` }]
}

function placesOf(naming: Naming, refs: Refs): Places {
  const places: Record<string, string | null> = {}
  for (const name of placeNames) if (naming[name] !== undefined) places[placeKinds[name][0]] = naming[name] === null ? null : (refs.get(naming[name])?.id ?? null)
  if (naming.requester !== undefined) places['requesterId'] = naming.requester
  return places as Places
}
