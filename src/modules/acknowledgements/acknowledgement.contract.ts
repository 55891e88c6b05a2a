import { z } from 'zod'
import { actionContract, queryContract } from '../../shared/contract.ts'
import { reference } from '../../shared/ids.ts'

export const acknowledgePolicy = actionContract({
  name: 'policy.acknowledge', title: 'Acknowledge a policy',
  input: z.strictObject({ policy: reference, /** The version that was read: the one in force. */ version: z.number().int().min(1).max(2_147_483_647) }),
  output: z.object({ id: z.string(), version: z.number() }),
})

const duty = z.object({ id: z.string(), name: z.string(), sinceOn: z.string(), dueOn: z.string(), acknowledgedAt: z.string().nullable() })
export type DutyView = z.infer<typeof duty>

export const listAcknowledgements = queryContract({
  name: 'policy.acknowledgements', title: 'Who has acknowledged a policy',
  input: z.object({ policy: reference }),
  output: z.object({
    /** The version in force; 0 where none is. */
    version: z.number(), rows: z.array(duty), done: z.number(),
    /** What the caller owes: null where it does not concern them. */
    mine: duty.nullable(),
  }),
})
