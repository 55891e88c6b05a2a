import type { RowChange } from '../../kernel/rows.ts'

export type HolderRow = {
  id: string; roleId: string; personId: string; elementId: string | null; deputy: boolean; fromOn: string; toOn: string | null
  acceptedAt: Date | null; appointedBy: string | null; reason: string | null; revision: number
  /** Set when the person declined; it then covers no day, and the reason is theirs. */
  declinedAt?: Date | null
}

/** The governed row of an appointment. */
export function holderChange(holder: HolderRow): RowChange {
  return {
    subject: 'holder', id: holder.id, revision: holder.revision,
    columns: {
      role_id: holder.roleId, person_id: holder.personId, element_id: holder.elementId, deputy: holder.deputy, from_on: holder.fromOn, to_on: holder.toOn,
      accepted_at: holder.acceptedAt?.toISOString() ?? null, appointed_by: holder.appointedBy, reason: holder.reason,
      declined_at: holder.declinedAt?.toISOString() ?? null,
    },
  }
}
