import { sql } from 'kysely'
import type { Tx } from '../../kernel/database.ts'
import type { VersionContent } from '../../kernel/element.ts'
import type { ElementStatus } from '../../shared/kind.ts'

/** An element that the starter brought, as it is now. */
export type StoredBrought = {
  id: string; key: string; kind: string; title: string; status: ElementStatus; revision: number; drafted: boolean
  /** A later version is in force or drafted. */
  changed: boolean
  /** Something was recorded of it since. */
  touched: boolean
  content: VersionContent
}

/** Everything that the starter brought, in the order of kinds and keys. */
export async function listBrought(tx: Tx): Promise<StoredBrought[]> {
  const result = await sql<Omit<StoredBrought, 'content'> & { content: string }>`select e.id, e.key, e.kind, e.title, e.status, e.revision, e.draft is not null as drafted,
      e.version > b.version or e.draft is not null as changed, e.changed_at > b.recorded_at as touched, v.content
    from element_versions b
    join ledger_entries l on l.organisation_id = b.organisation_id and l.id = b.entry_id and l.verb = 'sms.start'
    join elements e on e.organisation_id = b.organisation_id and e.id = b.element_id
    join element_versions v on v.organisation_id = e.organisation_id and v.element_id = e.id and v.version = e.version
    order by e.kind, e.key_number`.execute(tx)
  return result.rows.map((row) => ({ ...row, content: JSON.parse(row.content) as VersionContent }))
}

/** True once a starter was taken. */
export async function hasStarted(tx: Tx): Promise<boolean> {
  return (await tx.selectFrom('ledger_entries').select('id').where('verb', '=', 'sms.start').limit(1).executeTakeFirst()) !== undefined
}
