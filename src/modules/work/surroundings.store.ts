import { select } from '../../kernel/database.ts'
import type { Tx } from '../../kernel/database.ts'
import type { VersionContent } from '../../kernel/element.ts'
import type { Moment } from '../../kernel/query.ts'
import { Problem } from '../../shared/problem.ts'
import { calendarBody } from '../operating-model/calendar.ts'
import type { CalendarUse } from '../routines/engine.plan.ts'
import type { ClockRun } from '../routines/record.ts'
import { routineBody } from '../routines/routine-body.ts'
import type { PolicyBody } from '../policies/policy.ts'
import type { HeldRole, NamedElement, RoutineInForce, RoutineVersion, Surroundings } from './surroundings.ts'

type Kept = Surroundings & { stamp: string; from: number; until: number; thresholds: Map<string, Record<string, number>> }

/** By organisation; what an older stamp gave is never used. Organisations beyond this many are read again. */
const kept = new Map<string, Kept>()
const mostOrganisations = 50

/**
 * What is in force around records and who holds what. Read again only after a definition or an appointment changed, which the stamp tells, or
 * when the next version that was approved for later begins to hold.
 */
export async function surroundingsOf(tx: Tx, { organisationId, stamp }: { organisationId: string; stamp: string }, now: Date): Promise<Surroundings> {
  const known = kept.get(organisationId)
  if (known && known.stamp === stamp && now.getTime() < known.until && now.getTime() >= known.from) return known
  const read = await readSurroundings(tx, stamp, now)
  // A look at a past day leaves what every request of today needs.
  if (known?.stamp === stamp && now.getTime() < known.from - horizon) return read
  if (kept.size >= mostOrganisations) kept.delete(kept.keys().next().value!)
  kept.set(organisationId, read)
  return read
}

/** What past days had around them, by organisation and moment. */
const past = new Map<string, Kept>()
const mostPast = 30

/**
 * As `surroundingsOf`, of the moment that is looked at. On a past day everything is as it was in force then; a role or routine that was not yet, or is no more,
 * keeps the name of its last version, since what an import tells may be older than the system.
 */
export async function surroundingsOn(tx: Tx, found: { organisationId: string; stamp: string }, { at, live }: Moment): Promise<Surroundings> {
  if (live) return surroundingsOf(tx, found, at)
  const name = `${found.organisationId} ${at.getTime()}`
  const known = past.get(name)
  if (known?.stamp === found.stamp) return known
  const [then, last] = [await readSurroundings(tx, found.stamp, at), await select<VersionRow>(tx, lastVersions, [])]
  const of = (kind: string) => last.filter((row) => row.kind === kind)
  const over = <Value>(all: (readonly [string, Value])[], known: ReadonlyMap<string, Value>) => new Map([...all, ...known])
  const read: Kept = {
    ...then, roles: over(of('role').map((row) => [row.id, named(row)]), then.roles), roleIds: over(of('role').map((row) => [row.key, row.id]), then.roleIds),
    routines: over(of('routine').map((row) => [row.id, { ...named(row), version: row.version, accountableId: row.accountable_id }]), then.routines), routineIds: over(of('routine').map((row) => [row.key, row.id]), then.routineIds),
  }
  if (past.size >= mostPast) past.delete(past.keys().next().value!)
  past.set(name, read)
  return read
}

const lastVersions = `select distinct on (element_id) element_id as id, key, kind, title, version, accountable_id from element_versions where kind = any(array['routine', 'role']) order by element_id, version desc`

type VersionRow = { id: string; key: string; kind: string; title: string; version: number; accountable_id: string | null; effective_at: Date; superseded_at: Date | number; content: string | null }
type HolderRow = { role_id: string; person_id: string; element_id: string | null; deputy: boolean; from_on: string; to_on: string | null }

const inForce = `select element_id as id, key, kind, title, version, accountable_id, effective_at, superseded_at, case when kind = 'calendar' then content end as content
  from element_versions where kind = any(array['routine', 'role', 'calendar']) and superseded_at > $1 and status = 'in force' order by kind, sort_key`
const held = 'select role_id, person_id, element_id, deputy, from_on, to_on from holders where to_on is null or to_on >= $1::text::date'
// An agreement that binds a service and a calendar promises the service in those hours.
const hours = `select s.target_id as service, c.target_id as calendar, s.superseded_at as until from links s
  join links c on c.organisation_id = s.organisation_id and c.source_id = s.source_id and c.source_version = s.source_version and c.type = 'binds'
  where s.type = 'binds' and s.effective_at <= $1 and s.superseded_at > $1 and c.effective_at <= $1 and c.superseded_at > $1`

/** Milliseconds for which it is kept at most: holders begin and end by the day. */
const horizon = 6 * 3_600_000

async function readSurroundings(tx: Tx, stamp: string, now: Date): Promise<Kept> {
  const yesterday = new Date(now.getTime() - 86_400_000 * 2).toISOString().slice(0, 10)
  const [versions, holders, bound] = await Promise.all([
    select<VersionRow>(tx, inForce, [now]), select<HolderRow>(tx, held, [yesterday]), select<{ service: string; calendar: string; until: Date | number }>(tx, hours, [now]),
  ])
  const current = versions.filter((row) => row.effective_at <= now)
  const moments = versions.flatMap((row) => [row.effective_at.getTime(), Number(row.superseded_at)]).concat(bound.map((row) => Number(row.until)))
  const until = Math.min(now.getTime() + horizon, ...moments.filter((at) => Number.isFinite(at) && at > now.getTime()))
  const of = (kind: string) => current.filter((row) => row.kind === kind)
  const calendars = of('calendar').map((row): [VersionRow, CalendarUse] => [row, { id: row.id, version: row.version, body: calendarBody.parse((JSON.parse(row.content!) as VersionContent).body) }])
  const byId = new Map(calendars.map(([row, use]) => [row.id, use]))
  const routines = of('routine').map((row): RoutineInForce => ({ ...named(row), version: row.version, accountableId: row.accountable_id }))
  return {
    stamp, from: now.getTime(), until, thresholds: new Map(),
    roles: new Map(of('role').map((row) => [row.id, named(row)])), roleIds: new Map(of('role').map((row) => [row.key, row.id])),
    routines: new Map(routines.map((each) => [each.id, each])), routineIds: new Map(routines.map((each) => [each.key, each.id])),
    calendars: new Map(calendars.map(([row, use]) => [row.key, use])),
    serviceCalendars: new Map(bound.flatMap(({ service, calendar }) => (byId.has(calendar) ? [[service, byId.get(calendar)!] as const] : []))),
    holders: Map.groupBy(holders.map((row): HeldRole => ({ roleId: row.role_id, personId: row.person_id, elementId: row.element_id, deputy: row.deputy, fromOn: row.from_on, toOn: row.to_on })), (each) => each.roleId),
  }
}

function named({ id, key, kind, title }: VersionRow): NamedElement {
  return { id, key, kind, title }
}

const routines = new Map<string, RoutineVersion>()

/** One version of a routine, read once: it never changes. Throws `notFound`. */
export async function findRoutine(tx: Tx, id: string, version: number): Promise<RoutineVersion> {
  const name = `${id} ${version}`
  const known = routines.get(name)
  if (known) return known
  const [row] = await select<{ key: string; title: string; accountable_id: string | null; content: string }>(tx, 'select key, title, accountable_id, content from element_versions where element_id = $1::text::uuid and version = $2::text::integer', [id, String(version)])
  if (!row) throw new Problem('notFound', `There is no version ${version} of the routine ${id}.`)
  const read: RoutineVersion = { id, key: row.key, version, title: row.title, accountableId: row.accountable_id, body: routineBody.parse((JSON.parse(row.content) as VersionContent).body) }
  if (routines.size >= 2000) routines.clear()
  routines.set(name, read)
  return read
}

/** The numbers that policies in force set, by the names under which a routine asks for them; nothing where a policy sets none. */
export async function thresholdsOf(tx: Tx, around: Surroundings, { id, version, body }: RoutineVersion, now: Date): Promise<Readonly<Record<string, number>>> {
  if (body.thresholds.length === 0) return none
  const { thresholds } = around as Kept
  const known = thresholds.get(`${id} ${version}`)
  if (known) return known
  const keys = [...new Set(body.thresholds.map((use) => use.policy))]
  const rows = await select<{ key: string; content: string }>(tx, `select key, content from element_versions where kind = 'policy' and key = any($1::text[]) and effective_at <= $2 and superseded_at > $2 and status = 'in force'`, [keys, now])
  const policies = new Map(rows.map((row) => [row.key, (JSON.parse(row.content) as VersionContent).body as PolicyBody]))
  const found = Object.fromEntries(body.thresholds.flatMap((use) => {
    const principle = policies.get(use.policy)?.principles.find((each) => each.threshold?.quantity === use.quantity)
    return principle?.threshold ? [[use.id, principle.threshold.value]] : []
  }))
  thresholds.set(`${id} ${version}`, found)
  return found
}

const calendars = new Map<string, CalendarUse>()

/** Versions of calendars under which clocks began and that are no longer in force, by id and version; each is read once. */
export async function olderCalendars(tx: Tx, around: Surroundings, runs: readonly Pick<ClockRun, 'calendar'>[]): Promise<ReadonlyMap<string, CalendarUse>> {
  const current = new Set([...around.calendars.values()].map((use) => `${use.id} ${use.version}`))
  const wanted = new Map(runs.flatMap(({ calendar }) => (calendar && !current.has(`${calendar.id} ${calendar.version}`) ? [[`${calendar.id} ${calendar.version}`, calendar]] : [])))
  for (const [name, { id, version }] of wanted) {
    if (calendars.has(name)) continue
    const [row] = await select<{ content: string }>(tx, 'select content from element_versions where element_id = $1::text::uuid and version = $2::text::integer', [id, String(version)])
    if (row) calendars.set(name, { id, version, body: calendarBody.parse((JSON.parse(row.content) as VersionContent).body) })
  }
  return wanted.size === 0 ? noCalendars : calendars
}

const noCalendars: ReadonlyMap<string, CalendarUse> = new Map()
const none: Readonly<Record<string, number>> = {}
