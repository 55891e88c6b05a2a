import { randomBytes } from 'node:crypto'
import { sha256 } from './hash.ts'

/** API tokens, invitations, addresses of calendars. */
type SecretKind = 'wr' | 'wri' | 'wrc'

/** A secret that is shown once: 256 random bits behind a prefix by which people tell it apart; only its SHA-256 is kept. */
export function newSecret(kind: SecretKind): { text: string; prefix: string; hash: Buffer } {
  const text = `${kind}_${randomBytes(32).toString('base64url')}`
  return { text, prefix: text.slice(0, kind.length + 7), hash: sha256(text) }
}

/** The hash by which a bearer token is found, or null when the text is none of ours. */
export function secretHash(kind: SecretKind, text: string): Buffer | null {
  return new RegExp(`^${kind}_[A-Za-z0-9_-]{43}$`).test(text) ? sha256(text) : null
}
