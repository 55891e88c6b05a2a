import { createHash } from 'node:crypto'
import { isIPv4 } from 'node:net'
import type postgres from 'postgres'
import { Problem } from '../shared/problem.ts'
import { removeAttempts, saveAttempt } from './identity.store.ts'

/** How many attempts a window of `seconds` allows. */
type Limit = { most: number; seconds: number }

const quarter = 15 * 60
const limits = {
  /** Tries of a password or a code from one network, right or wrong; each costs a hash. */
  network: { most: 100, seconds: quarter },
  /** Wrong passwords for one e-mail from one network: the lock-out. Another network may still sign in. */
  networkAccount: { most: 5, seconds: quarter },
  /** Wrong passwords for one e-mail from anywhere (OWASP ASVS 2.2.1: under 100 an hour). */
  account: { most: 50, seconds: 3600 },
  /** Wrong codes, or wrong passwords of a signed-in person, for one account. */
  code: { most: 10, seconds: quarter },
  /** One code counts once (OWASP ASVS 2.8.4); it is good for 90 seconds at most. */
  usedCode: { most: 1, seconds: 120 },
  /** Reset links asked for. */
  reset: { most: 5, seconds: 3600 },
} as const satisfies Record<string, Limit>

export type Refusal = { limit: keyof typeof limits; seconds: number; first: boolean }
export type Attempt = { limit: keyof typeof limits; of: string }

/**
 * Counts an attempt on every key before it is made, so that a burst cannot slip through; stops at the first that is
 * used up and answers it. Keys are hashed: nothing that was typed is stored.
 */
export async function refusedAttempt(sql: postgres.Sql, attempts: Attempt[]): Promise<Refusal | null> {
  for (const attempt of attempts) {
    const { most, seconds: window } = limits[attempt.limit]
    const counted = await saveAttempt(sql, keyOf(attempt), window)
    if (counted.count > most) return { limit: attempt.limit, seconds: Math.max(1, counted.seconds), first: counted.count === most + 1 }
  }
  return null
}

/** Takes attempts back that turned out right; a lock-out begins anew. */
export async function forgiveAttempts(sql: postgres.Sql, attempts: Attempt[]): Promise<void> {
  await removeAttempts(sql, attempts.map(keyOf), attempts.filter((a) => a.limit === 'networkAccount').map(keyOf))
}

function keyOf(attempt: Attempt): string {
  return `${attempt.limit}:${createHash('sha256').update(attempt.of).digest('base64url')}`
}

/** The sentence of a lock-out; the same whether or not the account exists. */
export function tooManyAttempts(refusal: Refusal): Problem {
  const minutes = Math.ceil(refusal.seconds / 60)
  return new Problem('tooMany', `Too many attempts. Wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`}, then try again.`)
}

/** The network that limits count by: an IPv4 address, or the /64 of an IPv6 one, which one customer holds whole. */
export function networkOf(ip: string): string {
  const mapped = ip.toLowerCase().startsWith('::ffff:') ? ip.slice(7) : ip
  if (isIPv4(mapped) || !mapped.includes(':')) return mapped
  const [head = '', tail] = mapped.toLowerCase().replace(/%.*$/, '').split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail?.split(':').filter(Boolean) ?? []
  const gap = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0')
  return `${[...left, ...gap, ...right].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}
