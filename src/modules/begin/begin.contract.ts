import { z } from 'zod'
import { actionContract, queryContract } from '../../shared/contract.ts'
import { day } from '../../shared/days.ts'
import { elementReceipt } from '../../shared/element.contract.ts'
import { reference } from '../../shared/ids.ts'
import { elementStatus } from '../../shared/kind.ts'

/** What the starter "just enough" brings, as the door tells it. */
export const justEnough = { policies: 6, roles: 12, routines: 14, measures: 10, reviews: 3 } as const

/** One thing to do next: in words, why, the one verb that does it and on which element, and its place where that is not the element's own page. */
const thing = z.strictObject({ id: z.string(), text: z.string(), why: z.string(), verb: z.string(), element: z.string().nullable(), place: z.string().nullable() })
export type Thing = z.infer<typeof thing>

const begun = z.strictObject({
  key: z.string(), title: z.string(), status: elementStatus, revision: z.number(), inScope: z.boolean(),
  agreement: z.strictObject({ key: z.string(), status: elementStatus }).nullable(),
  /** The role that is held per service, with who holds it for this one; null: there is no such role yet. */
  owner: z.strictObject({ role: z.string(), title: z.string(), holders: z.array(z.string()) }).nullable(),
})
export type BegunService = z.infer<typeof begun>

export const nextQuery = queryContract({
  name: 'begin.next', title: 'What to do next',
  input: z.strictObject({ asOf: day.optional() }),
  output: z.strictObject({
    founding: z.boolean(), started: z.boolean(), simulated: z.boolean(),
    /** The service to begin with: the one that was written first. */
    service: begun.nullable(),
    /** Key of the calendar that a first agreement would bind. */
    calendar: z.string().nullable(),
    things: z.array(thing),
    /** How many more there are. */
    more: z.number(),
  }),
})

export const blocks = ['policies', 'roles', 'routines', 'measures', 'reviews', 'beside'] as const
const brought = z.strictObject({
  key: z.string(), kind: z.string(), block: z.enum(blocks), title: z.string(), line: z.string(), status: elementStatus, revision: z.number(), drafted: z.boolean(),
  /** What became of it since the starter brought it. */
  state: z.enum(['open', 'kept', 'changed', 'struck out']),
  /** What names it: "1 policy and 3 routines"; empty: nothing does. */
  named: z.string(),
})
export type Brought = z.infer<typeof brought>

export const broughtQuery = queryContract({
  name: 'begin.brought', title: 'What the starter brought',
  input: z.strictObject({ asOf: day.optional() }),
  output: z.strictObject({ rows: z.array(brought), looked: z.number() }),
})

export const restoreElement = actionContract({
  name: 'element.restore', title: 'Take back a retirement',
  input: z.strictObject({ element: reference, revision: z.number().int().min(0), reason: z.string().max(2000).optional() }),
  output: elementReceipt,
})
