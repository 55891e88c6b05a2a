import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Problem } from '../shared/problem.ts'
import type { Answer } from './auth-call.ts'
import { askForReset, beginSecondFactor, changePassword, endSecondFactor, endSessions, openSessions, renewBackupCodes, resetPassword } from './credentials.ts'
import type { Caller, Identity } from './identity.ts'
import { maySignIn, mayUseCookie } from './origin.ts'
import { checkCode, signIn, signOut } from './sign-in.ts'

const typed = z.string().min(1, 'Type it here.').max(1000, 'Type at most 1,000 characters.')
const email = z.string().trim().max(320).pipe(z.email('Type an e-mail address such as name@example.org.'))
const byPassword = z.strictObject({ password: typed })
const byCode = z.strictObject({ code: typed.max(40, 'Type the code alone.') })
const nothing = z.strictObject({}).or(z.undefined()).or(z.null())

/**
 * Serves sign-in under /api/auth. Only these routes exist; whatever else the sign-in library could do has no address.
 * Faults are thrown, for the server's error handler to answer as problem details.
 */
export function mountIdentity(server: FastifyInstance, identity: Identity): void {
  const post = <I>(path: string, schema: z.ZodType<I>, flow: (caller: Caller, input: I) => Promise<Answer>, may = mayUseCookie) => {
    server.post(`/api/auth/${path}`, async (request, reply) => {
      if (!may(request, identity.origins)) throw new Problem('forbidden', 'This call came from another site. Open Wellrun itself and try again.')
      const answer = await flow(callerOf(request), schema.parse(request.body))
      if (answer.cookies.length) reply.header('set-cookie', answer.cookies)
      return reply.header('cache-control', 'no-store').send(answer.body)
    })
  }
  post('sign-in/email', z.strictObject({ email, password: typed }), (c, i) => signIn(identity, c, i), maySignIn)
  post('sign-out', nothing, (c) => signOut(identity, c))
  post('two-factor/verify-totp', byCode, (c, i) => checkCode(identity, c, { ...i, backup: false }))
  post('two-factor/verify-backup-code', byCode, (c, i) => checkCode(identity, c, { ...i, backup: true }))
  post('two-factor/enable', byPassword, (c, i) => beginSecondFactor(identity, c, i.password))
  post('two-factor/disable', byPassword, (c, i) => endSecondFactor(identity, c, i.password))
  post('two-factor/generate-backup-codes', byPassword, (c, i) => renewBackupCodes(identity, c, i.password))
  post('change-password', z.strictObject({ currentPassword: typed, newPassword: typed }), (c, i) => changePassword(identity, c, i))
  post('reset-password', z.strictObject({ token: typed, newPassword: typed }), (c, i) => resetPassword(identity, c, i), maySignIn)
  post('request-password-reset', z.strictObject({ email }), (c, i) => askForReset(identity, c, i), maySignIn)
  post('end-sessions', z.strictObject({ session: typed.optional() }), (c, i) => endSessions(identity, c, i))
  server.get('/api/auth/sessions', async (request, reply) => {
    const answer = await openSessions(identity, callerOf(request))
    return reply.header('cache-control', 'no-store').send(answer.body)
  })
}

function callerOf(request: FastifyRequest): Caller {
  return { ip: request.ip, headers: request.headers }
}
