import type { Tx } from './database.ts'
import { findForChange } from './element.find.ts'
import type { ForChange } from './element.find.ts'

/** The element of a kind of which there is exactly one (organisation, scope). */
export async function findOnly(tx: Tx, kind: string): Promise<ForChange> {
  const row = await tx.selectFrom('elements').select('id').where('kind', '=', kind).executeTakeFirstOrThrow()
  return findForChange(tx, kind, row.id)
}
