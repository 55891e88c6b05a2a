import { z } from 'zod'
import { actionContract, queryContract } from '../../shared/contract.ts'
import { day, timeZone } from '../../shared/days.ts'
import { named } from '../../shared/fields.ts'

export const foundInput = z.strictObject({
  name: named('Name the organisation.'),
  founderName: named('Give your name.'),
  founderEmail: z.email('Give an e-mail address such as ada@example.org.').max(320),
  timeZone: timeZone.default('UTC'),
  /** Short name for the terminal and links; made from the name when left out. */
  key: z.string().regex(/^[a-z0-9-]{1,40}$/, 'Use lower-case letters, digits and hyphens, at most 40.').optional(),
})
export type FoundInput = z.input<typeof foundInput>

export const foundOutput = z.object({ organisation: z.object({ id: z.string(), key: z.string(), name: z.string() }), person: z.object({ id: z.string(), name: z.string() }) })

/** Over HTTP the password comes with it, and from outside the machine the one-time code printed at start. */
export const foundOrganisation = actionContract({
  name: 'organisation.found', title: 'Found an organisation',
  input: foundInput.extend({ password: z.string().min(1).max(1000), code: z.string().max(100).optional() }), output: foundOutput,
})

const readiness = z.object({ authority: z.string(), holders: z.array(z.string()) })

export const goLive = actionContract({
  name: 'organisation.goLive', title: 'Go live',
  input: z.strictObject({
    /** The founder's own name, typed in, to work single-handed; absent where two people hold every authority to approve. */
    singleHanded: z.string().max(200).optional(),
    /** The founder's own name, typed in, to go live although something is missing; `singleHanded` says it too. */
    accepts: z.string().max(200).optional(),
    reason: z.string().max(2000).optional(),
  }),
  output: z.object({ liveAt: z.string(), baseline: z.string(), singleHanded: z.boolean() }),
})

export const liveReadiness = queryContract({
  name: 'organisation.readiness', title: 'What go-live still needs',
  input: z.object({}),
  output: z.object({
    live: z.boolean(), short: z.array(readiness), founderName: z.string().nullable(),
    /** How many elements have each vital sign. */
    signs: z.array(z.object({ sign: z.string(), yes: z.number(), no: z.number(), unknown: z.number() })),
    /** What is missing, at most 500 of `missingInAll`. */
    missing: z.array(z.object({ element: z.object({ id: z.string(), key: z.string(), kind: z.string(), title: z.string() }), sign: z.string(), reason: z.string(), mend: z.string().nullable() })),
    missingInAll: z.number(),
  }),
})

export type Readiness = z.infer<typeof liveReadiness.output>

const baseline = z.object({
  id: z.string(), occasion: z.string(), at: z.string(), hash: z.string(), acceptedBy: z.object({ id: z.string(), name: z.string() }).nullable(), singleHanded: z.boolean(),
  /** Keys of what lacked each vital sign, and authorities to approve that fewer than two people held. */
  missing: z.record(z.string(), z.array(z.string())), approvers: z.array(z.object({ authority: z.string(), holders: z.number() })),
})

export const listBaselines = queryContract({
  name: 'baseline.list', title: 'Frozen baselines', input: z.object({}), output: z.object({ rows: z.array(baseline) }),
})

export const getBaseline = queryContract({
  name: 'baseline.get', title: 'The system as a baseline froze it', input: z.object({ /** An id, or `last`. */ baseline: z.string().max(200) }),
  output: baseline.extend({
    /** The name of whoever froze it; of a program, what it is. */
    frozenBy: z.string().nullable(),
    /** The hash of the system as of that moment, computed now: the same, unless what was recorded was altered. */
    holds: z.boolean(), elements: z.array(z.object({ key: z.string(), kind: z.string(), title: z.string(), version: z.number() })), holders: z.number(),
    /** The others, the last first. */
    others: z.array(z.object({ id: z.string(), occasion: z.string(), at: z.string() })),
  }),
})

const frozen = z.object({ key: z.string(), kind: z.string(), title: z.string() })

export const baselineDifference = queryContract({
  name: 'baseline.difference', title: 'What differs between a baseline and today, or another baseline',
  input: z.object({ baseline: z.string().max(200), /** Another baseline; absent: the day that is asked as of. */ to: z.string().max(200).optional(), asOf: day.optional() }),
  output: z.object({
    added: z.array(frozen), removed: z.array(frozen),
    /** `was` is what it was called where that differs. */
    changed: z.array(frozen.extend({ from: z.number(), to: z.number(), was: z.string().nullable() })),
    /** Who holds a role that they did not hold, and who holds it no more. */
    began: z.array(z.object({ person: z.string(), role: z.string() })), ended: z.array(z.object({ person: z.string(), role: z.string() })),
  }),
})

/** For the operator on the machine, when everybody who could approve is gone. */
export const recover = actionContract({
  name: 'organisation.recover', title: 'Give somebody the right to approve again',
  input: z.strictObject({ person: z.string(), role: z.string(), reason: z.string().trim().min(1, 'Say why.').max(2000) }),
  output: z.object({ holder: z.string() }),
})

export const deniedList = queryContract({
  name: 'denial.list', title: 'Refused attempts',
  input: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  output: z.object({ rows: z.array(z.object({ id: z.string(), at: z.string(), actor: z.string(), action: z.string(), reason: z.string() })) }),
})
