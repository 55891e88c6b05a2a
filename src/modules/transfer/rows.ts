import { Problem } from '../../shared/problem.ts'

/** A file as it came: its name (a path, or `standard input`) and its bytes. */
export type SourceFile = { name: string; bytes: Uint8Array }

/** What one row of a source is, with its place for messages. */
export type SourceRow = {
  /** The row itself: values by column for tables, any node for trees. */
  value: unknown
  /** The whole document that the row was found in; the row itself for tables. */
  root: unknown
  /** The row's name where rows are the values of a map, otherwise undefined. */
  name: string | undefined
  file: string
  /** Tables: the row's number in the sheet, the header being 1. Trees: its number over all files, from 1. */
  row: number
  /** The line it begins on, where that is known. */
  line: number | undefined
  /** Why the row cannot be read as it stands, e.g. more cells than columns. */
  fault: string | undefined
}

export type Notice = string

/** The rows of one file before they are numbered over all files. */
export type FileRows = { rows: SourceRow[]; header: string[] | undefined; notices: Notice[]; sheets?: string[]; rowPaths?: string[] }

export const sourceFormats = ['csv', 'xlsx', 'yaml', 'json', 'ndjson', 'markdown'] as const
export type SourceFormat = (typeof sourceFormats)[number]

/** How to read a file, where it does not say so itself. */
export type SourceOptions = {
  format?: SourceFormat | undefined
  /** XLSX: a sheet's name, or its number from 1. */
  sheet?: string | number | undefined
  /** CSV: the character between cells. */
  delimiter?: string | undefined
  /** Text: a name such as utf-8 or windows-1252. */
  encoding?: string | undefined
}

/** What one import may hold at most: more of it would take the memory that others work with. */
export const most = { rows: 300_000, columns: 2000, cells: 10_000_000, yamlBytes: 8_000_000, yamlMarks: 1_000_000, unpackedBytes: 150_000_000 } as const

/** Refuses a table that is larger than one import may be. */
export function demandSize(file: string, size: { rows?: number; columns?: number; cells?: number }): void {
  const over = (['rows', 'columns', 'cells'] as const).find((what) => (size[what] ?? 0) > most[what])
  if (over) throw fileProblem(file, undefined, `there are more than ${most[over].toLocaleString('en')} ${over}; ${over === 'columns' ? 'leave out those that are not needed' : 'split the file'}.`)
}

/** The file's name without folder and last ending: what `$file` gives. */
export function baseName(file: string): string {
  const name = file.split(/[\\/]/).pop() ?? file
  return name.replace(/(?<=.)\.[^.]+$/, '')
}

/** A refusal of a whole file, always naming it. */
export function fileProblem(file: string, line: number | undefined, message: string): Problem {
  return new Problem('invalid', `${file}${line ? `, line ${line}` : ''}: ${message}`)
}
