import type { RowChange } from '../../kernel/rows.ts'

/** That one person has read one version of one policy, and says so. */
export type Acknowledgement = { id: string; policyId: string; version: number; personId: string; at: Date }

/** The governed row of an acknowledgement. */
export function acknowledgementChange(each: Acknowledgement): RowChange {
  return { subject: 'acknowledgement', id: each.id, revision: 1, columns: { policy_id: each.policyId, version: each.version, person_id: each.personId, acknowledged_at: each.at.toISOString() } }
}
