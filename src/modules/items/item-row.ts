import { canonicalJson } from '../../shared/canonical.ts'
import type { RowChange } from '../../kernel/rows.ts'
import { nameKey, wordsOf, type Finding, type ItemStatus, type RelationType } from './item.ts'

export type ItemEntry = {
  id: string; key: string; keyNumber: number; name: string; type: string; status: ItemStatus; ownerId: string | null; locationId: string | null; supplierId: string | null
  attributes: Record<string, string>; note: string; source: string; externalId: string; recordKey: string; reason: string; changedAt: Date; revision: number
}

/** The governed row of an item. */
export function itemChange(item: ItemEntry): RowChange {
  return {
    subject: 'item', id: item.id, revision: item.revision,
    columns: {
      key: item.key, key_number: item.keyNumber, name: item.name, sort_key: nameKey(item.name), words: wordsOf(item), type: item.type, status: item.status, owner_id: item.ownerId,
      location_id: item.locationId, supplier_id: item.supplierId, attributes: canonicalJson(item.attributes), note: item.note, source: item.source, external_id: item.externalId,
      record_key: item.recordKey, reason: item.reason, changed_at: item.changedAt.toISOString(),
    },
  }
}

/** From item to item, or with "stands under" from an item to a service. */
export type RelationEntry = { id: string; fromId: string; toId: string; type: RelationType | 'stands under'; ended: boolean; recordKey: string; reason: string; changedAt: Date; revision: number }

/** The governed row of a relation. */
export function relationChange(relation: RelationEntry): RowChange {
  return {
    subject: 'itemRelation', id: relation.id, revision: relation.revision,
    columns: {
      from_id: relation.fromId, to_id: relation.toId, type: relation.type, ended: relation.ended, record_key: relation.recordKey, reason: relation.reason,
      changed_at: relation.changedAt.toISOString(),
    },
  }
}

export type SampleEntry = { id: string; key: string; keyNumber: number; seed: string; size: number; population: number; serviceId: string | null; type: string; drawnAt: Date; drawnBy: string | null; revision: number }

/** The governed row of a sample. */
export function sampleChange(sample: SampleEntry): RowChange {
  return {
    subject: 'itemSample', id: sample.id, revision: sample.revision,
    columns: {
      key: sample.key, key_number: sample.keyNumber, seed: sample.seed, size: sample.size, population: sample.population, service_id: sample.serviceId, type: sample.type,
      drawn_at: sample.drawnAt.toISOString(), drawn_by: sample.drawnBy,
    },
  }
}

export type FindingEntry = { id: string; sampleId: string; itemId: string; position: number; finding: Finding | ''; note: string; recordKey: string; foundAt: Date | null; foundBy: string | null; revision: number }

/** The governed row of what was found of one item. */
export function findingChange(finding: FindingEntry): RowChange {
  return {
    subject: 'itemFinding', id: finding.id, revision: finding.revision,
    columns: {
      sample_id: finding.sampleId, item_id: finding.itemId, position: finding.position, finding: finding.finding, note: finding.note, record_key: finding.recordKey,
      found_at: finding.foundAt?.toISOString() ?? null, found_by: finding.foundBy,
    },
  }
}
