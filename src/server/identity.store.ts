import type postgres from 'postgres'
import { newId } from '../shared/ids.ts'

type Sql = postgres.Sql

/** Days a session lives without use, and at most. */
export const sessionDays = { idle: 7, most: 30 } as const

export type SessionRow = {
  id: string
  accountId: string
  email: string
  name: string
  twoFactor: boolean
  signedInAt: Date
  due: boolean
  memberships: { organisationId: string; personId: string }[]
}

const liveSession = `s.expires_at > now() and s.created_at > now() - interval '${sessionDays.most} days'`

/** What a session's token stands for, in one statement by its unique index. */
export async function maybeFindSession(sql: Sql, token: string): Promise<SessionRow | undefined> {
  const [row] = await sql<SessionRow[]>`
    select s.id, s.account_id as "accountId", a.email, a.name, a.two_factor as "twoFactor", s.created_at as "signedInAt",
      s.updated_at < now() - interval '1 day' as due,
      coalesce((select json_agg(json_build_object('organisationId', m.organisation_id, 'personId', m.person_id) order by m.organisation_id)
        from identity.membership m where m.account_id = s.account_id), '[]') as memberships
    from identity.session s join identity.account a on a.id = s.account_id
    where s.token = ${token} and ${sql.unsafe(liveSession)}`
  return row
}

/**
 * The statement that opens an organisation's transaction by a session's token alone, sent as the owner: it sets
 * `app.organisation_id` and `app.person_id`. No row: no such session, or no membership.
 */
export const sessionStatement = `
  select set_config('app.organisation_id', m.organisation_id::text, true) as organisation_id,
    set_config('app.person_id', m.person_id::text, true) as person_id, s.account_id, a.email, a.two_factor
  from identity.session s join identity.account a on a.id = s.account_id join identity.membership m on m.account_id = s.account_id
  where s.token = $1 and ${liveSession} and ($2::uuid is null or m.organisation_id = $2::uuid)
  order by m.organisation_id limit 1`

/** Moves the end of a session's idle time; false when another node just did, or the session is gone. */
export async function saveSessionUse(sql: Sql, token: string): Promise<boolean> {
  const done = await sql`
    update identity.session set updated_at = now(), expires_at = now() + ${`${sessionDays.idle} days`}::interval
    where token = ${token} and expires_at > now() and updated_at < now() - interval '1 day'`
  return done.count > 0
}

export async function insertSession(sql: Sql, session: { token: string; accountId: string; ip: string; agent: string }): Promise<void> {
  await sql`
    insert into identity.session (id, token, account_id, ip, agent, expires_at)
    values (${newId()}, ${session.token}, ${session.accountId}, ${session.ip}, ${session.agent}, now() + ${`${sessionDays.idle} days`}::interval)`
}

/** Ends one session; answers whose it was. */
export async function removeSession(sql: Sql, token: string): Promise<string | null> {
  const [row] = await sql<{ accountId: string }[]>`delete from identity.session where token = ${token} returning account_id as "accountId"`
  return row?.accountId ?? null
}

/** Ends an account's sessions: all, all but one (`except`), or just one (`only`); ids, not tokens. Answers how many. */
export async function removeSessions(sql: Sql, accountId: string, which: { except?: string; only?: string } = {}): Promise<number> {
  const done = await sql`
    delete from identity.session where account_id = ${accountId}
      and id is distinct from ${which.except ?? null} and (${which.only ?? null}::text is null or id = ${which.only ?? null})`
  return done.count
}

export type OpenSession = { id: string; ip: string | null; agent: string | null; signedInAt: Date; usedAt: Date }

export async function listSessions(sql: Sql, accountId: string): Promise<OpenSession[]> {
  return sql<OpenSession[]>`
    select s.id, s.ip, s.agent, s.created_at as "signedInAt", s.updated_at as "usedAt" from identity.session s
    where s.account_id = ${accountId} and ${sql.unsafe(liveSession)} order by s.updated_at desc limit 100`
}

/**
 * Adds an account with a password. An account that belongs to no organisation (left by a founding or an acceptance that
 * was cut short) gives way to it; one that does keeps its e-mail, and the answer is false.
 */
export async function insertAccount(sql: postgres.ISql, account: { id: string; email: string; name: string; passwordHash: string }): Promise<boolean> {
  await sql`
    delete from identity.account a where a.email = ${account.email}
      and not exists (select from identity.membership m where m.account_id = a.id)`
  const done = await sql`
    with added as (
      insert into identity.account (id, email, name, email_verified) values (${account.id}, ${account.email}, ${account.name}, true)
      on conflict (email) do nothing returning id)
    insert into identity.credential (id, account_id, provider, provider_account, password)
    select ${newId()}, added.id, 'credential', added.id, ${account.passwordHash} from added`
  return done.count > 0
}

export type AccountRow = { id: string; email: string; name: string; twoFactor: boolean }

export async function maybeFindAccount(sql: Sql, by: { id: string } | { email: string }): Promise<AccountRow | undefined> {
  const [row] = await sql<AccountRow[]>`
    select id, email, name, two_factor as "twoFactor" from identity.account
    where ${'id' in by ? sql`id = ${by.id}` : sql`email = ${by.email.toLowerCase()}`}`
  return row
}

/** Removes an account that belongs to no organisation; false when it is a member of one. */
export async function removeAccount(sql: Sql, accountId: string): Promise<boolean> {
  const done = await sql`
    delete from identity.account a where a.id = ${accountId} and not exists (select from identity.membership m where m.account_id = a.id)`
  return done.count > 0
}

/**
 * Removes accounts that belong to no organisation any more, with their passwords, sessions and second factors, and answers how many. One whose founding or
 * joining may be under way is left for an hour.
 */
export async function removeOutsiders(sql: Sql): Promise<number> {
  return sql.begin(async (tx) => {
    const gone = await tx<{ id: string }[]>`
      delete from identity.account a where a.created_at < now() - interval '1 hour'
        and not exists (select from identity.membership m where m.account_id = a.id) returning a.id`
    const ids = gone.map(({ id }) => id)
    await tx`delete from identity.verification where value = any(${ids})`
    for (const id of ids) await insertEvent(tx, { accountId: id, kind: 'account.removed', ip: null, detail: null })
    return ids.length
  })
}

/** True where an account belongs to an organisation besides this one. */
export async function isElsewhere(sql: Sql, accountId: string, organisationId: string): Promise<boolean> {
  const rows = await sql`select from identity.membership where account_id = ${accountId} and organisation_id <> ${organisationId} limit 1`
  return rows.length > 0
}

/** The names of the organisations that an account belongs to; each is read in its own tenancy. */
export async function listOrganisationNames(sql: Sql, accountId: string): Promise<string[]> {
  return sql.begin(async (tx) => {
    const memberships = await tx<{ id: string }[]>`select organisation_id as id from identity.membership where account_id = ${accountId} limit 20`
    const names: string[] = []
    for (const { id } of memberships) {
      await tx`select set_config('app.organisation_id', ${id}, true)`
      const [row] = await tx<{ name: string }[]>`select name from organisations where organisation_id = ${id}`
      if (row) names.push(row.name)
    }
    return names
  })
}

/** Forgets an account's second factor and its backup codes; false when it had none. */
export async function removeTwoFactor(sql: Sql, accountId: string): Promise<boolean> {
  return sql.begin(async (tx) => {
    await tx`update identity.account set two_factor = false, updated_at = now() where id = ${accountId}`
    const done = await tx`delete from identity.two_factor where account_id = ${accountId}`
    return done.count > 0
  })
}

/** The account that an unexpired verification (by its stored, hashed identifier) was made for. */
export async function maybeFindVerified(sql: Sql, identifier: string): Promise<string | null> {
  const [row] = await sql<{ value: string }[]>`
    select value from identity.verification where identifier = ${identifier} and expires_at > now() order by created_at desc limit 1`
  return row?.value ?? null
}

/** Keeps a one-time verification; earlier ones of the same account and purpose (`replaces`, an id prefix) end. */
export async function insertVerification(sql: Sql, verification: { identifier: string; accountId: string; purpose: string; hours: number }): Promise<void> {
  const prefix = `${verification.purpose}:${verification.accountId}:`
  await sql.begin(async (tx) => {
    await tx`delete from identity.verification where starts_with(id, ${prefix})`
    await tx`
      insert into identity.verification (id, identifier, value, expires_at)
      values (${prefix + newId()}, ${verification.identifier}, ${verification.accountId}, now() + ${`${verification.hours} hours`}::interval)`
  })
}

export type Counted = { count: number; seconds: number }

/** Counts one more attempt on a key within its window (seconds), atomically; answers how many, and in how long the window ends. */
export async function saveAttempt(sql: Sql, key: string, window: number): Promise<Counted> {
  const [row] = await sql<Counted[]>`
    insert into identity.attempt as a (key, count, ends_at) values (${key}, 1, now() + make_interval(secs => ${window}))
    on conflict (key) do update set
      count = case when a.ends_at <= now() then 1 else a.count + 1 end,
      ends_at = case when a.ends_at <= now() then excluded.ends_at else a.ends_at end
    returning count, ceil(extract(epoch from ends_at - now()))::int as seconds`
  return row!
}

/** Takes one attempt back from each key: it turned out to be right. The keys in `whole` start anew. */
export async function removeAttempts(sql: Sql, keys: string[], whole: string[]): Promise<void> {
  await sql`
    update identity.attempt set count = case when key = any(${whole}) then 0 else count - 1 end
    where key in (select key from identity.attempt where key = any(${keys}) and count > 0 order by key for update)`
}

export async function insertEvent(sql: postgres.ISql, event: { accountId: string | null; kind: string; ip: string | null; detail: string | null }): Promise<void> {
  await sql`
    insert into identity.event (id, at, account_id, kind, ip, detail)
    values (${newId()}, now(), ${event.accountId}, ${event.kind}, ${event.ip}, ${event.detail})`
}

/** Removes what has expired: sessions, one-time verifications, attempts. */
export async function removeExpired(sql: Sql): Promise<void> {
  await sql`delete from identity.session where expires_at < now() or created_at < now() - ${`${sessionDays.most} days`}::interval`
  await sql`delete from identity.verification where expires_at < now()`
  await sql`delete from identity.attempt where ends_at < now()`
}

/** Somebody's place in the first organisation that they belong to, by the address that they sign in with. */
export async function maybeFindMember(sql: Sql, email: string): Promise<{ organisationId: string; personId: string; name: string } | undefined> {
  const [row] = await sql<{ organisationId: string; personId: string; name: string }[]>`
    select m.organisation_id as "organisationId", m.person_id as "personId", a.name from identity.account a join identity.membership m on m.account_id = a.id
    where a.email = ${email} order by m.organisation_id limit 1`
  return row
}
