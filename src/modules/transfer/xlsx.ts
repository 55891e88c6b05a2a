import { read, SSF, utils, type CellObject, type WorkBook } from '@e965/xlsx'
import { tableRow } from './csv.ts'
import { headingAt, headingNotice, headingRows, namesOf } from './heading.ts'
import { demandSize, fileProblem, most, type FileRows, type SourceFile, type SourceRow } from './rows.ts'
import { unpackedSize } from './zip.ts'

/** The last row and column of a sheet, counted from 0; a file that names others was not written by a spreadsheet. */
const lastRow = 1_048_575
const lastColumn = 16_383

/** Rows of one sheet of an Excel workbook: the named or numbered one, else the first that holds a table of three columns or more, else the first that has any; dates come as YYYY-MM-DD. */
export function readXlsx(file: SourceFile, sheet?: string | number): FileRows {
  const book = openBook(file)
  const name = chosenSheet(book, file.name, sheet)
  const filled = filledRows(book, name, file.name)
  if (filled.length === 0) throw fileProblem(file.name, undefined, `the sheet "${name}" is empty; its first row must name the columns.`)
  const tops = filled.slice(0, headingRows).map((row) => ({ cells: cellsOf(row), row: row.at + 1 }))
  const top = headingAt(tops.map(({ cells }) => cells))
  const others = filled.slice(top + 1)
  demandSize(file.name, { rows: others.length, columns: filled[top]!.width })
  const { header, notices: named } = namesOf(tops[top]!.cells, file.name)
  const rows: SourceRow[] = others.map(({ at, cells, width }) => {
    const known = header.map((_, column) => cells.get(column) ?? null)
    return tableRow(header, known, { file: file.name, row: at + 1, line: undefined }, width)
  })
  const unread = book.SheetNames.filter((other) => other !== name)
  const sheets = sheet === undefined && unread.length > 0 ? [`${file.name}: the sheet "${name}" was read; there is also ${unread.map((other) => `"${other}"`).join(', ')}.`] : []
  return { rows, header: header.filter((column) => column !== ''), notices: [...sheets, ...headingNotice(file.name, tops, top), ...named], sheets: book.SheetNames }
}

function cellsOf({ cells, width }: FilledRow): unknown[] {
  return Array.from({ length: width }, (_, column) => cells.get(column) ?? null)
}

function openBook(file: SourceFile): WorkBook {
  try {
    const size = unpackedSize(file.bytes, most.unpackedBytes)
    if (size === undefined) throw new Error('Not an archive.')
    if (size > most.unpackedBytes) throw fileProblem(file.name, undefined, `the workbook unpacks to more than ${most.unpackedBytes / 1_000_000} MB; split it or save the sheet as CSV.`)
    return read(file.bytes, { type: 'array', dense: true, cellNF: true, cellHTML: false, cellFormula: false, cellText: false })
  } catch (error) {
    if (error instanceof Error && error.name === 'Problem') throw error
    throw fileProblem(file.name, undefined, 'this is not a workbook that can be read; save it as .xlsx (without a password) or as CSV.')
  }
}

function chosenSheet(book: WorkBook, file: string, sheet: string | number | undefined): string {
  const names = book.SheetNames
  const list = names.map((name) => `"${name}"`).join(', ')
  if (typeof sheet === 'number') {
    const name = names[sheet - 1]
    if (!name) throw fileProblem(file, undefined, `there is no sheet ${sheet}; it has ${list}.`)
    return name
  }
  if (sheet !== undefined) {
    const name = names.find((candidate) => candidate.trim().toLowerCase() === sheet.trim().toLowerCase())
    if (!name) throw fileProblem(file, undefined, `there is no sheet "${sheet}"; it has ${list}.`)
    return name
  }
  const filled = names.filter((candidate) => book.Sheets[candidate]?.['!ref'])
  // A sheet that explains the others stands first in many a workbook, and is no table.
  const name = filled.find((candidate) => isTable(book, candidate)) ?? filled[0] ?? names[0]
  if (!name) throw fileProblem(file, undefined, 'the workbook has no sheet.')
  return name
}

function isTable(book: WorkBook, name: string): boolean {
  const { s: start, e: end } = utils.decode_range(book.Sheets[name]!['!ref']!)
  return end.r > start.r && end.c - start.c > 1
}

type FilledRow = { at: number; cells: Map<number, unknown>; width: number }

/** The rows of a sheet that hold anything, with their filled cells by column; most of a sheet is empty, so only what is there is looked at. */
function filledRows(book: WorkBook, name: string, file: string): FilledRow[] {
  const sheet = book.Sheets[name]
  const date1904 = book.Workbook?.WBProps?.date1904 === true
  const range = sheet?.['!ref'] ? utils.decode_range(sheet['!ref']) : undefined
  if (range && (range.e.r > lastRow || range.e.c > lastColumn)) throw fileProblem(file, undefined, 'it names cells beyond the last row or column of a sheet; save it again from the spreadsheet.')
  const rows: FilledRow[] = []
  let count = 0
  const dense = (sheet?.['!data'] ?? []) as (CellObject | undefined)[][]
  // By the names of the places: going through all places of a nearly empty row of 16,384 would take long.
  for (const [at, row] of Object.entries(dense)) {
    const cells = new Map<number, unknown>()
    for (const [column, cell] of Object.entries(row)) {
      const value = cellValue(cell, date1904)
      if (value !== null && value !== '') cells.set(Number(column), value)
    }
    demandSize(file, { cells: (count += cells.size) })
    if (cells.size > 0) rows.push({ at: Number(at), cells, width: Math.max(...cells.keys()) + 1 })
  }
  return rows
}

function cellValue(cell: CellObject | undefined, date1904: boolean): unknown {
  if (!cell || cell.t === 'z' || cell.v === undefined) return null
  if (cell.t === 'e') return cell.w ?? '#ERROR'
  if (cell.t === 'n' && typeof cell.z === 'string' && SSF.is_date(cell.z)) return dateText(Number(cell.v), date1904)
  return typeof cell.v === 'string' ? cell.v.trim() : cell.v
}

function dateText(serial: number, date1904: boolean): string {
  const date = SSF.parse_date_code(serial, { date1904 }) as { y: number; m: number; d: number; H: number; M: number; S: number }
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0')
  const onDay = `${String(date.y).padStart(4, '0')}-${two(date.m)}-${two(date.d)}`
  const atTime = `${two(date.H)}:${two(date.M)}:${two(date.S)}`
  if (serial < 1) return atTime
  return atTime === '00:00:00' ? onDay : `${onDay}T${atTime}`
}
