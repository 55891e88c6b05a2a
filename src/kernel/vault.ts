import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Keeps texts that the database must not tell: sealed with AES-256-GCM under a key of their use, derived from the server's secret. */
export type Vault = {
  seal: (use: string, text: string) => Buffer
  /** Null where it was sealed with another WELLRUN_SECRET, or altered. */
  open: (use: string, sealed: Buffer) => string | null
}

/** A key of 32 bytes for one use of the server's secret (RFC 5869). */
export function keyFor(secret: string, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'wellrun', use, 32))
}

/** A vault under a server's secret of at least 32 characters. */
export function createVault(secret: string): Vault {
  return {
    seal: (use, text) => {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', keyFor(secret, use), iv)
      const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), content])
    },
    open: (use, sealed) => {
      try {
        const decipher = createDecipheriv('aes-256-gcm', keyFor(secret, use), sealed.subarray(0, 12))
        decipher.setAuthTag(sealed.subarray(12, 28))
        return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8')
      } catch {
        return null
      }
    },
  }
}
