import { isId } from '../shared/ids.ts'
import { sortKey } from '../shared/sorting.ts'
import { select } from './database.ts'
import type { Tx } from './database.ts'

/** A configuration item as records name it. */
export type ItemName = { id: string; key: string; kind: 'item'; title: string }

const keyed = /^CI-(\d{1,9})$/i

/** Items by the keys or ids that name them, each under the reference that was given. */
export async function findItemNames(tx: Tx, references: readonly string[]): Promise<Map<string, ItemName>> {
  const ids = references.filter((each) => isId(each))
  const numbers = references.flatMap((each) => keyed.exec(each)?.[1] ?? [])
  if (ids.length + numbers.length === 0) return new Map()
  const rows = await select<{ id: string; key: string; name: string }>(tx, `select i.* from unnest($1::text::uuid[]) as w(id) cross join lateral (select id, key, name from items where id = w.id limit 1) i
    union all select i.* from unnest($2::text::integer[]) as w(number) cross join lateral (select id, key, name from items where key_number = w.number limit 1) i`, [`{${ids.join(',')}}`, `{${numbers.join(',')}}`])
  const found = new Map(rows.flatMap((row) => [[row.id, row], [row.key, row]] as const))
  return new Map(references.flatMap((reference) => {
    const row = found.get(isId(reference) ? reference.toLowerCase() : reference.toUpperCase())
    return row ? [[reference, { id: row.id, key: row.key, kind: 'item', title: row.name }] as const] : []
  }))
}

/**
 * Ids of items by what a source calls them, in lower case: their key, their key in that source, or a name that only one of them has. Of a million items
 * only those that are asked for are read.
 */
export async function itemsCalled(tx: Tx, source: string, names: readonly string[]): Promise<Map<string, string>> {
  const asked = [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))]
  if (asked.length === 0) return new Map()
  const rows = await select<{ called: string; id: string; rank: number }>(tx, `select w.name as called, i.id, i.rank from unnest($1::text[], $2::text[], $3::integer[]) as w(name, sorted, number) cross join lateral (
      (select id, 1 as rank from items where key_number = w.number limit 1) union all (select id, 2 from items where source = $4::text and external_id = w.name and external_id <> '' limit 1)
      union all (select id, 3 from items where sort_key = w.sorted and status <> 'retired' limit 2)) i order by i.rank desc`,
  [asked, asked.map((name) => sortKey(name)), asked.map((name) => Number(keyed.exec(name)?.[1] ?? 0)), source])
  const named = new Map<string, Set<string>>()
  for (const { called, id, rank } of rows) if (rank === 3) named.set(called.toLowerCase(), (named.get(called.toLowerCase()) ?? new Set()).add(id))
  const found = new Map([...named].flatMap(([called, ids]) => (ids.size === 1 ? [[called, [...ids][0]!] as const] : [])))
  // A key of its own comes before one of elsewhere, and both before a name.
  for (const { called, id, rank } of rows) if (rank < 3) found.set(called.toLowerCase(), id)
  return found
}
