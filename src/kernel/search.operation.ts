import { select } from './database.ts'
import type { Tx } from './database.ts'
import { askedFor } from './search.asked.ts'

/** What has a key and is neither an element nor a record. */
export const operationKinds = ['outage', 'item', 'verification'] as const
type OperationKind = (typeof operationKinds)[number]
export type OperationHit = { id: string; kind: OperationKind; key: string; title: string }

const outageTitle = `case when title = '' then left(split_part(note, chr(10), 1), 200) else title end`
const sources: Record<string, { kind: OperationKind; table: string; title: string }> = {
  OUT: { kind: 'outage', table: 'outages', title: outageTitle }, CI: { kind: 'item', table: 'items', title: 'name' }, VER: { kind: 'verification', table: 'item_samples', title: 'seed' },
}

/** Outages, configuration items and verifications by key, and items by their words. `typed` is what somebody has typed so far; `whole`: a key was typed that there is. */
export async function searchOperation(tx: Tx, typed: string, limit: number, kinds: readonly string[] | null): Promise<{ keyed: OperationHit[]; worded: OperationHit[]; whole: boolean }> {
  const wanted = (kind: OperationKind) => kinds === null || kinds.includes(kind)
  const [, prefix = '', digits] = /^\s*([a-z]{2,3})[\s-]*0*(\d{1,9})\s*$/i.exec(typed) ?? []
  const source = sources[prefix.toUpperCase()]
  if (source && digits && wanted(source.kind)) {
    const { kind, table, title } = source
    // The number itself, then those that begin with it, each a range of the index of numbers.
    const rows = await select<Omit<OperationHit, 'kind'>>(tx, `select r.id, r.key, r.title from generate_series(0, 3) zeros cross join lateral (select id, key, key_number, ${title} as title from ${table}
        where key_number between $1::text::bigint * power(10, zeros)::bigint and least(($1::text::bigint + 1) * power(10, zeros)::bigint - 1, 2147483647) order by key_number limit $2::int) r order by r.key_number limit $2::int`, [digits, limit])
    return { keyed: rows.map((row) => ({ ...row, kind })), worded: [], whole: rows.length > 0 }
  }
  const { words } = askedFor(typed)
  if (words.length === 0 || !wanted('item')) return { keyed: [], worded: [], whole: false }
  const rows = await select<Omit<OperationHit, 'kind'>>(tx, `select i.id, i.key, i.name as title from search_items($1::text::tsquery, null, array['planned', 'in use'], '', '00000000-0000-0000-0000-000000000000', $2::int) with ordinality as s(id, place)
    join items i on i.id = s.id order by s.place`, [words.map((word) => `${word}:*`).join(' & '), Math.min(limit, mostItems)])
  return { keyed: [], worded: rows.map((row) => ({ ...row, kind: 'item' })), whole: false }
}

/** Items that words find beside elements and records. */
const mostItems = 4
