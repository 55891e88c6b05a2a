import { z } from 'zod'

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
let lastMs = 0
let counter = 0

// Drawn many at a time: each call to the system takes longer than all the rest of an id.
const drawn = new Uint8Array(2048)
let used = drawn.length

function randomBytes(): Uint8Array {
  if (used === drawn.length) {
    crypto.getRandomValues(drawn)
    used = 0
  }
  return drawn.subarray(used, (used += 8))
}

/** UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then a counter that rises within the millisecond, then random bits. */
export function newId(nowMs: number = Date.now()): string {
  if (nowMs > lastMs) {
    lastMs = nowMs
    counter = 0
  } else counter++
  if (counter > 0xfff) {
    lastMs++
    counter = 0
  }
  const random = randomBytes()
  let tail = ''
  for (const byte of random) tail += hex[byte]!
  const ms = lastMs.toString(16).padStart(12, '0')
  const variant = ((random[0]! & 0x3f) | 0x80).toString(16).padStart(2, '0')
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${variant}${tail.slice(2, 4)}-${tail.slice(4)}`
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export function isId(text: string): boolean {
  return uuidPattern.test(text)
}

export const id = z.string().regex(uuidPattern, 'Give an id (a UUID).')
/** A key such as SVC-3, or an id: either names an element. */
export const reference = z.string().min(1).max(200)
