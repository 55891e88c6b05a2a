import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { sessionDays } from './identity.store.ts'

/** The cookies of one server: how they are named, signed and flagged. */
export type Cookies = { prefix: string; secure: boolean; secret: string }

/** On https the `__Host-` prefix binds the cookie to this very host, secure and without a domain (OWASP ASVS 3.4.4). */
export function cookiesOf(url: string, secret: string): Cookies {
  const secure = new URL(url).protocol === 'https:'
  return { prefix: secure ? '__Host-wellrun' : 'wellrun', secure, secret }
}

/** A session's token: 256 random bits. */
export function newSessionToken(): string {
  return randomBytes(32).toString('base64url')
}

function signature(value: string, secret: string): string {
  return createHmac('sha256', secret).update(value).digest('base64')
}

/** The value of a signed cookie of this server, or null when it is absent or not signed by it. */
export function signedCookie(headers: IncomingHttpHeaders, cookies: Cookies, name: string): string | null {
  const raw = cookieValue(headers.cookie, `${cookies.prefix}.${name}`)
  if (!raw) return null
  const at = raw.lastIndexOf('.')
  if (at < 1) return null
  const value = raw.slice(0, at)
  const given = Buffer.from(raw.slice(at + 1))
  const right = Buffer.from(signature(value, cookies.secret))
  return given.length === right.length && timingSafeEqual(given, right) ? value : null
}

function cookieValue(header: string | undefined, name: string): string | null {
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=')
    if (at < 0 || part.slice(0, at).trim() !== name) continue
    try {
      return decodeURIComponent(part.slice(at + 1).trim())
    } catch {
      return null
    }
  }
  return null
}

/** The token of a request's session cookie, its signature checked; asks no database. */
export function sessionToken(headers: IncomingHttpHeaders, cookies: Cookies): string | null {
  return signedCookie(headers, cookies, 'session_token')
}

/** The Set-Cookie header that carries a session. */
export function sessionCookie(token: string, cookies: Cookies): string {
  return cookieText(cookies, 'session_token', encodeURIComponent(`${token}.${signature(token, cookies.secret)}`), sessionDays.idle * 86_400)
}

/** The Set-Cookie headers that end a session in the browser. */
export function endedCookies(cookies: Cookies): string[] {
  return ['session_token', 'two_factor'].map((name) => cookieText(cookies, name, '', 0))
}

function cookieText(cookies: Cookies, name: string, value: string, maxAgeSeconds: number): string {
  return `${cookies.prefix}.${name}=${value}; Max-Age=${maxAgeSeconds}; Path=/; HttpOnly${cookies.secure ? '; Secure' : ''}; SameSite=Lax`
}

/** How the identifier of a one-time verification is stored: only its SHA-256. */
export function storedIdentifier(identifier: string): string {
  return createHash('sha256').update(identifier).digest('base64url')
}

/** The header that carries the address of the caller to the sign-in library; set by this server, never by a caller. */
export const addressHeader = 'x-wellrun-address'
