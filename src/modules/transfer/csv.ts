import { CsvError, parse } from 'csv-parse/sync'
import { demandSize, fileProblem, type FileRows, type SourceRow } from './rows.ts'

const delimiters = [',', ';', '\t', '|'] as const

/** Rows of a CSV text by its header; the delimiter is found from the text when not given. Numbers count the header as row 1. */
export function readCsv(text: string, file: string, delimiter?: string): FileRows {
  const told = /^sep=(.)\r?\n/i.exec(text)
  const body = told ? text.slice(told[0].length) : text
  const skipped = told ? 1 : 0
  const separator = delimiter ?? told?.[1] ?? sniffDelimiter(body)
  const { records, ends } = parseRecords(body, file, separator, skipped)
  const at = records.findIndex(hasContent)
  const first = records[at]
  if (!first) throw fileProblem(file, undefined, 'the file is empty; its first line must name the columns.')
  const header = headerOf(first, file, (at > 0 ? ends[at - 1]! : skipped) + 1)
  const rows: SourceRow[] = []
  for (let i = at + 1; i < records.length; i++) {
    const cells = records[i]!
    if (hasContent(cells)) rows.push(tableRow(header, cells, { file, row: i + 1 + skipped, line: ends[i - 1]! + 1 }))
  }
  return { rows, header: header.filter((column) => column !== ''), notices: [] }
}

function parseRecords(text: string, file: string, delimiter: string, skipped: number): { records: string[][]; ends: number[] } {
  const ends: number[] = []
  let cells = 0
  try {
    const records: string[][] = parse(text, {
      delimiter,
      relax_quotes: true,
      relax_column_count: true,
      on_record: (record: string[], context: { lines: number }) => {
        ends.push(context.lines + skipped)
        demandSize(file, { rows: ends.length - 1, columns: record.length, cells: (cells += record.length) })
        return record.map(withoutMark)
      },
    })
    return { records, ends }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = (ends.at(-1) ?? skipped) + 1
    if (error.code === 'CSV_QUOTE_NOT_CLOSED') throw fileProblem(file, line, 'a quotation mark is opened in this row and never closed.')
    throw fileProblem(file, line, `this row cannot be read as CSV (${error.message}).`)
  }
}

const formula = /^[=+\-@\t\r]/

/** A cell that spreadsheets would run as a formula, marked as text, as our own CSV files have it. */
export function markedCell(text: string): string {
  return formula.test(text) ? `'${text}` : text
}

function withoutMark(text: string): string {
  return text.startsWith("'") && formula.test(text.slice(1, 2)) ? text.slice(1) : text
}

/** The delimiter that splits the first rows into the same number of cells, more than one; a comma when none does. */
export function sniffDelimiter(text: string): string {
  const counts = delimiters.map((delimiter) => ({ delimiter, cells: cellCounts(text, delimiter) }))
  let best = { delimiter: ',', score: 0 }
  for (const { delimiter, cells } of counts) {
    const first = cells[0] ?? 1
    if (first < 2) continue
    const same = cells.filter((n) => n === first).length / cells.length
    const score = same * 1000 + first
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

function cellCounts(text: string, delimiter: string): number[] {
  const counts: number[] = []
  let cells = 1
  let quoted = false
  for (let i = 0; i < text.length && counts.length < 20; i++) {
    const c = text[i]
    if (c === '"') quoted = !quoted
    else if (quoted) continue
    else if (c === delimiter) cells++
    else if (c === '\n') {
      counts.push(cells)
      cells = 1
    }
  }
  if (counts.length === 0) counts.push(cells)
  return counts
}

function hasContent(cells: readonly unknown[]): boolean {
  return cells.some((cell) => cell !== null && cell !== undefined && String(cell).trim() !== '')
}

/** Column names of a table's first row, trimmed; '' where a cell is empty. Two columns of one name are refused. */
export function headerOf(cells: readonly unknown[], file: string, line: number | undefined): string[] {
  const header = cells.map((cell) => String(cell ?? '').trim())
  const seen = new Map<string, number>()
  header.forEach((column, i) => {
    const before = column === '' ? undefined : seen.get(column)
    if (before !== undefined) {
      throw fileProblem(file, line, `the column "${column}" appears twice (columns ${before + 1} and ${i + 1}); each needs a name of its own.`)
    }
    seen.set(column, i)
  })
  return header
}

/** One row of a table by column; cells beyond the header make it faulty unless they are empty. `width` counts all its cells, also those not given. */
export function tableRow(header: readonly string[], cells: readonly unknown[], place: { file: string; row: number; line: number | undefined }, width: number = cells.length): SourceRow {
  const value: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  for (let i = 0; i < header.length; i++) if (header[i] !== '') value[header[i]!] = cells[i] ?? null
  const extra = width > header.length && (width > cells.length || hasContent(cells.slice(header.length)))
  const fault = extra ? `The row has ${width} cells and the header ${header.length}; a cell that holds the delimiter must stand in quotation marks.` : undefined
  return { value, root: value, name: undefined, ...place, fault }
}
