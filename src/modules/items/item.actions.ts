import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { byAuthority } from '../../kernel/access.ts'
import { defineAction } from '../../kernel/action.ts'
import type { Tx } from '../../kernel/database.ts'
import { findReferences, type ElementRef } from '../../kernel/element.find.ts'
import { takeNumbers } from '../../kernel/numbers.ts'
import { saveRows } from '../../kernel/rows.ts'
import type { RowChange } from '../../kernel/rows.ts'
import { addItem, changeItem, relateItem, retireItem, unrelateItem } from './item.contract.ts'
import { itemChange, relationChange } from './item-row.ts'
import type { ItemEntry, RelationEntry } from './item-row.ts'
import { findItem, maybeFindRelation, relationsOf } from './item.store.ts'

type Places = { services?: string[] | undefined; owner?: string | null | undefined; location?: string | null | undefined; supplier?: string | null | undefined }
type Refs = ReadonlyMap<string, ElementRef>

function loadPlaces(tx: Tx, { services = [], owner, location, supplier }: Places): Promise<Map<string, ElementRef>> {
  return findReferences(tx, [...new Set([...services, owner, location, supplier].filter((each): each is string => typeof each === 'string'))])
}

/** The id of an element of one of these kinds; throws where there is none. */
function idOf(refs: Refs, reference: string, kinds: readonly string[], path: string): string {
  const found = refs.get(reference)
  if (found && kinds.includes(found.kind) && found.status !== 'retired') return found.id
  const message = found?.status === 'retired' ? `${found.key} is retired; name what took its place.` : `There is no ${kinds.join(' or ')} ${reference} here.`
  throw new Problem('notFound', `${path}: ${message}`, [{ path, message }])
}

/** Ids of what an item's places name; undefined where nothing was said. */
function placesOf(refs: Refs, { services, owner, location, supplier }: Places) {
  const one = (reference: string | null | undefined, kinds: readonly string[], path: string) => (reference ? idOf(refs, reference, kinds, path) : reference)
  return {
    services: services?.map((each, i) => idOf(refs, each, ['service'], `services.${i}`)),
    ownerId: one(owner, ['role', 'unit'], 'owner'), locationId: one(location, ['location'], 'location'), supplierId: one(supplier, ['supplier'], 'supplier'),
  }
}

type Stamp = { recordKey: string; reason: string; changedAt: Date }

/** The relations that make an item stand under exactly these services. */
function underServices(itemId: string, before: readonly RelationEntry[], services: readonly string[], stamp: Stamp): RowChange[] {
  const standing = before.filter((each) => each.type === 'stands under' && each.fromId === itemId)
  const ended = standing.filter((each) => !services.includes(each.toId)).map((each) => relationChange({ ...each, ended: true, ...stamp, revision: each.revision + 1 }))
  const fresh = [...new Set(services)].filter((id) => !standing.some((each) => each.toId === id))
  return [...ended, ...fresh.map((toId) => relationChange({ id: newId(stamp.changedAt.getTime()), fromId: itemId, toId, type: 'stands under', ended: false, ...stamp, revision: 1 }))]
}

const entryOf = (item: ItemEntry) => ({ kind: 'item', id: item.id, key: item.key })
const receiptOf = ({ id, key, revision }: ItemEntry) => ({ id, key, revision })

export const addItemAction = defineAction({
  contract: addItem,
  load: loadPlaces,
  access: (question) => byAuthority(question),
  run: async ({ input, loaded, at, entryId, tx }) => {
    const { services, ownerId, locationId, supplierId } = placesOf(loaded, input)
    const stamp: Stamp = { recordKey: input.record.toUpperCase(), reason: input.reason, changedAt: at }
    const keyNumber = await takeNumbers(tx, 'CI', 1)
    const item: ItemEntry = {
      id: newId(at.getTime()), key: `CI-${keyNumber}`, keyNumber, name: input.name, type: input.type, status: input.status, ownerId: ownerId ?? null, locationId: locationId ?? null,
      supplierId: supplierId ?? null, attributes: input.attributes, note: input.note, source: '', externalId: '', ...stamp, revision: 1,
    }
    const rows = await saveRows(tx, entryId, at, [itemChange(item), ...underServices(item.id, [], services ?? [], stamp)])
    return { output: receiptOf(item), entry: { subject: entryOf(item), rows, reason: input.reason || undefined } }
  },
})

function demandRevision(item: ItemEntry, revision: number): void {
  if (item.revision !== revision) throw new Problem('conflict', `${item.key} was changed meanwhile (revision ${item.revision}). Load it again and repeat your change.`)
}

export const changeItemAction = defineAction({
  contract: changeItem,
  load: async (tx, input) => {
    const finding = findItem(tx, input.item)
    const [item, refs, relations] = await Promise.all([finding, loadPlaces(tx, input), finding.then((found) => relationsOf(tx, found.id))])
    return { item, refs, relations }
  },
  access: (question) => byAuthority(question),
  run: async ({ input, loaded, at, entryId, tx }) => {
    const { item, refs, relations } = loaded
    demandRevision(item, input.revision)
    const { services, ownerId, locationId, supplierId } = placesOf(refs, input)
    const stamp: Stamp = { recordKey: input.record.toUpperCase(), reason: input.reason, changedAt: at }
    const given = <T>(next: T | undefined, before: T): T => (next === undefined ? before : next)
    const next: ItemEntry = {
      ...item, name: given(input.name, item.name), type: given(input.type, item.type), status: given(input.status, item.status), ownerId: given(ownerId, item.ownerId),
      locationId: given(locationId, item.locationId), supplierId: given(supplierId, item.supplierId), attributes: given(input.attributes, item.attributes), note: given(input.note, item.note),
      ...stamp, revision: item.revision + 1,
    }
    const rows = await saveRows(tx, entryId, at, [itemChange(next), ...(services ? underServices(item.id, relations, services, stamp) : [])])
    return { output: receiptOf(next), entry: { subject: entryOf(next), rows, reason: input.reason || undefined } }
  },
})

export const retireItemAction = defineAction({
  contract: retireItem,
  load: (tx, input) => findItem(tx, input.item),
  access: (question) => byAuthority(question),
  run: async ({ input, loaded, at, entryId, tx }) => {
    demandRevision(loaded, input.revision)
    if (loaded.status === 'retired') throw new Problem('unprocessable', `${loaded.key} is retired already.`)
    const next: ItemEntry = { ...loaded, status: 'retired', recordKey: input.record.toUpperCase(), reason: input.reason, changedAt: at, revision: loaded.revision + 1 }
    const rows = await saveRows(tx, entryId, at, [itemChange(next)])
    return { output: receiptOf(next), entry: { subject: entryOf(next), rows, reason: input.reason } }
  },
})

async function loadPair(tx: Tx, input: { from: string; to: string; type: string }) {
  const [from, to] = await Promise.all([findItem(tx, input.from), findItem(tx, input.to)])
  return { from, to, known: await maybeFindRelation(tx, from.id, input.type, to.id) }
}

export const relateItemAction = defineAction({
  contract: relateItem,
  load: loadPair,
  access: (question) => byAuthority(question),
  run: async ({ input, loaded, at, entryId, tx }) => {
    const { from, to, known } = loaded
    if (from.id === to.id) throw new Problem('unprocessable', 'to: An item has no relation to itself.', [{ path: 'to', message: 'Name another item.' }])
    const retired = [from, to].find(({ status }) => status === 'retired')
    if (retired) throw new Problem('unprocessable', `${retired.key} is retired; relate what took its place.`)
    if (known) throw new Problem('conflict', `${from.key} ${input.type} ${to.key} already.`)
    const relation: RelationEntry = { id: newId(at.getTime()), fromId: from.id, toId: to.id, type: input.type, ended: false, recordKey: input.record.toUpperCase(), reason: input.reason, changedAt: at, revision: 1 }
    const rows = await saveRows(tx, entryId, at, [relationChange(relation)])
    return { output: { id: relation.id }, entry: { subject: entryOf(from), rows, reason: input.reason || undefined } }
  },
})

export const unrelateItemAction = defineAction({
  contract: unrelateItem,
  load: loadPair,
  access: (question) => byAuthority(question),
  run: async ({ input, loaded, at, entryId, tx }) => {
    const { from, to, known } = loaded
    if (!known) throw new Problem('notFound', `There is no relation "${from.key} ${input.type} ${to.key}".`)
    const relation: RelationEntry = { ...known, ended: true, recordKey: input.record.toUpperCase(), reason: input.reason, changedAt: at, revision: known.revision + 1 }
    const rows = await saveRows(tx, entryId, at, [relationChange(relation)])
    return { output: { id: relation.id }, entry: { subject: entryOf(from), rows, reason: input.reason || undefined } }
  },
})
