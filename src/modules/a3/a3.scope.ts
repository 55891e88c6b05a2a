import type { SystemElement } from '../../shared/system.ts'
import { every, type ScopeAxis, type ScopeEntry } from '../scope/scope.ts'
import { scopeSentence, type ScopeNames } from '../scope/sentence.ts'
import { bodyOf } from './a3.bodies.ts'
import type { A3Scope, ScopeColumn, ScopeRow, ScopeSupplier, Statement } from './a3.contract.ts'
import { byKey, refOf, type Frame } from './a3.frame.ts'

/** The sparse entries of the scope by the place that they speak of; of two for one place the later counts. */
export type ScopeIndex = ReadonlyMap<string, ScopeEntry>

/** Indexes entries once, so that a matrix of thousands of cells asks each in constant time. */
export function indexEntries(entries: readonly ScopeEntry[]): ScopeIndex {
  return new Map(entries.map((entry) => [place(entry.service, entry.axis, entry.element), entry]))
}

function place(service: string, axis: ScopeAxis, element: string): string {
  return `${service} ${axis} ${element}`
}

/** What the scope says of a service (or '*') at a unit, location or supplier (or '*'), the most specific first; undefined: not stated. */
export function statementAt(index: ScopeIndex, service: string, axis: ScopeAxis, element: string, asOf: string): Statement | undefined {
  const places: [Statement['from'], string][] = [
    ['cell', place(service, axis, element)],
    ['service', place(service, axis, every)],
    ['axis', place(every, axis, element)],
    ['all', place(every, axis, every)],
  ]
  for (const [from, at] of places) {
    const entry = index.get(at)
    if (!entry) continue
    const byOn = entry.byOn ?? null
    return { state: entry.state, from, reason: entry.reason || null, byOn, late: entry.state !== 'in' && byOn !== null && byOn < asOf }
  }
  return undefined
}

/** The matrix lists everything; the sentence beside it names the first of each. */
const namesWritten = 3

/** The scope block: matrix, suppliers, sentence and counts. `dangling` counts entries that name nothing in force. */
export function scopeOf(frame: Frame): A3Scope & { dangling: number } {
  const element = frame.of('scope')[0]
  const body = bodyOf.scope(element)
  const index = indexEntries(body.entries)
  const columns = columnsOf(frame, body.entries)
  const rows = rowsOf(frame, index, columns)
  const suppliers = frame.of('supplier').map((supplier) => supplierOf(frame, supplier, index))
  const cells = rows.flatMap((row) => row.cells)
  const late = [...cells, ...suppliers.flatMap((s) => s.statement ?? [])].filter((one) => one.late).length
  const counts = {
    services: rows.length, units: frame.of('unit').length, locations: frame.of('location').length, suppliers: suppliers.length,
    in: cells.filter((c) => c.state === 'in').length,
    partly: cells.filter((c) => c.state === 'partly').length,
    notYet: cells.filter((c) => c.state === 'not yet').length,
    notStated: rows.reduce((sum, row) => sum + row.notStated, 0),
    late,
  }
  const written = body.sentence.trim()
  const sentence = written || scopeSentence(body.entries, namesOf(frame), namesWritten)
  return { element: element ? refOf(element) : null, sentence, generated: written === '', columns, rows, suppliers, counts, dangling: body.entries.filter((entry) => !stands(entry, frame)).length }
}

function namesOf(frame: Frame): ScopeNames {
  return { organisation: frame.system.organisation.name, services: frame.of('service'), units: frame.of('unit'), locations: frame.of('location'), suppliers: frame.of('supplier') }
}

function stands(entry: ScopeEntry, frame: Frame): boolean {
  const service = entry.service === every || frame.find(entry.service)?.kind === 'service'
  return service && (entry.element === every || frame.find(entry.element)?.kind === entry.axis)
}

function columnsOf(frame: Frame, entries: readonly ScopeEntry[]): ScopeColumn[] {
  const named = new Map<string, number>()
  for (const entry of entries) named.set(entry.element, (named.get(entry.element) ?? 0) + 1)
  const columns = (['unit', 'location'] as const).flatMap((axis) =>
    frame.of(axis).map((element) => ({ id: element.id, key: element.key, title: element.title, axis, status: element.status, within: parentOf(element, frame), named: named.get(element.id) ?? 0 })),
  )
  if (columns.length > 0) return columns
  return [{ id: every, key: every, title: 'Whole organisation', axis: 'unit', status: 'in force', within: null, named: 0 }]
}

function parentOf(element: SystemElement, frame: Frame): string | null {
  const parent = element.links.find((link) => link.type === 'partOf')
  return frame.find(parent?.to)?.id ?? null
}

function rowsOf(frame: Frame, index: ScopeIndex, columns: readonly ScopeColumn[]): ScopeRow[] {
  const rows = frame.of('service').map((service) => {
    const cells = columns.flatMap((column) => {
      const statement = statementAt(index, service.id, column.axis, column.id, frame.system.asOf)
      return statement ? [{ column: column.id, ...statement }] : []
    })
    const { criticality, stage } = bodyOf.service(service)
    return { service: refOf(service), criticality, stage, cells, notStated: columns.length - cells.length }
  })
  return rows.sort((a, b) => (a.criticality ?? 9) - (b.criticality ?? 9) || byKey(a.service, b.service))
}

function supplierOf(frame: Frame, supplier: SystemElement, index: ScopeIndex): ScopeSupplier {
  const provided = supplier.links.flatMap((link) => (link.type === 'provides' ? (frame.find(link.to) ?? []) : []))
  return { supplier: refOf(supplier), provides: provided.map((service) => service.title), statement: supplierStatement(frame, supplier, index) }
}

/** Its own entry, or what the entries of single services add up to: all alike, otherwise partly. */
function supplierStatement(frame: Frame, supplier: SystemElement, index: ScopeIndex): Statement | null {
  const { asOf } = frame.system
  const whole = statementAt(index, every, 'supplier', supplier.id, asOf)
  const single = frame.of('service').flatMap((service) => {
    const statement = statementAt(index, service.id, 'supplier', supplier.id, asOf)
    return statement?.from === 'cell' ? [statement] : []
  })
  if (single.length === 0) return whole ?? null
  const states = new Set([...single, ...(whole ? [whole] : [])].map((statement) => statement.state))
  if (states.size === 1) return { ...single[0]!, late: single.some((statement) => statement.late) }
  const last = single.flatMap((statement) => statement.byOn ?? []).sort().at(-1)
  return { state: 'partly', from: 'cell', reason: null, byOn: last ?? null, late: single.some((statement) => statement.late) }
}
