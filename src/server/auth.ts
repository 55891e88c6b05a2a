import { betterAuth } from 'better-auth'
import { twoFactor } from 'better-auth/plugins/two-factor'
import { Kysely } from 'kysely'
import { PostgresJSDialect } from 'kysely-postgres-js'
import type postgres from 'postgres'
import { newId } from '../shared/ids.ts'
import { sessionDays } from './identity.store.ts'
import { hashPassword, isPassword, passwordLength } from './password.ts'
import { addressHeader } from './session.ts'
import type { Cookies } from './session.ts'

export type AuthOptions = { url: string; origins: string[]; cookies: Cookies; sql: postgres.Sql; log: (message: string) => void }
export type Auth = ReturnType<typeof createAuth>

/** Minutes for which a person counts as just signed in, and for which the second step may take. */
const fresh = 15
const stamps = { createdAt: 'created_at', updatedAt: 'updated_at' }
const credentialFields = {
  userId: 'account_id',
  providerId: 'provider',
  accountId: 'provider_account',
  accessToken: 'access_token',
  refreshToken: 'refresh_token',
  idToken: 'id_token',
  accessTokenExpiresAt: 'access_token_expires_at',
  refreshTokenExpiresAt: 'refresh_token_expires_at',
  ...stamps,
}

/**
 * The sign-in library on our tables. It is never given a route of its own: the server calls the few endpoints it needs,
 * so that limits, origins, events and sentences are ours and nothing else of it can be reached.
 */
export function createAuth(options: AuthOptions) {
  const { cookies } = options
  return betterAuth({
    appName: 'Wellrun',
    baseURL: options.url,
    basePath: '/api/auth',
    secret: cookies.secret,
    trustedOrigins: options.origins,
    database: { db: new Kysely({ dialect: new PostgresJSDialect({ postgres: options.sql }) }), type: 'postgres', schemaName: 'identity', transaction: true },
    telemetry: { enabled: false },
    logger: { level: 'error', disableColors: true, log: (_level, message) => options.log(message) },
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: cookies.prefix,
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/', secure: cookies.secure },
      ipAddress: { ipAddressHeaders: [addressHeader] },
      database: { generateId: () => newId() },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.least,
      maxPasswordLength: passwordLength.most,
      revokeSessionsOnPasswordReset: true,
      password: { hash: hashPassword, verify: ({ hash, password }) => isPassword(hash, password) },
    },
    user: { modelName: 'account', fields: { emailVerified: 'email_verified', ...stamps } },
    session: {
      modelName: 'session',
      fields: { userId: 'account_id', ipAddress: 'ip', userAgent: 'agent', expiresAt: 'expires_at', ...stamps },
      expiresIn: sessionDays.idle * 86_400,
      updateAge: 86_400,
      freshAge: fresh * 60,
    },
    account: { modelName: 'credential', fields: credentialFields },
    verification: { modelName: 'verification', storeIdentifier: 'hashed', fields: { expiresAt: 'expires_at', ...stamps } },
    plugins: [
      twoFactor({
        issuer: 'Wellrun',
        twoFactorCookieMaxAge: fresh * 60,
        accountLockout: { enabled: true, maxFailedAttempts: 10, durationSeconds: 900 },
        schema: {
          user: { fields: { twoFactorEnabled: 'two_factor' } },
          twoFactor: {
            modelName: 'two_factor',
            fields: { userId: 'account_id', backupCodes: 'backup_codes', failedVerificationCount: 'failed_count', lockedUntil: 'locked_until' },
          },
        },
      }),
    ],
  })
}
