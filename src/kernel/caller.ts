import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely'
import type { CompiledQuery } from 'kysely'
import { dayOf } from '../shared/days.ts'
import { Problem } from '../shared/problem.ts'
import type { Actor, Grant, Tenant } from './access.ts'
import type { Database, Tx } from './database.ts'
import type { Tables } from './tables.ts'

/** How a request says who calls; resolved in the transaction's first round trip. */
export type Caller =
  | { type: 'person'; organisationId: string; personId: string }
  /** A signed-in session: the statement finds it and opens its organisation. */
  | { type: 'session'; identify: CompiledQuery }
  | { type: 'token'; hash: Buffer }
  | { type: 'operator'; organisationId: string }
  | { type: 'job'; organisationId: string; name: string }

export type Resolved = { tenant: Tenant; actor: Actor }

const compiler = new Kysely<Tables>({
  dialect: {
    createDriver: () => new DummyDriver(),
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

type Identity = { organisation_id: string; person_id: string | null; token_id: string | null; scopes: string[] | null }

/** Opens the caller's transaction; `work` gets a promise of who calls so that its own loads travel in the same round trip. */
export function openFor<T>(database: Database, mode: 'read' | 'write', caller: Caller, now: Date, work: (tx: Tx, resolved: Promise<Resolved>) => Promise<T>): Promise<T> {
  return database.identified(mode, identify(caller, now), (tx, identity) => {
    const grants = loadGrants(tx, now)
    const standing = loadStanding(tx)
    grants.catch(() => {})
    standing.catch(() => {})
    const resolved = identity.then(async (result) => resolve(caller, result.rows[0] as Identity | undefined, await standing, await grants, now))
    resolved.catch(() => {})
    return work(tx, resolved)
  })
}

function identify(caller: Caller, now: Date): CompiledQuery {
  if (caller.type === 'session') return caller.identify
  if (caller.type === 'token') {
    return sql`select set_config('app.organisation_id', organisation_id::text, true), set_config('app.person_id', person_id::text, true),
      organisation_id, person_id, id as token_id, scopes from api_tokens
      where hash = ${caller.hash} and revoked_at is null and (expires_at is null or expires_at > ${now})`.compile(compiler)
  }
  const person = caller.type === 'person' ? caller.personId : ''
  return sql`select set_config('app.organisation_id', ${caller.organisationId}::text, true), set_config('app.person_id', ${person}::text, true),
    ${caller.organisationId}::text as organisation_id, nullif(${person}::text, '') as person_id, null as token_id, null as scopes`.compile(compiler)
}

type Standing = {
  key: string; name: string; time_zone: string; live_at: Date | null; founded_at: Date; single_handed_by: string | null; simulated: boolean; revision: number
  person: { from_on: string | null; to_on: string | null } | null
  access: { kind: string; expires_at: string | null }[]
}

async function loadStanding(tx: Tx): Promise<Standing | undefined> {
  const result = await sql<Standing>`select o.key, o.name, o.time_zone, o.live_at, o.founded_at, o.single_handed_by, o.simulated, o.revision,
      (select jsonb_build_object('from_on', p.from_on, 'to_on', p.to_on) from people p where p.organisation_id = o.organisation_id
        and p.id = nullif(current_setting('app.person_id', true), '')::uuid) as person,
      coalesce((select jsonb_agg(jsonb_build_object('kind', g.kind, 'expires_at', g.expires_at)) from access_grants g where g.organisation_id = o.organisation_id
        and g.person_id = nullif(current_setting('app.person_id', true), '')::uuid and not g.ended), '[]') as access
    from organisations o`.execute(tx)
  return result.rows[0]
}

type GrantRow = { role_id: string; title: string; element_id: string | null; from_on: string; to_on: string | null; authorities: string[] | null }

async function loadGrants(tx: Tx, now: Date): Promise<GrantRow[]> {
  const result = await sql<GrantRow>`select h.role_id, v.title, h.element_id, h.from_on, h.to_on, v.content::jsonb #> '{body,authorities}' as authorities
    from holders h join element_versions v on v.organisation_id = h.organisation_id and v.element_id = h.role_id
      and v.effective_at <= ${now} and v.superseded_at > ${now} and v.status = 'in force'
    where h.person_id = nullif(current_setting('app.person_id', true), '')::uuid`.execute(tx)
  return result.rows
}

function resolve(caller: Caller, identity: Identity | undefined, standing: Standing | undefined, rows: GrantRow[], now: Date): Resolved {
  if (!identity) throw new Problem('unauthenticated', caller.type === 'session' ? 'Your session has ended, or you belong to no organisation. Sign in again.' : 'This token is unknown, expired or revoked. Make a new one in Settings.')
  if (!standing) throw new Problem('notFound', 'There is no such organisation.')
  const tenant: Tenant = {
    id: identity.organisation_id, key: standing.key, name: standing.name, timeZone: standing.time_zone, liveAt: standing.live_at, foundedAt: standing.founded_at,
    singleHandedBy: standing.single_handed_by, simulated: standing.simulated, revision: standing.revision,
  }
  if (caller.type === 'operator') return { tenant, actor: { type: 'operator', id: 'operator' } }
  if (caller.type === 'job') return { tenant, actor: { type: 'job', id: `job:${caller.name}`, name: caller.name } }
  const today = dayOf(now, tenant.timeZone)
  const person = standing.person
  if (!person || !identity.person_id || (person.to_on && person.to_on < today)) throw new Problem('forbidden', 'You do not belong to this organisation, or no longer.')
  const grants: Grant[] = rows
    .filter((row) => row.from_on <= today && (!row.to_on || row.to_on >= today))
    .map((row) => ({ role: row.title, roleId: row.role_id, authorities: row.authorities ?? [], elementId: row.element_id }))
  const has = (kind: string) => standing.access.some((a) => a.kind === kind && (!a.expires_at || new Date(a.expires_at) > now))
  const rights = { personId: identity.person_id, grants, founder: has('founder'), administrator: has('administrator'), auditor: has('auditor') }
  if (identity.token_id) return { tenant, actor: { type: 'token', id: `token:${identity.token_id}`, ...rights, scopes: identity.scopes ?? [] } }
  return { tenant, actor: { type: 'person', id: `person:${identity.person_id}`, ...rights } }
}
