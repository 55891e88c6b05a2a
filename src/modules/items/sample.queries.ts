import { byMembership } from '../../kernel/access.ts'
import type { Tx } from '../../kernel/database.ts'
import { findReferences, namesOf } from '../../kernel/element.find.ts'
import { defineQuery } from '../../kernel/query.ts'
import { getSample, listSamples, type SampleView } from './item.contract.ts'
import { resultOf } from './item.ts'
import type { FindingEntry, SampleEntry } from './item-row.ts'
import { elementIn, mayDo } from './item.queries.ts'
import { itemsNamed } from './item.store.ts'
import { findSample, listFindings, listSampleRows } from './sample.store.ts'

async function viewsOf(tx: Tx, samples: readonly SampleEntry[], findings: readonly FindingEntry[]): Promise<SampleView[]> {
  const [refs, names] = await Promise.all([findReferences(tx, [...new Set(samples.flatMap(({ serviceId }) => serviceId ?? []))]), namesOf(tx, samples.map(({ drawnBy }) => drawnBy))])
  const bySample = Map.groupBy(findings, ({ sampleId }) => sampleId)
  return samples.map(({ id, key, seed, population, serviceId, type, drawnAt, drawnBy }) => ({
    id, key, seed, population, service: elementIn(refs, serviceId), type, drawnAt: drawnAt.toISOString(), drawnBy: drawnBy ? (names.get(drawnBy) ?? '') : '',
    result: resultOf((bySample.get(id) ?? []).map(({ finding }) => finding)),
  }))
}

export const listSamplesQuery = defineQuery({
  contract: listSamples,
  access: byMembership,
  run: async ({ tx, input, moment, actor, tenant }) => {
    const { samples, next } = await listSampleRows(tx, input)
    const findings = await listFindings(tx, samples.map(({ id }) => id))
    return { rows: await viewsOf(tx, samples, findings), next, abilities: mayDo({ actor, tenant, moment }, ['item.sample']) }
  },
})

export const getSampleQuery = defineQuery({
  contract: getSample,
  access: byMembership,
  run: async ({ tx, input, moment, actor, tenant }) => {
    const sample = await findSample(tx, input.sample)
    const findings = await listFindings(tx, [sample.id])
    const [[view], items, names] = await Promise.all([viewsOf(tx, [sample], findings), itemsNamed(tx, findings.map(({ itemId }) => itemId)), namesOf(tx, findings.map(({ foundBy }) => foundBy))])
    return {
      ...view!, abilities: mayDo({ actor, tenant, moment }, ['item.verify']),
      rows: findings.flatMap(({ itemId, finding, note, recordKey, foundAt, foundBy }) => {
        const item = items.get(itemId)
        return item ? [{ item: { id: item.id, key: item.key, name: item.name, type: item.type }, finding, note, record: recordKey, foundAt: foundAt?.toISOString() ?? null, foundBy: foundBy ? (names.get(foundBy) ?? '') : '' }] : []
      }),
    }
  },
})
