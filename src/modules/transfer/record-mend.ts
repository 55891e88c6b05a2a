import { stringify } from 'csv-stringify/sync'
import type { GivenRow, IntakeFault } from '../work/intake.ts'
import { markedCell } from './csv.ts'
import { isObject } from './paths.ts'
import type { SourceOptions } from './rows.ts'
import { textOf } from './targets.ts'

/** Cells that are kept to be mended at most: what is refused beyond is told and counted, and sent again with its file. */
const mostCells = 2_000_000

/** The column of reasons; those of an earlier import give way to new ones. */
const because = 'refused because'

/** Gathers what was refused: how much of each kind, the first faults, and the rows as the file has them. */
export class Refused {
  readonly header: readonly string[] | null
  readonly #written: SourceOptions
  first: IntakeFault[] = []
  byKind = new Map<IntakeFault['kind'], number>()
  #rows: string[][] = []
  readonly #mostFirst: number
  #cells = 0

  /** `written` is how the mapping says that the file is written: what is given back is read by the same mapping. */
  constructor(header: readonly string[] | null, written: SourceOptions = {}, mostFirst = 1000) {
    this.header = header
    this.#written = written
    this.#mostFirst = mostFirst
  }

  add(faults: readonly IntakeFault[], rows: readonly GivenRow[]): void {
    for (const fault of faults) {
      this.byKind.set(fault.kind, (this.byKind.get(fault.kind) ?? 0) + 1)
      if (this.first.length < this.#mostFirst) this.first.push(fault)
    }
    if (this.#cells > mostCells) return
    for (const row of rows) {
      const why = faults.filter((fault) => fault.row === row.row)
      const said = (why.length > 0 ? why : faults.slice(0, 1)).map((fault) => `${why.length > 0 ? '' : `row ${fault.row}, `}${fault.column === null ? '' : `${fault.column}: `}${fault.reason}`)
      if (this.header === null) {
        this.#rows.push([lineOf(row.cells[0], said.join(' '))])
        this.#cells += 10
        continue
      }
      this.#rows.push([...this.header.flatMap((name, at) => (name === because ? [] : [markedCell(textOf(row.cells[at]))])), markedCell(said.join(' '))])
      this.#cells += this.header.length
    }
  }

  /** The refused rows with their reasons: of a table as CSV, else as JSON lines; null where there are none. */
  mend(): string | null {
    if (this.#rows.length === 0) return null
    if (this.header === null) return `${this.#rows.join('\n')}\n`
    const { delimiter, encoding } = this.#written
    return stringify([[...this.header.filter((name) => name !== because).map(markedCell), because], ...this.#rows], { bom: encoding !== undefined, ...(delimiter === undefined ? {} : { delimiter }) })
  }

  /** Forgets what it gathered for what another did. */
  become(other: Refused): void {
    this.first = other.first
    this.byKind = other.byKind
    this.#rows = other.#rows
  }

  kinds(): { kind: IntakeFault['kind']; count: number }[] {
    return [...this.byKind].map(([kind, count]) => ({ kind, count })).sort((a, b) => b.count - a.count)
  }
}

/** What was no row of a table as one line of JSON, with why it was refused. */
function lineOf(value: unknown, why: string): string {
  return JSON.stringify(isObject(value) ? { ...value, [because]: why } : { line: value, [because]: why })
}
