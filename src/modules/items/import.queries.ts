import { byAuthority, byMembership } from '../../kernel/access.ts'
import type { Asked, Verdict } from '../../kernel/access.ts'
import type { Tx } from '../../kernel/database.ts'
import { defineQuery } from '../../kernel/query.ts'
import { newId } from '../../shared/ids.ts'
import { parsePlainMapping, readPlain, type PlainSource } from '../transfer/plain-mapping.ts'
import { fileOf } from '../transfer/prepare.ts'
import type { SourceFile } from '../transfer/rows.ts'
import { lineOf } from '../transfer/targets.ts'
import type { SentFile } from '../transfer/transfer.contract.ts'
import { itemTargets, planItems, relationFields, type ItemPlan } from './import-plan.ts'
import { previewItems } from './import.contract.ts'
import { itemKeys, itemsFrom, listElementNames, relationsFrom } from './item.store.ts'

/** Whoever has the authority, and the operator on the machine: items are facts, no definition. */
export function mayImportItems(question: Asked): Verdict {
  return question.actor.type === 'operator' ? { as: 'operator' } : byAuthority(question)
}

/** The files read by their mapping. Throws a Problem when either cannot be read. */
export function preparedItems(sent: { files: SentFile[]; mapping: unknown }): { files: SourceFile[]; source: PlainSource } {
  const files = sent.files.map(fileOf)
  return { files, source: readPlain(files, parsePlainMapping(sent.mapping, 'item', itemTargets)) }
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
  run: async ({ input, tx, moment }) => itemCounts(await plannedItems(tx, preparedItems(input).source, moment.at)),
})
