import type { Span } from './spans.ts'

/** Work that lies ahead, from a planned outage or from a record with its window; instants in milliseconds since 1970. `of`: the key of the record that an outage is part of. */
export type PlannedWork = Span & { serviceId: string; key: string; title: string; of?: string }

/** A time in which nothing is to be changed; `serviceId` null: for all services. */
export type Freeze = Span & { id: string; serviceId: string | null; title: string }

/** Who depends on whom: services that need a service, by its id. */
export type Dependents = ReadonlyMap<string, readonly string[]>

/** Two pieces of work at the same time, on the same service or on one that the other depends on. */
export type Collision = { one: PlannedWork; other: PlannedWork; why: 'same service' | 'depends on it'; from: number; to: number }

/** Work that falls into a freeze. */
export type Frozen = { work: PlannedWork; freeze: Freeze }

/** All services that stand on a service, directly or through others; circles end where they close. */
export function standingOn(serviceId: string, dependents: Dependents): Set<string> {
  const reached = new Set<string>()
  const next = [serviceId]
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    for (const each of dependents.get(at) ?? []) {
      if (each === serviceId || reached.has(each)) continue
      reached.add(each)
      next.push(each)
    }
  }
  return reached
}

/** Every pair of works that overlap in time and touch each other, in the order of their beginnings. */
export function collisionsOf(work: readonly PlannedWork[], dependents: Dependents): Collision[] {
  const ordered = [...work].sort((a, b) => a.from - b.from || (a.key < b.key ? -1 : 1))
  const above = new Map([...new Set(work.map((each) => each.serviceId))].map((id) => [id, standingOn(id, dependents)]))
  const found: Collision[] = []
  let running: PlannedWork[] = []
  for (const other of ordered) {
    running = running.filter((each) => each.to > other.from)
    for (const one of running) {
      const why = one.serviceId === other.serviceId ? 'same service' : above.get(one.serviceId)!.has(other.serviceId) || above.get(other.serviceId)!.has(one.serviceId) ? 'depends on it' : undefined
      if (why && !isSameWork(one, other)) found.push({ one, other, why, from: other.from, to: Math.min(one.to, other.to) })
    }
    if (other.to > other.from) running.push(other)
  }
  return found
}

/** An outage that was announced for a record is the work of that record, and so are two of the same. */
function isSameWork(one: PlannedWork, other: PlannedWork): boolean {
  const names = ({ key, of }: PlannedWork) => [key, of].filter((name) => name !== undefined && name !== '')
  return names(one).some((name) => names(other).includes(name))
}

/** All services whose work touches that of a service: itself, those that stand on it, and those that it stands on. */
export function touching(serviceId: string, dependents: Dependents): Set<string> {
  const needed = new Map<string, string[]>()
  for (const [id, by] of dependents) for (const each of by) needed.set(each, [...(needed.get(each) ?? []), id])
  return new Set([serviceId, ...standingOn(serviceId, dependents), ...standingOn(serviceId, needed)])
}

/** What one piece of work meets among others: those it collides with, in the order of their beginnings, and the freezes that it falls into. */
export function meetingsOf(work: PlannedWork, others: readonly PlannedWork[], dependents: Dependents, freezes: readonly Freeze[]): { collisions: { with: PlannedWork; why: Collision['why'] }[]; freezes: Freeze[] } {
  const touched = touching(work.serviceId, dependents)
  const met = others.filter((other) => other.from < work.to && work.from < other.to && touched.has(other.serviceId) && !isSameWork(work, other)).sort((a, b) => a.from - b.from || (a.key < b.key ? -1 : 1))
  return { collisions: met.map((other) => ({ with: other, why: other.serviceId === work.serviceId ? 'same service' : 'depends on it' })), freezes: frozenOf([work], freezes).map(({ freeze }) => freeze) }
}

/** Work that falls into a freeze of its service or of all. */
export function frozenOf(work: readonly PlannedWork[], freezes: readonly Freeze[]): Frozen[] {
  return work.flatMap((each) => freezes.filter((freeze) => freeze.from < each.to && each.from < freeze.to && (freeze.serviceId === null || freeze.serviceId === each.serviceId)).map((freeze) => ({ work: each, freeze })))
}
