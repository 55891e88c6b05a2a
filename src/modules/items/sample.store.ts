import { isId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { cursorText, readCursor } from '../../kernel/cursor.ts'
import { select } from '../../kernel/database.ts'
import type { Tx } from '../../kernel/database.ts'
import type { ItemFindingRow, ItemSampleRow } from '../../kernel/tables.ts'
import type { FindingEntry, SampleEntry } from './item-row.ts'

function sampleOf(row: Omit<ItemSampleRow, 'organisation_id'>): SampleEntry {
  return { id: row.id, key: row.key, keyNumber: row.key_number, seed: row.seed, size: row.size, population: row.population, serviceId: row.service_id, type: row.type, drawnAt: row.drawn_at, drawnBy: row.drawn_by, revision: row.revision }
}

function findingOf(row: Omit<ItemFindingRow, 'organisation_id'>): FindingEntry {
  return { id: row.id, sampleId: row.sample_id, itemId: row.item_id, position: row.position, finding: row.finding, note: row.note, recordKey: row.record_key, foundAt: row.found_at, foundBy: row.found_by, revision: row.revision }
}

/** The first `size` items in use, in the order of sha256(seed:key), and how many there are to draw from. Anybody can repeat it. */
export async function drawItems(tx: Tx, of: { seed: string; size: number; serviceId: string | null; type: string }): Promise<{ ids: string[]; population: number }> {
  const rows = await select<{ id: string; population: string }>(tx, `select id, count(*) over () as population from items i where status = 'in use' and ($3::text = '' or type = $3::text)
      and ($4::uuid is null or exists (select from item_relations r where r.from_id = i.id and r.to_id = $4::uuid and r.type = 'stands under' and not r.ended))
    order by sha256(convert_to($1::text || ':' || key, 'UTF8')), id limit $2::integer`, [of.seed, of.size, of.type, of.serviceId])
  return { ids: rows.map(({ id }) => id), population: Number(rows[0]?.population ?? 0) }
}

/** The sample that a key or an id names; throws `notFound`. */
export async function findSample(tx: Tx, reference: string): Promise<SampleEntry> {
  const number = /^VER-(\d{1,9})$/i.exec(reference)?.[1]
  const rows = isId(reference) ? await select<ItemSampleRow>(tx, 'select * from item_samples where id = $1::uuid', [reference]) : number ? await select<ItemSampleRow>(tx, 'select * from item_samples where key_number = $1::text::integer', [number]) : []
  if (!rows[0]) throw new Problem('notFound', `There is no sample ${reference} here.`)
  return sampleOf(rows[0])
}

/** Samples, the newest first. */
export async function listSampleRows(tx: Tx, { after, limit }: { after?: string | undefined; limit: number }): Promise<{ samples: SampleEntry[]; next: string | null }> {
  const cursor = readCursor(after, (text) => /^\d{1,9}$/.test(text))
  const rows = await select<ItemSampleRow>(tx, `select * from item_samples where key_number < $1::text::integer order by key_number desc limit $2::integer`, [cursor?.[0] ?? '999999999', limit + 1])
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { samples: page.map(sampleOf), next: rows.length > limit && last ? cursorText(String(last.key_number), last.id) : null }
}

/** What was found of the items of some samples, in the order in which they were drawn. */
export async function listFindings(tx: Tx, sampleIds: readonly string[]): Promise<FindingEntry[]> {
  if (sampleIds.length === 0) return []
  return (await select<ItemFindingRow>(tx, 'select * from item_findings where sample_id = any($1::uuid[]) order by sample_id, position', [sampleIds])).map(findingOf)
}

/** The last finding of an item, with its sample's key. */
export async function lastFinding(tx: Tx, itemId: string, by: Date): Promise<(FindingEntry & { sample: string }) | undefined> {
  const [row] = await select<ItemFindingRow & { sample: string }>(tx, `select f.*, s.key as sample from item_findings f join item_samples s on s.id = f.sample_id where f.item_id = $1::uuid and f.finding <> '' and f.found_at <= $2::timestamptz order by f.found_at desc limit 1`, [itemId, by])
  return row && { ...findingOf(row), sample: row.sample }
}
