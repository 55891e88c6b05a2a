import { z } from 'zod'
import { actionContract, queryContract } from '../../shared/contract.ts'
import { day } from '../../shared/days.ts'
import { reference } from '../../shared/ids.ts'
import { signNames } from '../../shared/signs.ts'
import { a3PageSchema, elementRef } from './a3.contract.ts'

const edition = z.strictObject({
  id: z.string(),
  /** ED-1 and on, in the order of publication. */
  key: z.string(),
  title: z.string(),
  note: z.string().nullable(),
  /** The day that it shows, and the instant up to which: the end of that day, or when it was published. */
  asOf: z.string(), momentAt: z.string(),
  publishedAt: z.string(),
  by: z.strictObject({ id: z.string().nullable(), name: z.string(), role: z.string() }),
  model: z.number(),
  /** False: printed under another page model, so it is kept and downloaded, but not drawn or compared. */
  readable: z.boolean(),
  /** SHA-256 of the canonical page, and of the PDF. */
  hash: z.string(), pdfHash: z.string(),
  /** The head of the ledger at that moment. */
  ledger: z.strictObject({ size: z.number(), root: z.string().nullable() }),
})
export type EditionView = z.infer<typeof edition>

export const publishEdition = actionContract({
  name: 'edition.publish', title: 'Publish an edition of the A3',
  input: z.strictObject({
    title: z.string().trim().max(200).default(''),
    note: z.string().trim().max(2000).optional(),
    /** The end of a past day; absent: now. */
    asOf: day.optional(),
    /** Publish although nothing has changed since the last edition. */
    unchanged: z.boolean().default(false),
  }),
  output: edition,
})

const named = z.strictObject({ edition: reference })

export const listEditions = queryContract({
  name: 'edition.list', title: 'List the editions, the last first',
  input: z.strictObject({ before: z.coerce.number().int().min(1).max(1_000_000_000).optional(), limit: z.coerce.number().int().min(1).max(200).default(100), asOf: day.optional() }),
  output: z.strictObject({ editions: z.array(edition), next: z.number().nullable(), abilities: z.array(z.string()) }),
})

export const getEdition = queryContract({
  name: 'edition.get', title: 'Show an edition',
  input: named,
  output: z.strictObject({ edition, page: a3PageSchema.nullable(), previous: z.string().nullable() }),
})

export const editionDocument = queryContract({
  name: 'edition.document', title: 'Download an edition as data',
  input: named,
  output: z.strictObject({
    format: z.literal('wellrun-edition/1'),
    edition,
    organisation: z.strictObject({ id: z.string(), key: z.string(), name: z.string() }),
    /** The text that `edition.hash` is the SHA-256 of (UTF-8): the page as canonical JSON, people by id. */
    hashed: z.string(),
    /** What the people in it are called today. */
    people: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  }),
})

export const blocks = ['header', 'scope', 'policies', 'roles', 'routines', 'measures', 'reviews', 'frameworks', 'risks'] as const
const field = z.strictObject({ name: z.string(), before: z.string().nullable(), after: z.string().nullable() })
export type ChangedField = z.infer<typeof field>

const change = z.strictObject({
  block: z.enum(blocks),
  what: z.enum(['added', 'changed', 'removed']),
  /** Where it stands on the page: the id of its element, or the name of its line. */
  place: z.string(),
  title: z.string(),
  element: elementRef.nullable(),
  /** What reads otherwise; empty where the whole row is new or gone. */
  fields: z.array(field),
})
export type Change = z.infer<typeof change>

const movedCell = z.strictObject({ service: z.string(), column: z.string(), before: z.string(), after: z.string() })
const movedSign = z.strictObject({
  sign: z.enum(signNames), title: z.string(),
  before: z.strictObject({ yes: z.number(), of: z.number() }), after: z.strictObject({ yes: z.number(), of: z.number() }),
})

export const differenceSchema = z.strictObject({
  changes: z.array(change),
  /** Cells of the scope that say something else, where service and column stand on both pages. */
  cells: z.array(movedCell),
  /** Vital signs that count otherwise. */
  signs: z.array(movedSign),
  counts: z.strictObject({ added: z.number(), changed: z.number(), removed: z.number() }),
})
export type Difference = z.infer<typeof differenceSchema>

/** One side of a comparison: an edition, or the system as of a day. */
const side = z.strictObject({ edition: z.string().nullable(), on: z.string(), /** As people say it: "ED-3 of 1 Mar 2026". */ text: z.string() })
export type Side = z.infer<typeof side>

export const editionDifference = queryContract({
  name: 'edition.difference', title: 'What differs between two days or editions',
  input: z.strictObject({
    /** An edition, a day, or `last`: the last edition there was by then. */
    from: reference.default('last'),
    /** An edition or a day; absent: what is in force on the day that is asked as of. */
    to: reference.optional(),
    asOf: day.optional(),
  }),
  /** Both null where there is no edition yet. */
  output: z.strictObject({ before: side.nullable(), after: side, difference: differenceSchema.nullable() }),
})
export type Comparison = z.infer<typeof editionDifference.output>
