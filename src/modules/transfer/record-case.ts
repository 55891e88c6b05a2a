import type { Fault } from '../../shared/kind.ts'
import { Problem } from '../../shared/problem.ts'
import { recordInstants, type FieldValue, type RecordInstant } from '../routines/record.ts'
import type { RoutineField } from '../routines/routine-body.ts'
import type { Incoming, IncomingCase, IncomingChange, IncomingEvent, IntakeFault } from '../work/intake.ts'
import { nearest } from './nearest.ts'
import { recordTargets, type RecordMapping, type RecordSource } from './record-mapping.ts'
import { closingBy } from './record-closes.ts'
import { plainName, rowFault, type OpenRow, type OpenRows } from './record-rows.ts'
import { isUnreadable } from './targets.ts'
import { compileMoment, compileRecordSource, missingSigns, type GetterGround, type MomentGetter, type RecordGetter } from './record-source.ts'

/** What a mapping is compiled for: the form of its routine, and the zone of dates that name none. */
export type CaseGround = { routine: string; form: readonly RoutineField[]; timeZone: string }

type Named<G> = { name: string; getter: G }
const changing = ['state', 'priority', 'outcome', 'assignee', 'title'] as const
type Changing = (typeof changing)[number]
const placed = ['service', 'configurationItem', 'unit', 'location', 'supplier', 'requester'] as const

/** A mapping ready for the rows of one file. */
export type CompiledCases = {
  file: string
  mapping: RecordMapping
  routine: string
  key: RecordGetter
  changing: Named<RecordGetter>[]
  placed: Named<RecordGetter>[]
  instants: { name: RecordInstant; getter: MomentGetter }[]
  fields: { field: RoutineField; getter: RecordGetter | MomentGetter }[]
  /** Where each entry tells of one change: what changed, what it became, and the columns that stand beside those of the file for it. */
  changed: { name: RecordGetter; to: RecordGetter; columns: readonly string[]; width: number } | undefined
  log: { at: MomentGetter; order: (RecordGetter | MomentGetter)[]; by: RecordGetter | undefined; text: RecordGetter | undefined } | undefined
  moments: { at: MomentGetter; set: IncomingChange; text: string | undefined }[]
  columns: Readonly<Record<string, string>>; closes: ReturnType<typeof closingBy>
}

/** Compiles a mapping for a file; every fault has its path in the mapping and says what would be right. */
export function compileCases(mapping: RecordMapping, open: Pick<OpenRows, 'file' | 'header'>, ground: CaseGround): { compiled: CompiledCases; faults: Fault[] } {
  const faults: Fault[] = []
  const told = mapping.log?.changed && open.header ? changedColumns(mapping, open.header) : []
  const header = open.header && [...open.header, ...told]
  const getters: GetterGround = { file: open.file, header, missing: missingSigns(mapping.missing) }
  const common = { dates: mapping.dates, zone: mapping.timeZone ?? ground.timeZone }
  const column = (given: RecordSource, path: string): RecordGetter => {
    const getter = attempt(() => compileRecordSource(given, getters), path, faults) ?? none
    for (const name of missingColumns(given, header)) faults.push({ path, message: noColumn(name, header ?? []) })
    return getter
  }
  const moment = (given: RecordSource, path: string): MomentGetter => {
    column(given, path)
    const getter = attempt(() => compileMoment(given, getters, common), path, faults)
    if (getter && 'fault' in getter) faults.push({ path, message: getter.fault })
    return getter && !('fault' in getter) ? getter : { ...none, moment: () => undefined, milliseconds: () => undefined }
  }
  const form = new Map(ground.form.map((field) => [field.id, field]))
  const targets = targetsIn(mapping, form, faults)
  const log = mapping.log
  const compiled: CompiledCases = {
    file: open.file, mapping, routine: ground.routine, key: column(mapping.key, 'key'),
    changing: targets.filter(({ name }) => isOneOf(changing, name)).map(({ name, source, path }) => ({ name, getter: column(source, path) })),
    placed: targets.filter(({ name }) => isOneOf(placed, name)).map(({ name, source, path }) => ({ name, getter: column(source, path) })),
    instants: targets.filter(({ name }) => isOneOf(recordInstants, name)).map(({ name, source, path }) => ({ name: name as RecordInstant, getter: moment(source, path) })).sort((a, b) => recordInstants.indexOf(a.name) - recordInstants.indexOf(b.name)),
    fields: targets.flatMap(({ field, source, path }) => (field ? [{ field, getter: isMoment(field) ? moment(source, path) : column(source, path) }] : [])),
    changed: log?.changed && { name: column(log.changed.name, 'log.changed.name'), to: column(log.changed.to, 'log.changed.to'), columns: told, width: open.header?.length ?? 0 },
    log: log && {
      at: moment(log.at, 'log.at'), order: (log.order ?? []).map((each, at) => orderOf(each, mapping, () => moment(each, `log.order.${at}`), () => column(each, `log.order.${at}`))),
      by: log.by === undefined ? undefined : column(log.by, 'log.by'), text: log.text === undefined ? undefined : column(log.text, 'log.text'),
    },
    moments: (mapping.moments ?? []).map((each, at) => ({ at: moment(each.at, `moments.${at}.at`), set: momentSet(each.set, `moments.${at}.set`, faults), text: each.text })),
    closes: attempt(() => closingBy(mapping, getters), 'closes', faults), columns: Object.fromEntries(targets.map(({ name, source }) => [name, columnNamed(source)])),
  }
  requireTargets(mapping, compiled, faults)
  return { compiled, faults }
}

const none: RecordGetter = { column: '', at: null, value: () => undefined, text: () => '' }

function attempt<T>(work: () => T, path: string, faults: Fault[]): T | undefined {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    faults.push({ path, message: error.message })
    return undefined
  }
}

function isOneOf(names: readonly string[], name: string): boolean {
  return names.includes(name)
}

function isMoment(field: RoutineField): boolean {
  return field.type === 'day' || field.type === 'instant'
}

type TargetIn = { name: string; source: RecordSource; path: string; field: RoutineField | undefined }

function targetsIn(mapping: RecordMapping, form: ReadonlyMap<string, RoutineField>, faults: Fault[]): TargetIn[] {
  const names = [...recordTargets, ...form.keys()]
  return Object.entries(mapping.fields).flatMap(([given, source]): TargetIn[] => {
    const path = `fields.${given}`
    const name = given.replace(/^(form|fields)\./, '')
    if (name === given && isOneOf(recordTargets, name)) return [{ name, source, path, field: undefined }]
    const field = form.get(name)
    if (field) return [{ name, source, path, field }]
    const near = nearest(name, names)
    faults.push({ path, message: `A record of this routine has no "${given}"; ${near ? `did you mean "${near}"? It has` : 'it has'} ${names.join(', ')}.` })
    return []
  })
}

/** What fields read that is no column of the table: in a log of changes it is the name of what changed. */
function changedColumns({ fields }: RecordMapping, header: readonly string[]): string[] {
  return [...new Set(Object.values(fields).flatMap((source) => missingColumns(source, header)).map(plainName))]
}

/** Columns that a source names and a table does not have. */
function missingColumns(given: RecordSource, header: readonly string[] | null): string[] {
  if (header === null) return []
  const from = typeof given === 'string' ? (given.includes('{') ? [] : [given]) : given.from === undefined ? [] : [given.from].flat()
  const template = typeof given === 'string' ? (given.includes('{') ? given : '') : (given.template ?? '')
  const named = [...from, ...[...template.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1]!.trim())]
  return named.filter((name) => !name.startsWith('$') && !header.includes(name.replaceAll(/\s+/g, ' ').trim()))
}

function noColumn(name: string, header: readonly string[]): string {
  const near = nearest(name, header)
  const shown = header.slice(0, 40).join(', ')
  return `The file has no column "${name}"; ${near ? `did you mean "${near}"? It has` : 'it has'} ${shown}${header.length > 40 ? ` and ${header.length - 40} more` : ''}.`
}

function columnNamed(source: RecordSource): string {
  if (typeof source === 'string') return source
  return [source.from ?? source.template ?? '(constant)'].flat()[0]!
}

/** An ordering column holds moments where the mapping says so elsewhere, else numbers or texts. */
function orderOf(source: RecordSource, mapping: RecordMapping, moment: () => MomentGetter, column: () => RecordGetter): RecordGetter | MomentGetter {
  const named = columnNamed(source)
  const dated = [mapping.log?.at, ...recordInstants.map((name) => mapping.fields[name])].some((each) => each !== undefined && columnNamed(each) === named)
  return dated || (typeof source !== 'string' && source.dates !== undefined) ? moment() : column()
}

function momentSet(given: Record<string, string>, path: string, faults: Fault[]): IncomingChange {
  for (const name of Object.keys(given)) if (!isOneOf(changing, name)) faults.push({ path: `${path}.${name}`, message: `A moment sets ${changing.join(', ')}; "${name}" is none of these.` })
  return given
}

function requireTargets(mapping: RecordMapping, compiled: CompiledCases, faults: Fault[]): void {
  if (!('title' in mapping.fields)) faults.push({ path: 'fields.title', message: 'Say where the title comes from, e.g. title: short_description.' })
  if (!('opened' in mapping.fields) && !mapping.log) faults.push({ path: 'fields.opened', message: 'Say when a record was opened, e.g. opened: opened_at.' })
  for (const name of mapping.required) {
    if (!(name in compiled.columns)) faults.push({ path: 'required', message: `"${name}" is required, and no column fills it; add it under fields.` })
  }
}

type Reading = { compiled: CompiledCases; faults: IntakeFault[]; key: string }

function say({ compiled, faults, key }: Reading, row: OpenRow, column: string | null, reason: string, kind: IntakeFault['kind']): undefined {
  faults.push(rowFault(compiled.file, row, { column, key, reason, kind }))
  return undefined
}

function momentOf(reading: Reading, getter: MomentGetter, row: OpenRow, after?: string): string | undefined {
  const read = getter.moment(row, after)
  if (read === undefined || typeof read === 'string') return read
  return say(reading, row, getter.column, read.fault, 'date')
}

/** The rows of one case as a case, or all that keeps it from being one. `rows` come in the order of the log. */
export function caseOf(compiled: CompiledCases, key: string, rows: readonly OpenRow[]): Incoming {
  const given = rows.map(({ row, cells, value }) => ({ row, cells: cells.length > 0 ? cells : [value] }))
  const reading: Reading = { compiled, faults: [], key }
  for (const row of rows) if (row.fault !== undefined) say(reading, row, null, row.fault, 'row')
  if (key.length > 200) say(reading, rows[0]!, compiled.key.column, 'The key is longer than 200 characters.', 'value')
  else if (isUnreadable(key)) say(reading, rows[0]!, compiled.key.column, 'The key holds control characters, or half of a letter; take them out.', 'value')
  if (reading.faults.length > 0) return { faults: reading.faults, rows: given }
  const last = rows.at(-1)!
  const now = valuesOf(compiled, last)
  const instants = instantsOf(reading, last)
  const events = compiled.log ? logOf(reading, rows) : momentsOf(reading, last, instants)
  if (compiled.closes?.(last)) instants.closed ??= instants.resolved ?? events.at(-1)?.at
  demandBeginning(reading, last, now, instants.opened ?? events[0]?.at)
  const fields = fieldsOf(reading, last)
  const set: Partial<Record<string, string>> = { ...now }
  for (const { name, getter } of compiled.placed) {
    const text = getter.text(last)
    if (text !== '') set[name] = text
  }
  demandRequired(reading, last, { ...fields, ...instants, ...set })
  if (reading.faults.length > 0) return { faults: reading.faults, rows: given }
  const made: IncomingCase = {
    source: compiled.mapping.system, externalId: key, routine: compiled.routine, ...(set as { title: string }), fields, instants: { opened: events[0]?.at ?? '', ...instants }, events,
    place: { file: compiled.file, row: last.row, line: last.line, columns: compiled.columns },
  }
  return { case: made, rows: given }
}

function demandBeginning(reading: Reading, row: OpenRow, now: IncomingChange, opened: string | undefined): void {
  const { columns } = reading.compiled
  if (now.title === undefined) say(reading, row, columns['title'] ?? null, 'There is no title; without one nobody can tell what it is.', 'missing')
  if (opened === undefined && !reading.faults.some((fault) => fault.kind === 'date')) say(reading, row, columns['opened'] ?? null, 'It does not say when it was opened.', 'missing')
}

function demandRequired(reading: Reading, row: OpenRow, filled: Readonly<Record<string, unknown>>): void {
  const { mapping, columns } = reading.compiled
  for (const name of mapping.required) if ((filled[name] ?? null) === null) say(reading, row, columns[name] ?? null, `${name} is required and is empty.`, 'missing')
}

function valuesOf(compiled: CompiledCases, row: OpenRow): IncomingChange {
  const values: IncomingChange = {}
  for (const { name, getter } of compiled.changing) {
    const text = getter.text(row)
    if (text !== '') values[name as Changing] = text
  }
  return values
}

function instantsOf(reading: Reading, row: OpenRow): IncomingCase['instants'] {
  const instants: IncomingCase['instants'] = {}
  for (const { name, getter } of reading.compiled.instants) {
    const at = momentOf(reading, getter, row, instants.opened)
    if (at !== undefined) instants[name] = at
  }
  return instants
}

function fieldsOf(reading: Reading, row: OpenRow): Record<string, FieldValue> {
  const fields: Record<string, FieldValue> = {}
  for (const { field, getter } of reading.compiled.fields) {
    if ('moment' in getter) {
      const at = momentOf(reading, getter, row)
      if (at !== undefined) fields[field.id] = field.type === 'day' ? at.slice(0, 10) : at
      continue
    }
    const value = getter.value(row)
    if (value === undefined) continue
    fields[field.id] = Array.isArray(value) ? value.map(String) : typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : getter.text(row)
  }
  return fields
}

/** Each entry of a log as what it changed; entries that change nothing that is kept are left out, but for the first. */
function logOf(reading: Reading, rows: readonly OpenRow[]): IncomingEvent[] {
  const { compiled } = reading
  const log = compiled.log!
  const events: IncomingEvent[] = []
  let before: OpenRow | undefined
  for (const row of rows) {
    const set: IncomingChange = {}
    let changed = before === undefined
    for (const { name, getter } of compiled.changing) {
      if (before && isSameCell(getter, before, row)) continue
      const text = getter.text(row)
      if (before ? text !== getter.text(before) : text !== '') {
        set[name as Changing] = text
        changed = true
      }
    }
    const fields = changedFields(reading, before, row)
    const text = log.text?.text(row)
    before = row
    if (!changed && !fields && !text) continue
    const at = momentOf(reading, log.at, row)
    if (at === undefined) {
      if (reading.faults.at(-1)?.row !== row.row) say(reading, row, log.at.column, 'The entry does not say when it was written.', 'missing')
      continue
    }
    const by = log.by?.text(row)
    events.push({ at, row: row.row, set, ...(fields ? { fields } : {}), ...(text ? { text } : {}), ...(by ? { actor: by } : {}) })
  }
  return events
}

function isSameCell(getter: RecordGetter, before: OpenRow, row: OpenRow): boolean {
  return getter.at !== null && getter.at.every((at) => before.cells[at] === row.cells[at])
}

function changedFields(reading: Reading, before: OpenRow | undefined, row: OpenRow): Record<string, FieldValue> | undefined {
  const { fields } = reading.compiled
  if (fields.length === 0 || (before && fields.every(({ getter }) => isSameCell(getter, before, row)))) return undefined
  const now = fieldsOf(reading, row)
  if (!before) return now
  const was = fieldsOf({ ...reading, faults: [] }, before)
  const changed = fields.flatMap(({ field: { id } }) => (String(now[id] ?? '') === String(was[id] ?? '') ? [] : [[id, now[id] ?? null] as const]))
  return changed.length > 0 ? Object.fromEntries(changed) : undefined
}

/** What instants tell of how a case went, in the order in which they fell. Without moments in the mapping there is nothing to tell but what is now. */
function momentsOf(reading: Reading, row: OpenRow, instants: IncomingCase['instants']): IncomingEvent[] {
  const events = reading.compiled.moments.flatMap(({ at, set, text }) => {
    const moment = momentOf(reading, at, row)
    return moment === undefined ? [] : [{ at: moment, set, ...(text ? { text } : {}) }]
  })
  if (events.length === 0) return []
  events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  const { opened } = instants
  return opened !== undefined && opened < events[0]!.at ? [{ at: opened, set: {} }, ...events] : events
}
