import { z } from 'zod'
import { queryContract } from '../../shared/contract.ts'
import { day } from '../../shared/days.ts'
import { elementStatus } from '../../shared/kind.ts'
import { signNames } from '../../shared/signs.ts'
import { reaches } from '../roles/role.ts'
import { processes } from '../routines/routine-body.ts'
import { scopeAxes, scopeStates } from '../scope/scope.ts'

/** What names an element wherever it stands on the page, so that it can be opened. */
export const elementRef = z.strictObject({ id: z.string(), key: z.string(), kind: z.string(), title: z.string(), status: elementStatus })
export type ElementRef = z.infer<typeof elementRef>

const statement = z.strictObject({
  state: z.enum(scopeStates),
  /** What said so: the cell itself, the service's own entry, the column's, or one for everything. */
  from: z.enum(['cell', 'service', 'axis', 'all']),
  reason: z.string().nullable(),
  byOn: z.string().nullable(),
  /** The promised day has passed and it is still not fully in. */
  late: z.boolean(),
})
export type Statement = z.infer<typeof statement>

/** A column of the matrix. Its id is '*' where no unit or location exists yet and a service can only be stated as a whole. */
const scopeColumn = z.strictObject({ id: z.string(), key: z.string(), title: z.string(), axis: z.enum(scopeAxes), status: elementStatus, within: z.string().nullable(), named: z.number() })
export type ScopeColumn = z.infer<typeof scopeColumn>

const scopeCell = statement.extend({ column: z.string() })
const scopeRow = z.strictObject({
  service: elementRef,
  criticality: z.number().nullable(),
  stage: z.string(),
  /** Only the cells that are stated; a column that is absent here is a gap. */
  cells: z.array(scopeCell),
  notStated: z.number(),
})
export type ScopeRow = z.infer<typeof scopeRow>

const scopeSupplier = z.strictObject({ supplier: elementRef, provides: z.array(z.string()), statement: statement.nullable() })
export type ScopeSupplier = z.infer<typeof scopeSupplier>

const scope = z.strictObject({
  element: elementRef.nullable(),
  sentence: z.string(),
  generated: z.boolean(),
  columns: z.array(scopeColumn),
  rows: z.array(scopeRow),
  suppliers: z.array(scopeSupplier),
  counts: z.strictObject({
    services: z.number(), units: z.number(), locations: z.number(), suppliers: z.number(),
    in: z.number(), partly: z.number(), notYet: z.number(), notStated: z.number(), late: z.number(),
  }),
})
export type A3Scope = z.infer<typeof scope>

const standing = z.strictObject({ mark: z.enum(['met', 'watch', 'missed', 'draft']), word: z.string(), reasons: z.array(z.string()) })
export type Standing = z.infer<typeof standing>

const policyRow = z.strictObject({
  policy: elementRef,
  theme: z.string(),
  statement: z.string(),
  principles: z.array(z.string()),
  objectives: z.array(elementRef),
  obligations: z.array(elementRef),
  governs: z.number(),
  standing,
})
export type PolicyRow = z.infer<typeof policyRow>

const roleRow = z.strictObject({
  role: elementRef,
  heldPer: z.enum(reaches),
  purpose: z.string(),
  /** Everyone who holds it now, each once; a deputy is named as one. */
  holders: z.array(z.strictObject({ personId: z.string(), name: z.string(), deputy: z.boolean(), accepted: z.boolean() })),
  /** For how many it is held (by more than a deputy), of how many it is needed for. */
  held: z.number(),
  needed: z.number(),
  /** The first of those that lack a holder; all of them number needed − held. */
  vacant: z.array(elementRef),
})
export type RoleRow = z.infer<typeof roleRow>

const routineRow = z.strictObject({
  routine: elementRef,
  /** One of the eight core routines, which have a line of their own. */
  core: z.boolean(),
  steps: z.array(z.strictObject({ id: z.string(), name: z.string(), process: z.enum(processes) })),
  /** null: no records yet. */
  records: z.strictObject({ count: z.number(), trend: z.array(z.number()) }).nullable(),
})
export type RoutineRow = z.infer<typeof routineRow>

const measureRow = z.strictObject({
  measure: elementRef,
  period: z.string(),
  /** With its sign and unit, e.g. "≥ 99.90 %"; null: no target agreed. */
  target: z.string().nullable(),
  /** null: no value yet. */
  value: z.strictObject({ text: z.string(), period: z.string(), mark: z.enum(['met', 'watch', 'missed']) }).nullable(),
  trend: z.array(z.number()),
  targetNumber: z.number().nullable(),
})
export type MeasureRow = z.infer<typeof measureRow>

const beat = z.strictObject({ on: z.string(), state: z.enum(['held', 'ahead', 'not recorded']) })
export type Beat = z.infer<typeof beat>
const reviewRow = z.strictObject({
  review: elementRef,
  /** As people say it: every month, every 3 months. Empty where there is none that can be read. */
  cadence: z.string(),
  ring: z.enum(['month', 'quarter', 'year']),
  chair: z.string().nullable(),
  beats: z.array(beat),
  nextOn: z.string().nullable(),
  standing,
})
export type ReviewRow = z.infer<typeof reviewRow>

const signCount = z.strictObject({
  sign: z.enum(signNames),
  title: z.string(),
  yes: z.number(), no: z.number(), unknown: z.number(), of: z.number(),
  /** Why not, the most frequent reason first, with the verb that mends it and the first elements it concerns. */
  reasons: z.array(z.strictObject({ reason: z.string(), mend: z.string().nullable(), state: z.enum(['no', 'unknown']), count: z.number(), elements: z.array(elementRef) })),
})
export type SignCount = z.infer<typeof signCount>

export const gapNames = [
  'service not stated', 'cell not stated', 'supplier not stated', 'scope promise late', 'scope entry without element', 'policy without why', 'role vacant', 'role without holder', 'service without team',
  'service with unknown team', 'service without accountable role', 'service promised beyond its chain', 'measure without target', 'review without cadence',
] as const
const gap = z.strictObject({
  gap: z.enum(gapNames),
  section: z.enum(['scope', 'policies', 'roles', 'routines', 'measures', 'reviews']),
  count: z.number(),
  text: z.string(),
  mend: z.string().nullable(),
  elements: z.array(elementRef),
})
export type Gap = z.infer<typeof gap>

const noteNames = ['scope', 'policies', 'roles', 'routines', 'records', 'measures', 'values', 'reviews', 'meetings', 'evidence', 'frameworks', 'risks', 'sinceReview'] as const
export type NoteName = (typeof noteNames)[number]

/** The A3 of one day: everything that the page, its print, its PDF and its JSON are made from. */
export const a3PageSchema = z.strictObject({
  /** Rises when the same system would give another page; a stored edition is compared only within one model. */
  model: z.literal(1),
  organisation: z.strictObject({
    id: z.string(), key: z.string(), name: z.string(), purpose: z.string(), timeZone: z.string(),
    /** The element that describes it, as it held on the day; null before there is one. */
    element: elementRef.nullable(),
    wentLiveOn: z.string().nullable(), singleHanded: z.string().nullable(), simulated: z.boolean(),
  }),
  asOf: z.string(),
  live: z.boolean(),
  baseline: z.strictObject({ on: z.string().nullable(), text: z.string() }),
  smsOwner: z.strictObject({ role: elementRef.nullable(), holders: z.array(z.string()) }),
  ledger: z.strictObject({ entries: z.number(), head: z.string().nullable() }),
  scope,
  policies: z.array(policyRow),
  roles: z.array(roleRow),
  routines: z.array(routineRow),
  measures: z.array(measureRow),
  reviews: z.array(reviewRow),
  /** The twelve months that the wheel shows: from the first of a month to the day before it a year later. */
  wheel: z.strictObject({ fromOn: z.string(), toOn: z.string() }),
  evidence: z.strictObject({ pieces: z.number(), text: z.string() }),
  vitalSigns: z.strictObject({ elements: z.number(), drafts: z.number(), signs: z.array(signCount) }),
  frameworks: z.array(z.strictObject({ title: z.string(), full: z.number(), partial: z.number(), of: z.number() })),
  risks: z.array(z.strictObject({ key: z.string(), title: z.string(), now: z.string(), aim: z.string() })),
  sinceReview: z.array(z.string()),
  gaps: z.array(gap),
  /** For what has no data yet: one line that says what to do. null where there is data. */
  notes: z.record(z.enum(noteNames), z.string().nullable()),
})
export type A3Page = z.infer<typeof a3PageSchema>

export const a3PageQuery = queryContract({
  name: 'a3.page',
  title: 'Show the A3',
  input: z.strictObject({ asOf: day.optional() }),
  output: a3PageSchema,
})
