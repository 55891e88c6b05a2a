import { z } from 'zod'
import { actionContract, queryContract } from '../../shared/contract.ts'
import { reference } from '../../shared/ids.ts'

const group = z.object({ same: z.array(z.string()), count: z.number(), members: z.array(z.string()), record: z.string() })
export type RecurrenceGroup = z.infer<typeof group>

/** One month's look by one rule of a routine: taken by the monthly job alone. `month` is its first day. */
export const recurContract = actionContract({
  name: 'record.recur', title: 'Look for recurring records',
  input: z.strictObject({ routine: reference, rule: z.string().max(40), month: z.iso.date() }),
  output: z.object({ id: z.string(), groups: z.array(group), raised: z.array(z.string()) }),
})

export const recurringContract = queryContract({
  name: 'record.recurring', title: 'Recurring records of a routine',
  /** `now`: look at the records as they are, not only at what the months found. */
  input: z.object({ routine: reference, now: z.stringbool().default(false) }),
  output: z.object({
    rules: z.array(z.object({
      id: z.string(), name: z.string(), same: z.array(z.string()), atLeast: z.number(), months: z.number(),
      /** The newest first; `record` is the key of what was raised or joined, empty where nothing could be. */
      past: z.array(z.object({ month: z.string(), at: z.string(), groups: z.array(group) })),
      now: z.array(group).nullable(),
    })),
  }),
})
export type RecurringView = z.infer<typeof recurringContract.output>
