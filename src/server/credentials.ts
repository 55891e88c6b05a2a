import { Problem } from '../shared/problem.ts'
import { forgiveAttempts, networkOf } from './attempts.ts'
import type { Attempt } from './attempts.ts'
import { askLibrary, guardAttempts, libraryProblem, requiredSession } from './auth-call.ts'
import type { Answer, LibraryAnswer } from './auth-call.ts'
import type { Auth } from './auth.ts'
import { recordIdentityEvent, resetHours, resetLink } from './identity.ts'
import type { Caller, Identity, IdentityEventKind, Session } from './identity.ts'
import { listOrganisationNames, listSessions, maybeFindAccount, maybeFindVerified, removeSessions } from './identity.store.ts'
import { passwordFault } from './password.ts'
import { storedIdentifier } from './session.ts'

type Endpoint = (auth: Auth, headers: Headers) => Promise<Response>

/** Does what a signed-in person must prove their password for; wrong ones count towards a lock-out. */
async function withPassword(identity: Identity, caller: Caller, field: string, endpoint: Endpoint): Promise<{ session: Session; answer: LibraryAnswer }> {
  const session = await requiredSession(identity, caller)
  const attempts: Attempt[] = [{ limit: 'network', of: networkOf(caller.ip) }, { limit: 'code', of: session.accountId }]
  await guardAttempts(identity, caller, attempts, async () => session.accountId)
  const answer = await askLibrary(identity, caller, endpoint)
  if (answer.ok) {
    await forgiveAttempts(identity.sql, attempts)
    return { session, answer }
  }
  if (answer.code !== 'INVALID_PASSWORD') throw libraryProblem(answer)
  await recordIdentityEvent(identity, { kind: 'password.failed', accountId: session.accountId, ip: caller.ip })
  throw new Problem('invalid', 'This is not your password.', [{ path: field, message: 'Type the password that you sign in with.' }])
}

/** Begins two-step sign-in: answers the authenticator's address and the backup codes. It is on once a code was checked. */
export async function beginSecondFactor(identity: Identity, caller: Caller, password: string): Promise<Answer> {
  const { answer } = await withPassword(identity, caller, 'password', (auth, headers) => auth.api.enableTwoFactor({ body: { password, method: 'totp' }, headers, asResponse: true }))
  const uri = String(answer.body.totpURI)
  return { body: { uri, secret: new URL(uri).searchParams.get('secret'), backupCodes: answer.body.backupCodes }, cookies: answer.cookies }
}

/** Turns two-step sign-in off. */
export async function endSecondFactor(identity: Identity, caller: Caller, password: string): Promise<Answer> {
  return changed(identity, caller, 'second-factor.disabled', await withPassword(identity, caller, 'password', (auth, headers) =>
    auth.api.disableTwoFactor({ body: { password }, headers, asResponse: true })))
}

/** Makes new backup codes; the old ones stop working. */
export async function renewBackupCodes(identity: Identity, caller: Caller, password: string): Promise<Answer> {
  const done = await withPassword(identity, caller, 'password', (auth, headers) => auth.api.generateBackupCodes({ body: { password }, headers, asResponse: true }))
  return { ...(await changed(identity, caller, 'second-factor.renewed', done)), body: { backupCodes: done.answer.body.backupCodes } }
}

async function changed(identity: Identity, caller: Caller, kind: IdentityEventKind, done: { session: Session; answer: LibraryAnswer }): Promise<Answer> {
  await recordIdentityEvent(identity, { kind, accountId: done.session.accountId, ip: caller.ip })
  return { body: { state: 'done' }, cookies: done.answer.cookies }
}

/** Changes the password; every other session of the account ends. */
export async function changePassword(identity: Identity, caller: Caller, input: { currentPassword: string; newPassword: string }): Promise<Answer> {
  const session = await requiredSession(identity, caller)
  await refuseWeak(identity, session.accountId, input.newPassword)
  return changed(identity, caller, 'password.changed', await withPassword(identity, caller, 'currentPassword', (auth, headers) =>
    auth.api.changePassword({ body: { ...input, revokeOtherSessions: true }, headers, asResponse: true })))
}

/** Sets a password by the link that was handed out; every session of the account ends. */
export async function resetPassword(identity: Identity, caller: Caller, input: { token: string; newPassword: string }): Promise<Answer> {
  await guardAttempts(identity, caller, [{ limit: 'network', of: networkOf(caller.ip) }], async () => null)
  const accountId = await maybeFindVerified(identity.sql, storedIdentifier(`reset-password:${input.token}`))
  if (!accountId) throw new Problem('invalid', 'This link has been used or is too old. Ask for a new one.')
  await refuseWeak(identity, accountId, input.newPassword)
  const answer = await askLibrary(identity, caller, (auth, headers) => auth.api.resetPassword({ body: input, headers, asResponse: true }))
  if (!answer.ok) throw libraryProblem(answer)
  await recordIdentityEvent(identity, { kind: 'password.reset', accountId, ip: caller.ip })
  return { body: { state: 'done' }, cookies: answer.cookies }
}

async function refuseWeak(identity: Identity, accountId: string, password: string): Promise<void> {
  const account = await maybeFindAccount(identity.sql, { id: accountId })
  if (!account) throw new Problem('notFound', 'This account no longer exists.')
  const fault = passwordFault(password, { ...account, organisations: await listOrganisationNames(identity.sql, accountId) })
  if (fault) throw new Problem('invalid', fault, [{ path: 'newPassword', message: fault }])
}

/** Sends a link to choose a new password, where e-mail is set up; the answer never tells whether the account exists. */
export async function askForReset(identity: Identity, caller: Caller, input: { email: string }): Promise<Answer> {
  const { deliver } = identity
  if (!deliver) throw new Problem('unprocessable', 'This server sends no e-mail. Ask whoever runs it for a link to choose a new password (wellrun account link).')
  const email = input.email.trim().toLowerCase()
  await guardAttempts(identity, caller, [{ limit: 'network', of: networkOf(caller.ip) }, { limit: 'reset', of: email }], async () => null)
  const send = async () => {
    const account = await maybeFindAccount(identity.sql, { email })
    if (!account) return
    const link = await resetLink(identity, account.id, caller.ip)
    await deliver({ to: account.email, subject: 'Choose a new password', text: `Choose a new password for Wellrun within ${resetHours} hours:\n\n${link}\n\nIf you did not ask for this, do nothing.` })
  }
  // Not awaited: the time it takes would tell whether the account exists.
  send().catch(() => recordIdentityEvent(identity, { kind: 'password.failed', ip: caller.ip, detail: 'the link could not be sent' })).catch(() => {})
  return { body: { state: 'done' }, cookies: [] }
}

/** Where an account is signed in. */
export async function openSessions(identity: Identity, caller: Caller): Promise<Answer> {
  const session = await requiredSession(identity, caller)
  const sessions = await listSessions(identity.sql, session.accountId)
  return { body: { sessions: sessions.map((s) => ({ ...s, current: s.id === session.id })) }, cookies: [] }
}

/** Ends one other session by its id, or all others. */
export async function endSessions(identity: Identity, caller: Caller, input: { session?: string | undefined }): Promise<Answer> {
  const session = await requiredSession(identity, caller)
  const ended = await removeSessions(identity.sql, session.accountId, { except: session.id, ...(input.session ? { only: input.session } : {}) })
  if (ended) await recordIdentityEvent(identity, { kind: 'sessions.ended', accountId: session.accountId, ip: caller.ip, detail: `${ended}` })
  return { body: { ended }, cookies: [] }
}
