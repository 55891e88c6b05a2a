import { read, SSF, utils, type CellObject, type WorkBook } from '@e965/xlsx'
import { unzipSync } from 'fflate'
import { headerOf, tableRow } from './csv.ts'
import { fileProblem, type FileRows, type SourceFile, type SourceRow } from './rows.ts'

const mostUnpackedBytes = 300_000_000

/** Rows of one sheet of an Excel workbook: the named or numbered one, else the first that has any; dates come as YYYY-MM-DD. */
export function readXlsx(file: SourceFile, sheet?: string | number): FileRows {
  const book = openBook(file)
  const name = chosenSheet(book, file.name, sheet)
  const grid = cellsOf(book, name)
  const at = grid.findIndex((cells) => cells.some((cell) => cell !== null && cell !== ''))
  const first = grid[at]
  if (!first) throw fileProblem(file.name, undefined, `the sheet "${name}" is empty; its first row must name the columns.`)
  const header = headerOf(trimEnd(first), file.name, at + 1)
  const rows: SourceRow[] = []
  for (let i = at + 1; i < grid.length; i++) {
    const cells = trimEnd(grid[i]!)
    if (cells.length > 0) rows.push(tableRow(header, cells, file.name, i + 1, undefined))
  }
  const others = book.SheetNames.filter((other) => other !== name)
  const notices = sheet === undefined && others.length > 0 ? [`${file.name}: the sheet "${name}" was read; there is also ${others.map((other) => `"${other}"`).join(', ')}.`] : []
  return { rows, header: header.filter((column) => column !== ''), notices, sheets: book.SheetNames }
}

function openBook(file: SourceFile): WorkBook {
  try {
    let unpacked = 0
    unzipSync(file.bytes, {
      filter: (entry) => {
        unpacked += entry.originalSize
        return false
      },
    })
    if (unpacked > mostUnpackedBytes) throw fileProblem(file.name, undefined, `the workbook unpacks to more than ${mostUnpackedBytes / 1_000_000} MB; split it or save the sheet as CSV.`)
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
  const name = names.find((candidate) => book.Sheets[candidate]?.['!ref']) ?? names[0]
  if (!name) throw fileProblem(file, undefined, 'the workbook has no sheet.')
  return name
}

function cellsOf(book: WorkBook, name: string): unknown[][] {
  const sheet = book.Sheets[name]
  const date1904 = book.Workbook?.WBProps?.date1904 === true
  const range = sheet?.['!ref'] ? utils.decode_range(sheet['!ref']) : undefined
  const dense = (sheet?.['!data'] ?? []) as (CellObject | undefined)[][]
  const grid: unknown[][] = []
  for (let r = 0; range && r <= range.e.r; r++) {
    const cells = dense[r] ?? []
    grid.push(Array.from(cells, (cell) => cellValue(cell, date1904)))
  }
  return grid
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

function trimEnd(cells: readonly unknown[]): unknown[] {
  let length = cells.length
  while (length > 0 && (cells[length - 1] === null || cells[length - 1] === '')) length--
  return cells.slice(0, length)
}
