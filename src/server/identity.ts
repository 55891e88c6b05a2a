import { randomBytes } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { CompiledQuery } from 'kysely'
import type postgres from 'postgres'
import { newId } from '../shared/ids.ts'
import { Problem } from '../shared/problem.ts'
import type { Auth } from './auth.ts'
import {
  insertAccount, insertEvent, insertSession, insertVerification, maybeFindAccount, maybeFindSession, removeAccount, removeSessions,
  removeTwoFactor, saveSessionUse, sessionStatement,
} from './identity.store.ts'
import type { SessionRow } from './identity.store.ts'
import { ownOrigins } from './origin.ts'
import { hashPassword, passwordFault } from './password.ts'
import { cookiesOf, newSessionToken, sessionCookie, sessionToken, storedIdentifier } from './session.ts'
import type { Cookies } from './session.ts'

type IdentitySettings = { url: string; port: number; secret: string }
export type Message = { to: string; subject: string; text: string }
export type IdentityOptions = {
  settings: IdentitySettings
  /** The owner's connections. */
  sql: postgres.Sql
  /** Where faults of the sign-in library go. */
  log?: (message: string) => void
  /** Sends an e-mail; absent until SMTP is set, and reset links are shown to the administrator. */
  deliver?: (message: Message) => Promise<void>
}
/** Everything sign-in needs, made once per server. */
export type Identity = {
  url: string
  sql: postgres.Sql
  cookies: Cookies
  origins: string[]
  /** The sign-in library; loaded with the first sign-in, since it is large and nothing else needs it. */
  auth: () => Promise<Auth>
  deliver: ((message: Message) => Promise<void>) | null
}
/** What these functions need of a request; a Fastify request fits. */
export type Caller = { ip: string; headers: IncomingHttpHeaders }

export type IdentityEventKind =
  | 'sign-in.succeeded' | 'sign-in.failed' | 'sign-in.challenged' | 'sign-in.locked' | 'sign-out'
  | 'second-factor.enabled' | 'second-factor.disabled' | 'second-factor.failed' | 'second-factor.renewed' | 'second-factor.removed'
  | 'password.changed' | 'password.reset' | 'password.failed' | 'password.link' | 'account.created' | 'account.removed' | 'sessions.ended'

export type Session = Omit<SessionRow, 'due'> & {
  /** Set-Cookie header to send along when the session's life was extended (about once a day), else null. */
  setCookie: string | null
}

/** Hours for which a link to choose a new password works. */
export const resetHours = 24

export function createIdentity(options: IdentityOptions): Identity {
  const { url, port, secret } = options.settings
  const cookies = cookiesOf(url, secret)
  const origins = ownOrigins(url, port)
  let auth: Promise<Auth> | null = null
  const load = async () => {
    const { createAuth } = await import('./auth.ts')
    return createAuth({ url, origins, cookies, sql: options.sql, log: options.log ?? (() => {}) })
  }
  return {
    url: url.replace(/\/+$/, ''),
    sql: options.sql,
    cookies,
    origins,
    auth: () => (auth ??= load()),
    deliver: options.deliver ?? null,
  }
}

/** The session that a request's cookie stands for, read from the database each time, so that a sign-out holds at once on every node. */
export async function sessionOf(identity: Identity, headers: IncomingHttpHeaders): Promise<Session | null> {
  const token = sessionToken(headers, identity.cookies)
  if (!token) return null
  const row = await maybeFindSession(identity.sql, token)
  if (!row) return null
  const { due, ...session } = row
  return { ...session, setCookie: due ? await extendSession(identity, token) : null }
}

/** Extends a session that is `due`; answers the Set-Cookie header that tells the browser, or null when there is nothing to tell. */
async function extendSession(identity: Identity, token: string): Promise<string | null> {
  return (await saveSessionUse(identity.sql, token)) ? sessionCookie(token, identity.cookies) : null
}

/**
 * The statement that finds a request's session and opens its organisation in one round trip (for `database.identified`), or null
 * without a session cookie of ours. It answers no row, or {organisation_id, person_id, account_id, email, two_factor}.
 */
export function sessionQuery(identity: Identity, headers: IncomingHttpHeaders, organisationId: string | null = null): CompiledQuery | null {
  const token = sessionToken(headers, identity.cookies)
  return token ? CompiledQuery.raw(sessionStatement, [token, organisationId]) : null
}

/**
 * Adds an account with a password and answers its id; founding and accepting an invitation are the only callers.
 * `within` is a transaction of the owner to do it in. Refuses a weak password and an e-mail that has an account.
 */
export async function createAccount(
  identity: Identity,
  account: { name: string; email: string; password: string; organisation?: string; ip?: string },
  within: postgres.TransactionSql | null = null,
): Promise<string> {
  const email = account.email.trim().toLowerCase()
  const fault = passwordFault(account.password, { email, name: account.name, organisations: account.organisation ? [account.organisation] : [] })
  if (fault) throw new Problem('invalid', fault, [{ path: 'password', message: fault }])
  const row = { id: newId(), email, name: account.name.trim(), passwordHash: await hashPassword(account.password) }
  const add = async (sql: postgres.ISql) => {
    if (!(await insertAccount(sql, row))) {
      throw new Problem('conflict', `The e-mail ${email} has an account already. Sign in with it, or use another e-mail.`, [{ path: 'email', message: 'Use an e-mail that has no account yet.' }])
    }
    await insertEvent(sql, { accountId: row.id, kind: 'account.created', ip: account.ip ?? null, detail: null })
  }
  await (within ? add(within) : identity.sql.begin(add))
  return row.id
}

/** Takes back an account whose founding or joining failed afterwards. */
export async function withdrawAccount(identity: Identity, accountId: string): Promise<void> {
  await removeAccount(identity.sql, accountId)
}

/** Signs an account in without asking (after founding, after accepting an invitation) and answers the Set-Cookie header. */
export async function signInCookie(identity: Identity, accountId: string, caller: Caller): Promise<string> {
  const token = newSessionToken()
  await insertSession(identity.sql, { token, accountId, ip: caller.ip, agent: (caller.headers['user-agent'] ?? '').slice(0, 500) })
  await recordIdentityEvent(identity, { kind: 'sign-in.succeeded', accountId, ip: caller.ip, detail: 'after joining' })
  return sessionCookie(token, identity.cookies)
}

/** Ends every session of an account at once; answers how many. */
export async function revokeAccountSessions(identity: Identity, accountId: string, ip: string | null = null): Promise<number> {
  const ended = await removeSessions(identity.sql, accountId)
  await recordIdentityEvent(identity, { kind: 'sessions.ended', accountId, ip, detail: `${ended}` })
  return ended
}

/** As `resetLink`, for the account that signs in with an e-mail address; undefined: there is none. */
export async function resetLinkFor(identity: Identity, email: string, { dropSecondFactor: drop }: { dropSecondFactor: boolean }): Promise<{ link: string; secondFactorDropped: boolean } | undefined> {
  const account = await maybeFindAccount(identity.sql, { email: email.trim().toLowerCase() })
  return account && { secondFactorDropped: drop && (await dropSecondFactor(identity, account.id)), link: await resetLink(identity, account.id) }
}

/** A link with which an account's owner chooses a new password, once, within a day; earlier links end. The administrator passes it on. */
export async function resetLink(identity: Identity, accountId: string, ip: string | null = null): Promise<string> {
  const { token, link } = newResetLink(identity)
  await keepReset(identity, { accountId, token, ip, detail: null })
  return link
}

/** A link to choose a new password, which works once its token is kept. */
export function newResetLink(identity: Identity): { token: string; link: string } {
  const token = randomBytes(24).toString('base64url')
  // Behind the #, so that it reaches no log and no Referer header.
  return { token, link: `${identity.url}/reset-password#${token}` }
}

/** From now the token's link works for an account, and earlier ones do not; recorded as made. */
export async function keepReset(identity: Identity, made: { accountId: string; token: string; ip: string | null; detail: string | null }): Promise<void> {
  const { accountId, token, ip, detail } = made
  await insertVerification(identity.sql, { identifier: storedIdentifier(`reset-password:${token}`), accountId, purpose: 'reset', hours: resetHours })
  await recordIdentityEvent(identity, { kind: 'password.link', accountId, ip, detail })
}

/** Turns two-step sign-in off for somebody who lost the device and the backup codes; false when it was not on. */
export async function dropSecondFactor(identity: Identity, accountId: string, ip: string | null = null): Promise<boolean> {
  const removed = await removeTwoFactor(identity.sql, accountId)
  if (removed) await recordIdentityEvent(identity, { kind: 'second-factor.removed', accountId, ip, detail: 'by an administrator' })
  return removed
}

export type IdentityEvent = { kind: IdentityEventKind; accountId?: string | null; ip?: string | null; detail?: string | null }

/** Writes one line of the record of sign-ins. `detail` is for people and never holds a secret or what was typed. */
export async function recordIdentityEvent(identity: Identity, event: IdentityEvent): Promise<void> {
  await insertEvent(identity.sql, { kind: event.kind, accountId: event.accountId ?? null, ip: event.ip ?? null, detail: event.detail ?? null })
}
