import { holdsOn } from '../../shared/system.ts'
import type { CalendarUse, Plan } from '../routines/engine.plan.ts'
import type { RoutineRecord } from '../routines/record.ts'
import type { RoutineBody } from '../routines/routine-body.ts'

/** One version of a routine: immutable, read once. */
export type RoutineVersion = { id: string; key: string; version: number; title: string; accountableId: string | null; body: RoutineBody }

export type NamedElement = { id: string; key: string; kind: string; title: string }
export type RoutineInForce = NamedElement & { version: number; accountableId: string | null }
export type HeldRole = { roleId: string; personId: string; elementId: string | null; deputy: boolean; fromOn: string; toOn: string | null }

/** All that records look up around themselves, as it is in force and held now. */
export type Surroundings = {
  roles: ReadonlyMap<string, NamedElement>
  roleIds: ReadonlyMap<string, string>
  routines: ReadonlyMap<string, RoutineInForce>
  routineIds: ReadonlyMap<string, string>
  calendars: ReadonlyMap<string, CalendarUse>
  serviceCalendars: ReadonlyMap<string, CalendarUse>
  holders: ReadonlyMap<string, readonly HeldRole[]>
}

/** What the engine is given of a routine's version: the body with all that is looked up around it. */
export function planOf(routine: RoutineVersion, around: Surroundings, more: { timeZone: string; on: string; thresholds: Readonly<Record<string, number>>; record?: RoutineRecord; older?: ReadonlyMap<string, CalendarUse>; meets?: Plan['meets'] }): Plan {
  const { record, older } = more
  return {
    routineId: routine.id, version: routine.version, title: routine.title, body: routine.body, calendars: around.calendars, serviceCalendar: (serviceId) => around.serviceCalendars.get(serviceId) ?? null,
    calendarVersion: (id, version) => older?.get(`${id} ${version}`)?.body ?? null, thresholds: more.thresholds, roleIds: around.roleIds, timeZone: more.timeZone,
    holds: (personId, roleId) => (record ? holdersFor(around, roleId, record, more.on) : holdersOf(around, roleId, more.on)).some((held) => held === personId),
    ...(more.meets ? { meets: more.meets } : {}),
  }
}

/** The elements for which a role may be held to reach a record: what it runs in, and what it is about. */
export function reachOf(record: Pick<RoutineRecord, 'routineId' | 'serviceId' | 'unitId' | 'locationId' | 'supplierId'>): string[] {
  return [record.routineId, record.serviceId, record.unitId, record.locationId, record.supplierId].filter((id): id is string => id !== null)
}

function held(around: Surroundings, roleId: string, on: string): HeldRole[] {
  return (around.holders.get(roleId) ?? []).filter((holder) => holdsOn(holder, on))
}

/** Everybody who holds a role on a day, for whatever. */
export function holdersOf(around: Surroundings, roleId: string, on: string): string[] {
  return [...new Set(held(around, roleId, on).map((holder) => holder.personId))]
}

/**
 * Who holds a role for a record on a day: whoever holds it for what the record is about, otherwise for the whole organisation; deputies where
 * nobody else does. A role that is only held for other elements has nobody here.
 */
export function holdersFor(around: Surroundings, roleId: string, record: Parameters<typeof reachOf>[0], on: string): string[] {
  const all = held(around, roleId, on)
  const near = new Set(reachOf(record))
  const named = all.filter((holder) => holder.elementId !== null && near.has(holder.elementId))
  const fitting = named.length > 0 ? named : all.filter((holder) => holder.elementId === null)
  const first = fitting.filter((holder) => !holder.deputy)
  return [...new Set((first.length > 0 ? first : fitting).map((holder) => holder.personId))]
}
