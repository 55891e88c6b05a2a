import { z } from 'zod'
import { actionContract, queryContract } from '../../shared/contract.ts'
import { line, text } from '../../shared/fields.ts'
import { id, reference } from '../../shared/ids.ts'

/** An instant with its offset, e.g. 2026-03-02T09:00:00Z; read and kept in UTC. */
export const instant = z.iso.datetime({ offset: true, error: 'Give a date and time with an offset, e.g. 2026-03-02T09:00:00Z.' })
const revision = z.number().int().min(1).max(2_147_483_647)
const share = z.number('Give a number.').gt(0, 'Give a share above 0.').max(1, 'All users are 1.').nullable()
const why = z.string().trim().min(1, 'Say why.').max(2000)
const receipt = z.object({ id: z.string(), key: z.string(), revision: z.number(), warnings: z.array(z.string()) })
const plain = { title: line('What happened'), note: text('Note'), severity: line('Severity, in your own words', 100), record: line('Key of the record', 40) }

export const registerOutage = actionContract({
  name: 'outage.register', title: 'Register an outage',
  input: z.strictObject({
    service: reference, start: instant, end: instant.nullable().default(null), planned: z.boolean().default(false),
    /** Of the users, above 0 up to 1; null: nobody said. */
    share: share.default(null), ...plain,
  }),
  output: receipt,
})

export const endOutage = actionContract({
  name: 'outage.end', title: 'End an outage',
  /** Left out: now. */
  input: z.strictObject({ outage: reference, revision, end: instant.optional() }), output: receipt,
})

export const correctOutage = actionContract({
  name: 'outage.correct', title: 'Correct an outage',
  input: z.strictObject({
    outage: reference, revision, reason: why, service: reference.optional(), start: instant.optional(), end: instant.nullable().optional(), planned: z.boolean().optional(), share: share.optional(),
    title: plain.title.unwrap().optional(), note: plain.note.unwrap().optional(), severity: plain.severity.unwrap().optional(), record: plain.record.unwrap().optional(),
  }),
  output: receipt,
})

export const withdrawOutage = actionContract({
  name: 'outage.withdraw', title: 'Withdraw an outage', input: z.strictObject({ outage: reference, revision, reason: why }), output: receipt,
})

const element = z.object({ id: z.string(), key: z.string(), title: z.string() })

export const outageView = z.object({
  id: z.string(), key: z.string(), title: z.string(), service: element, startedAt: z.string(), endedAt: z.string().nullable(),
  /** How it stands at the moment of the answer. */
  stage: z.enum(['ahead', 'going on', 'over', 'withdrawn']),
  /** Only what was registered before it began counts as planned. */
  standing: z.enum(['unplanned', 'planned', 'registered late']),
  planned: z.object({ from: z.string(), to: z.string() }).nullable(), registeredAt: z.string(), registeredBy: z.enum(['server', 'source']),
  share: z.number().nullable(), severity: z.string(), note: z.string(), record: z.string(), source: z.string(), externalId: z.string(), revision: z.number(),
})
export type OutageView = z.infer<typeof outageView>

const limit = z.coerce.number().int().min(1).max(500).default(50)

export const listOutages = queryContract({
  name: 'outage.list', title: 'Outages',
  input: z.object({
    service: reference.optional(),
    /** Those that have a part in the period; `to` is not part of it. */
    from: instant.optional(), to: instant.optional(),
    planned: z.stringbool().optional(), open: z.stringbool().optional(), withdrawn: z.stringbool().default(false),
    /** By when they began. */
    direction: z.enum(['asc', 'desc']).default('desc'), after: z.string().max(500).optional(), limit,
  }),
  output: z.object({ rows: z.array(outageView), next: z.string().nullable(), abilities: z.array(z.string()) }),
})

export const getOutage = queryContract({
  name: 'outage.get', title: 'An outage',
  input: z.object({ outage: reference }),
  output: outageView.extend({
    /** Others of the same service at the same time: the union counts, never the sum. */
    overlaps: z.array(outageView),
    /** Revisions, the newest first. */
    history: z.array(z.object({ revision: z.number(), at: z.string(), actor: z.string(), verb: z.string(), reason: z.string(), changes: z.array(z.object({ field: z.string(), before: z.string(), after: z.string() })) })),
    abilities: z.array(z.string()),
  }),
})
export type OutagePage = z.infer<typeof getOutage.output>

const lost = z.object({ ms: z.number(), count: z.number(), longestMs: z.number(), openNow: z.boolean() })

/** One service over the last months: what it lost of each day, around the clock. */
export const outageStrip = queryContract({
  name: 'outage.strip', title: 'Outages of a service over the last twelve months',
  input: z.object({ service: reference }),
  output: z.object({
    fromOn: z.string(), toOn: z.string(), timeZone: z.string(), total: lost, availability: z.string().nullable(), availabilityWithPlanned: z.string().nullable(),
    days: z.array(z.object({ on: z.string(), unplannedMs: z.number(), plannedMs: z.number(), outages: z.array(z.string()) })), abilities: z.array(z.string()),
  }),
})

/** `record`: it is no outage but a record with a window, e.g. a change. */
const work = z.object({ key: z.string(), title: z.string(), service: element, from: z.string(), to: z.string(), standing: z.enum(['planned', 'registered late']), record: z.boolean() })
const freezeView = z.object({ id: z.string(), title: z.string(), service: element.nullable(), from: z.string(), to: z.string(), reason: z.string(), revision: z.number() })
export type FreezeView = z.infer<typeof freezeView>

export const outageCalendar = queryContract({
  name: 'outage.calendar', title: 'Planned work, collisions and freezes',
  input: z.object({ from: instant, to: instant, service: reference.optional() }),
  output: z.object({
    work: z.array(work), freezes: z.array(freezeView),
    collisions: z.array(z.object({ one: z.string(), other: z.string(), why: z.enum(['same service', 'depends on it']), from: z.string(), to: z.string() })),
    frozen: z.array(z.object({ work: z.string(), freeze: z.string() })),
    /** True where there is more than is shown. */
    cut: z.boolean(), abilities: z.array(z.string()),
  }),
})
export type CalendarView = z.infer<typeof outageCalendar.output>

/** What a window on a service meets: work on the same service or on one that depends on it or that it depends on, and freezes. */
export const outageMeetings = queryContract({
  name: 'outage.meetings', title: 'What planned work meets',
  input: z.object({ service: reference, from: instant, to: instant, /** Its own key, where it has one: it does not meet itself. */ record: z.string().max(40).optional() }),
  output: z.object({
    collisions: z.array(z.object({ key: z.string(), title: z.string(), service: element, from: z.string(), to: z.string(), why: z.enum(['same service', 'depends on it']), record: z.boolean() })),
    freezes: z.array(z.object({ id: z.string(), title: z.string(), service: element.nullable(), from: z.string(), to: z.string() })),
    /** True where there is more than is shown. */
    cut: z.boolean(),
  }),
})

export type MeetingsView = z.infer<typeof outageMeetings.output>

const freezeReceipt = z.object({ id: z.string(), revision: z.number() })

export const declareFreeze = actionContract({
  name: 'freeze.declare', title: 'Declare a freeze',
  input: z.strictObject({ title: line('Title').unwrap().min(1, 'Say what it is, e.g. Year-end.'), service: reference.nullable().default(null), from: instant, to: instant, reason: z.string().trim().max(2000).default('') }),
  output: freezeReceipt,
})

export const liftFreeze = actionContract({ name: 'freeze.lift', title: 'Lift a freeze', input: z.strictObject({ freeze: id, revision, reason: why }), output: freezeReceipt })
