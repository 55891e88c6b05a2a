import { z } from 'zod'
import { actionContract, queryContract } from '../../shared/contract.ts'
import { id, reference } from '../../shared/ids.ts'
import { processes } from '../routines/routine-body.ts'
import { recordInstants, recordLinks } from '../routines/record.ts'
import { named } from '../../shared/fields.ts'

/** Instants are ISO 8601 in UTC; `record` is a key (INC-1042) or an id everywhere. */
const instant = z.string()
const person = z.object({ id: z.string(), name: z.string() })
const element = z.object({ id: z.string(), key: z.string(), kind: z.string(), title: z.string() })
const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()])
const values = z.record(z.string().max(40), z.union([z.string().max(20_000), z.number(), z.boolean(), z.array(z.string().max(200)).max(100), z.null()]))
const instantName = z.enum(recordInstants)
const process = z.enum(processes)
const why = z.string().trim().max(4000)
const reasoned = why.min(1, 'Say why.')
const revision = z.number().int().min(1)

/** What every record has beside its form; a key or id each, null takes it away. */
const places = {
  service: reference.nullable().optional(), configurationItem: reference.nullable().optional(), unit: reference.nullable().optional(),
  location: reference.nullable().optional(), supplier: reference.nullable().optional(), requester: id.nullable().optional(),
}

export const recordRow = z.object({
  id: z.string(), key: z.string(), title: z.string(), revision: z.number(),
  routine: z.object({ id: z.string(), key: z.string(), title: z.string() }),
  state: z.object({ id: z.string(), name: z.string(), process }), open: z.boolean(), outcome: z.string(), priority: z.string(),
  service: element.nullable(), assignee: z.object({ role: element.nullable(), person: person.nullable() }), requester: person.nullable(),
  openedAt: instant, changedAt: instant, dueAt: instant.nullable(), closedAt: instant.nullable(),
})
export type RecordRow = z.infer<typeof recordRow>

const clockView = z.object({
  clock: z.string(), name: z.string(), hours: z.enum(['elapsed', 'service hours']), target: z.string(), startedAt: instant, stoppedAt: instant.nullable(), waitsFrom: instant.nullable(),
  dueAt: instant.nullable(), met: z.boolean().nullable(),
  /** Milliseconds used and allowed on the clock at the moment of the answer; allowed null where only a date is set. */
  used: z.number(), allowed: z.number().nullable(),
  /** The target before each change of priority or version, oldest first. */
  segments: z.array(z.object({ from: instant, priority: z.string(), target: z.string(), because: z.string() })),
})

/** A way out of the present step: what it asks, and why it cannot be taken now (empty: it can). */
const wayView = z.object({
  id: z.string(), name: z.string(), to: z.string(), toName: z.string(), reason: z.boolean(), outcome: z.string(),
  missing: z.array(z.object({ path: z.string(), message: z.string() })), closed: z.string(), allowed: z.boolean(), refusal: z.string(),
  /** It leads back, or reopens. `asks`: what would open it, where its condition keeps it closed: `fields.cause`, `assignee`. */
  back: z.boolean(), asks: z.array(z.string()),
})

const fieldView = z.object({
  id: z.string(), label: z.string(), type: z.string(), choices: z.array(z.string()), elementKind: z.string(), hint: z.string(),
  value, shown: z.string(), required: z.boolean(), usedHere: z.boolean(),
  /** Nobody types it in this step: the routine or a grid gives it, or it belongs to other steps. */
  closed: z.boolean(),
})

/** Ids of the fields that say when it is planned for; null where the routine plans nothing. */
const plannedWindow = z.object({ from: z.string(), to: z.string() }).nullable()

const approvalView = z.object({
  id: z.string(), name: z.string(), role: element, need: z.number(), given: z.array(z.object({ person, decision: z.enum(['approved', 'refused']), at: instant, reason: z.string() })),
  allowed: z.boolean(), refusal: z.string(),
})

export const timelineEntry = z.object({
  position: z.number(), type: z.string(), at: instant, occurredAt: instant.nullable(), actor: person.nullable(), actorName: z.string(), role: z.string(), process: process.nullable(),
  /** One sentence; changes are label, before and after. */
  text: z.string(), reason: z.string(), changes: z.array(z.object({ label: z.string(), before: z.string(), after: z.string() })),
  mentions: z.array(person), attachment: z.object({ id: z.string(), name: z.string() }).nullable(),
})
export type TimelineEntry = z.infer<typeof timelineEntry>

const linkView = z.object({
  id: z.string(), type: z.enum(recordLinks), direction: z.enum(['out', 'in']), standing: z.enum(['candidate', 'confirmed']),
  /** `state` is the name of its step. */
  record: z.object({ id: z.string(), key: z.string(), title: z.string(), state: z.string(), open: z.boolean() }),
})

export const recordView = recordRow.extend({
  routineVersion: z.number(), newerVersion: z.number().nullable(), priorityBy: z.enum(['grid', 'hand', '']), priorities: z.array(z.string()), catalogueItem: z.string(),
  configurationItem: element.nullable(), unit: element.nullable(), location: element.nullable(), supplier: element.nullable(), creator: person.nullable(),
  source: z.string(), externalId: z.string(), instants: z.partialRecord(instantName, instant), enteredAt: instant, outcomes: z.array(z.object({ id: z.string(), name: z.string(), result: z.string() })),
  /** The routine's steps in order, each with when it was last entered and left. */
  steps: z.array(z.object({
    id: z.string(), name: z.string(), process, end: z.boolean(), role: element.nullable(), enteredAt: instant.nullable(), leftAt: instant.nullable(), current: z.boolean(),
    holders: z.array(person), instruction: z.string(),
  })),
  /** What holds in this step: exit conditions with whether they hold (null: for people to judge), evidence due, rules of policies that govern the routine. */
  exit: z.array(z.object({ text: z.string(), holds: z.boolean().nullable(), /** What its expression reads that people can fill in (asksOf); a way's missing `exit.0` is mended by these. */ asks: z.array(z.string()) })), evidence: z.array(z.object({ what: z.string(), dueAt: instant.nullable(), given: z.boolean() })),
  principles: z.array(z.object({ text: z.string(), policy: element })),
  window: plannedWindow, fields: z.array(fieldView), ways: z.array(wayView), approvals: z.array(approvalView), clocks: z.array(clockView), links: z.array(linkView),
  /** Criteria that speak for a value of a field: whether each holds (null: for people to judge) and what they suggest together. */
  assessments: z.array(z.object({ id: z.string(), name: z.string(), field: z.string(), suggests: z.string(), criteria: z.array(z.object({ text: z.string(), holds: z.boolean().nullable(), gives: z.string() })) })),
  /** Texts made ready from the record; `gaps` are labels of what is not filled in yet. */
  texts: z.array(z.object({ id: z.string(), name: z.string(), text: z.string(), gaps: z.array(z.string()) })),
  closing: z.object({ allowed: z.boolean(), refusal: z.string(), missing: z.array(z.object({ path: z.string(), message: z.string() })) }),
  attachments: z.array(z.object({ id: z.string(), name: z.string(), mediaType: z.string(), bytes: z.number(), sha256: z.string(), at: instant, by: person.nullable() })),
  /** Agreements that bind the record's service, each with what it promises in one line: "99.90 %, 4 h repair". */
  agreements: z.array(element.extend({ says: z.string() })),
  watching: z.boolean(), watchers: z.array(person), mergedInto: z.object({ key: z.string(), title: z.string() }).nullable(), abilities: z.array(z.string()),
})
export type RecordView = z.infer<typeof recordView>

/** What a write on a record answers. */
export const recordReceipt = z.object({ id: z.string(), key: z.string(), revision: z.number(), state: z.string(), open: z.boolean(), raised: z.array(z.string()) })
export type RecordReceipt = z.infer<typeof recordReceipt>

const on = { record: reference, revision }

export const recordContracts = {
  create: actionContract({
    name: 'record.create', title: 'Raise a record',
    input: z.strictObject({
      routine: reference, title: named('Give a title.', 300), catalogueItem: z.string().max(40).optional(), fields: values.default({}), ...places, priority: z.string().max(40).optional(),
      occurredAt: instant.optional(), detectedAt: instant.optional(), raisedFrom: reference.optional(), reason: why.optional(),
    }),
    output: recordReceipt,
  }),
  advance: actionContract({
    name: 'record.advance', title: 'Take a step', output: recordReceipt,
    input: z.strictObject({ ...on, transition: z.string().max(80), fields: values.optional(), outcome: z.string().max(40).optional(), reason: why.optional() }),
  }),
  fill: actionContract({ name: 'record.fill', title: 'Fill in', output: recordReceipt, input: z.strictObject({ ...on, title: named('Give a title.', 300).optional(), fields: values.optional(), ...places }) }),
  prioritise: actionContract({ name: 'record.prioritise', title: 'Set the priority', output: recordReceipt, input: z.strictObject({ ...on, priority: z.string().max(40), reason: reasoned }) }),
  assign: actionContract({ name: 'record.assign', title: 'Assign', output: recordReceipt, input: z.strictObject({ ...on, role: reference.nullable().optional(), person: id.nullable().optional(), reason: why.optional() }) }),
  approve: actionContract({ name: 'record.approve', title: 'Approve', output: recordReceipt, input: z.strictObject({ ...on, approval: z.string().max(40), reason: why.optional() }) }),
  refuse: actionContract({ name: 'record.refuse', title: 'Refuse', output: recordReceipt, input: z.strictObject({ ...on, approval: z.string().max(40), reason: reasoned }) }),
  close: actionContract({ name: 'record.close', title: 'Close', output: recordReceipt, input: z.strictObject({ ...on, outcome: z.string().max(40).optional(), fields: values.optional(), reason: why.optional() }) }),
  mark: actionContract({ name: 'record.mark', title: 'Record an instant', output: recordReceipt, input: z.strictObject({ ...on, instant: instantName, at: instant.optional(), reason: why.optional() }) }),
  correct: actionContract({
    name: 'record.correct', title: 'Correct', output: recordReceipt,
    input: z.strictObject({ ...on, instants: z.partialRecord(instantName, instant.nullable()).optional(), fields: values.optional(), outcome: z.string().max(40).optional(), reason: reasoned }),
  }),
  comment: actionContract({ name: 'record.comment', title: 'Comment', output: recordReceipt, input: z.strictObject({ record: reference, text: z.string().trim().min(1, 'Write something.').max(10_000), mentions: z.array(id).max(20).default([]) }) }),
  link: actionContract({ name: 'record.link', title: 'Link', output: recordReceipt, input: z.strictObject({ record: reference, type: z.enum(recordLinks), to: reference, standing: z.enum(['candidate', 'confirmed']).default('confirmed'), reason: why.optional() }) }),
  unlink: actionContract({ name: 'record.unlink', title: 'Take a link away', output: recordReceipt, input: z.strictObject({ record: reference, link: id, reason: reasoned }) }),
  watch: actionContract({ name: 'record.watch', title: 'Watch', output: recordReceipt, input: z.strictObject({ record: reference, watching: z.boolean() }) }),
  /** One file, in base64; it is read again at `GET /api/record.file?record=…&attachment=…`. */
  attach: actionContract({
    name: 'record.attach', title: 'Attach a file', carriesFiles: true, output: z.object({ id: z.string(), name: z.string(), sha256: z.string() }),
    input: z.strictObject({ record: reference, name: named('Name the file.', 300), mediaType: z.string().max(200).default(''), base64: z.string() }),
  }),
  merge: actionContract({ name: 'record.merge', title: 'Merge into another', output: recordReceipt, input: z.strictObject({ ...on, into: reference, reason: reasoned }) }),
  migrate: actionContract({
    name: 'record.migrate', title: 'Move to the newest version of the routine', output: z.object({ moved: z.number(), kept: z.array(z.object({ key: z.string(), why: z.string() })) }),
    input: z.strictObject({ records: z.array(reference).min(1).max(200), states: z.record(z.string().max(40), z.string().max(40)).default({}), reason: reasoned }),
  }),
}

/** The orders of a list and what it may be narrowed by; each has its index (docs/decisions). */
export const recordSorts = ['number', 'changed', 'due', 'priority'] as const
const narrowing = {
  routine: reference.optional(), state: z.string().max(40).optional(), priority: z.string().max(40).optional(), service: reference.optional(), role: reference.optional(),
  /** An id, `me`, or `none`: with nobody yet. */
  assignee: z.string().max(60).optional(), requester: z.string().max(60).optional(), standing: z.enum(['open', 'closed', 'any']).default('open'), overdue: z.stringbool().optional(),
  watched: z.stringbool().optional(), text: z.string().max(200).optional(),
}

export const recordQueries = {
  list: queryContract({
    name: 'record.list', title: 'List records',
    input: z.object({ ...narrowing, sort: z.enum(recordSorts).default('number'), direction: z.enum(['asc', 'desc']).default('desc'), after: z.string().max(1000).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
    /** `lookedTo`: of a past day only records opened since then (in the other direction: until then) were looked at for this page; null: the page is whole. */
    output: z.object({ rows: z.array(recordRow), next: z.string().nullable(), lookedTo: instant.nullable(), abilities: z.array(z.string()) }),
  }),
  get: queryContract({ name: 'record.get', title: 'Show a record', input: z.object({ record: reference }), output: recordView }),
  timeline: queryContract({
    name: 'record.timeline', title: 'What happened', input: z.object({ record: reference, before: z.coerce.number().int().optional(), limit: z.coerce.number().int().min(1).max(200).default(100) }),
    output: z.object({ entries: z.array(timelineEntry), next: z.number().nullable() }),
  }),
  /** One column per step of a routine, with the first records of each and how many are open there. */
  board: queryContract({
    name: 'record.board', title: 'Board', input: z.object({ ...narrowing, routine: reference, limit: z.coerce.number().int().min(1).max(50).default(20) }),
    output: z.object({
      routine: element, columns: z.array(z.object({ state: z.string(), name: z.string(), process, end: z.boolean(), open: z.number(), rows: z.array(recordRow), next: z.string().nullable() })), lookedTo: instant.nullable(), abilities: z.array(z.string()),
    }),
  }),
  /** What waits for me: assigned to me, to a role I hold with nobody yet, an approval of mine; most pressing first. `open` counts what is answered, not what is beyond: where one of the lists is as long as the limit there may be more. */
  mine: queryContract({
    name: 'record.mine', title: 'My work', input: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
    output: z.object({ mine: z.array(recordRow), roles: z.array(recordRow), approvals: z.array(recordRow.extend({ approval: z.string() })), watched: z.array(recordRow), open: z.number() }),
  }),
  /** Records about one configuration item, open or closed, those opened last first. */
  ofItem: queryContract({
    name: 'record.ofItem', title: 'Records about a configuration item', input: z.object({ item: reference, after: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
    output: z.object({ rows: z.array(recordRow), next: z.string().nullable() }),
  }),
  /** How much is open in each step of each routine; null on a past day, of which nothing is counted. */
  counts: queryContract({
    name: 'record.counts', title: 'Open records', input: z.object({}),
    output: z.object({ routines: z.array(z.object({ routine: element, noun: z.string(), prefix: z.string(), open: z.number().nullable(), overdue: z.number().nullable(), states: z.array(z.object({ state: z.string(), name: z.string(), open: z.number().nullable() })) })) }),
  }),
  /** What is asked when a record of a routine is raised. */
  form: queryContract({
    name: 'record.form', title: 'Form of a routine', input: z.object({ routine: reference }),
    output: z.object({
      routine: element, version: z.number(), noun: z.string(), purpose: z.string(), allowed: z.boolean(), refusal: z.string(), fields: z.array(fieldView), priorities: z.array(z.string()),
      catalogue: z.array(z.object({ id: z.string(), name: z.string(), hint: z.string(), values: z.record(z.string(), value), required: z.array(z.string()) })), required: z.array(z.string()),
      /** Lookups over these fields, so that the priority is shown while one still chooses. */
      grids: z.array(z.object({ name: z.string(), row: z.string(), column: z.string(), gives: z.string(), cells: z.array(z.object({ row: z.string(), column: z.string(), value: z.string() })) })), window: plannedWindow,
    }),
  }),
  /** Every routine in force, with whether this person may raise a record of it; `declares`: its first step sets the instant `declared`. */
  raisable: queryContract({
    name: 'record.raisable', title: 'What can be raised', input: z.object({}),
    output: z.object({
      routines: z.array(z.object({
        routine: element, noun: z.string(), trigger: z.string(), allowed: z.boolean(), refusal: z.string(), declares: z.boolean(), /** Field that takes what a verification found; empty: none. */ findingsIn: z.string(), catalogue: z.array(z.object({ id: z.string(), name: z.string(), hint: z.string() })),
      })),
    }),
  }),
  /** What would become of open records under the newest version of their routine. */
  migration: queryContract({
    name: 'record.migration', title: 'Preview of a move to the newest version', input: z.object({ routine: reference }),
    output: z.object({
      routine: element, version: z.number(), behind: z.number(), states: z.array(z.object({ version: z.number(), state: z.string(), name: z.string(), open: z.number(), becomes: z.string().nullable() })),
      /** Steps of the newest version, for those that are gone. */
      steps: z.array(z.object({ id: z.string(), name: z.string() })),
      clocks: z.array(z.object({ name: z.string(), text: z.string() })), records: z.array(z.object({ id: z.string(), key: z.string(), title: z.string(), version: z.number(), state: z.string() })),
    }),
  }),
}

/** What `GET /api/live` sends for each record that changed, as the data of a server-sent event. */
export type LiveNotice = { record: string; key: string; revision: number }
