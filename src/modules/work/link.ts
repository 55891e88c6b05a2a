import type { RowChange } from '../../kernel/rows.ts'

/** How one record relates to another; an ended link stays readable. */
export type RecordLink = { id: string; fromId: string; toId: string; type: string; standing: 'candidate' | 'confirmed' | 'ended'; revision: number }

/** The governed row of a link. */
export function linkChange({ id, fromId, toId, type, standing, revision }: RecordLink): RowChange {
  return { subject: 'recordLink', id, revision, columns: { from_id: fromId, to_id: toId, type, standing } }
}
