import { select } from './database.ts'
import type { Tx } from './database.ts'
import { askedFor } from './search.asked.ts'
import { wordsMeant } from './search.find.ts'

export type RecordHit = { id: string; kind: 'record'; key: string; title: string }
type Row = { id: string; prefix: string; number: number; title: string }

const shape = 'r.id, r.prefix, r.number, r.title'

// The number itself, then those that begin with it, each a range of the index of numbers.
const byKey = `select ${shape} from generate_series(0, 3) zeros cross join lateral (select * from records where prefix = $1::text
    and number between $2::text::bigint * power(10, zeros)::bigint and least(($2::text::bigint + 1) * power(10, zeros)::bigint - 1, 2147483647) order by number limit $3::int) r order by r.number limit $3::int`
const byNumber = `select ${shape} from key_counters k cross join lateral (select * from records where prefix = k.prefix and number = $1::text::integer limit 1) r order by r.prefix limit $2::int`
const byWords = `select ${shape} from search_records($1::text::tsquery, $2::int, 'ffffffff-ffff-ffff-ffff-ffffffffffff') s cross join lateral (select * from records where id = s.id limit 1) r order by r.id desc`

/** `whole`: a key was typed that there is, and nothing else is wanted. */
export type FoundRecords = { keyed: RecordHit[]; worded: RecordHit[]; whole: boolean }

/** What words ask for, as a tsquery; each may be one of several. */
export function recordQuery(meant: readonly (readonly string[])[]): string {
  return meant.map((choices) => `(${choices.map((word) => `${word}:*`).join(' | ')})`).join(' & ')
}

/** Records whose titles have words that may be meant where none has those that were typed, with the words to mark. */
export async function searchRecordsMeant(tx: Tx, typed: string, limit: number): Promise<{ found: FoundRecords; words: string[] }> {
  const meant = await wordsMeant(tx, askedFor(typed), 'record_words_near')
  const worded = meant ? hits(await select<Row>(tx, byWords, [recordQuery(meant), limit])) : []
  return { found: { keyed: [], worded, whole: false }, words: worded.length > 0 ? meant!.flat() : [] }
}

/** Records by key or number, and by their words, the newest first. `typed` is what somebody has typed so far. */
export async function searchRecords(tx: Tx, typed: string, limit: number): Promise<FoundRecords> {
  const [, prefix, digits] = /^\s*([a-z]{2,4})?[\s-]*0*(\d{1,9})\s*$/i.exec(typed) ?? []
  const words = askedFor(typed).words
  if (digits && prefix) {
    const keyed = hits(await select<Row>(tx, byKey, [prefix.toUpperCase(), digits, limit]))
    return { keyed, worded: [], whole: keyed.length > 0 }
  }
  const [keyed, worded] = await Promise.all([
    digits ? select<Row>(tx, byNumber, [digits, limit]) : [], words.length === 0 ? [] : select<Row>(tx, byWords, [recordQuery(words.map((word) => [word])), limit]),
  ])
  return { keyed: hits(keyed), worded: hits(worded.filter((row) => !keyed.some((other) => other.id === row.id))), whole: false }
}

function hits(rows: readonly Row[]): RecordHit[] {
  return rows.map(({ id, prefix, number, title }) => ({ id, kind: 'record', key: `${prefix}-${number}`, title }))
}
