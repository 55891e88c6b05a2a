import { readCsv } from './csv.ts'
import { textOf } from './encoding.ts'
import { parseJson, readNdjson } from './json.ts'
import { readMarkdown } from './markdown.ts'
import { isObject, parseSteps } from './paths.ts'
import { demandSize, fileProblem, most, type FileRows, type Notice, type SourceFile, type SourceFormat, type SourceOptions, type SourceRow } from './rows.ts'
import { readXlsx } from './xlsx.ts'
import { parseYaml } from './yaml.ts'

export type SourceRows = {
  rows: SourceRow[]
  header: string[]
  notices: Notice[]
  format: SourceFormat
  /** The sheets of a workbook. */
  sheets: string[]
  /** Where in a document lists of rows stand, the longest first. */
  rowPaths: string[]
}

type Tree = { value: unknown; lineOf?: (path: readonly (string | number)[]) => number | undefined }

/**
 * The rows of one or several files, in the order of the files. `rowsPath` says where rows are in YAML and JSON (`services`, `$`,
 * `environments[*]`, `services.*`); left out, a list gives its items and anything else is one row.
 */
export function readSources(files: readonly SourceFile[], options: SourceOptions = {}, rowsPath = '$'): SourceRows {
  const all: SourceRow[] = []
  const header = new Set<string>()
  const notices: Notice[] = []
  const sheets = new Set<string>()
  const rowPaths = new Set<string>()
  let format: SourceFormat = 'csv'
  for (const file of files) {
    const read = readFile(file, options, rowsPath)
    format = read.format
    for (const column of read.header ?? []) header.add(column)
    for (const sheet of read.sheets ?? []) sheets.add(sheet)
    for (const path of read.rowPaths ?? []) rowPaths.add(path)
    notices.push(...read.notices)
    const table = read.format === 'csv' || read.format === 'xlsx' || read.format === 'ndjson'
    for (const row of read.rows) {
      all.push(row)
      if (all.length > most.rows) demandSize(file.name, { rows: all.length })
      if (!table) row.row = all.length
    }
  }
  return { rows: all, header: [...header], notices, format, sheets: [...sheets], rowPaths: [...rowPaths] }
}

function readFile(file: SourceFile, options: SourceOptions, rowsPath: string): FileRows & { format: SourceFormat } {
  if (file.bytes.length === 0) throw fileProblem(file.name, undefined, 'the file is empty.')
  if (file.bytes[0] === 0xd0 && file.bytes[1] === 0xcf) throw fileProblem(file.name, undefined, 'this is an old Excel workbook (.xls) or one with a password; save it as .xlsx.')
  const zipped = file.bytes[0] === 0x50 && file.bytes[1] === 0x4b
  const named = options.format ?? formatByName(file.name)
  if (zipped) return { ...readXlsx(file, options.sheet), format: 'xlsx' }
  if (named === 'xlsx') throw fileProblem(file.name, undefined, 'this is not an .xlsx workbook; save it again from the spreadsheet, or as CSV.')
  const { text, notices } = textOf(file, options.encoding)
  if (text.trim() === '') throw fileProblem(file.name, undefined, 'the file is empty.')
  const format = named ?? formatByContent(text)
  const rows = rowsOfText(text, file.name, format, options, rowsPath)
  return { ...rows, notices: [...notices, ...rows.notices], format }
}

function rowsOfText(text: string, name: string, format: SourceFormat, options: SourceOptions, rowsPath: string): FileRows {
  if (format === 'csv') return readCsv(text, name, options.delimiter)
  if (format === 'markdown') return readMarkdown(text, name)
  if (format === 'ndjson') return { rows: readNdjson(text, name), header: undefined, notices: [] }
  const trees: Tree[] = format === 'json' ? [{ value: parseJson(text, name) }] : parseYaml(text, name)
  return { rows: trees.flatMap((tree) => selectRows(tree, name, rowsPath)), header: undefined, notices: [], rowPaths: trees.flatMap((tree) => listsIn(tree.value)) }
}

/** Names at the top of a document under which a list of rows stands, the longest list first. */
function listsIn(value: unknown): string[] {
  if (!isObject(value)) return []
  const lists = Object.entries(value).flatMap(([name, list]) => (Array.isArray(list) && list.length > 0 && list.every(isObject) ? [{ name, length: list.length }] : []))
  return lists.sort((a, b) => b.length - a.length).map(({ name }) => name)
}

function formatByName(name: string): SourceFormat | undefined {
  const ending = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase()
  const formats = new Map<string | undefined, SourceFormat>(Object.entries({ csv: 'csv', tsv: 'csv', xlsx: 'xlsx', xlsm: 'xlsx', yml: 'yaml', yaml: 'yaml', json: 'json', ndjson: 'ndjson', jsonl: 'ndjson', md: 'markdown', markdown: 'markdown' } as const))
  return formats.get(ending)
}

function formatByContent(text: string): SourceFormat {
  const start = text.trimStart()
  if (start.startsWith('{') || start.startsWith('[')) {
    const [first, second] = start.split('\n').map((line) => line.trim())
    return first?.startsWith('{') && first.endsWith('}') && second?.startsWith('{') ? 'ndjson' : 'json'
  }
  const first = start.split('\n').find((line) => !line.trimStart().startsWith('#')) ?? ''
  return /^(---|- |[\w$.-]+:(\s|$))/.test(first) ? 'yaml' : 'csv'
}

type Found = { value: unknown; path: (string | number)[]; name: string | undefined }

/** The rows at a path of a document. What the path ends at counts: the items of a list, else the value itself. */
function selectRows(tree: Tree, file: string, rowsPath: string): SourceRow[] {
  let found: Found[] = [{ value: tree.value, path: [], name: undefined }]
  for (const step of parseSteps(rowsPath.replace(/^\$\.?/, ''), rowsPath)) {
    if ('every' in step) {
      found = found.flatMap(itemsOf)
      continue
    }
    const key = 'at' in step ? step.at : step.key
    const inside = found.filter(({ value }) => (Array.isArray(value) ? Number(key) in value : isObject(value) && Object.hasOwn(value, key)))
    if (inside.length === 0 && found.length > 0) throw fileProblem(file, undefined, `there is nothing at "${rowsPath}"; ${insideOf(tree.value)}.`)
    found = inside.map(({ value, path, name }) => ({ value: (value as Record<string | number, unknown>)[key], path: [...path, key], name }))
  }
  const rows = found.flatMap((item) => (Array.isArray(item.value) ? itemsOf(item) : item.value === null ? [] : [item]))
  return rows.map(({ value, path, name }) => {
    const fault = isObject(value) ? undefined : 'This item is not a row: a row has named columns.'
    return { value, root: tree.value, name, file, row: 0, line: tree.lineOf?.(path), fault }
  })
}

function itemsOf({ value, path, name }: Found): Found[] {
  if (Array.isArray(value)) return value.map((item: unknown, i) => ({ value: item, path: [...path, i], name: undefined }))
  return isObject(value) ? Object.entries(value).map(([key, item]) => ({ value: item, path: [...path, key], name: key })) : [{ value, path, name }]
}

function insideOf(value: unknown): string {
  if (Array.isArray(value)) return 'the document is a list, so its rows are at "$"'
  if (isObject(value)) return `the document has ${Object.keys(value).slice(0, 12).join(', ')}`
  return 'the document is a single value'
}
