import { z } from 'zod'
import { actionContract, queryContract } from '../../shared/contract.ts'
import { id } from '../../shared/ids.ts'

export const createFeed = actionContract({
  name: 'feed.create', title: 'Make a calendar address', showsSecret: true,
  input: z.strictObject({ of: z.enum(['me', 'organisation']) }),
  /** The path is shown this once; only its hash is kept. */
  output: z.object({ id: z.string(), path: z.string(), prefix: z.string() }),
})

export const revokeFeed = actionContract({
  name: 'feed.revoke', title: 'Revoke a calendar address', input: z.strictObject({ feed: id }), output: z.object({ id: z.string() }),
})

export const listFeeds = queryContract({
  name: 'feed.list', title: 'Calendar addresses', input: z.object({}),
  output: z.object({
    rows: z.array(z.object({ id: z.string(), of: z.enum(['me', 'organisation']), prefix: z.string(), madeBy: z.string(), createdAt: z.string(), mayRevoke: z.boolean() })),
    mayShare: z.boolean(),
  }),
})
