import { z } from 'zod'
import { actionContract, queryContract } from './contract.ts'
import { cadence, day } from './days.ts'
import { reference } from './ids.ts'
import { draftLink, elementStatus } from './kind.ts'
import type { Kind } from './kind.ts'
import { named } from './fields.ts'

/** Contracts that every kind of governed element shares; `elementContracts(kind)` names them for one kind. */
const instant = z.string()
const byName = z.object({ id: z.string(), name: z.string() })
const fault = z.object({ path: z.string(), message: z.string() })
const elementRef = z.object({ id: z.string(), key: z.string(), kind: z.string(), title: z.string(), status: elementStatus })

const linkView = z.object({
  type: z.string(), direction: z.enum(['out', 'in']), element: elementRef,
  for: elementRef.optional(), extent: z.enum(['full', 'partial']).optional(), note: z.string().optional(),
})

const content = z.object({
  title: z.string(), accountable: z.string().nullable(), reviewEvery: z.string().nullable(), effectiveOn: z.string().nullable(),
  body: z.record(z.string(), z.unknown()), links: z.array(draftLink),
})

const accountable = z.object({
  id: z.string(), key: z.string(), title: z.string(), holders: z.array(z.object({ personId: z.string(), name: z.string(), deputy: z.boolean() })),
})

export const elementView = z.object({
  id: z.string(), key: z.string(), kind: z.string(), title: z.string(), status: elementStatus, version: z.number(), revision: z.number(),
  effectiveOn: z.string().nullable(), reviewEvery: z.string().nullable(), reviewedOn: z.string().nullable(), reviewDueOn: z.string().nullable(),
  accountable: accountable.nullable(),
  body: z.record(z.string(), z.unknown()),
  links: z.array(linkView),
  unknown: z.array(z.object({ type: z.string(), name: z.string(), itself: z.literal(true).optional() })),
  draft: content.extend({ by: byName.nullable(), at: instant, retiring: z.boolean(), links: z.array(linkView) }).nullable(),
  /** The next version that is approved for a later day. */
  coming: z.object({ on: z.string(), status: z.enum(['in force', 'retired']) }).nullable(),
  missing: z.array(fault),
  abilities: z.array(z.string()),
  signs: z.array(z.object({ sign: z.string(), state: z.enum(['yes', 'no', 'unknown']), reason: z.string(), mend: z.string().nullable() })),
})
export type ElementView = z.infer<typeof elementView>

/** What a write on an element answers: where it stands now. */
export const elementReceipt = z.object({
  id: z.string(), key: z.string(), kind: z.string(), title: z.string(), status: elementStatus, version: z.number(), revision: z.number(),
})
export type ElementReceipt = z.infer<typeof elementReceipt>

export const draftInput = z.strictObject({
  /** Key or id; absent: a new element. */
  element: reference.optional(),
  /** The revision that was read; a newer one refuses the draft (409). */
  revision: z.number().int().min(0).optional(),
  title: named('Give a title.', 200, 'Keep the title within 200 characters.'),
  accountable: reference.nullable().optional(),
  reviewEvery: cadence.nullable().optional(),
  effectiveOn: day.nullable().optional(),
  body: z.record(z.string(), z.unknown()),
  links: z.array(draftLink).max(2000).optional(),
  reason: z.string().max(2000).optional(),
})
export type DraftInput = z.infer<typeof draftInput>

const change = z.strictObject({ element: reference, revision: z.number().int().min(0), reason: z.string().max(2000).optional() })
const reasoned = change.extend({ reason: z.string().trim().min(1, 'Say why.').max(2000) })
const reviewed = z.strictObject({ element: reference, revision: z.number().int().min(0), note: z.string().max(2000).optional() })

export const sortNames = ['title', 'key', 'status', 'changed'] as const

const listInput = z.object({
  status: z.enum(['draft', 'in force', 'retired', 'any']).optional(),
  text: z.string().max(200).optional(),
  accountable: reference.optional(),
  sort: z.enum(sortNames).default('title'),
  direction: z.enum(['asc', 'desc']).default('asc'),
  after: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const elementRow = z.object({
  id: z.string(), key: z.string(), title: z.string(), status: elementStatus, version: z.number(), revision: z.number(), hasDraft: z.boolean(),
  effectiveOn: z.string().nullable(), accountable: z.object({ key: z.string(), title: z.string() }).nullable(), changedAt: instant,
  /** The next version that is approved for a later day. */
  coming: z.object({ on: z.string(), status: z.enum(['in force', 'retired']) }).nullable(),
  facts: z.array(z.object({ label: z.string(), value: z.string() })),
})
export type ElementRowView = z.infer<typeof elementRow>

const listOutput = z.object({ rows: z.array(elementRow), next: z.string().nullable(), abilities: z.array(z.string()) })

/** One thing that differs, in words; `path` names the place for machines. */
export const difference = z.object({
  path: z.string(), of: z.string().nullable(), label: z.string(), form: z.enum(['words', 'value', 'item']), before: z.string().nullable(), after: z.string().nullable(),
})

const versionsOutput = z.object({
  versions: z.array(z.object({
    version: z.number(), status: z.enum(['in force', 'retired']), title: z.string(), effectiveOn: z.string(), recordedAt: instant,
    approvedBy: byName.nullable(), content, changes: z.array(difference),
  })),
})

/** The five actions and three queries of a kind, under its name: `policy.draft`, `policy.list` … */
export function elementContracts(kind: Pick<Kind, 'kind' | 'noun' | 'plural'>) {
  const { kind: name, noun, plural } = kind
  const one = z.object({ element: reference })
  return {
    draft: actionContract({ name: `${name}.draft`, title: `Draft ${noun}`, input: draftInput, output: elementReceipt }),
    approve: actionContract({ name: `${name}.approve`, title: `Put ${noun} in force`, input: change, output: elementReceipt }),
    retire: actionContract({ name: `${name}.retire`, title: `Retire ${noun}`, input: reasoned, output: elementReceipt }),
    review: actionContract({ name: `${name}.review`, title: `Record a review of ${noun}`, input: reviewed, output: elementReceipt }),
    discard: actionContract({ name: `${name}.discard`, title: `Discard the draft of ${noun}`, input: change, output: elementReceipt }),
    list: queryContract({ name: `${name}.list`, title: `List ${plural}`, input: listInput, output: listOutput }),
    get: queryContract({ name: `${name}.get`, title: `Show ${noun}`, input: one, output: elementView }),
    versions: queryContract({ name: `${name}.versions`, title: `Versions of ${noun}`, input: one, output: versionsOutput }),
  }
}

export const elementHistory = queryContract({
  name: 'element.history', title: 'History of an element',
  input: z.object({ element: reference, after: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  output: z.object({
    entries: z.array(z.object({
      id: z.string(), at: instant, verb: z.string(), actor: byName.nullable(), role: z.string(), reason: z.string().nullable(),
      /** What carried the change along with others, such as a proposal; null: it was done to the element itself. */
      through: z.object({ kind: z.string(), key: z.string(), title: z.string() }).nullable(),
      /** The version of the element that it brought in force. */
      version: z.number().nullable(),
    })),
    next: z.string().nullable(),
  }),
})

export const search = queryContract({
  name: 'search', title: 'Find anything by key or words',
  input: z.object({
    text: z.string().max(200), limit: z.coerce.number().int().min(1).max(50).default(12),
    /** Only these kinds, with a comma between. */
    kinds: z.string().max(500).optional(),
  }),
  output: z.object({
    /** `excerpt` shows where the words stand when they are in neither key nor title. */
    results: z.array(z.object({ id: z.string(), kind: z.string(), key: z.string(), title: z.string(), excerpt: z.string().nullable() })),
    /** Folded words to mark: those that were typed, and those that were meant. */
    words: z.array(z.string()),
  }),
})
