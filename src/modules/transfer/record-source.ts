import { detailed } from './mapping.ts'
import type { RecordSource } from './record-mapping.ts'
import { dateOrder, isZone, readMoment, type DateForm } from './record-moment.ts'
import { plainName, type OpenRow } from './record-rows.ts'
import type { SourceRow } from './rows.ts'
import { textOf } from './targets.ts'
import { compileSource } from './values.ts'

/** Where a value comes from, ready for the rows of one file. */
export type RecordGetter = {
  /** The column that messages name. */
  column: string
  /** The cells that it looks at, by position, where it is nothing but a column of a table: equal cells give equal values. */
  at: readonly number[] | null
  /** The value: translated, or the default; undefined where the row says nothing. */
  value: (row: OpenRow) => unknown
  /** As text, trimmed; '' where there is none. */
  text: (row: OpenRow) => string
}

/** What getters of a file have in common. */
export type GetterGround = { file: string; header: readonly string[] | null; missing: ReadonlySet<string> }

const nothing = ['', '?', '-', 'n/a', 'na', 'none', 'null', '(empty)', '#n/a']

/** What stands for nothing in a file: the usual signs, and those that its mapping names. */
export function missingSigns(more: readonly string[]): ReadonlySet<string> {
  return new Set([...nothing, ...more.map((each) => each.trim().toLowerCase())])
}

/** Compiles where a value comes from. Throws a Problem for a path that cannot be read. */
export function compileRecordSource(given: RecordSource, ground: GetterGround): RecordGetter {
  const spec = detailed(given)
  const { header } = ground
  const names = typeof spec.from === 'string' ? [spec.from] : (spec.from ?? [])
  const at = header && spec.template === undefined && spec.split === undefined ? names.map((name) => header.indexOf(plainName(name))) : []
  const plain = header !== null && spec.template === undefined && spec.split === undefined && at.every((index) => index >= 0)
  const raw = plain ? cellGetter(at, ground.missing) : rowGetter(given, ground)
  const translate = translation(spec.values, spec.default)
  const value = (row: OpenRow) => translate(raw(row))
  return { column: names[0] ?? spec.template ?? 'default', at: plain ? at : null, value, text: (row) => asText(value(row)) }
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value.trim() : Array.isArray(value) ? value.map(textOf).filter(Boolean).join(', ') : textOf(value)
}

function cellGetter(at: readonly number[], missing: ReadonlySet<string>): (row: OpenRow) => unknown {
  const [only] = at
  if (at.length === 1) return (row) => present(row.cells[only!], missing)
  return (row) => {
    for (const index of at) {
      const value = present(row.cells[index], missing)
      if (value !== undefined) return value
    }
    return undefined
  }
}

/** A value, or undefined for what stands for nothing. */
function present(value: unknown, missing: ReadonlySet<string>): unknown {
  if (typeof value !== 'string') return value === null ? undefined : value
  const text = value.trim()
  // Signs of nothing are short; most values are not, and need no second look.
  return text.length < 12 && missing.has(text.toLowerCase()) ? undefined : text
}

function rowGetter(given: RecordSource, { file, header, missing }: GetterGround): (row: OpenRow) => unknown {
  const { values: _values, default: _default, zone: _zone, dates: _dates, ...spec } = detailed(given) as Exclude<RecordSource, string>
  const getter = compileSource(spec)
  const folded = header?.map(plainName)
  return (row) => {
    const value = folded ? objectOf(folded, row.cells, missing) : row.value
    const source: SourceRow = { value, root: folded ? value : row.root, name: row.name, file, row: row.row, line: row.line, fault: row.fault }
    const found = getter.value(source)
    return Array.isArray(found) ? (found.length === 0 ? undefined : found) : present(found, missing)
  }
}

function objectOf(header: readonly string[], cells: readonly unknown[], missing: ReadonlySet<string>): Record<string, unknown> {
  const value = Object.create(null) as Record<string, unknown>
  for (let i = 0; i < header.length; i++) value[header[i]!] = present(cells[i], missing) ?? null
  return value
}

type Scalar = string | number | boolean | null

function translation(values: Record<string, Scalar> | undefined, fallback: Scalar | Scalar[] | undefined): (value: unknown) => unknown {
  const instead = fallback ?? undefined
  if (!values) return instead === undefined ? (value) => value : (value) => value ?? instead
  const folded = new Map(Object.entries(values).map(([from, to]) => [from.trim().toLowerCase(), to ?? undefined]))
  const known = new Map<unknown, unknown>()
  return (value) => {
    if (value === undefined) return instead
    if (known.has(value)) return known.get(value)
    const key = textOf(value).toLowerCase()
    const becomes = folded.has(key) ? folded.get(key) : (instead ?? value)
    // A cell is a part of the text that was read; kept as it is it would keep all of that.
    if (known.size < 1000 && typeof value !== 'object') known.set(typeof value === 'string' ? JSON.parse(JSON.stringify(value)) : value, becomes)
    return becomes
  }
}

/** Reads instants of a column: ISO 8601 in UTC, undefined where the row says none, or what is wrong. */
export type MomentGetter = RecordGetter & { /** `after`: what it cannot lie before, which tells which of two equal hours is meant. */ moment: (row: OpenRow, after?: string) => string | undefined | { fault: string }; milliseconds: (row: OpenRow) => number | undefined | { fault: string } }

/** Compiles a column of dates. `dates` and `zone` are those of the mapping, or the organisation's zone. Answers a sentence where they cannot be used. */
export function compileMoment(given: RecordSource, ground: GetterGround, common: { dates: string | undefined; zone: string }): MomentGetter | { fault: string } {
  const own = typeof given === 'string' ? {} : given
  const written = own.dates ?? common.dates
  const order = dateOrder(written)
  if (order === undefined) return { fault: `"${written}" is no way to write dates; use day first, month first, excel, unix seconds, unix milliseconds, or a pattern such as d/M/yyyy HH:mm.` }
  const zone = zoneGetter(own.zone ?? common.zone, ground)
  if (typeof zone !== 'string' && 'fault' in zone) return zone
  const getter = compileRecordSource(given, ground)
  const form: DateForm = { order, zone: typeof zone === 'string' ? zone : 'UTC' }
  const milliseconds = (row: OpenRow, later = false) => {
    const value = getter.value(row)
    if (value === undefined) return undefined
    if (typeof zone !== 'string') {
      const named = zone.text(row)
      if (!isZone(named)) return { fault: `"${named}" in ${zone.column} is no time zone; write one such as Europe/Oslo.` }
      form.zone = named
    }
    const read = readMoment(asText(value), later ? { ...form, later } : form)
    return 'fault' in read ? read : read.ms
  }
  const moment = (row: OpenRow, after = '') => {
    const ms = milliseconds(row)
    if (typeof ms !== 'number') return ms
    const at = isoOf(ms)
    return at < after ? isoOf(milliseconds(row, true) as number) : at
  }
  return { ...getter, at: typeof zone === 'string' ? getter.at : null, milliseconds, moment }
}

function zoneGetter(zone: string, ground: GetterGround): string | RecordGetter | { fault: string } {
  if (isZone(zone)) return zone
  if (ground.header === null || ground.header.includes(plainName(zone))) return compileRecordSource(zone, ground)
  return { fault: `"${zone}" is neither a time zone nor a column of the file; write one such as Europe/Oslo.` }
}

const day = 86_400_000
let knownDay = Number.NaN
let knownText = ''

/** ISO 8601 in UTC with milliseconds. */
export function isoOf(ms: number): string {
  const number = Math.floor(ms / day)
  if (number !== knownDay) {
    knownDay = number
    knownText = new Date(number * day).toISOString().slice(0, 11)
  }
  const rest = ms - number * day
  const two = (n: number) => (n < 10 ? `0${n}` : `${n}`)
  const milli = rest % 1000
  return `${knownText}${two(Math.floor(rest / 3_600_000))}:${two(Math.floor(rest / 60_000) % 60)}:${two(Math.floor(rest / 1000) % 60)}.${milli === 0 ? '000' : String(milli).padStart(3, '0')}Z`
}
