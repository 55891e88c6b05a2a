import { Problem } from '../shared/problem.ts'
import type { ProblemType } from '../shared/problem.ts'
import type { Auth } from './auth.ts'
import { refusedAttempt, tooManyAttempts } from './attempts.ts'
import type { Attempt } from './attempts.ts'
import { recordIdentityEvent, sessionOf } from './identity.ts'
import type { Caller, Identity, Session } from './identity.ts'
import { addressHeader } from './session.ts'

/** What the sign-in library answered: its cookies, its body, and the code of its refusal (empty when it did not refuse). */
export type LibraryAnswer = { ok: boolean; code: string; body: Record<string, unknown>; cookies: string[] }
/** What a route of sign-in answers. */
export type Answer = { body: Record<string, unknown>; cookies: string[] }

/** Calls one endpoint of the sign-in library with nothing of the request but its cookies, its browser and its address. */
export async function askLibrary(identity: Identity, caller: Caller, endpoint: (auth: Auth, headers: Headers) => Promise<Response>): Promise<LibraryAnswer> {
  const headers = new Headers({ [addressHeader]: caller.ip, 'user-agent': (caller.headers['user-agent'] ?? '').slice(0, 500) })
  if (caller.headers.cookie) headers.set('cookie', caller.headers.cookie)
  const response = await endpoint(await identity.auth(), headers)
  const text = await response.text()
  const body = text ? (JSON.parse(text) as Record<string, unknown> | null) : null
  if (response.status >= 500) throw new Error(`The sign-in library failed: ${text}`)
  return { ok: response.ok, code: response.ok ? '' : String(body?.code ?? response.status), body: body ?? {}, cookies: response.headers.getSetCookie() }
}

/** Refuses when one of the limits is used up, and records the lock-out once. `whose` finds the account it concerns. */
export async function guardAttempts(identity: Identity, caller: Caller, attempts: Attempt[], whose: () => Promise<string | null>): Promise<void> {
  const refusal = await refusedAttempt(identity.sql, attempts)
  if (!refusal) return
  if (refusal.first) await recordIdentityEvent(identity, { kind: 'sign-in.locked', accountId: await whose(), ip: caller.ip, detail: refusal.limit })
  throw tooManyAttempts(refusal)
}

/** The session of a call that needs one. */
export async function requiredSession(identity: Identity, caller: Caller): Promise<Session> {
  const session = await sessionOf(identity, caller.headers)
  if (!session) throw new Problem('unauthenticated', 'Sign in first.')
  return session
}

/** The sentence for a refusal of the library that no flow has a better one for. */
export function libraryProblem(answer: LibraryAnswer): Problem {
  const [type, sentence] = sentences[answer.code] ?? ['invalid', 'Sign-in refused this. Reload the page and try again.']
  return new Problem(type, sentence)
}

const notSetUp: [ProblemType, string] = ['conflict', 'Two-step sign-in is not set up. Set it up first.']
const sentences: Record<string, [ProblemType, string] | undefined> = {
  UNAUTHORIZED: ['unauthenticated', 'Sign in first.'],
  INVALID_TWO_FACTOR_COOKIE: ['unauthenticated', 'The second step took too long. Sign in again.'],
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: ['unauthenticated', 'Too many wrong codes. Sign in again.'],
  ACCOUNT_TEMPORARILY_LOCKED: ['tooMany', 'Too many wrong codes. Wait 15 minutes, then try again.'],
  TOTP_ALREADY_ENABLED: ['conflict', 'Two-step sign-in is on already. Turn it off first to set up another device.'],
  TOTP_NOT_ENABLED: notSetUp,
  BACKUP_CODES_NOT_ENABLED: notSetUp,
  TWO_FACTOR_NOT_ENABLED: notSetUp,
  INVALID_TOKEN: ['invalid', 'This link has been used or is too old. Ask for a new one.'],
}
