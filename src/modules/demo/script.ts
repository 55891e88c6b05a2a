import { z } from 'zod'
import { kinds } from '../kinds.ts'

const who = z.string().describe('A person, by what stands before the @ of the e-mail address')
const days = z.number().int()
const written = z.record(z.string(), z.string())

const drafted = z.strictObject({
  key: z.string().describe('Its key; with a kind, the key that a new element is expected to be given'),
  kind: z.enum(kinds.map((kind) => kind.kind) as [string, ...string[]]).optional(),
  title: z.string().optional(), accountable: z.string().optional(), reviewEvery: z.string().optional(), body: z.record(z.string(), z.unknown()).default({}),
  links: z.array(written).default([]).describe('Links that it is given besides those that it has'),
  unlink: z.array(written).default([]),
  set: z.record(z.string(), z.unknown()).default({}).describe('Edits by path, e.g. body.principles.2.text'),
})
export type Drafted = z.infer<typeof drafted>

const cell = z.strictObject({ service: z.string(), axis: z.enum(['unit', 'location', 'supplier']), element: z.string().default('*'), state: z.enum(['in', 'partly', 'not yet']), reason: z.string().optional(), byOn: z.string().optional() })

const propose = z.strictObject({
  title: z.string(), by: who, reason: z.string(), drafts: z.array(drafted).default([]), retire: z.array(z.string()).default([]), scope: z.array(cell).default([]),
  holdsFrom: days.optional().describe('Day from which it holds, counted from today'),
  comments: z.array(z.strictObject({ by: who, after: days, text: z.string() })).default([]),
  decided: z.strictObject({ by: who, after: days, as: z.enum(['approve', 'refuse', 'withdraw']).default('approve'), reason: z.string().optional() }).optional(),
})

const seat = z.strictObject({ role: z.string(), person: who, element: z.string().optional() })

/** One thing that happens; `day` is counted from today, and moved to the last working day before it. */
const steps = {
  found: z.strictObject({ name: z.string(), key: z.string(), timeZone: z.string(), founderName: z.string(), founderEmail: z.email() }),
  start: z.literal('just-enough'),
  import: z.strictObject({ folder: z.string(), reason: z.string() }),
  enact: z.strictObject({ reason: z.string(), drafts: z.array(drafted) }),
  accept: z.strictObject({ within: days }),
  goLive: z.strictObject({ reason: z.string() }),
  grant: z.strictObject({ person: who, right: z.enum(['administrator', 'auditor']), reason: z.string() }),
  hire: z.strictObject({ by: who, people: z.array(z.strictObject({ name: z.string(), email: z.email() })) }),
  appoint: z.strictObject({ by: who, seats: z.array(seat.extend({ deputy: z.boolean().default(false), until: days.optional() })), reason: z.string(), accepted: z.union([days, z.literal('declined')]).default(2) }),
  end: z.strictObject({ by: who, seats: z.array(seat), reason: z.string() }),
  leave: z.strictObject({ by: who, person: who, reason: z.string() }),
  propose,
  review: z.strictObject({ kinds: z.array(z.string()).default([]), keys: z.array(z.string()).default([]), except: z.array(z.string()).default([]), within: days.default(0), note: z.string() }),
  acknowledge: z.strictObject({ policies: z.array(z.string()), people: z.array(who).optional(), within: days, share: z.number().min(0).max(1) }),
  publish: z.strictObject({ title: z.string(), note: z.string() }),
  everyday: z.strictObject({ by: who, from: days, ownFrom: days, every: z.number().int().min(7) }).describe('Incidents, requests and changes: by file from the tool that people had, and from a day on here'),
  records: z.strictObject({ files: z.array(z.string()) }).describe('Records that are told one by one'),
  outages: z.strictObject({ by: who, file: z.string(), every: z.number().int().min(7) }).describe('Outages by file from now on, every so many days those that are over'),
  items: z.strictObject({ by: who, file: z.string() }),
  sample: z.strictObject({ by: who, size: z.number().int(), seed: z.string(), service: z.string().optional(), verified: z.strictObject({ by: who, differ: z.record(z.string(), z.string()).default({}), leave: z.number().int().default(0) }) }).describe('A sample of items is drawn, and somebody looks at them'),
  act: z.strictObject({ verb: z.string(), by: who, input: z.record(z.string(), z.unknown()) }),
  clocks: z.strictObject({ from: days, every: z.number().int().min(1) }).describe('From a day on clocks of records act, every so many days'),
} as const

type Steps = { [Name in keyof typeof steps]: z.infer<(typeof steps)[Name]> }
export type StepName = keyof Steps
export type StepOf<Name extends StepName> = Steps[Name]

const event = z.strictObject({ day: days.max(-1), ...(Object.fromEntries(Object.entries(steps).map(([name, schema]) => [name, schema.optional()])) as { [Name in StepName]: z.ZodOptional<(typeof steps)[Name]> }) })
  .refine((one) => Object.keys(one).length === 2, 'An event is a day and one thing that happens.')

/** What happens in the demo organisation, in the order of the file. */
export const script = z.strictObject({ seed: z.number().int(), signIn: z.array(z.strictObject({ person: who, as: z.string() })).length(3), events: z.array(event).min(1) })
export type Script = z.infer<typeof script>
export type Happens = Script['events'][number]
