import type { Tx } from '../../kernel/database.ts'
import type { HolderRow } from './holder-row.ts'

const selected = ['id', 'role_id', 'person_id', 'element_id', 'deputy', 'from_on', 'to_on', 'accepted_at', 'appointed_by', 'reason', 'revision', 'declined_at'] as const
type Selected = {
  id: string; role_id: string; person_id: string; element_id: string | null; deputy: boolean; from_on: string; to_on: string | null
  accepted_at: Date | null; appointed_by: string | null; reason: string | null; revision: number; declined_at: Date | null
}

function holderOf(row: Selected): HolderRow {
  return {
    id: row.id, roleId: row.role_id, personId: row.person_id, elementId: row.element_id, deputy: row.deputy, fromOn: row.from_on, toOn: row.to_on,
    acceptedAt: row.accepted_at, appointedBy: row.appointed_by, reason: row.reason, revision: row.revision, declinedAt: row.declined_at,
  }
}

export async function maybeFindHolder(tx: Tx, id: string): Promise<HolderRow | undefined> {
  const row = await tx.selectFrom('holders').select(selected).where('id', '=', id).executeTakeFirst()
  return row && holderOf(row)
}

/** Every appointment of a person, a role or an element, past ones too. */
export async function listHolderRows(tx: Tx, by: { personId?: string | undefined; roleId?: string | undefined; elementId?: string | undefined }): Promise<HolderRow[]> {
  let query = tx.selectFrom('holders').select(selected)
  if (by.personId) query = query.where('person_id', '=', by.personId)
  if (by.roleId) query = query.where('role_id', '=', by.roleId)
  if (by.elementId) query = query.where('element_id', '=', by.elementId)
  return (await query.orderBy('from_on').orderBy('id').limit(5000).execute()).map(holderOf)
}

/** The pairs of roles that one person must not hold at once, as [role, role] ids. */
export async function listSeparations(tx: Tx, at: Date): Promise<[string, string][]> {
  const rows = await tx.selectFrom('links').select(['source_id', 'target_id']).where('type', '=', 'separatedFrom').where('effective_at', '<=', at).where('superseded_at', '>', at).execute()
  return rows.map((row) => [row.source_id, row.target_id])
}

export async function maybeFindPerson(tx: Tx, id: string) {
  return tx.selectFrom('people').select(['id', 'name', 'from_on', 'to_on', 'revision']).where('id', '=', id).executeTakeFirst()
}
