import { z } from 'zod'
import { actionContract, queryContract } from '../../shared/contract.ts'
import { reference } from '../../shared/ids.ts'

const state = z.enum(['open', 'approved', 'refused', 'withdrawn'])
const receipt = z.object({ id: z.string(), key: z.string(), state, revision: z.number() })
const element = z.object({ id: z.string(), key: z.string(), kind: z.string(), title: z.string(), revision: z.number(), retiring: z.boolean(), hasDraft: z.boolean() })
const view = z.object({
  id: z.string(), key: z.string(), title: z.string(), state, author: z.string(), authorId: z.string(), openedAt: z.string(), decidedAt: z.string().nullable(),
  count: z.number(), revision: z.number(), abilities: z.array(z.string()),
})

export const openProposal = actionContract({
  name: 'proposal.open', title: 'Propose a change',
  input: z.strictObject({ title: z.string().trim().min(1, 'Say what it changes.').max(200), elements: z.array(reference).min(1, 'Name at least one draft.').max(5000), reason: z.string().max(2000).optional() }),
  output: receipt,
})

const decision = z.strictObject({
  proposal: reference,
  /** As `proposal.get` showed it: it counts changes of the drafts too. */
  revision: z.number().int(),
  reason: z.string().max(2000).optional(),
})

export const approveProposal = actionContract({ name: 'proposal.approve', title: 'Approve a proposal', input: decision, output: receipt })
export const refuseProposal = actionContract({
  name: 'proposal.refuse', title: 'Refuse a proposal', input: decision.extend({ reason: z.string().trim().min(1, 'Say why.').max(2000) }), output: receipt,
})
export const withdrawProposal = actionContract({ name: 'proposal.withdraw', title: 'Withdraw a proposal', input: decision, output: receipt })

export const listProposals = queryContract({
  name: 'proposal.list', title: 'Proposals',
  input: z.object({ state: state.or(z.literal('any')).default('open'), before: z.coerce.number().int().min(1).max(2_147_483_647).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  output: z.object({ rows: z.array(view), next: z.number().nullable(), drafts: z.array(element), abilities: z.array(z.string()) }),
})

export const getProposal = queryContract({
  name: 'proposal.get', title: 'A proposal', input: z.object({ proposal: reference }), output: view.extend({ elements: z.array(element) }),
})
export type ProposalView = z.infer<typeof view>
