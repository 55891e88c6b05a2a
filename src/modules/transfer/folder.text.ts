/** The text of a file, or where and why it is none, as the end of a sentence that names the file. */
export function readText(bytes: Uint8Array): { text: string } | { line: number | undefined; wrong: string } {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return { line: undefined, wrong: 'this is UTF-16; save it as UTF-8.' }
  const text = decoded(bytes)
  if (text === undefined) return { line: lineOfFault(bytes), wrong: 'this is not UTF-8 from here on; save the file as UTF-8.' }
  const nul = text.indexOf('\u0000')
  if (nul >= 0) return { line: text.slice(0, nul).split('\n').length, wrong: 'this is not text: it holds a NUL character.' }
  return { text: text.replaceAll(/\r\n?/g, '\n') }
}

// The byte order mark at its head is taken off by the decoder.
function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** The first line that cannot be decoded; no line break lies within a character of UTF-8. */
function lineOfFault(bytes: Uint8Array): number {
  let line = 1
  for (let from = 0; from < bytes.length; line++) {
    const found = bytes.indexOf(10, from)
    const end = found < 0 ? bytes.length : found + 1
    if (decoded(bytes.subarray(from, end)) === undefined) return line
    from = end
  }
  return line
}
