import { canonicalJson } from '../../shared/canonical.ts'
import type { FieldValue } from '../routines/record.ts'
import type { HistoryEvent } from './intake.history.ts'
import { columnDefaults, columnTypes, type ColumnName } from './stored.ts'

/** Columns of `records` as rows are staged in them. */
export const stagedColumns = ['id', 'fields', 'changed_at', 'revision', ...(Object.keys(columnTypes) as ColumnName[])] as const
export const stagedEventColumns = ['record_id', 'position', 'type', 'at', 'occurred_at', 'content', 'hash', 'entry_id'] as const

const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** A text as COPY's text format has it. */
export function copied(text: string): string {
  return /[\\\n\r\t]/.test(text) ? text.replaceAll(/[\\\n\r\t]/g, (sign) => escapes[sign]!) : text
}

const columnNames = Object.keys(columnTypes) as ColumnName[]
const defaults = columnNames.map((name) => (name in columnDefaults ? cellOf(columnDefaults[name]) : '\\N'))

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '\\N'
  return typeof value === 'string' ? copied(value) : typeof value === 'object' ? copied(JSON.stringify(value)) : `${value as number | boolean}`
}

/** A row of `records` as a line of COPY. */
export function recordLine(row: { id: string; changedAt: string; revision: number; columns: Readonly<Record<string, unknown>>; fields: Readonly<Record<string, FieldValue>> }): string {
  let line = `${row.id}\t${copied(JSON.stringify(row.fields))}\t${row.changedAt}\t${row.revision}`
  for (let at = 0; at < columnNames.length; at++) {
    const value = row.columns[columnNames[at]!]
    line += value === undefined ? `\t${defaults[at]!}` : `\t${cellOf(value)}`
  }
  return `${line}\n`
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

/** A row of `record_events` as a line of COPY. */
export function eventLine(stamp: EventStamp, record: string, position: number, event: HistoryEvent, content: string, hash: string): string {
  return `${record}\t${position}\t${event.type}\t${stamp.at}\t${event.at}\t${copied(content)}\t\\\\x${hash}\t${stamp.entryId}\n`
}
