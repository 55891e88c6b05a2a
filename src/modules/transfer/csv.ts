import { CsvError, parse } from 'csv-parse/sync'
import { demandHeading, headingAt, headingNotice, headingRows, namesOf } from './heading.ts'
import { demandSize, fileProblem, type FileRows, type SourceRow } from './rows.ts'

const delimiters = [',', ';', '\t', '|'] as const

/** Rows of a CSV text by its header; the delimiter is found from the text when not given. Numbers count the header as row 1. */
export function readCsv(text: string, file: string, delimiter?: string): FileRows {
  const told = /^sep=(.)\r?\n/i.exec(text)
  const body = told ? text.slice(told[0].length) : text
  const skipped = told ? 1 : 0
  const separator = delimiter ?? told?.[1] ?? sniffDelimiter(body)
  const { records, ends } = parseRecords(body, file, separator, skipped)
  const filled = records.flatMap((cells, i) => (hasContent(cells) ? [{ cells, row: i + 1 + skipped, line: (i > 0 ? ends[i - 1]! : skipped) + 1 }] : []))
  demandHeading(filled.length > 0, file)
  const at = headingAt(filled.slice(0, headingRows).map(({ cells }) => cells))
  const { header, notices } = namesOf(filled[at]!.cells, file)
  const rows: SourceRow[] = filled.slice(at + 1).map(({ cells, row, line }) => tableRow(header, cells, { file, row, line }))
  return { rows, header: header.filter((column) => column !== ''), notices: [...headingNotice(file, filled, at), ...notices] }
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

/** A cell without the mark that our own CSV files have. */
export function withoutMark(text: string): string {
  return text.startsWith("'") && formula.test(text.slice(1, 2)) ? text.slice(1) : text
}

/** The delimiter that splits most of the first rows into the same number of cells, more than one; a comma when none does. */
export function sniffDelimiter(text: string): string {
  const counts = delimiters.map((delimiter) => ({ delimiter, cells: cellCounts(text, delimiter) }))
  let best = { delimiter: ',', score: 0 }
  for (const { delimiter, cells } of counts) {
    const rows = (count: number) => cells.filter((n) => n === count).length
    const usual = cells.filter((n) => n > 1).sort((a, b) => rows(b) - rows(a))[0]
    if (usual === undefined) continue
    const score = (rows(usual) / cells.length) * 1000 + Math.min(usual, 99)
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

/** One row of a table by column; cells beyond the header make it faulty unless they are empty. `width` counts all its cells, also those not given. */
export function tableRow(header: readonly string[], cells: readonly unknown[], place: { file: string; row: number; line: number | undefined }, width: number = cells.length): SourceRow {
  const value: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  for (let i = 0; i < header.length; i++) if (header[i] !== '') value[header[i]!] = cells[i] ?? null
  const extra = width > header.length && (width > cells.length || hasContent(cells.slice(header.length)))
  const fault = extra ? `The row has ${width} cells and the header ${header.length}; a cell that holds the delimiter must stand in quotation marks.` : undefined
  return { value, root: value, name: undefined, ...place, fault }
}
