import { Problem } from '../shared/problem.ts'
import { forgiveAttempts, networkOf, refusedAttempt } from './attempts.ts'
import type { Attempt } from './attempts.ts'
import { askLibrary, guardAttempts, libraryProblem } from './auth-call.ts'
import type { Answer } from './auth-call.ts'
import { recordIdentityEvent, sessionOf } from './identity.ts'
import type { Caller, Identity } from './identity.ts'
import { maybeFindAccount, maybeFindVerified, removeSession } from './identity.store.ts'
import { endedCookies, sessionToken, signedCookie, storedIdentifier } from './session.ts'

/** Signs in by e-mail and password. An unknown e-mail and a wrong password answer the same, and as slowly. */
export async function signIn(identity: Identity, caller: Caller, input: { email: string; password: string }): Promise<Answer> {
  const email = input.email.trim().toLowerCase()
  const network = networkOf(caller.ip)
  const attempts: Attempt[] = [
    { limit: 'network', of: network },
    { limit: 'networkAccount', of: `${network} ${email}` },
    { limit: 'account', of: email },
  ]
  const account = async () => (await maybeFindAccount(identity.sql, { email }))?.id ?? null
  await guardAttempts(identity, caller, attempts, account)
  const answer = await askLibrary(identity, caller, (auth, headers) => auth.api.signInEmail({ body: { email, password: input.password }, headers, asResponse: true }))
  const accountId = await account()
  if (!answer.ok) {
    await recordIdentityEvent(identity, { kind: 'sign-in.failed', accountId, ip: caller.ip, detail: accountId ? 'wrong password' : 'no such account' })
    throw new Problem('unauthenticated', 'The e-mail or the password is wrong.')
  }
  await forgiveAttempts(identity.sql, attempts)
  const earlier = sessionToken(caller.headers, identity.cookies)
  if (earlier) await removeSession(identity.sql, earlier)
  const challenged = answer.body.twoFactorRedirect === true
  await recordIdentityEvent(identity, { kind: challenged ? 'sign-in.challenged' : 'sign-in.succeeded', accountId, ip: caller.ip })
  return { body: { state: challenged ? 'second factor needed' : 'signed in' }, cookies: answer.cookies }
}

/**
 * Checks a code of the authenticator or a backup code: the second step of a sign-in, or, in a session, the proof that
 * a new authenticator works. A code counts once (OWASP ASVS 2.8.4).
 */
export async function checkCode(identity: Identity, caller: Caller, input: { code: string; backup: boolean }): Promise<Answer> {
  const session = await sessionOf(identity, caller.headers)
  const accountId = session?.accountId ?? (await challengedAccount(identity, caller))
  if (!accountId) throw new Problem('unauthenticated', 'The second step took too long. Sign in again.')
  const attempts: Attempt[] = [{ limit: 'network', of: networkOf(caller.ip) }, { limit: 'code', of: accountId }]
  await guardAttempts(identity, caller, attempts, async () => accountId)
  const code = input.code.replace(/\s/g, '')
  const answer = await askLibrary(identity, caller, (auth, headers) => {
    const call = { body: { code }, headers, asResponse: true as const }
    return input.backup ? auth.api.verifyBackupCode(call) : auth.api.verifyTOTP(call)
  })
  if (!answer.ok) {
    await recordIdentityEvent(identity, { kind: 'second-factor.failed', accountId, ip: caller.ip, detail: input.backup ? 'backup code' : null })
    throw isWrongCode(answer.code) ? wrongCode(input.backup) : libraryProblem(answer)
  }
  const used = await refusedAttempt(identity.sql, [{ limit: 'usedCode', of: `${accountId} ${code}` }])
  if (used && !session) {
    await removeSession(identity.sql, String(answer.body.token))
    await recordIdentityEvent(identity, { kind: 'second-factor.failed', accountId, ip: caller.ip, detail: 'code used before' })
    throw new Problem('invalid', 'This code has been used. Wait for the next one.', [{ path: 'code', message: 'Wait for the next code.' }])
  }
  await forgiveAttempts(identity.sql, attempts)
  if (!session) await recordIdentityEvent(identity, { kind: 'sign-in.succeeded', accountId, ip: caller.ip, detail: input.backup ? 'backup code' : 'second factor' })
  else if (!session.twoFactor) await recordIdentityEvent(identity, { kind: 'second-factor.enabled', accountId, ip: caller.ip })
  return { body: { state: 'signed in' }, cookies: answer.cookies }
}

function isWrongCode(code: string): boolean {
  return code === 'INVALID_CODE' || code === 'INVALID_BACKUP_CODE'
}

function wrongCode(backup: boolean): Problem {
  const right = backup ? 'Type one of the backup codes that you kept and have not used.' : 'Type the six digits that your authenticator shows now.'
  return new Problem('invalid', `This code is wrong. ${right}`, [{ path: 'code', message: right }])
}

/** The account that a browser is halfway signed in to. */
async function challengedAccount(identity: Identity, caller: Caller): Promise<string | null> {
  const challenge = signedCookie(caller.headers, identity.cookies, 'two_factor')
  return challenge ? maybeFindVerified(identity.sql, storedIdentifier(challenge)) : null
}

/** Ends the session of this browser; from this moment its cookie is worth nothing on any node. */
export async function signOut(identity: Identity, caller: Caller): Promise<Answer> {
  const token = sessionToken(caller.headers, identity.cookies)
  const accountId = token ? await removeSession(identity.sql, token) : null
  if (accountId) await recordIdentityEvent(identity, { kind: 'sign-out', accountId, ip: caller.ip })
  return { body: { state: 'signed out' }, cookies: endedCookies(identity.cookies) }
}
