import { fileProblem, type Notice, type SourceFile } from './rows.ts'

/** Text of a file: its encoding is told by its byte order mark, else UTF-8, else Windows-1252, which is then said in a notice. */
export function textOf(file: SourceFile, encoding?: string): { text: string; notices: Notice[] } {
  const { bytes, name } = file
  const marked = markedEncoding(bytes)
  if (encoding !== undefined) return { text: decode(file, marked ?? encoding), notices: [] }
  if (marked) return { text: decode(file, marked), notices: [] }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (text.includes('\u0000')) throw fileProblem(name, undefined, 'this is not text; give CSV, XLSX, YAML or JSON.')
    return { text, notices: [] }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
  }
  if (bytes.subarray(0, 4096).includes(0)) throw fileProblem(name, undefined, 'this is not text; give CSV, XLSX, YAML or JSON.')
  const notice = `${name} is not UTF-8 and was read as Windows-1252 (Latin-1). If letters look wrong, save it as UTF-8 or name its encoding under source.`
  return { text: new TextDecoder('windows-1252').decode(bytes), notices: [notice] }
}

function markedEncoding(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return undefined
}

function decode(file: SourceFile, encoding: string): string {
  let decoder: TextDecoder
  try {
    decoder = new TextDecoder(encoding, { fatal: true })
  } catch {
    throw fileProblem(file.name, undefined, `there is no encoding "${encoding}"; use utf-8, utf-16le, windows-1252 or iso-8859-1.`)
  }
  try {
    return decoder.decode(file.bytes)
  } catch {
    throw fileProblem(file.name, undefined, `this is not ${encoding}; leave the encoding out and it is found by itself.`)
  }
}
