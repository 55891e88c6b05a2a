import type { IntakeFault } from '../work/intake.ts'
import { withoutMark } from './csv.ts'
import { demandHeading, headingAt, headingNotice, headingRows, namesOf } from './heading.ts'
import { CsvStream, type CsvRecord } from './record-csv.ts'
import { isObject } from './paths.ts'
import { decoded, type Decoded } from './record-text.ts'
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
  // What was refused of a workbook comes back as CSV.
  const told = options.format === undefined || (options.format === 'xlsx' && !isPacked(head)) ? formatOf(file.name, head, rowsPath !== undefined) : options.format
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

async function openCsv(file: string, text: Decoded['text'], delimiter: string | undefined, notices: string[]): Promise<OpenRows> {
  const stream = new CsvStream(file, delimiter)
  const pieces = text[Symbol.asyncIterator]()
  let waiting: CsvRecord[] = []
  let ended = false
  const more = async () => {
    const { value, done } = await pieces.next()
    if (done) return void (ended = true)
    for (const record of stream.take(value.piece, value.last)) if (record.cells.some((cell) => cell.trim() !== '')) waiting.push(record)
  }
  while (waiting.length < headingRows && !ended) await more()
  const first = waiting.slice(0, headingRows)
  demandHeading(first.length > 0, file)
  const at = headingAt(first.map(({ cells }) => cells))
  const { header: given, notices: named } = namesOf(first[at]!.cells, file)
  const header = given.map(plainName)
  notices.push(...headingNotice(file, first, at), ...named)
  waiting = waiting.slice(at + 1)
  const rows = async function* () {
    for (;;) {
      const records = waiting
      waiting = []
      for (const record of records) yield rowOf(record, header)
      if (ended) return
      await more()
    }
  }
  return { file, format: 'csv', header, notices, sheets: [], rowPaths: [], rows: rows() }
}

function rowOf({ cells, row, line, cut, ended }: CsvRecord, header: readonly string[]): OpenRow {
  // A quotation mark before a sign that spreadsheets would run stands there since we wrote it.
  for (let at = 0; at < cells.length; at++) if (cells[at]!.charCodeAt(0) === 39) cells[at] = withoutMark(cells[at]!)
  return { cells, value: null, root: null, name: undefined, row, line, fault: cut ? cutRow : ended ? widthFault(cells, header) : endFault(cells, header) }
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
