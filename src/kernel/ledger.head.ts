import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { canonicalJson } from '../shared/canonical.ts'
import { Problem } from '../shared/problem.ts'

/** A signed statement of all that an organisation's ledger held; `root` and `signature` are bytes. */
export type Head = { organisationId: string; size: number; root: Buffer; at: Date; keyId: string; signature: Buffer }

/** The Ed25519 pair that signs heads. */
export type LedgerKey = { id: string; privateKey: KeyObject; publicKey: KeyObject }

// RFC 8410: a private Ed25519 key in PKCS #8 is this and its seed of 32 bytes.
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The key pair of a seed: 32 bytes in hexadecimal or base64. Throws Problem 'invalid'. */
export function ledgerKey(seed: string): LedgerKey {
  const bytes = Buffer.from(seed.trim(), /^[0-9a-f]{64}$/i.test(seed.trim()) ? 'hex' : 'base64')
  if (bytes.length !== 32) throw new Problem('invalid', 'The key of the ledger must be 32 bytes in hexadecimal or base64. Restore it from a backup with keys.')
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8, bytes]), format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(privateKey)
  return { id: keyId(publicKey), privateKey, publicKey }
}

/** The first 16 hexadecimal digits of the SHA-256 of a public key's SPKI. */
export function keyId(publicKey: KeyObject): string {
  return createHash('sha256').update(publicKey.export({ format: 'der', type: 'spki' })).digest('hex').slice(0, 16)
}

/** A public key as PEM, to give to whoever is to verify. */
export function publicKeyText(publicKey: KeyObject): string {
  return publicKey.export({ format: 'pem', type: 'spki' }).toString()
}

/** Reads a public key from PEM. Throws Problem 'invalid'. */
export function readPublicKey(text: string): KeyObject {
  try {
    const key = createPublicKey(text)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Said below, in one sentence with the other reason.
  }
  throw new Problem('invalid', 'This is not a public Ed25519 key in PEM (-----BEGIN PUBLIC KEY-----).')
}

/** What is signed of a head. */
export function headText(head: Omit<Head, 'signature'>): string {
  return canonicalJson({ organisation: head.organisationId, size: head.size, root: head.root.toString('hex'), at: head.at.toISOString(), keyId: head.keyId })
}

/** Signs the state of a ledger. */
export function signHead(head: Omit<Head, 'signature' | 'keyId'>, key: LedgerKey): Head {
  const unsigned = { ...head, keyId: key.id }
  return { ...unsigned, signature: sign(null, Buffer.from(headText(unsigned)), key.privateKey) }
}

/** Whether the head was signed by this public key. */
export function isSignedBy(head: Head, publicKey: KeyObject): boolean {
  return head.keyId === keyId(publicKey) && verify(null, Buffer.from(headText(head)), publicKey, head.signature)
}
