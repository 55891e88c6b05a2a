import { CompiledQuery, sql } from 'kysely'
import { dayOf } from '../shared/days.ts'
import { Problem } from '../shared/problem.ts'
import type { Actor, Grant, Tenant } from './access.ts'
import { demandForward } from './clock.ts'
import type { Database, Tx } from './database.ts'

/** How a request says who calls; resolved in the transaction's first round trip. */
export type Caller =
  | { type: 'person'; organisationId: string; personId: string }
  /** A signed-in session: the statement finds it and opens its organisation. */
  | { type: 'session'; identify: CompiledQuery }
  | { type: 'token'; hash: Buffer }
  | { type: 'operator'; organisationId: string }
  | { type: 'job'; organisationId: string; name: string }

export type Resolved = { tenant: Tenant; actor: Actor }

/**
 * Who is found, with all that deciding needs of them: one row. `standing` says whether the organisation was found, whose columns follow,
 * and `belongs` whether the person was; `last_at` is when the last entry of the ledger was recorded.
 */
type Found = {
  organisation_id: string | null; person_id: string | null; token_id?: string | null; scopes?: string[] | null
  standing: boolean
  key: string; name: string; time_zone: string; live_at: Date | null; founded_at: Date; single_handed_by: string | null; simulated: boolean; revision: number
  belongs: boolean; from_on: string | null; to_on: string | null
  access: [kind: string, expiresAt: string | null][] | null
  grants: HeldRow[] | null
  last_at: Date | null
}

type HeldRow = [roleId: string, entryId: string, elementId: string | null, fromOn: string, toOn: string | null]
/** `entry_id` is the entry that put this version of the role in force. */
type GrantRow = { role_id: string; entry_id: string; element_id: string | null; from_on: string; to_on: string | null }

/** Opens the caller's transaction; `work` gets a promise of who calls so that its own loads travel in the same round trip. */
export function openFor<T>(database: Database, mode: 'read' | 'write', caller: Caller, now: Date, work: (tx: Tx, resolved: Promise<Resolved>) => Promise<T>): Promise<T> {
  return database.identified(mode, identify(caller, now), (tx, opened) => {
    const resolved = opened.then(async (result) => {
      const found = result.rows[0] as Found
      const who = resolve(caller, found, await grantsOf(tx, found), now)
      if (mode === 'write') demandForward(now, found.last_at)
      return who
    })
    resolved.catch(() => {})
    return work(tx, resolved)
  })
}

const byToken = `select set_config('app.organisation_id', organisation_id::text, true) as organisation_id, set_config('app.person_id', person_id::text, true) as person_id,
  id as token_id, scopes from api_tokens where hash = $1 and revoked_at is null and (expires_at is null or expires_at > $2)`

const byName = `select set_config('app.organisation_id', $1, true) as organisation_id, nullif(set_config('app.person_id', $2, true), '') as person_id`

const byJob = `${byName}, $3 as job_name`

/** Text of the actor's id, by what the caller is; what a session or token stands for is known once it was found. */
const actorTexts = { session: `'person:' || who.person_id`, person: `'person:' || who.person_id`, token: `'token:' || who.token_id`, operator: `'operator'`, job: `'job:' || who.job_name` }

/** The id of whoever calls, for statements that leave before the caller is known here. */
export const currentActor = `(select current_setting('app.actor_id', true))`

function identify(caller: Caller, now: Date): CompiledQuery {
  if (caller.type === 'session') return opening(caller.type, caller.identify.sql, caller.identify.parameters, now)
  if (caller.type === 'token') return opening(caller.type, byToken, [caller.hash, now], now)
  if (caller.type === 'job') return opening(caller.type, byJob, [caller.organisationId, '', caller.name], now)
  return opening(caller.type, byName, [caller.organisationId, caller.type === 'person' ? caller.personId : ''], now)
}

const openings = new Map<string, string>()

/**
 * One statement finds the caller, as the owner, and everything about them, which their organisation's id confines; from the next on the
 * role is the application's, found or not.
 */
function opening(type: Caller['type'], identification: string, parameters: readonly unknown[], now: Date): CompiledQuery {
  const name = `${type} ${identification}`
  const text = openings.get(name) ?? openingText(identification, actorTexts[type], `$${parameters.length + 1}`)
  openings.set(name, text)
  return CompiledQuery.raw(text, [...parameters, now])
}

// Each join looks up a few rows by an index, whatever is known of the tables: the limits keep the planner from reading all of an organisation.
function openingText(identification: string, actor: string, now: string): string {
  return `with who as materialized (${identification})
    select who.*, o.key, o.name, o.time_zone, o.live_at, o.founded_at, o.single_handed_by, o.simulated, o.revision, o.organisation_id is not null as standing,
      p.id is not null as belongs, p.from_on, p.to_on, a.access, e.last_at, g.grants,
      set_config('app.actor_id', coalesce(${actor}, ''), true), set_config('role', 'wellrun_app', true)
    from (values (1)) as once left join who on true
    left join organisations o on o.organisation_id = who.organisation_id::uuid
    left join people p on p.organisation_id = o.organisation_id and p.id = who.person_id::uuid
    left join lateral (select json_agg(json_build_array(a.kind, a.expires_at)) as access from access_grants a
      where a.organisation_id = o.organisation_id and a.person_id = p.id and not a.ended) a on true
    left join lateral (select e.at as last_at from ledger_entries e where e.organisation_id = o.organisation_id order by e.id desc limit 1) e on true
    left join lateral (select json_agg(json_build_array(h.role_id, v.entry_id, h.element_id, h.from_on, h.to_on)) as grants
      from holders h join lateral (select v.entry_id from element_versions v where v.organisation_id = h.organisation_id and v.element_id = h.role_id
        and v.effective_at <= ${now} and v.superseded_at > ${now} and v.status = 'in force' limit 1) v on true
      where h.organisation_id = o.organisation_id and h.person_id = p.id) g on true`
}

type KnownRole = { title: string; authorities: readonly string[] }

/** What a version of a role grants, by the role and the entry that made the version: immutable, so it is read once. */
const knownRoles = new Map<string, KnownRole>()

async function grantsOf(tx: Tx, found: Found): Promise<(GrantRow & KnownRole)[]> {
  const grants = (found.grants ?? []).map(([role_id, entry_id, element_id, from_on, to_on]): GrantRow => ({ role_id, entry_id, element_id, from_on, to_on }))
  const nameOf = (row: { role_id: string; entry_id: string }) => `${row.role_id} ${row.entry_id}`
  const unknown = grants.filter((row) => !knownRoles.has(nameOf(row)))
  if (unknown.length > 0) {
    const { rows } = await sql<{ role_id: string; entry_id: string; title: string; authorities: string[] | null }>`select element_id as role_id, entry_id, title, content::jsonb #> '{body,authorities}' as authorities
      from element_versions where element_id = any(${unknown.map((row) => row.role_id)}::uuid[]) and entry_id = any(${unknown.map((row) => row.entry_id)}::uuid[])`.execute(tx)
    if (knownRoles.size > 5000) knownRoles.clear()
    for (const row of rows) knownRoles.set(nameOf(row), { title: row.title, authorities: row.authorities ?? [] })
  }
  return grants.map((row) => ({ ...row, ...(knownRoles.get(nameOf(row)) ?? { title: '', authorities: [] }) }))
}

function resolve(caller: Caller, found: Found, held: readonly (GrantRow & KnownRole)[], now: Date): Resolved {
  const { organisation_id: organisationId, person_id: personId } = found
  if (!organisationId) throw new Problem('unauthenticated', caller.type === 'session' ? 'Your session has ended, or you belong to no organisation. Sign in again.' : 'This token is unknown, expired or revoked. Make a new one in Settings.')
  if (!found.standing) throw new Problem('notFound', 'There is no such organisation.')
  const tenant: Tenant = {
    id: organisationId, key: found.key, name: found.name, timeZone: found.time_zone, liveAt: found.live_at, foundedAt: found.founded_at,
    singleHandedBy: found.single_handed_by, simulated: found.simulated, revision: found.revision,
  }
  if (caller.type === 'operator') return { tenant, actor: { type: 'operator', id: 'operator' } }
  if (caller.type === 'job') return { tenant, actor: { type: 'job', id: `job:${caller.name}`, name: caller.name } }
  const today = dayOf(now, tenant.timeZone)
  if (!found.belongs || !personId || (found.to_on && found.to_on < today)) throw new Problem('forbidden', 'You do not belong to this organisation, or no longer.')
  if (found.from_on && found.from_on > today) throw new Problem('forbidden', `You belong to this organisation from ${found.from_on} on.`)
  const grants: Grant[] = held
    .filter((row) => row.from_on <= today && (!row.to_on || row.to_on >= today))
    .map((row) => ({ role: row.title, roleId: row.role_id, authorities: row.authorities, elementId: row.element_id }))
  const has = (kind: string) => (found.access ?? []).some((each) => each[0] === kind && (!each[1] || new Date(each[1]) > now))
  const rights = { personId, grants, founder: has('founder'), administrator: has('administrator'), auditor: has('auditor') }
  if (found.token_id) return { tenant, actor: { type: 'token', id: `token:${found.token_id}`, ...rights, scopes: found.scopes ?? [] } }
  return { tenant, actor: { type: 'person', id: `person:${personId}`, ...rights } }
}
