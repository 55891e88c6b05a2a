import { recordInstants } from '../routines/record.ts'
import type { RoutineBody } from '../routines/routine-body.ts'
import { isObject } from './paths.ts'
import type { RecordMapping, RecordSource } from './record-mapping.ts'
import type { OpenRow } from './record-rows.ts'
import { isZone } from './record-moment.ts'
import { missingSigns } from './record-source.ts'
import { changeWords, choiceFor, innerWords, keyWords, outcomeFor, priorityFor, stateFor, textWords, updatedWords, updaterWords, words, zoneWords, type Guess } from './record-suggest.words.ts'
import { textOf } from './targets.ts'

/** A column of a file as people choose it: what stands in it, and its different values where they are few. */
export type RecordColumn = { path: string; samples: string[]; filled: number; values: string[]; repeated: boolean }

const fewValues = 30

/** The columns of a table, or the names of values in documents, from some of its rows. */
export function recordColumns(rows: readonly OpenRow[], header: readonly string[] | null): RecordColumn[] {
  const [changed, to] = header ? changePlaces(header) : []
  const missing = missingSigns([])
  const found = new Map<string, { values: Set<string>; filled: number; repeated: boolean }>()
  const note = (path: string, value: unknown) => {
    const column = found.get(path) ?? { values: new Set<string>(), filled: 0, repeated: false }
    found.set(path, column)
    const text = textOf(value)
    if (missing.has(text.toLowerCase())) return
    column.filled++
    column.repeated ||= column.values.has(text)
    if (column.values.size <= 500) column.values.add(text)
  }
  for (const path of header ?? []) if (path !== '') note(path, null)
  for (const row of rows) {
    if (header) header.forEach((path, at) => path !== '' && note(path, row.cells[at]))
    if (changed !== undefined && textOf(row.cells[changed]) !== '') note(textOf(row.cells[changed]), row.cells[to!])
    else noteValues(row.value, '', note, 0)
  }
  return [...found].map(([path, { values, filled, repeated }]) => ({
    path, filled, repeated, samples: [...values].slice(0, 5).map((text) => text.slice(0, 80)), values: values.size <= fewValues ? [...values] : [],
  }))
}

/** Where a table says what changed and what it became: an audit log with an entry for each change. */
function changePlaces(header: readonly string[]): [number, number] | [] {
  const names = header.map(folded)
  const at = (list: readonly string[]) => list.map((word) => names.indexOf(word)).find((place) => place >= 0)
  const [name, to] = [at(changeWords.name), at(changeWords.to)]
  return name === undefined || to === undefined ? [] : [name, to]
}

function noteValues(value: unknown, path: string, note: (path: string, value: unknown) => void, depth: number): void {
  if (isObject(value) && depth < 4) for (const [name, inner] of Object.entries(value)) noteValues(inner, path === '' ? name : `${path}.${name}`, note, depth + 1)
  else if (!Array.isArray(value) && path !== '') note(path, value)
}

function folded(name: string): string {
  return name.replaceAll(/[_\-./]+/g, ' ').replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll(/[^\p{L}\p{N} ]/gu, ' ').replaceAll(/\s+/g, ' ').trim().toLowerCase()
}

/** A mapping to begin with: a guess by the names of columns and what stands in them. What a choice has no word for is left out and said, so that the cases come. */
export function suggestRecordMapping(columns: readonly RecordColumn[], body: RoutineBody, routine: string, system: string, header: readonly string[] | null = null): RecordMapping {
  const named = findingIn(columns)
  const fields = suggestedFields(named, body)
  const key = named(keyWords)
  const title = key?.path ?? columns[0]?.path
  const zone = named(zoneWords)
  const given = 'title' in fields || title === undefined ? fields : { title, ...fields }
  const [changed, to] = header ? changePlaces(header) : []
  const log = key?.repeated ? suggestedLog(named, given, changed === undefined ? undefined : { name: header![changed]!, to: header![to!]! }) : {}
  const dated = [...Object.entries(fields).flatMap(([target, source]) => (isInstant(target) ? [pathOf(source)] : [])), ...('log' in log ? [String(log.log?.at)] : [])]
  const dates = datesOf(columns.filter(({ path }) => dated.includes(path)))
  return {
    kind: 'record', routine, system, ...(zone && zone.values.some((value) => isZone(value)) ? { timeZone: zone.path } : {}), ...(dates ? { dates } : {}), missing: [], key: key?.path ?? title ?? 'id',
    fields: 'log' in log ? withoutOwnOf(log, given) : given, required: [], unknown: unknownOf(given, columns, body), closes: closesIn(given, 'log' in log), ...log,
  }
}

/** Finds a column by its names, or by those of values within it; one that holds something before one that is empty. */
function findingIn(columns: readonly RecordColumn[]): Finding {
  const by = new Map<string, RecordColumn>()
  for (const column of columns) if (!by.has(folded(column.path))) by.set(folded(column.path), column)
  return (list) => {
    const found = list.flatMap((word) => [word, ...innerWords.map((inner) => `${word} ${inner}`)]).flatMap((word) => by.get(word) ?? [])
    return found.find((column) => column.filled > 0) ?? found[0]
  }
}

type Finding = (names: readonly string[]) => RecordColumn | undefined

function suggestedFields(named: Finding, body: RoutineBody): Record<string, RecordSource> {
  const fields: Record<string, RecordSource> = {}
  for (const [target, list] of Object.entries(words)) {
    const column = named(list)
    if (column && !(isInstant(target) && column.samples.filter(looksDated).length * 2 < column.samples.length)) fields[target] = translated(guessFor(target, body), column)
  }
  for (const field of body.fields) {
    const column = named([folded(field.id), folded(field.label)])
    if (column && !Object.values(fields).some((source) => pathOf(source) === column.path)) fields[field.id in words ? `form.${field.id}` : field.id] = translated(field.choices.length > 0 ? choiceFor(field, column.values) : undefined, column)
  }
  return fields
}

function guessFor(target: string, body: RoutineBody): Guess | undefined {
  return target === 'state' ? stateFor(body) : target === 'priority' ? priorityFor(body) : target === 'outcome' ? outcomeFor(body) : undefined
}

/** States that close a case, where no column says when but one says when it was solved, or a log does. */
function closesIn({ state, closed, resolved }: Record<string, RecordSource>, logged: boolean): string[] {
  if (closed !== undefined || typeof state !== 'object' || (resolved === undefined && !logged)) return []
  return Object.keys(state.values ?? {}).filter((value) => closing.test(value) && !/unclos|reopen/i.test(value))
}

const closing = /\b(clos(ed|e)?|complete[d]?|done|cancel+ed|finished|geschlossen|clôturé|cerrad[oa]|lukket|avsluttet)\b/i

/** What the values of a column do not tell: choices are left out, and of a log also what is no state, since each entry names what was done. */
function unknownOf(fields: Record<string, RecordSource>, columns: readonly RecordColumn[], body: RoutineBody): Record<string, string> {
  const untold = (target: string) => {
    const source = fields[target]
    const values = columns.find(({ path }) => source !== undefined && path === pathOf(source))
    return values !== undefined && (values.values.length === 0 ? values.filled > 0 : values.values.some((value) => typeof source !== 'object' || source.values?.[value] === undefined))
  }
  const choices = body.fields.filter((field) => field.choices.length > 0).map(({ id }) => (id in words ? `form.${id}` : id))
  return Object.fromEntries([...choices, 'outcome', 'priority'].filter(untold).map((target) => [target.replace(/^form\./, ''), 'leave']))
}

/** Keys that come again are those of a log, when something says when each entry was written. */
function suggestedLog(named: Finding, fields: Record<string, RecordSource>, changed: NonNullable<RecordMapping['log']>['changed']): Pick<RecordMapping, 'log'> {
  const at = named(updatedWords)
  const by = named(updaterWords)
  const text = changed ? undefined : named(textWords)
  const said = text && !Object.values(fields).some((source) => pathOf(source) === text.path) ? text : undefined
  return at ? { log: { at: at.path, ...(by ? { by: by.path } : {}), ...(said ? { text: said.path } : {}), ...(changed ? { changed } : {}) } } : {}
}

/** When an entry was written says nothing of when the case was opened. */
function withoutOwnOf({ log }: Pick<RecordMapping, 'log'>, fields: Record<string, RecordSource>): Record<string, RecordSource> {
  return Object.fromEntries(Object.entries(fields).filter(([target, source]) => !(isInstant(target) && pathOf(source) === log?.at)))
}

function isInstant(target: string): boolean {
  return (recordInstants as readonly string[]).includes(target)
}

function pathOf(source: RecordSource): string {
  return typeof source === 'string' ? source : [source.from ?? ''].flat()[0]!
}

function looksDated(text: string): boolean {
  return /^\d{1,5}[-/.]\w{1,3}[-/.]\d{2,5}/.test(text) || /^\d{5}(\.\d+)?$/.test(text) || /^1\d{9}(\d{3})?$/.test(text) || /^[A-Z][a-z]{2,8} \d/.test(text) || /^\d{1,2} [A-Z][a-z]{2}/.test(text)
}

function datesOf(columns: readonly RecordColumn[]): string | undefined {
  const samples = columns.flatMap((column) => [...column.samples, ...column.values])
  if (samples.length > 0 && samples.every((text) => /^\d{5}(\.\d+)?$/.test(text))) return 'excel'
  if (samples.length > 0 && samples.every((text) => /^1\d{9}$/.test(text))) return 'unix seconds'
  if (samples.length > 0 && samples.every((text) => /^1\d{12}$/.test(text))) return 'unix milliseconds'
  const parts = samples.flatMap((text) => {
    const match = /^(\d{1,2})[-/.](\d{1,2})[-/.]\d{2,5}/.exec(text)
    return match ? [[Number(match[1]), Number(match[2])] as const] : []
  })
  if (parts.some(([first]) => first > 12)) return 'day first'
  return parts.some(([, second]) => second > 12) ? 'month first' : undefined
}

/** A source with what its values become here, as far as they tell; what they do not tell is left for people to say. */
function translated(guess: Guess | undefined, column: RecordColumn): RecordSource {
  if (!guess || column.values.length === 0) return column.path
  const values = Object.fromEntries(column.values.flatMap((value) => {
    const becomes = guess(value)
    return becomes === undefined ? [] : [[value, becomes] as const]
  }))
  return Object.keys(values).length > 0 ? { from: column.path, values } : column.path
}
