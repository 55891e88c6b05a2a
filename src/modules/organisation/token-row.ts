import type { RowChange } from '../../kernel/rows.ts'

export type TokenRow = {
  id: string; person_id: string; name: string; prefix: string; hash: Buffer; scopes: string[]; expires_at: Date | null; revoked_at: Date | null; created_at: Date; revision: number
}

/** The governed row of an API token; the token itself is never kept. */
export function tokenChange(token: TokenRow): RowChange {
  return {
    subject: 'token', id: token.id, revision: token.revision,
    columns: {
      person_id: token.person_id, name: token.name, prefix: token.prefix, hash: `\\x${Buffer.from(token.hash).toString('hex')}`, scopes: token.scopes,
      expires_at: token.expires_at?.toISOString() ?? null, revoked_at: token.revoked_at?.toISOString() ?? null, created_at: token.created_at.toISOString(),
    },
  }
}
