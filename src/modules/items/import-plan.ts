import { namedServices, type KnownService, type NamedServices } from '../outages/service-names.ts'
import type { PlainSource } from '../transfer/plain-mapping.ts'
import { placeOf, type Rejected, type RowResult } from '../transfer/plan.ts'
import type { SourceRow } from '../transfer/rows.ts'
import { fitted, isUnreadable, lineOf, textOf } from '../transfer/targets.ts'
import { itemStatuses, type ItemStatus, type RelationType } from './item.ts'
import type { ItemEntry, RelationEntry } from './item-row.ts'

/** Fields that name other items, with the relation that each makes. */
export const relationFields: Readonly<Record<string, RelationType>> = { runsOn: 'runs on', partOf: 'part of', uses: 'uses', connectedTo: 'connected to' }

/** What an item can take from a file; `attribute.os` fills the attribute os. */
export const itemTargets = ['name', 'type', 'status', 'service', 'owner', 'location', 'supplier', 'note', ...Object.keys(relationFields), 'attribute.*'] as const

/** An element as an import finds it by its name. */
export type KnownElement = KnownService & { kind: string }

export type PlanItems = {
  source: PlainSource
  elements: readonly KnownElement[]
  /** Items that came from the source before, by their key there. */
  existing: ReadonlyMap<string, ItemEntry>
  /** Relations that hold and begin at those. */
  relations: readonly RelationEntry[]
  /** Items by keys of this organisation that the file names, e.g. CI-7. */
  byKey: ReadonlyMap<string, string>
  now: Date
  nextId: () => string
}

export type ItemPlan = {
  read: number
  counts: Record<RowResult, number>
  rejected: Rejected[]
  /** New and changed ones; a new one has no number yet. */
  items: ItemEntry[]
  relations: RelationEntry[]
  notices: string[]
  /** What becomes of each row that is taken. */
  rows: { row: number; item: ItemEntry; result: Exclude<RowResult, 'rejected'> }[]
}

type Taken = { row: SourceRow; item: ItemEntry; known: ItemEntry | undefined; key: string }
type Planning = PlanItems & { plan: ItemPlan; named: Record<'service' | 'owner' | 'location' | 'supplier', NamedServices>; taken: Map<string, Taken>; /** Items of the source by their names in lower case; null where several have one. */ byName: Map<string, string | null> }

const kindsOf = { service: ['service'], owner: ['role', 'unit'], location: ['location'], supplier: ['supplier'] } as const

/** What an import of items would do: nothing is written. Items first, then relations, so that the order of rows does not matter. */
export function planItems(input: PlanItems): ItemPlan {
  const plan: ItemPlan = { read: input.source.source.rows.length, counts: { created: 0, changed: 0, unchanged: 0, rejected: 0 }, rejected: [], items: [], relations: [], notices: [...input.source.source.notices], rows: [] }
  const of = (field: keyof typeof kindsOf) => namedServices(input.elements.filter(({ kind }) => (kindsOf[field] as readonly string[]).includes(kind)), field === 'service' ? input.source.mapping.services : {})
  const planning: Planning = { ...input, plan, named: { service: of('service'), owner: of('owner'), location: of('location'), supplier: of('supplier') }, taken: new Map(), byName: new Map() }
  for (const row of input.source.source.rows) takeItem(planning, row)
  for (const { name, id } of [...planning.taken.values()].map(({ item }) => item).concat([...input.existing].flatMap(([key, item]) => (planning.taken.has(key) ? [] : [item])))) planning.byName.set(name.toLowerCase(), planning.byName.has(name.toLowerCase()) ? null : id)
  const before = Map.groupBy(input.relations, ({ fromId }) => fromId)
  for (const taken of planning.taken.values()) {
    const relations = relationsFor(planning, taken, before.get(taken.item.id) ?? [])
    const changed = taken.known === undefined || isChanged(taken.known, taken.item)
    if (changed) plan.items.push(taken.known ? { ...taken.item, revision: taken.known.revision + 1 } : taken.item)
    plan.relations.push(...relations)
    const result = taken.known === undefined ? 'created' : changed || relations.length > 0 ? 'changed' : 'unchanged'
    plan.counts[result]++
    plan.rows.push({ row: taken.row.row, item: taken.item, result })
  }
  return plan
}

function rejecter({ plan }: Planning, row: SourceRow, key: string) {
  return (column: string | null, reason: string) => void plan.rejected.push({ row: row.row, column, reason, file: row.file, line: row.line ?? null, key: key || null })
}

function takeItem(planning: Planning, row: SourceRow): void {
  const { source, plan, taken, existing, now } = planning
  const key = textOf(source.key.value(row))
  const reject = rejecter(planning, row, key)
  const fault = faultOf(planning, row, key)
  if (fault) {
    plan.counts.rejected++
    return reject(...fault)
  }
  const known = existing.get(key)
  const before = known ?? blank(planning, key)
  const column = (field: string) => source.fields.get(field)?.column ?? field
  const text = (field: string, most: number) => {
    const value = source.fields.get(field)?.value(row)
    const read = field === 'note' ? textOf(value) : lineOf(value)
    return /^\?+$/.test(read) ? '' : read.slice(0, most).toWellFormed()
  }
  const one = (field: 'owner' | 'location' | 'supplier', id: string | null) => {
    const name = text(field, 200)
    if (name === '') return id
    const found = planning.named[field].find(name)
    if (found && 'id' in found) return found.id
    reject(column(field), found?.reason ?? `There is no ${kindsOf[field].join(' or ')} "${name}"; the item comes over without it.`)
    return id
  }
  const item: ItemEntry = {
    ...before, name: text('name', 200) || before.name, type: text('type', 60) || before.type, status: statusOf(text('status', 60), before.status, (reason) => reject(column('status'), reason)),
    ownerId: one('owner', before.ownerId), locationId: one('location', before.locationId), supplierId: one('supplier', before.supplierId),
    attributes: attributesOf(planning, row, before.attributes), note: text('note', 4000) || before.note, recordKey: '', reason: '', changedAt: now, revision: 1,
  }
  taken.set(key, { row, item, known, key })
}

/** An item of which nothing is known but its key in the source. */
function blank({ source, now, nextId }: Planning, externalId: string): ItemEntry {
  return {
    id: nextId(), key: '', keyNumber: 0, name: externalId, type: '', status: 'in use', ownerId: null, locationId: null, supplierId: null, attributes: {}, note: '', source: source.mapping.from, externalId,
    recordKey: '', reason: '', changedAt: now, revision: 1,
  }
}

function faultOf({ source, taken }: Planning, row: SourceRow, key: string): [string | null, string] | undefined {
  if (row.fault !== undefined) return [null, row.fault]
  if (key === '') return [source.key.column, 'The key is empty; without it the next import could not find this row again.']
  if (key.length > 200 || isUnreadable(key)) return [source.key.column, 'This is no key: it is longer than 200 characters or holds control characters.']
  const before = taken.get(key)
  return before && [source.key.column, `"${key}" is the key of ${placeOf(before.row, source.source.rows)} already; give each row a key of its own.`]
}

/** What other tools call it. */
const statusWords: readonly (readonly [RegExp, ItemStatus])[] = [
  [/^(installed|active|operational|live|deployed|in (use|production|service)|production)$/i, 'in use'], [/^(on order|ordered|pending install|pending|in stock|planned|new)$/i, 'planned'], [/^(retired|decommissioned|disposed|absent|stolen|obsolete|removed|inactive)$/i, 'retired'],
]

function statusOf(text: string, before: ItemStatus, fault: (reason: string) => void): ItemStatus {
  if (text === '') return before
  const meant = statusWords.find(([pattern]) => pattern.test(text))?.[1]
  const status = meant ?? fitted(text, { name: 'status', type: 'choice', choices: itemStatuses, label: '' })
  if (itemStatuses.includes(status as ItemStatus)) return status as ItemStatus
  fault(`"${text.slice(0, 60)}" is no status; use ${itemStatuses.join(', ')}, or translate it in the mapping.`)
  return before
}

function attributesOf({ source }: Planning, row: SourceRow, before: Record<string, string>): Record<string, string> {
  const given = [...source.fields].filter(([field]) => field.startsWith('attribute.')).map(([field, getter]) => [field.slice('attribute.'.length), textOf(getter.value(row)).slice(0, 1000).toWellFormed()] as const)
  return { ...before, ...Object.fromEntries(given.filter(([, value]) => value !== '')) }
}

/** Relations of the types that the mapping names are exactly what the row says; others stay as they are. */
function relationsFor(planning: Planning, { row, item, key }: Taken, before: readonly RelationEntry[]): RelationEntry[] {
  const { source, now, nextId } = planning
  const fields = ['service', ...Object.keys(relationFields)].filter((field) => source.fields.has(field))
  return fields.flatMap((field) => {
    const type = relationFields[field] ?? ('stands under' as const)
    const getter = source.fields.get(field)!
    const names = [...new Set(getter.values(row).map(lineOf).filter((name) => name !== '' && !/^\?+$/.test(name)))]
    const wanted = new Set(names.flatMap((name) => {
      const found = endOf(planning, field, name, item.id)
      if ('id' in found) return [found.id]
      rejecter(planning, row, key)(getter.column, found.reason)
      return []
    }))
    const standing = before.filter((each) => each.type === type)
    const ended = standing.filter(({ toId }) => !wanted.has(toId)).map((each) => ({ ...each, ended: true, reason: '', recordKey: '', changedAt: now, revision: each.revision + 1 }))
    const fresh = [...wanted].filter((id) => !standing.some(({ toId }) => toId === id))
    return [...ended, ...fresh.map((toId): RelationEntry => ({ id: nextId(), fromId: item.id, toId, type, ended: false, recordKey: '', reason: '', changedAt: now, revision: 1 }))]
  })
}

function endOf({ named, taken, existing, byKey, byName }: Planning, field: string, name: string, self: string): { id: string } | { reason: string } {
  if (field === 'service') return named.service.find(name) ?? { reason: `There is no service "${name}"; the item comes over without it. Say what it means in the mapping (services), or draft it first.` }
  const id = taken.get(name)?.item.id ?? existing.get(name)?.id ?? byKey.get(name.toUpperCase()) ?? byName.get(name.toLowerCase())
  if (id === null) return { reason: `Several items are called "${name}"; say by its key which is meant. The relation is left out.` }
  if (id === self) return { reason: 'An item has no relation to itself.' }
  return id ? { id } : { reason: `There is no item "${name}" in this source, nor here; the relation is left out.` }
}

function isChanged(a: ItemEntry, b: ItemEntry): boolean {
  const told = ({ name, type, status, ownerId, locationId, supplierId, attributes, note }: ItemEntry) => JSON.stringify([name, type, status, ownerId, locationId, supplierId, Object.entries(attributes).sort(), note])
  return told(a) !== told(b)
}
