import { canonicalJson } from '../../shared/canonical.ts'
import type { FieldValue } from '../routines/record.ts'
import type { HistoryEvent } from './intake.history.ts'
import { columnDefaults, columnTypes, type ColumnName } from './stored.ts'

/** Columns of `records` with their types, in the order in which rows are sent. */
export const sentColumns = { id: 'uuid', fields: 'jsonb', changed_at: 'timestamptz', revision: 'integer', ...columnTypes } as const
const columnNames = Object.keys(columnTypes) as ColumnName[]
const names = Object.keys(sentColumns) as (keyof typeof sentColumns)[]

/** Rows of `records`, column by column: as many texts in each as there are rows; null where it holds what a new row holds anyway, or nothing. */
export class RecordCells {
  count = 0
  readonly #cells: (string | null)[][] = names.map(() => [])
  readonly #filled: boolean[] = names.map(() => false)

  add(row: { id: string; changedAt: string; revision: number; columns: Readonly<Record<string, unknown>>; fields: Readonly<Record<string, FieldValue>> }): void {
    this.count++
    this.#put(0, row.id)
    this.#put(1, JSON.stringify(row.fields))
    this.#put(2, row.changedAt)
    this.#put(3, `${row.revision}`)
    for (let at = 0; at < columnNames.length; at++) {
      const name = columnNames[at]!
      const value = row.columns[name]
      this.#put(at + 4, cellOf(value === undefined ? columnDefaults[name] : value), value !== undefined)
    }
  }

  #put(at: number, cell: string | null, filled = true): void {
    this.#cells[at]!.push(cell)
    this.#filled[at] ||= filled
  }

  /**
   * The columns of new rows that hold anything: each with its type and its cells as an array of PostgreSQL, or with the one text that all rows have.
   * Instants come as seconds since 1970, which a database reads several times as fast as dates.
   */
  fresh(): SentColumn[] {
    return names.flatMap((name, at): SentColumn[] => {
      const cells = this.#cells[at]!
      if (!this.#filled[at]) return []
      if (name !== 'id' && cells.every((cell) => cell === cells[0])) return [{ name, type: sentColumns[name], same: cells[0]! }]
      return sentColumns[name] === 'timestamptz' ? [{ name, type: 'seconds', cells: `{${cells.map(secondsOf).join(',')}}` }] : [{ name, type: sentColumns[name], cells: arrayOf(cells) }]
    })
  }

  /** All columns, as rows are that take the place of others. */
  all(): { name: string; type: string; cells: string }[] {
    return names.map((name, at) => ({ name, type: sentColumns[name], cells: arrayOf(this.#cells[at]!) }))
  }
}

/** A column as it is sent: one text for all rows, or one for each. */
export type SentColumn = { name: string; type: string; same: string | null } | { name: string; type: string; cells: string }

/** An instant in UTC as seconds since 1970. */
export function secondsOf(instant: string | null): string {
  return instant === null ? 'NULL' : `${Date.parse(instant) / 1000}`
}

function cellOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : `${value as number | boolean}`
}

/** Texts and nulls as an array of PostgreSQL. */
function arrayOf(cells: readonly (string | null)[]): string {
  let text = '{'
  for (let at = 0; at < cells.length; at++) {
    const cell = cells[at]!
    if (at > 0) text += ','
    text += cell === null ? 'NULL' : /["\\]/.test(cell) ? `"${cell.replaceAll(/["\\]/g, '\\$&')}"` : `"${cell}"`
  }
  return `${text}}`
}

/** Rows of `record_events`, column by column. */
export class EventCells {
  readonly records: string[] = []
  readonly positions: string[] = []
  readonly types: string[] = []
  readonly occurred: string[] = []
  readonly contents: string[] = []
  readonly hashes: string[] = []

  add(record: string, position: number, event: HistoryEvent, content: string, hash: string): void {
    this.records.push(record)
    this.positions.push(`${position}`)
    this.types.push(event.type)
    this.occurred.push(secondsOf(event.at))
    this.contents.push(content)
    this.hashes.push(hash)
  }
}

/** What all events of one import share; the texts are JSON. */
export type EventStamp = { at: string; entryId: string; actor: string; role: string; from: string }

/** The canonical content of an imported event: as every event's, with the source that told it. */
export function eventContent(stamp: EventStamp, record: string, position: number, event: HistoryEvent): string {
  const { set, fields, more } = event
  // Written name by name, in order: for a million cases the general way takes twice as long. A test compares the two.
  let text = `{"actor":${stamp.actor},"at":"${stamp.at}",`
  if (more['by']) text += `"by":"${more['by'] as string}",`
  text += `"fields":${flat(fields)},"from":${stamp.from},"occurredAt":"${event.at}","position":${position},"record":"${record}","role":${stamp.role},"set":${flat(set)},`
  if (more['text']) text += `"text":${JSON.stringify((more['text'] as string).toWellFormed())},`
  return `${text}"type":"${event.type}"}`
}

function flat(values: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(values).sort()
  let text = '{'
  for (const name of names) {
    const value = values[name]
    text += `${text.length > 1 ? ',' : ''}"${name}":${typeof value === 'object' && value !== null ? canonicalJson(value) : JSON.stringify(value)}`
  }
  return `${text}}`
}
