import { select } from '../../kernel/database.ts'
import type { Tx } from '../../kernel/database.ts'
import { isId } from '../../shared/ids.ts'

/** Which of these ids belong to people who are here. */
export async function listKnownPeople(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const asked = ids.filter(isId)
  if (asked.length === 0) return new Set()
  const rows = await select<{ id: string }>(tx, 'select id from people where id = any($1::text::uuid[]) and name is not null', [`{${asked.join(',')}}`])
  return new Set(rows.map((row) => row.id))
}

/** The records into which a record was merged, one after the other. */
export async function mergedInto(tx: Tx, recordId: string): Promise<string[]> {
  const rows = await select<{ id: string }>(tx, `with recursive chain(id, depth) as (select merged_into, 1 from records where id = $1::text::uuid and merged_into is not null
      union all select r.merged_into, c.depth + 1 from chain c join records r on r.id = c.id where r.merged_into is not null and c.depth < 50)
    select id from chain`, [recordId])
  return rows.map((row) => row.id)
}
