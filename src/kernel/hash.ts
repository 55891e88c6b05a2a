import { hash } from 'node:crypto'

/** SHA-256 of a text, as UTF-8 just as it is stored, or of bytes: 32 bytes. */
export function sha256(content: string | Buffer): Buffer {
  // One call that answers in latin1 takes a third of the time of one that answers in a buffer.
  return Buffer.from(hash('sha256', content, 'binary'), 'latin1')
}

/** SHA-256 of a text in hex: asked for as such, two thirds of the time that bytes take which are then written out. */
export function digest(text: string): string {
  return hash('sha256', text, 'hex')
}

/** SHA-256 of a single file; of several, over the lines `hash  name` in their order, as sha256sum writes them. */
export function hashOfFiles(files: readonly { name: string; bytes: Uint8Array }[]): string {
  const each = files.map((file) => sha256(Buffer.from(file.bytes)).toString('hex'))
  return files.length === 1 ? each[0]! : sha256(files.map((file, i) => `${each[i]}  ${file.name}\n`).join('')).toString('hex')
}
