import { byAuthority, byMembership } from '../../kernel/access.ts'
import type { Asked, Verdict } from '../../kernel/access.ts'
import type { Tx } from '../../kernel/database.ts'
import { defineQuery } from '../../kernel/query.ts'
import { newId } from '../../shared/ids.ts'
import { columnsOf } from '../transfer/columns.ts'
import { parsePlainMapping, plainMappingText, readOrFaults, readPlain, type PlainMapping, type PlainSource } from '../transfer/plain-mapping.ts'
import { fileOf } from '../transfer/prepare.ts'
import { readSources } from '../transfer/read.ts'
import type { SourceFile } from '../transfer/rows.ts'
import { lineOf } from '../transfer/targets.ts'
import type { SentFile } from '../transfer/transfer.contract.ts'
import { itemTargets, planItems, relationFields, type ItemPlan } from './import-plan.ts'
import { suggestItems } from './import-suggest.ts'
import { previewItems } from './import.contract.ts'
import { itemKeys, itemsFrom, listElementNames, relationsFrom } from './item.store.ts'

/** Whoever has the authority, and the operator on the machine: items are facts, no definition. */
export function mayImportItems(question: Asked): Verdict {
  return question.actor.type === 'operator' ? { as: 'operator' } : byAuthority(question)
}

/** The files read by their mapping. Throws a Problem when either cannot be read. */
export function preparedItems(sent: Sent): { files: SourceFile[]; source: PlainSource } {
  const { files, mapping } = mappedItems(sent)
  return { files, source: readPlain(files, mapping) }
}

type Sent = { files: SentFile[]; mapping?: unknown }

/** The files and the mapping to read them by; suggested where none is given. */
function mappedItems(sent: Sent): { files: SourceFile[]; mapping: PlainMapping; suggested: boolean } {
  const files = sent.files.map(fileOf)
  if (sent.mapping !== undefined) return { files, mapping: parsePlainMapping(sent.mapping, 'item', itemTargets), suggested: false }
  const { rows, header } = readSources(files)
  return { files, mapping: suggestItems(columnsOf(rows, header), files.map(({ name }) => name)), suggested: true }
}

/** Plans an import of items against what there is. */
export async function plannedItems(tx: Tx, source: PlainSource, at: Date): Promise<ItemPlan> {
  const named = [...new Set(source.source.rows.flatMap((row) => Object.keys(relationFields).flatMap((field) => source.fields.get(field)?.values(row).map(lineOf) ?? [])))].filter((name) => /^CI-\d{1,9}$/i.test(name))
  const [elements, existing, byKey] = await Promise.all([listElementNames(tx), itemsFrom(tx, source.mapping.from), itemKeys(tx, named)])
  const relations = await relationsFrom(tx, [...existing.values()].map(({ id }) => id))
  return planItems({ source, elements, existing, relations, byKey, now: at, nextId: () => newId(at.getTime()) })
}

/** What an import says of itself. */
export function itemCounts({ read, counts, rejected, notices, items, relations }: ItemPlan) {
  return { read, created: counts.created, changed: counts.changed, unchanged: counts.unchanged, rejected, notices, items: items.length, relations: relations.length }
}

export const previewItemsQuery = defineQuery({
  contract: previewItems,
  access: (question) => {
    const member = byMembership(question)
    return 'refused' in member ? member : mayImportItems({ ...question, verb: 'item.import' })
  },
  run: async ({ input, tx, moment }) => {
    const { files, mapping, suggested } = mappedItems(input)
    const read = readSources(files, mapping.source, mapping.rows)
    const known = { columns: columnsOf(read.rows, read.header), targets: [...itemTargets], mapping: plainMappingText(mapping), suggested }
    const source = readOrFaults(files, mapping)
    if ('faults' in source) return { ...known, ...nothing, read: read.rows.length, notices: read.notices, faults: source.faults }
    const plan = await plannedItems(tx, source, moment.at)
    const rows = plan.rows.slice(0, mostShown).map(({ row, item, result }) => ({ row, key: item.externalId, name: item.name, type: item.type, status: item.status, result }))
    return { ...known, ...itemCounts(plan), rows, faults: [] }
  },
})

const mostShown = 50
const nothing = { created: 0, changed: 0, unchanged: 0, rejected: [], items: 0, relations: 0, rows: [] }
