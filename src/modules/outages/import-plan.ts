import type { PlainSource } from '../transfer/plain-mapping.ts'
import type { Rejected, RowResult } from '../transfer/plan.ts'
import { placeOf } from '../transfer/plan.ts'
import type { SourceRow } from '../transfer/rows.ts'
import { isUnreadable, textOf } from '../transfer/targets.ts'
import { factsOf, type RowFacts } from './import-row.ts'
import type { OutageEntry } from './outage-row.ts'
import { timeFaults } from './register.ts'
import type { NamedServices } from './service-names.ts'

export type PlanOutages = {
  source: PlainSource
  services: NamedServices
  /** Names of unknown services that are drafted. */
  draft: ReadonlySet<string> | 'all' | 'none'
  /** What came from the source before, by `key service`. */
  existing: ReadonlyMap<string, OutageEntry>
  zone: string
  now: Date
  nextId: () => string
}

/** A service that a file names and nobody here knows. */
export type UnknownService = { name: string; rows: number; near: { key: string; title: string } | null; drafted: boolean }

export type OutagePlan = {
  read: number
  counts: Record<RowResult, number>
  rejected: Rejected[]
  rows: { row: number; file: string; key: string | null; title: string; result: RowResult }[]
  /** New and changed ones; a new one has no number yet. */
  outages: OutageEntry[]
  /** Services to be drafted, with the ids that their outages name. */
  drafts: { id: string; name: string }[]
  unknown: UnknownService[]
  notices: string[]
}

type Planning = PlanOutages & { plan: OutagePlan; drafted: Map<string, string>; unknown: Map<string, { rows: Set<number>; near: UnknownService['near'] }>; taken: Map<string, number>; unregistered: number; late: number; withdrawn: number }

/** What an import of outages would do: nothing is written. The same file twice leaves nothing to change. */
export function planOutages(input: PlanOutages): OutagePlan {
  const plan: OutagePlan = { read: input.source.source.rows.length, counts: { created: 0, changed: 0, unchanged: 0, rejected: 0 }, rejected: [], rows: [], outages: [], drafts: [], unknown: [], notices: [...input.source.source.notices] }
  const planning: Planning = { ...input, plan, drafted: new Map(), unknown: new Map(), taken: new Map(), unregistered: 0, late: 0, withdrawn: 0 }
  input.source.source.rows.forEach((row, at) => {
    const key = textOf(input.source.key.value(row))
    const before = plan.rejected.length
    const { title, results } = takeRow(planning, row, at, key)
    const result: RowResult = results.length === 0 || plan.rejected.length > before && results.every((each) => each === 'rejected') ? 'rejected' : (['created', 'changed'] as const).find((each) => results.includes(each)) ?? 'unchanged'
    plan.counts[result]++
    plan.rows.push({ row: row.row, file: row.file, key: key || null, title, result })
  })
  plan.unknown = [...planning.unknown].map(([name, { rows, near }]) => ({ name, rows: rows.size, near, drafted: planning.drafted.has(name) })).sort((a, b) => b.rows - a.rows || (a.name < b.name ? -1 : 1))
  plan.drafts = [...planning.drafted].map(([name, id]) => ({ id, name }))
  plan.notices.push(...noticesOf(planning))
  return plan
}

function noticesOf({ unregistered, late, withdrawn }: Planning): string[] {
  const are = (count: number) => `${count} planned ${count === 1 ? 'outage' : 'outages'}`
  return [
    ...(unregistered > 0 ? [`${are(unregistered)} from the past ${unregistered === 1 ? 'does' : 'do'} not say when ${unregistered === 1 ? 'it was' : 'they were'} registered, so ${unregistered === 1 ? 'it counts' : 'they count'} as unplanned; map the field "registered" where the file has it.`] : []),
    ...(late > 0 ? [`${are(late)} ${late === 1 ? 'was' : 'were'} registered after beginning, as the source says, so ${late === 1 ? 'it counts' : 'they count'} as unplanned.`] : []),
    ...(withdrawn > 0 ? [`${withdrawn} ${withdrawn === 1 ? 'outage was' : 'outages were'} withdrawn here, and ${withdrawn === 1 ? 'stays' : 'stay'} so.`] : []),
  ]
}

function takeRow(planning: Planning, row: SourceRow, at: number, key: string): { title: string; results: RowResult[] } {
  const { source, plan, zone, now } = planning
  const reject = (column: string | null, reason: string) => void plan.rejected.push({ row: row.row, column, reason, file: row.file, line: row.line ?? null, key: key || null })
  const refused = (column: string | null, reason: string) => {
    reject(column, reason)
    return { title: '', results: [] }
  }
  if (row.fault !== undefined) return refused(null, row.fault)
  if (key === '') return refused(source.key.column, 'The key is empty; without it the next import could not find this row again.')
  if (key.length > 200 || isUnreadable(key)) return refused(source.key.column, 'This is no key: it is longer than 200 characters or holds control characters.')
  const facts = factsOf(row, source, zone)
  if ('faults' in facts) {
    for (const { column, reason } of facts.faults) reject(column, reason)
    return { title: '', results: [] }
  }
  const faults = [...timeFaults(facts, now), ...(facts.registeredAt && facts.registeredAt > now ? [{ path: 'registered', message: 'It was registered later than now; mend the time.' }] : [])]
  for (const { path, message } of faults) reject(source.fields.get(path)?.column ?? path, message)
  if (faults.length > 0) return { title: facts.title, results: [] }
  return { title: facts.title, results: facts.services.map((name) => takeOutage(planning, { row, at, key, facts, name, reject })) }
}

type Taking = { row: SourceRow; at: number; key: string; facts: RowFacts; name: string; reject: (column: string | null, reason: string) => void }

function takeOutage(planning: Planning, { row, at, key, facts, name, reject }: Taking): RowResult {
  const { source, plan, taken, existing } = planning
  const column = source.fields.get('service')?.column ?? 'service'
  const service = serviceFor(planning, name, at)
  if ('reason' in service) {
    reject(column, service.reason)
    return 'rejected'
  }
  const place = `${key} ${service.id}`
  const before = taken.get(place)
  if (before !== undefined) {
    reject(source.key.column, `"${key}" is the key of ${placeOf(source.source.rows[before]!, source.source.rows)} already, for the same service; give each row a key of its own.`)
    return 'rejected'
  }
  taken.set(place, at)
  const known = existing.get(place)
  const next = outageOf(planning, facts, { key, serviceId: service.id, known })
  if (known?.withdrawn) {
    planning.withdrawn++
    return 'unchanged'
  }
  noteStanding(planning, next)
  if (known && !isChanged(known, next)) return 'unchanged'
  plan.outages.push(known ? { ...next, reason: `Changed by an import of ${row.file.split(/[\\/]/).pop() ?? row.file}.`, revision: known.revision + 1 } : next)
  return known ? 'changed' : 'created'
}

function noteStanding(planning: Planning, { plannedFromAt, registeredAt, registeredBy }: OutageEntry): void {
  if (plannedFromAt === null || registeredAt < plannedFromAt) return
  if (registeredBy === 'server') planning.unregistered++
  else planning.late++
}

/** The service that a name means, or one that shall be drafted. */
function serviceFor(planning: Planning, name: string, at: number): { id: string } | { reason: string } {
  const { services, draft, drafted, unknown, nextId } = planning
  const found = services.find(name)
  if (found && 'id' in found) return found
  if (found) return { reason: found.reason }
  const near = services.near(name)
  const noted = unknown.get(name) ?? { rows: new Set<number>(), near }
  unknown.set(name, noted)
  noted.rows.add(at)
  if (draft === 'all' || (draft !== 'none' && draft.has(name))) {
    const id = drafted.get(name) ?? nextId()
    drafted.set(name, id)
    return { id }
  }
  return { reason: `There is no service "${name}"${near ? `; did you mean ${near.key} ${near.title}?` : ';'} say what it means (services in the mapping), or let it be drafted.` }
}

type Registered = Pick<OutageEntry, 'registeredAt' | 'registeredBy'>
type Announced = Pick<OutageEntry, 'plannedFromAt' | 'plannedToAt'>

function outageOf(planning: Planning, facts: RowFacts, { key, serviceId, known }: { key: string; serviceId: string; known: OutageEntry | undefined }): OutageEntry {
  const { services: _, planned: __, registeredAt: ___, ...rest } = facts
  const registered = registeredAs(facts, known, planning.now)
  const kept = { id: known?.id ?? planning.nextId(), key: known?.key ?? '', keyNumber: known?.keyNumber ?? 0, withdrawn: known?.withdrawn ?? false }
  return { ...kept, serviceId, ...rest, ...announcedAs(facts, registered, known, planning.now), ...registered, source: planning.source.mapping.from, externalId: key, reason: '', changedAt: planning.now, revision: 1 }
}

/** When it was registered: as the source says, else as it was here, else now. Announced anew with other times, it is registered now. */
function registeredAs({ planned, registeredAt, startedAt, endedAt }: RowFacts, known: OutageEntry | undefined, now: Date): Registered {
  if (registeredAt) return { registeredAt, registeredBy: 'source' }
  const anew = { registeredAt: now, registeredBy: 'server' as const }
  if (!known || (planned && !known.plannedFromAt)) return anew
  const moved = !sameInstant(known.startedAt, startedAt) || !sameInstant(known.endedAt, endedAt)
  return planned && moved && known.plannedFromAt! > now ? anew : { registeredAt: known.registeredAt, registeredBy: known.registeredBy }
}

/** The window as announced; by the server's clock it stays what it was once it has begun. */
function announcedAs({ planned, startedAt, endedAt }: RowFacts, { registeredBy }: Registered, known: OutageEntry | undefined, now: Date): Announced {
  if (!planned) return { plannedFromAt: null, plannedToAt: null }
  if (known?.plannedFromAt && registeredBy === 'server' && known.plannedFromAt <= now) return { plannedFromAt: known.plannedFromAt, plannedToAt: known.plannedToAt }
  return { plannedFromAt: startedAt, plannedToAt: endedAt }
}

function sameInstant(a: Date | null, b: Date | null): boolean {
  return a?.getTime() === b?.getTime()
}

function isChanged(a: OutageEntry, b: OutageEntry): boolean {
  const told = (entry: OutageEntry) => JSON.stringify([entry.title, entry.startedAt, entry.endedAt, entry.plannedFromAt, entry.plannedToAt, entry.registeredAt, entry.share, entry.severity, entry.note, entry.recordKey])
  return told(a) !== told(b)
}
