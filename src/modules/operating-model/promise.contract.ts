import { z } from 'zod'
import { queryContract } from '../../shared/contract.ts'
import { day } from '../../shared/days.ts'

const ref = z.strictObject({ key: z.string(), kind: z.string(), title: z.string() })

const link = z.strictObject({
  /** null: a name that an import brought and nothing answers to. */
  element: ref.nullable(),
  title: z.string(),
  how: z.enum(['dependency', 'supplier', 'agreement']),
  /** Percent that it gives at most; null: it promises nothing. */
  availability: z.number().nullable(),
  /** What it says itself, where its own chain gives less. */
  says: z.number().nullable(),
  /** The agreement that says so. */
  by: ref.nullable(),
  /** The calendar of its support hours; null: it names none. */
  hours: ref.nullable(),
})

/** A link of the chain; with stand-ins, any one of them is enough. */
const chained = link.extend({ standIns: z.array(link) })
export type ChainLink = z.infer<typeof link>
export type ChainedLink = z.infer<typeof chained>

const standing = z.enum(['kept', 'broken', 'unknown', 'nothing promised'])
export type PromiseStanding = z.infer<typeof standing>

const servicePromise = z.strictObject({
  service: ref,
  links: z.array(chained),
  availability: z.strictObject({
    standing,
    promised: z.number().nullable(),
    by: ref.nullable(),
    /** Percent that the known links give together, at most; null: none of them promises anything. */
    achievable: z.number().nullable(),
    /** Percentage points by which the promise lies above that; null unless it does. */
    gap: z.number().nullable(),
    weakest: z.string().nullable(),
    unknown: z.array(z.string()),
    text: z.string(),
  }),
  hours: z.strictObject({
    standing,
    promised: ref.nullable(),
    /** Minutes in the year from the day on: promised, and of them without support. */
    minutes: z.number().nullable(),
    uncovered: z.number().nullable(),
    /** The first stretch without support, as instants. */
    first: z.strictObject({ from: z.string(), to: z.string() }).nullable(),
    unknown: z.array(z.string()),
    text: z.string(),
  }),
  /** Keys of services that depend on each other in a circle with this one; empty: none. */
  circle: z.array(z.string()),
})
export type ServicePromise = z.infer<typeof servicePromise>

export const promiseQuery = queryContract({
  name: 'service.promise',
  title: 'Show what a service promises, and what its chain can keep',
  input: z.strictObject({ element: z.string().min(1).max(200), asOf: day.optional() }),
  output: servicePromise,
})
