import { byMembership, personOf } from '../../kernel/access.ts'
import { defineQuery } from '../../kernel/query.ts'
import { listTokens } from './token.contract.ts'
import { listTokenRows } from './token.store.ts'

/** One's own tokens; an administrator and the operator see everybody's. */
export const listTokensQuery = defineQuery({
  contract: listTokens,
  access: byMembership,
  run: async ({ tx, actor }) => {
    const all = actor.type === 'operator' || ('administrator' in actor && actor.administrator)
    const rows = await listTokenRows(tx, all ? null : personOf(actor))
    return {
      rows: rows.map((t) => ({
        id: t.id, name: t.name, prefix: t.prefix, scopes: t.scopes, person: { id: t.person_id, name: t.person_name ?? 'Erased person' },
        createdAt: t.created_at.toISOString(), expiresAt: t.expires_at?.toISOString() ?? null, revokedAt: t.revoked_at?.toISOString() ?? null,
      })),
    }
  },
})
