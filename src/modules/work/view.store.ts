import { select } from '../../kernel/database.ts'
import type { Tx } from '../../kernel/database.ts'
import { isId } from '../../shared/ids.ts'

/** A list as somebody left it; without a person it is everybody's. */
export type KeptView = { id: string; personId: string | null; place: string; name: string; query: string; ended: boolean; revision: number }
type Row = { id: string; person_id: string | null; place: string; name: string; query: string; ended: boolean; revision: number }

function viewOf(row: Row): KeptView {
  return { id: row.id, personId: row.person_id, place: row.place, name: row.name, query: row.query, ended: row.ended, revision: row.revision }
}

/** Views of a list that were not forgotten, of everybody. */
export async function listViews(tx: Tx, place: string): Promise<KeptView[]> {
  return (await select<Row>(tx, 'select * from views where place = $1::text and not ended order by lower(name), id limit 5000', [place])).map(viewOf)
}

export async function maybeFindView(tx: Tx, id: string): Promise<KeptView | undefined> {
  if (!isId(id)) return undefined
  const [row] = await select<Row>(tx, 'select * from views where id = $1::text::uuid', [id])
  return row && viewOf(row)
}
