import { byKey } from '../../shared/sorting.ts'
import type { SystemElement } from '../../shared/system.ts'
import { every, scopeReader, type ScopeAxis, type ScopeEntry, type ScopeReader } from '../scope/scope.ts'
import { scopeSentence, type ScopeNames } from '../scope/sentence.ts'
import { bodyOf } from './a3.bodies.ts'
import type { A3Scope, ScopeColumn, ScopeRow, ScopeSupplier, Statement } from './a3.contract.ts'
import { refOf, type Frame } from './a3.frame.ts'

/** What the scope says of a service (or '*') at a unit, location or supplier (or '*'), and how widely it says so; undefined: not stated. */
export function statementAt(read: ScopeReader, service: string, axis: ScopeAxis, element: string, asOf: string): Statement | undefined {
  const entry = read(service, axis, element)
  if (!entry) return undefined
  const from = entry.service === service ? (entry.element === element ? 'cell' : 'service') : entry.element === element ? 'axis' : 'all'
  const byOn = entry.byOn ?? null
  return { state: entry.state, from, reason: entry.reason || null, byOn, late: entry.state !== 'in' && byOn !== null && byOn < asOf }
}

/** The matrix lists everything; the sentence beside it names the first of each. */
const namesWritten = 3

/** The scope block: matrix, suppliers, sentence and counts. `dangling` counts entries that name nothing in force. */
export function scopeOf(frame: Frame): A3Scope & { dangling: number } {
  const element = frame.of('scope')[0]
  const body = bodyOf.scope(element)
  const read = scopeReader(body.entries)
  const columns = columnsOf(frame, body.entries)
  const rows = rowsOf(frame, read, columns)
  const suppliers = frame.of('supplier').map((supplier) => supplierOf(frame, supplier, read))
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

function rowsOf(frame: Frame, read: ScopeReader, columns: readonly ScopeColumn[]): ScopeRow[] {
  const rows = frame.of('service').map((service) => {
    const cells = columns.flatMap((column) => {
      const statement = statementAt(read, service.id, column.axis, column.id, frame.system.asOf)
      return statement ? [{ column: column.id, ...statement }] : []
    })
    const { criticality, stage } = bodyOf.service(service)
    return { service: refOf(service), criticality, stage, cells, notStated: columns.length - cells.length }
  })
  return rows.sort((a, b) => (a.criticality ?? 9) - (b.criticality ?? 9) || byKey(a.service, b.service))
}

function supplierOf(frame: Frame, supplier: SystemElement, read: ScopeReader): ScopeSupplier {
  const provided = supplier.links.flatMap((link) => (link.type === 'provides' ? (frame.find(link.to) ?? []) : []))
  return { supplier: refOf(supplier), provides: provided.map((service) => service.title), statement: supplierStatement(frame, supplier, read) }
}

/** Its own entry, or what the entries of single services add up to: all alike, otherwise partly. */
function supplierStatement(frame: Frame, supplier: SystemElement, read: ScopeReader): Statement | null {
  const { asOf } = frame.system
  const whole = statementAt(read, every, 'supplier', supplier.id, asOf)
  const single = frame.of('service').flatMap((service) => {
    const statement = statementAt(read, service.id, 'supplier', supplier.id, asOf)
    return statement?.from === 'cell' ? [statement] : []
  })
  if (single.length === 0) return whole ?? null
  const states = new Set([...single, ...(whole ? [whole] : [])].map((statement) => statement.state))
  if (states.size === 1) return { ...single[0]!, late: single.some((statement) => statement.late) }
  const last = single.flatMap((statement) => statement.byOn ?? []).sort().at(-1)
  return { state: 'partly', from: 'cell', reason: null, byOn: last ?? null, late: single.some((statement) => statement.late) }
}
