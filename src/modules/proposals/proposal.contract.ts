import { z } from 'zod'
import { actionContract, queryContract } from '../../shared/contract.ts'
import { day } from '../../shared/days.ts'
import { difference, draftInput, elementView } from '../../shared/element.contract.ts'
import { reference } from '../../shared/ids.ts'
import { named } from '../../shared/fields.ts'

const state = z.enum(['open', 'approved', 'refused', 'withdrawn'])
const reason = z.string().max(2000)
const byName = z.object({ id: z.string(), name: z.string() })
const receipt = z.object({
  id: z.string(), key: z.string(), state, revision: z.number(),
  /** Kinds of element in it that still wait for somebody with the authority to approve them. */
  waits: z.array(z.string()),
})
const draftRow = z.object({ id: z.string(), key: z.string(), kind: z.string(), title: z.string(), revision: z.number(), retiring: z.boolean(), hasDraft: z.boolean() })
const view = z.object({
  id: z.string(), key: z.string(), title: z.string(), state, author: z.string(), authorId: z.string(), openedAt: z.string(), decidedAt: z.string().nullable(), effectiveOn: z.string().nullable(),
  count: z.number(), revision: z.number(), abilities: z.array(z.string()),
})
export type ProposalView = z.infer<typeof view>

const title = named('Say what it changes.')
const elements = z.array(reference).max(5000)

export const openProposal = actionContract({
  name: 'proposal.open', title: 'Propose a change',
  input: z
    .strictObject({
      title,
      /** Elements whose drafts it takes along. */
      elements: elements.default([]),
      /** Elements that it would retire. */
      retire: elements.default([]),
      reason: reason.optional(),
      /** Day from which all of it is to hold, never before it is approved; absent: each draft as it says itself. */
      effectiveOn: day.optional(),
    })
    .refine((input) => input.elements.length + input.retire.length > 0, { path: ['elements'], message: 'Name at least one draft, or something to retire.' }),
  output: receipt,
})

const decision = z.strictObject({
  proposal: reference,
  /** As `proposal.get` showed it: it counts changes of the drafts too. */
  revision: z.number().int(),
  reason: reason.optional(),
})

export const approveProposal = actionContract({ name: 'proposal.approve', title: 'Approve a proposal', input: decision, output: receipt })
export const refuseProposal = actionContract({
  name: 'proposal.refuse', title: 'Refuse a proposal', input: decision.extend({ reason: reason.trim().min(1, 'Say why.') }), output: receipt,
})
export const withdrawProposal = actionContract({
  name: 'proposal.withdraw', title: 'Withdraw a proposal',
  /** Kept drafts lie at their elements again, to be changed and proposed anew. */
  input: decision.extend({ drafts: z.enum(['keep', 'discard']).default('keep') }), output: receipt,
})

export const amendProposal = actionContract({
  name: 'proposal.amend', title: 'Change what a proposal says',
  input: decision.extend({ title: title.optional(), effectiveOn: day.nullable().optional() }), output: receipt,
})

export const reviseProposal = actionContract({
  name: 'proposal.revise', title: 'Change a draft in a proposal',
  input: draftInput.extend({ proposal: reference, element: reference, revision: z.number().int() }), output: receipt,
})

export const rebaseProposal = actionContract({
  name: 'proposal.rebase', title: 'Bring a proposal onto what holds now',
  input: decision.extend({
    /** Where both changed the same thing: what the proposal says, or what came in force. `path` as `proposal.get` names it. */
    choices: z.array(z.strictObject({ element: reference, path: z.string().max(1000), take: z.enum(['proposed', 'in force']) })).max(5000).default([]),
  }),
  output: receipt,
})

export const reopenProposal = actionContract({
  name: 'proposal.reopen', title: 'Propose again',
  input: z.strictObject({ proposal: reference, title: title.optional(), reason: reason.optional(), effectiveOn: day.optional() }), output: receipt,
})

export const commentProposal = actionContract({
  name: 'proposal.comment', title: 'Comment on a proposal',
  input: z.strictObject({ proposal: reference, text: z.string().trim().min(1, 'Write something.').max(4000, 'Keep it to 4000 characters.') }),
  output: z.object({ id: z.string() }),
})

const listViews = ['open', 'decided', 'mine', 'waiting', 'approved', 'refused', 'withdrawn', 'any'] as const

export const listProposals = queryContract({
  name: 'proposal.list', title: 'Proposals',
  input: z.object({
    /** `mine`: what the caller opened; `waiting`: open and for the caller to decide. */
    state: z.enum(listViews).default('open'),
    /** Only those that carry this element. */
    element: reference.optional(),
    before: z.coerce.number().int().min(1).max(2_147_483_647).optional(), limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: z.object({
    rows: z.array(view.extend({ waits: z.array(z.string()), moved: z.boolean() })), next: z.number().nullable(), drafts: z.array(draftRow),
    /** Approved versions that hold from a later day on. */
    upcoming: z.array(z.object({ key: z.string(), kind: z.string(), title: z.string(), version: z.number(), retires: z.boolean(), effectiveOn: z.string() })),
    abilities: z.array(z.string()),
  }),
})

const element = draftRow.extend({
  version: z.number(), basedOn: z.number().nullable(),
  /** SHA-256 of the draft as proposed; `openedHash` as it was when it was opened. */
  hash: z.string().nullable(), openedHash: z.string().nullable(), changedSince: z.boolean(),
  /** Another version was approved since the draft was begun. */
  moved: z.boolean(),
  differences: z.array(difference),
  /** What both changed differently: to be chosen before it can be approved. */
  clashes: z.array(z.object({ path: z.string(), of: z.string().nullable(), label: z.string(), base: z.string().nullable(), proposed: z.string().nullable(), inForce: z.string().nullable() })),
  abilities: z.array(z.string()),
})

export const getProposal = queryContract({
  name: 'proposal.get', title: 'A proposal', input: z.object({ proposal: reference }),
  output: view.extend({
    reason: z.string().nullable(), decidedBy: z.string().nullable(), decision: z.string().nullable(), reopens: z.string().nullable(), matter: z.string(), moved: z.boolean(),
    /** The first 300; `count` says how many there are. */
    elements: z.array(element),
    /** Who may approve each kind in it now, and who has. */
    approvals: z.array(z.object({ kind: z.string(), count: z.number(), waits: z.number(), may: z.array(byName.extend({ role: z.string() })), agreed: z.array(byName.extend({ role: z.string() })) })),
    agreements: z.array(z.object({ id: z.string(), by: byName, role: z.string(), at: z.string(), reason: z.string().nullable(), matter: z.string(), counts: z.boolean(), elements: z.array(z.string()) })),
    comments: z.array(z.object({ id: z.string(), by: byName, text: z.string(), at: z.string() })),
  }),
})

export const proposedDraft = queryContract({
  name: 'proposal.draft', title: 'An element with the draft that a proposal carries',
  input: z.object({ proposal: reference, element: reference }),
  /** `revision` is that of the proposal, as `proposal.revise` asks for it. */
  output: elementView,
})

const ref = z.object({ key: z.string(), kind: z.string(), title: z.string() })
const tally = z.object({ yes: z.number(), no: z.number(), unknown: z.number() })
const finding = z.object({ check: z.string(), severity: z.string(), element: z.string().nullable(), message: z.string() })

export const proposalImpact = queryContract({
  name: 'proposal.impact', title: 'What a proposal would change around it', input: z.object({ proposal: reference }),
  output: z.object({
    /** Who answers for what it touches, works by it, or has to know of it; each person once, the nearest first. */
    people: z.array(z.object({ id: z.string(), name: z.string(), how: z.enum(['answers', 'works', 'knows']), because: z.array(z.string()) })),
    /** Roles that it gives something to do and that nobody holds. */
    vacant: z.array(ref.extend({ because: z.array(z.string()) })),
    /** What would no longer fit: links, addresses, separations, holders. */
    invalid: z.array(z.object({ what: z.enum(['link', 'address', 'separation', 'holder', 'accountable']), element: ref, message: z.string() })),
    notes: z.array(z.string()),
    signs: z.object({
      whole: z.array(z.object({ sign: z.string(), before: tally, after: tally })),
      changed: z.array(z.object({ element: ref, sign: z.string(), before: z.string().nullable(), after: z.string().nullable(), reason: z.string() })),
    }),
    findings: z.object({ appear: z.array(finding), disappear: z.array(finding) }),
  }),
})
export type Impact = z.infer<typeof proposalImpact.output>
