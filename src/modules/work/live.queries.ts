import { z } from 'zod'
import { queryContract } from '../../shared/contract.ts'
import { byMembership, personOf } from '../../kernel/access.ts'
import { defineQuery } from '../../kernel/query.ts'

/** Whether the caller may hear what changes, and in which organisation; asked by the server, at no address of its own. */
export const hearQuery = defineQuery({
  contract: queryContract({ name: 'record.hear', title: 'Hear what changes', input: z.object({}), output: z.object({ organisationId: z.string(), who: z.string() }) }),
  access: byMembership,
  run: async ({ tenant, actor }) => ({ organisationId: tenant.id, who: personOf(actor) ?? actor.id }),
})
