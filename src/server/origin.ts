import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'

/** What these questions need of a request; a Fastify request fits. `host` includes the port, `hostname` does not. */
export type Addressed = { method: string; headers: IncomingHttpHeaders; host: string; hostname: string }

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whether a request may act with the cookie it carries (cross-site request forgery, OWASP ASVS 4.2.2):
 * reading always; changing only from a page of this server, as the browser itself says by Origin or Sec-Fetch-Site.
 */
export function mayUseCookie(request: Addressed, origins: readonly string[]): boolean {
  if (safe.has(request.method)) return true
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return false
  const origin = request.headers.origin
  if (origin === undefined) return site === 'same-origin'
  if (origins.includes(origin)) return true
  return originHost(origin) === request.host
}

/** As `mayUseCookie`, for a call that needs no cookie yet (sign-in): a program that names no origin may pass. */
export function maySignIn(request: Addressed, origins: readonly string[]): boolean {
  const { origin, cookie, 'sec-fetch-site': site } = request.headers
  return origin === undefined && cookie === undefined && site === undefined ? true : mayUseCookie(request, origins)
}

function originHost(origin: string): string | null {
  try {
    const url = new URL(origin)
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.host : null
  } catch {
    return null
  }
}

/**
 * Whether this server answers to the name in the Host header: an address, localhost, or the one in WELLRUN_URL.
 * A stranger's name that was pointed at this machine (DNS rebinding) is refused.
 */
export function isOwnHost(hostname: string, url: string): boolean {
  const name = hostname.toLowerCase().replace(/^\[|\]$/g, '')
  return isIP(name) !== 0 || name === 'localhost' || name.endsWith('.localhost') || name === new URL(url).hostname
}

/** The origins that pages of this server have: its public address, and this machine's names on its port. */
export function ownOrigins(url: string, port: number): string[] {
  return [...new Set([new URL(url).origin, `http://localhost:${port}`, `http://127.0.0.1:${port}`, `http://[::1]:${port}`])]
}
