import { z } from 'zod'
import { actionContract } from '../../shared/contract.ts'
import { day } from '../../shared/days.ts'
import { elementReceipt } from '../../shared/element.contract.ts'
import { reference } from '../../shared/ids.ts'
import { scopeAxes, scopeStates } from './scope.ts'

/** One cell of the matrix; edits merge per entry into the one shared draft, and while founding hold at once. */
export const stateScope = actionContract({
  name: 'scope.state', title: 'Say what is in scope',
  input: z.strictObject({
    service: z.union([z.literal('*'), reference]), axis: z.enum(scopeAxes), element: z.union([z.literal('*'), reference]),
    /** Null takes the entry out: the cell falls back to what is said more widely, or to not stated. */
    state: z.enum(scopeStates).nullable(), reason: z.string().trim().max(500).optional(), byOn: day.optional(),
  }),
  output: elementReceipt,
})
