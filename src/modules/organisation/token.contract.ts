import { z } from 'zod'
import { actionContract, queryContract } from '../../shared/contract.ts'
import { day } from '../../shared/days.ts'
import { id } from '../../shared/ids.ts'
import { named } from '../../shared/fields.ts'

export const tokenScope = z.string().regex(/^(read|write|[a-z][a-zA-Z]*\.[a-zA-Z]+)$/, 'Use read, write or the name of one action.')

export const createToken = actionContract({
  name: 'token.create', title: 'Make an API token', showsSecret: true,
  input: z.strictObject({ name: named('Name the token.', 100), scopes: z.array(tokenScope).min(1, 'Choose at least one scope.').max(100), expiresOn: day.optional() }),
  /** The text is shown this once; only its hash is kept. */
  output: z.object({ id: z.string(), token: z.string(), prefix: z.string() }),
})

export const revokeToken = actionContract({
  name: 'token.revoke', title: 'Revoke an API token', input: z.strictObject({ token: id }), output: z.object({ id: z.string() }),
})

export const listTokens = queryContract({
  name: 'token.list', title: 'API tokens',
  input: z.object({}),
  output: z.object({
    rows: z.array(z.object({
      id: z.string(), name: z.string(), prefix: z.string(), scopes: z.array(z.string()), person: z.object({ id: z.string(), name: z.string() }),
      createdAt: z.string(), expiresAt: z.string().nullable(), revokedAt: z.string().nullable(),
    })),
  }),
})
