import { fileProblem, most } from './rows.ts'
import { sniffDelimiter } from './csv.ts'

/** A record of a CSV text: its cells, the number of its row (the header being 1 when it stands first), its line, and whether the text ended within it: within quotation marks (`cut`), or before its line did. */
export type CsvRecord = { cells: string[]; row: number; line: number; cut: boolean; ended: boolean }

/**
 * Reads CSV piece by piece and never holds more than a piece and one record. Quotation marks are taken as spreadsheets write them: around a
 * cell, doubled inside. `cut` is set on the last record when its quotation mark is never closed.
 */
export class CsvStream {
  #text = ''
  #delimiter: string | undefined
  #row = 0
  #line = 1
  readonly #file: string

  constructor(file: string, delimiter?: string) {
    this.#file = file
    this.#delimiter = delimiter
  }

  /** The records that are whole by now; with `last`, all. */
  *take(piece: string, last: boolean): Generator<CsvRecord> {
    this.#text += piece
    if (this.#delimiter === undefined) {
      if (!last && this.#text.length < 65_536) return
      this.#begin()
    } else if (this.#row === 0 && this.#line === 1) this.#begin()
    yield* this.#records(last)
  }

  #begin(): void {
    const told = /^sep=(.)\r?\n/i.exec(this.#text)
    if (told) {
      this.#text = this.#text.slice(told[0].length)
      this.#line++
      this.#row++
    }
    this.#delimiter ??= told?.[1] ?? sniffDelimiter(this.#text)
  }

  *#records(last: boolean): Generator<CsvRecord> {
    const text = this.#text
    const delimiter = this.#delimiter!
    let from = 0
    for (;;) {
      if (from >= text.length) break
      const end = text.indexOf('\n', from)
      const quote = text.indexOf('"', from)
      if (end === -1 && !last) break
      const stop = end === -1 ? text.length : end
      if (quote === -1 || quote > stop) {
        const line = text.charCodeAt(stop - 1) === 13 ? text.slice(from, stop - 1) : text.slice(from, stop)
        yield { cells: line.split(delimiter), row: ++this.#row, line: this.#line++, cut: false, ended: end !== -1 }
        from = stop + 1
        continue
      }
      const record = quotedRecord(text, from, delimiter)
      if (record.closed === 'more' && !last) break
      if (record.cells.length > most.columns) throw fileProblem(this.#file, this.#line, `there are more than ${most.columns.toLocaleString('en')} columns; leave out those that are not needed.`)
      yield { cells: record.cells, row: ++this.#row, line: this.#line, cut: record.closed === 'more' && record.open, ended: record.closed === 'whole' }
      this.#line += record.lines
      from = record.end
    }
    this.#text = text.slice(from)
    if (this.#text.length > mostOfRecord) throw fileProblem(this.#file, this.#line, 'a quotation mark is opened in this row and never closed.')
  }
}

/** No record of a table is longer: what is, has lost a quotation mark. */
const mostOfRecord = 4_000_000

type Quoted = { cells: string[]; end: number; lines: number; closed: 'whole' | 'more'; open: boolean }

/** One record with quotation marks, from a place of the text. `more`: the text ends before it does, within quotation marks where `open`. */
function quotedRecord(text: string, from: number, delimiter: string): Quoted {
  const cells: string[] = []
  let at = from
  let lines = 1
  for (;;) {
    if (text[at] === '"') {
      const { cell, end, breaks } = quotedCell(text, at)
      if (end === -1) return { cells: [...cells, cell], end: text.length, lines, closed: 'more', open: true }
      lines += breaks
      at = end
      const rest = plainEnd(text, at, delimiter)
      cells.push(cell + (rest > at ? text.slice(at, rest).replace(/\r$/, '') : ''))
      at = rest
    } else {
      const end = plainEnd(text, at, delimiter)
      cells.push(text[end] === '\n' || end === text.length ? text.slice(at, end).replace(/\r$/, '') : text.slice(at, end))
      at = end
    }
    if (at >= text.length) return { cells, end: text.length, lines, closed: 'more', open: false }
    if (text[at] === '\n') return { cells, end: at + 1, lines, closed: 'whole', open: false }
    at++
  }
}

function quotedCell(text: string, at: number): { cell: string; end: number; breaks: number } {
  let from = at + 1
  let cell = ''
  let breaks = 0
  for (;;) {
    const end = text.indexOf('"', from)
    const piece = end === -1 ? text.slice(from) : text.slice(from, end)
    for (let i = piece.indexOf('\n'); i !== -1; i = piece.indexOf('\n', i + 1)) breaks++
    cell += piece
    if (end === -1) return { cell, end: -1, breaks }
    if (text[end + 1] !== '"') return { cell, end: end + 1, breaks }
    cell += '"'
    from = end + 2
  }
}

function plainEnd(text: string, at: number, delimiter: string): number {
  for (let i = at; i < text.length; i++) if (text[i] === delimiter || text[i] === '\n') return i
  return text.length
}
