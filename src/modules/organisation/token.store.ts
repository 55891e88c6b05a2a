import type { Tx } from '../../kernel/database.ts'
import { Problem } from '../../shared/problem.ts'
import type { TokenRow } from './token-row.ts'

export async function findToken(tx: Tx, id: string): Promise<TokenRow> {
  const row = await tx.selectFrom('api_tokens').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new Problem('notFound', 'There is no such token.')
  return row as unknown as TokenRow
}

/** Tokens of one person, or with null everybody's; newest first. */
export async function listTokenRows(tx: Tx, personId: string | null) {
  let query = tx.selectFrom('api_tokens').innerJoin('people', 'people.id', 'api_tokens.person_id')
    .select(['api_tokens.id', 'api_tokens.name', 'prefix', 'scopes', 'created_at', 'expires_at', 'revoked_at', 'person_id', 'people.name as person_name'])
  if (personId) query = query.where('person_id', '=', personId)
  return query.orderBy('created_at', 'desc').limit(500).execute()
}
