import { z } from 'zod'
import { queryContract } from '../../shared/contract.ts'
import { day } from '../../shared/days.ts'
import { signNames } from '../../shared/signs.ts'
import { severities, themes } from './check.ts'

const severity = z.enum(severities)

export const findingView = z.strictObject({
  check: z.string(),
  severity,
  /** Key of the element that it is about; null: of the system as a whole. */
  element: z.string().nullable(),
  message: z.string(),
  /** The action that mends it, on which element (null: a new one), and in words. */
  mend: z.strictObject({ verb: z.string(), text: z.string(), element: z.string().nullable() }),
})
export type FindingView = z.infer<typeof findingView>

const checkView = z.strictObject({ check: z.string(), theme: z.enum(themes), title: z.string(), why: z.string(), severity, count: z.number() })

/** Findings of one check that are shown before the rest is asked for. */
export const shownPerCheck = 50

export const findQuery = queryContract({
  name: 'xray.find',
  title: 'X-ray the system',
  input: z.strictObject({
    asOf: day.optional(),
    check: z.string().max(100).optional(),
    severity: severity.optional(),
    /** At most so many findings of each check. */
    most: z.coerce.number().int().min(1).max(100_000).default(shownPerCheck),
  }),
  output: z.strictObject({
    asOf: z.string(),
    elements: z.number(),
    /** Every check, those that found nothing included. */
    checks: z.array(checkView),
    findings: z.array(findingView),
  }),
})

const droppable = z.strictObject({ element: z.string(), kind: z.string(), title: z.string(), reason: z.string(), sure: z.enum(['certain', 'likely']) })

export const weightQuery = queryContract({
  name: 'xray.weight',
  title: 'Show what could be dropped, and why',
  input: z.strictObject({ asOf: day.optional() }),
  output: z.strictObject({ asOf: z.string(), elements: z.number(), droppable: z.array(droppable) }),
})

const tally = z.strictObject({ yes: z.number(), no: z.number(), unknown: z.number() })
const signDay = z.strictObject({ day: z.string(), elements: z.number(), signs: z.strictObject(Object.fromEntries(signNames.map((name) => [name, tally])) as Record<(typeof signNames)[number], typeof tally>) })
export type SignDayView = z.infer<typeof signDay>

export const signsQuery = queryContract({
  name: 'xray.signs',
  title: 'Show the vital signs of the whole, and their trend',
  input: z.strictObject({ asOf: day.optional() }),
  output: z.strictObject({
    /** As of the day asked for; today: now, drafts included. */
    now: signDay,
    /** Days of the twelve months before, in order; days that are not kept yet are left out beyond a few. */
    trend: z.array(signDay),
  }),
})
