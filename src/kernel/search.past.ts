import { sql } from 'kysely'
import { sortKey } from '../shared/sorting.ts'
import type { Tx } from './database.ts'
import type { Asked } from './search.asked.ts'

type Past = { id: string; kind: string; key: string; title: string; step: number }

/** Marks between words, which a sort key keeps as they were written. */
const gaps = `-_/.,;:()[]{}&+|'"!?#*@<>=`

/** What was in force at an instant, by key and by the words of the title that it had then. Reads every version of that instant. */
export async function selectAsOf(tx: Tx, asked: Asked, meant: readonly (readonly string[])[], input: { kinds: readonly string[] | null; limit: number; at: Date }): Promise<Past[]> {
  const title = sql`' ' || translate(v.sort_key, ${gaps + 'łđðı'}, ${' '.repeat(gaps.length) + 'lddi'})`
  // Most titles are plain and lack the word: those are passed by before anything is made of them.
  const has = (word: string) => sql`((position(${sortKey(word)} in v.sort_key) > 0 or octet_length(v.sort_key) > length(v.sort_key)) and position(${' ' + sortKey(word)} in ${title}) > 0)`
  const titled = sql.join(meant.map((choices) => sql`(${sql.join(choices.map(has), sql` or `)})`), sql` and `)
  const plain = sql`replace(lower(v.key), '-', '')`
  const keyed = asked.key === '' ? sql`false` : sql`starts_with(${plain}, ${asked.key})`
  const begins = sql`starts_with(v.sort_key, ${sortKey(asked.words.join(' '))})`
  const { rows } = await sql<Past>`select v.element_id as id, v.kind, v.key, v.title, case when ${keyed} then 0 when ${begins} then 1 else 2 end as step
    from element_versions v where v.effective_at <= ${input.at} and v.superseded_at > ${input.at} and (${input.kinds}::text[] is null or v.kind = any(${input.kinds}::text[]))
      and (${keyed} or (${titled})) order by step, case when ${keyed} then length(v.key) end, case when ${keyed} then v.key end, v.sort_key, v.element_id limit ${input.limit}`.execute(tx)
  return rows
}
