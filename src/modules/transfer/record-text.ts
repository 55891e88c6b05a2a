import { fileProblem } from './rows.ts'

/** The text of a file, piece by piece, and what is to be said of it: notices may still come while it is read. */
export type Decoded = { text: AsyncIterable<{ piece: string; last: boolean }>; notices: string[] }

/**
 * The text of pieces: as a byte order mark or the mapping says; else UTF-8, unless the first letter beyond ASCII, however far in, is none. Then it is
 * Windows-1252, which is said, as is what is no letter of the encoding.
 */
export function decoded(name: string, head: Uint8Array, pieces: AsyncGenerator<Uint8Array>, encoding: string | undefined): Decoded {
  const told = markedEncoding(head) ?? encoding
  let decoder = told === undefined ? undefined : decoderFor(told, name)
  if ((told === undefined || decoder?.encoding === 'utf-8') && head.subarray(0, 4096).includes(0)) throw fileProblem(name, undefined, 'this is not text; give CSV, XLSX, YAML or JSON.')
  const notices: string[] = []
  let broken = false
  const decode = (bytes: Uint8Array): string => {
    if (!decoder && beyondAscii(bytes) >= 0) {
      const isUtf8 = fitsUtf8(bytes)
      decoder = new TextDecoder(isUtf8 ? 'utf-8' : 'windows-1252')
      if (!isUtf8) notices.push(`${name} is not UTF-8 and was read as Windows-1252 (Latin-1). If letters look wrong, save it as UTF-8 or name its encoding under source.`)
    }
    const text = (decoder ?? ascii).decode(bytes, { stream: true })
    if (!broken && decoder?.encoding === 'utf-8' && text.includes('\ufffd')) {
      broken = true
      notices.push(`${name} has letters that are not ${decoder.encoding.toUpperCase()}; they came over as \ufffd. Save it as UTF-8, or name its encoding under source.`)
    }
    return text
  }
  const text = async function* () {
    yield { piece: decode(head), last: false }
    for await (const piece of pieces) yield { piece: decode(piece), last: false }
    yield { piece: decoder?.decode() ?? '', last: true }
  }
  return { text: text(), notices }
}

const ascii = new TextDecoder('utf-8')

function markedEncoding(head: Uint8Array): string | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : undefined
}

function decoderFor(label: string, name: string): TextDecoder {
  try {
    return new TextDecoder(label)
  } catch {
    throw fileProblem(name, undefined, `there is no encoding "${label}"; use utf-8, utf-16le, windows-1252 or iso-8859-1.`)
  }
}

/** Whether bytes are UTF-8 as far as their first million goes; a letter that is cut at the end is no fault. */
function fitsUtf8(bytes: Uint8Array): boolean {
  const from = beyondAscii(bytes)
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(from, from + 1_000_000), { stream: true })
    return true
  } catch {
    return false
  }
}

function beyondAscii(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; at++) if (bytes[at]! > 127) return at
  return -1
}
