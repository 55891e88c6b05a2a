import type { RowChange } from '../../kernel/rows.ts'

export type Attachment = { id: string; recordId: string; sha256: string; name: string; mediaType: string; bytes: number; personId: string | null; at: Date; revision: number }

/** The governed row of an attachment. */
export function attachmentChange({ id, recordId, sha256, name, mediaType, bytes, personId, at, revision }: Attachment): RowChange {
  return { subject: 'attachment', id, revision, columns: { record_id: recordId, sha256, name, media_type: mediaType, bytes, person_id: personId, at: at.toISOString() } }
}

const zipped = ['application/zip', 'application/vnd.openxmlformats-officedocument.', 'application/vnd.oasis.opendocument.', 'application/epub+zip', 'application/x-zip-compressed']

/** What files begin with, and the media types that may be said of them; the first is the plain one. */
const signatures: readonly { bytes: readonly number[]; types: readonly string[] }[] = [
  { bytes: [0x89, 0x50, 0x4e, 0x47], types: ['image/png'] }, { bytes: [0xff, 0xd8, 0xff], types: ['image/jpeg', 'image/jpg'] }, { bytes: [0x47, 0x49, 0x46, 0x38], types: ['image/gif'] },
  { bytes: [0x25, 0x50, 0x44, 0x46], types: ['application/pdf'] }, { bytes: [0x50, 0x4b, 0x03, 0x04], types: zipped }, { bytes: [0x1f, 0x8b], types: ['application/gzip', 'application/x-gzip'] },
  { bytes: [0x52, 0x49, 0x46, 0x46], types: ['image/webp', 'audio/wav', 'video/x-msvideo'] },
]
const programs: readonly (readonly number[])[] = [[0x4d, 0x5a], [0x7f, 0x45, 0x4c, 0x46], [0xca, 0xfe, 0xba, 0xbe], [0xcf, 0xfa, 0xed, 0xfe]]

function begins(bytes: Uint8Array, with_: readonly number[]): boolean {
  return with_.every((byte, at) => bytes[at] === byte)
}

/** The media type of a file: what was said, where its content does not speak against it. */
export function mediaTypeOf(said: string, bytes: Uint8Array): { mediaType: string } | { wrong: string } {
  const given = said.toLowerCase().split(';')[0]!.trim()
  if (given !== '' && !/^[a-z0-9.+-]+\/[a-z0-9.+-]+$/.test(given)) return { wrong: `"${said}" is no media type; give one such as application/pdf, or leave it out.` }
  if (programs.some((start) => begins(bytes, start))) return { wrong: 'This is a program; attach what it wrote, or a link to it.' }
  const known = signatures.find((each) => begins(bytes, each.bytes))
  if (known) {
    if (given === '' || given === 'application/octet-stream') return { mediaType: known.types[0]! }
    return known.types.some((type) => given === type || (type.endsWith('.') && given.startsWith(type))) ? { mediaType: given } : { wrong: `The file is ${known.types[0]!}, not ${given}; say what it is.` }
  }
  if (signatures.some((each) => each.types.includes(given))) return { wrong: `The file does not begin as ${given} does; say what it is, or leave the media type out.` }
  if (isText(bytes)) return { mediaType: given === '' || given === 'application/octet-stream' ? 'text/plain' : given }
  return given.startsWith('text/') ? { wrong: `The file is not ${given}: it is no text.` } : { mediaType: given || 'application/octet-stream' }
}

function isText(bytes: Uint8Array): boolean {
  const start = bytes.subarray(0, 64 * 1024)
  if (start.includes(0)) return false
  try {
    // Cut in the middle of a letter, the last bytes are no fault.
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true })
    return true
  } catch {
    return false
  }
}
