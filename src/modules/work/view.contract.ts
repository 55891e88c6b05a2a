import { z } from 'zod'
import { actionContract, queryContract } from '../../shared/contract.ts'
import { id } from '../../shared/ids.ts'
import { named } from '../../shared/fields.ts'

/** A list as somebody left it, kept under a name: for oneself, or for everybody. `place` is the list (`work/RTN-1`), `query` what its address says. */
export const viewContracts = {
  keep: actionContract({
    name: 'view.keep', title: 'Keep a view', output: z.object({ id: z.string() }),
    input: z.strictObject({ place: z.string().min(1).max(100), name: named('Name the view.', 60), query: z.string().max(2000), everybody: z.boolean().default(false) }),
  }),
  forget: actionContract({ name: 'view.forget', title: 'Forget a view', input: z.strictObject({ view: id }), output: z.object({ id: z.string() }) }),
  list: queryContract({
    name: 'view.list', title: 'Kept views', input: z.object({ place: z.string().min(1).max(100) }),
    output: z.object({ views: z.array(z.object({ id: z.string(), name: z.string(), query: z.string(), everybody: z.boolean(), mayForget: z.boolean() })), mayShare: z.boolean() }),
  }),
}
