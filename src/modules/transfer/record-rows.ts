import type { IntakeFault } from '../work/intake.ts'
import { headerOf } from './csv.ts'
import { CsvStream } from './record-csv.ts'
import { isObject } from './paths.ts'
import { readSources } from './read.ts'
import { fileProblem, type SourceFormat, type SourceOptions, type SourceRow } from './rows.ts'

/** A file whose bytes come piece by piece, as often as they are asked for. */
export type OpenFile = { name: string; bytes: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array> }

/** A row before it is mapped: cells by column for tables, any value for documents. `fault`: why it cannot be read as it stands. */
export type OpenRow = { cells: readonly unknown[]; value: unknown; root: unknown; name: string | undefined; row: number; line: number | undefined; fault: string | undefined }

/** A file as rows: those of a table by its header, `null` for documents. */
export type OpenRows = { file: string; format: SourceFormat; header: readonly string[] | null; notices: string[]; sheets: string[]; rowPaths: string[]; rows: AsyncIterable<OpenRow> }

/** What may be held of a file that cannot be read piece by piece. */
const mostWhole = 150_000_000

/**
 * Opens a file. CSV and newline-delimited JSON are read piece by piece, whatever their size; workbooks, JSON and YAML as a whole. A fault of
 * the whole file is thrown; that of a row goes with the row, so that the others are read.
 */
export async function openRows(file: OpenFile, options: SourceOptions = {}, rowsPath?: string): Promise<OpenRows> {
  const pieces = piecesOf(file)
  const first = await pieces.next()
  if (first.done || first.value.length === 0) throw fileProblem(file.name, undefined, 'the file is empty.')
  const head = first.value
  const told = options.format ?? (rowsPath === undefined ? formatOf(file.name, head) : formatOf(file.name, head, true))
  if ((told === 'csv' || told === 'ndjson') && !isPacked(head)) {
    const { text, notices } = decoded(file.name, head, pieces, options.encoding)
    return told === 'csv' ? openCsv(file.name, text, options.delimiter, notices) : { file: file.name, format: 'ndjson', header: null, notices, sheets: [], rowPaths: [], rows: jsonLines(text) }
  }
  const parts = [head]
  let size = head.length
  for await (const piece of pieces) {
    parts.push(piece)
    if ((size += piece.length) > mostWhole) throw fileProblem(file.name, undefined, `this is more than ${mostWhole / 1_000_000} MB, which only CSV and newline-delimited JSON may be; give it as one of these.`)
  }
  const read = readSources([{ name: file.name, bytes: Buffer.concat(parts) }], options, rowsPath)
  const table = read.format === 'xlsx' || read.format === 'csv'
  const header = table ? read.header.map(plainName) : null
  return { file: file.name, format: read.format, header, notices: read.notices, sheets: read.sheets, rowPaths: read.rowPaths, rows: whole(read.rows, table ? read.header : null) }
}

async function* whole(rows: readonly SourceRow[], header: readonly string[] | null): AsyncGenerator<OpenRow> {
  for (const { value, root, name, row, line, fault } of rows) yield { cells: header && isObject(value) ? header.map((column) => value[column]) : [], value: header ? null : value, root, name, row, line, fault }
}

/** Names of columns are the same whatever white space stands in them: cells of a header are broken over lines as their width asks. */
export function plainName(name: string): string {
  return name.replaceAll(/\s+/g, ' ').trim()
}

async function* piecesOf(file: OpenFile): AsyncGenerator<Uint8Array> {
  for await (const piece of file.bytes()) if (piece.length > 0) yield piece
}

function isPacked(head: Uint8Array): boolean {
  return (head[0] === 0x50 && head[1] === 0x4b) || (head[0] === 0xd0 && head[1] === 0xcf)
}

const endings: Record<string, SourceFormat> = { csv: 'csv', tsv: 'csv', txt: 'csv', xlsx: 'xlsx', xlsm: 'xlsx', yml: 'yaml', yaml: 'yaml', json: 'json', ndjson: 'ndjson', jsonl: 'ndjson' }

function formatOf(name: string, head: Uint8Array, hasPath = false): SourceFormat {
  if (isPacked(head)) return 'xlsx'
  const ending = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  if (Object.hasOwn(endings, ending)) return endings[ending]!
  const start = new TextDecoder().decode(head.subarray(0, 65_536)).trimStart()
  if (!start.startsWith('{') && !start.startsWith('[')) return /^(---|- |[\w$.-]+:(\s|$))/.test(start) ? 'yaml' : 'csv'
  const [one, two] = start.split('\n').map((line) => line.trim())
  return !hasPath && one?.startsWith('{') && one.endsWith('}') && two?.startsWith('{') ? 'ndjson' : 'json'
}

type Decoded = { text: AsyncIterable<{ piece: string; last: boolean }>; notices: string[] }

/** The text of pieces: UTF-8 unless a byte order mark or the mapping says otherwise, or the first piece cannot be UTF-8. */
function decoded(name: string, head: Uint8Array, pieces: AsyncGenerator<Uint8Array>, encoding: string | undefined): Decoded {
  const marked = head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : undefined
  const isUtf8 = marked !== undefined || encoding !== undefined || fitsUtf8(head)
  const label = marked ?? encoding ?? (isUtf8 ? 'utf-8' : 'windows-1252')
  let decoder: TextDecoder
  try {
    decoder = new TextDecoder(label)
  } catch {
    throw fileProblem(name, undefined, `there is no encoding "${label}"; use utf-8, utf-16le, windows-1252 or iso-8859-1.`)
  }
  if (label === 'utf-8' && head.subarray(0, 4096).includes(0)) throw fileProblem(name, undefined, 'this is not text; give CSV, XLSX, YAML or JSON.')
  const text = async function* () {
    yield { piece: decoder.decode(head, { stream: true }), last: false }
    for await (const piece of pieces) yield { piece: decoder.decode(piece, { stream: true }), last: false }
    yield { piece: decoder.decode(), last: true }
  }
  const notices = isUtf8 ? [] : [`${name} is not UTF-8 and was read as Windows-1252 (Latin-1). If letters look wrong, save it as UTF-8 or name its encoding under source.`]
  return { text: text(), notices }
}

function fitsUtf8(head: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head.subarray(0, 1_000_000), { stream: true })
    return true
  } catch {
    return false
  }
}

async function openCsv(file: string, text: Decoded['text'], delimiter: string | undefined, notices: string[]): Promise<OpenRows> {
  const stream = new CsvStream(file, delimiter)
  const pieces = text[Symbol.asyncIterator]()
  const waiting: OpenRow[] = []
  let header: string[] | undefined
  let ended = false
  const more = async () => {
    const { value, done } = await pieces.next()
    if (done) return void (ended = true)
    for (const { cells, row, line, cut, ended: whole } of stream.take(value.piece, value.last)) {
      if (cells.length < 2 && cells[0]!.trim() === '') continue
      if (header === undefined) header = headerOf(cells, file, line).map(plainName)
      else waiting.push({ cells, value: null, root: null, name: undefined, row, line, fault: cut ? cutRow : whole ? widthFault(cells, header) : endFault(cells, header) })
    }
  }
  while (header === undefined && !ended) await more()
  if (header === undefined) throw fileProblem(file, undefined, 'the file is empty; its first line must name the columns.')
  const rows = async function* () {
    while (!ended) {
      yield* waiting.splice(0)
      await more()
    }
    yield* waiting.splice(0)
  }
  return { file, format: 'csv', header, notices, sheets: [], rowPaths: [], rows: rows() }
}

const cutRow = 'A quotation mark is opened in this row and never closed: the file may have been cut off here, or a mark is missing. Send the whole file again.'

function widthFault(cells: readonly string[], header: readonly string[]): string | undefined {
  if (cells.length <= header.length || cells.slice(header.length).every((cell) => cell.trim() === '')) return undefined
  return `The row has ${cells.length} cells and the header ${header.length}; a cell that holds the delimiter must stand in quotation marks.`
}

/** Of a last row without the end of its line: with fewer cells than the header, what followed was cut off. */
function endFault(cells: readonly string[], header: readonly string[]): string | undefined {
  if (cells.length >= header.length) return widthFault(cells, header)
  return `The file ends within this row, after ${cells.length} of ${header.length} cells: it was cut off here. Send the whole file again.`
}

async function* jsonLines(text: Decoded['text']): AsyncGenerator<OpenRow> {
  let rest = ''
  let line = 0
  for await (const { piece, last } of text) {
    const lines = (rest + piece).split('\n')
    rest = last ? '' : lines.pop()!
    for (const each of lines) {
      line++
      if (each.trim() !== '') yield jsonRow(each, line)
    }
  }
}

function jsonRow(text: string, line: number): OpenRow {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { cells: [text], value: null, root: null, name: undefined, row: line, line, fault: 'This line is not one JSON value; each line holds one object. If it is the last, the file was cut off here.' }
  }
  return { cells: [], value, root: value, name: undefined, row: line, line, fault: isObject(value) ? undefined : 'This line is no object with named values.' }
}

/** A fault of a row as it is kept. */
export function rowFault(file: string, row: Pick<OpenRow, 'row' | 'line'>, fault: Pick<IntakeFault, 'reason' | 'kind'> & { column?: string | null; key?: string | null }): IntakeFault {
  return { file, row: row.row, line: row.line ?? null, column: fault.column ?? null, key: fault.key ?? null, reason: fault.reason, kind: fault.kind }
}
