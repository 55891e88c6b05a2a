import { z } from 'zod'
import type { LinkType } from './links.ts'

/** Where an element stands. A retired element stays readable for good. */
export const elementStatus = z.enum(['draft', 'in force', 'retired'])
export type ElementStatus = z.infer<typeof elementStatus>

/** A link as it leaves its source element. `to` is the target's id (or, on input, its key). */
export const draftLink = z.strictObject({
  type: z.string().max(50),
  to: z.string().min(1).max(200),
  /** Narrows the link to one more element, e.g. unit operates routine *for* a service. */
  for: z.string().min(1).max(200).optional(),
  extent: z.enum(['full', 'partial']).optional(),
  note: z.string().max(2000).optional(),
})
export type DraftLink = z.infer<typeof draftLink>

/** What a person writes when they draft: the envelope's editable part, the body, the links. */
export type Draft<Body = Record<string, unknown>> = {
  title: string
  /** Id of the role that answers for the element. */
  accountable: string | null
  /** ISO 8601 duration, e.g. P1Y; null: no cadence agreed. */
  reviewEvery: string | null
  /** Day from which it is to hold, in the organisation's time zone; null: on approval. */
  effectiveOn: string | null
  body: Body
  links: DraftLink[]
}

/** One thing that is wrong: where (a path such as `body.principles.2.text`) and what would be right. */
export type Fault = { path: string; message: string }

/**
 * An element that a body addresses. Bodies hold no references (those are links) but where the model itself puts an address into
 * the body: cells of the scope, roles of steps, chairs of reviews. `path` lies within the body, e.g. `steps.0.role`.
 */
export type Address = { path: string; to: string; kinds: readonly string[]; /** The form in which it is kept. */ as: 'id' | 'key' }

/** Names an element by its id or key; undefined where nothing is known of it. */
export type TitleOf = (reference: string) => string | undefined

/**
 * How the items of one list in a body are told apart and called, so that a difference says "Step Assess" and two people's edits of two
 * items merge. Without one, an item's `id` or its first text does both.
 */
export type Part<Item = any, Body = any> = {
  /** In sentence case, singular: "Step". */
  noun: string
  id?: (item: Item) => string
  name?: (item: Item, body: Body, titleOf: TitleOf) => string
  /** The whole item in one line, where its fields need no labels. */
  say?: (item: Item, body: Body, titleOf: TitleOf) => string
}

/** One short fact for a list column or a tooltip. */
export type Fact = { label: string; value: string }

/**
 * A kind of governed element. A new kind is one of these in a file of its own, never a table.
 * Bodies hold no references: those are links.
 */
export type Kind<Body = any> = {
  kind: string
  /** Key prefix: SVC gives SVC-1, SVC-2 … */
  prefix: string
  /** Singular and plural, in lower case, as people say them. */
  noun: string
  plural: string
  /** Where its pages live, e.g. `policies` for /policies/POL-1. */
  path: string
  /** True for organisation and scope: there is exactly one, and it is found with the organisation. */
  single?: boolean
  body: z.ZodType<Body>
  /** The body of a new, empty draft. */
  empty: Body
  /** The body's one long text; in a folder it lies beside the element's file as Markdown. */
  prose?: string
  /** Suggested review cadence for a new element. */
  reviewEvery: string | null
  /** Link types this kind may be the source of (ends are checked against shared/links.ts). */
  links: readonly LinkType[]
  /** Rules beyond the schema, checked whenever a draft is saved. Pure. */
  check?: (draft: Draft<Body>) => Fault[]
  /** What is still missing before it counts as *defined* (vital sign); it may be put in force all the same. Pure. */
  missing?: (draft: Draft<Body>) => Fault[]
  /** Every element that the body addresses; whoever saves it resolves each and refuses what is unknown or retired. Pure. */
  addresses?: (body: Body) => Address[]
  /** Lists in the body by their path without positions, e.g. `steps` or `clocks.targets`. Pure. */
  parts?: Record<string, Part>
  /** At most four short facts, the telling ones first, always in the same order and number for a kind. Pure. */
  facts?: (body: Body) => Fact[]
}

/** Keeps the body's type while fitting it to the registry. */
export function defineKind<Body>(kind: Kind<Body>): Kind<Body> {
  return kind
}
