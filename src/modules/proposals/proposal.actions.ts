import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { byAuthority, personOf } from '../../kernel/access.ts'
import type { Asked, Verdict } from '../../kernel/access.ts'
import { defineAction } from '../../kernel/action.ts'
import type { ActionContext } from '../../kernel/action.ts'
import { saveChanges, stampOf } from '../../kernel/element.actions.ts'
import { approve, discard } from '../../kernel/element.ts'
import type { Element, ElementChange } from '../../kernel/element.ts'
import { findReferences } from '../../kernel/element.find.ts'
import { saveRows } from '../../kernel/rows.ts'
import { approveProposal, openProposal, refuseProposal, withdrawProposal } from './proposal.contract.ts'
import { decided, proposalChange, seenRevision } from './proposal.ts'
import type { Proposal } from './proposal.ts'
import { findProposal, listProposed, maybeFindCarrier } from './proposal.store.ts'
import type { Tx } from '../../kernel/database.ts'
import { takeNumbers } from '../../kernel/numbers.ts'

/** Who may decide: for every kind in it the authority to approve (or refuse), and never its author. */
export function mayDecide(question: Asked, proposal: Proposal, elements: readonly Element[]): Verdict {
  const { actor, tenant } = question
  const person = personOf(actor)
  const isAuthor = proposal.author === actor.id || elements.some((e) => e.draftBy !== null && e.draftBy === person)
  if (isAuthor && tenant.singleHandedBy !== person) return { refused: `You wrote part of ${proposal.key}; somebody else who holds the role decides it.` }
  let last: Verdict = byAuthority(question)
  for (const kind of new Set(elements.map((e) => e.kind))) {
    const verdict = byAuthority({ ...question, verb: `${kind}.approve` })
    if ('refused' in verdict) return verdict
    last = verdict
  }
  return last
}

async function loadProposal(tx: Tx, reference: string) {
  const proposal = await findProposal(tx, reference)
  return { proposal, elements: await listProposed(tx, proposal.elements) }
}

type Loaded = Awaited<ReturnType<typeof loadProposal>>
type Decision = { proposal: string; revision: number; reason?: string | undefined }

async function decide(context: ActionContext<Decision, Loaded>, state: 'approved' | 'refused' | 'withdrawn', changes: ElementChange[]) {
  const { loaded, input, tx, entryId, at } = context
  if (seenRevision(loaded.proposal, loaded.elements) !== input.revision) throw new Problem('conflict', `${loaded.proposal.key} was changed meanwhile. Load it again.`)
  const next = decided(loaded.proposal, state, at)
  const rows = [...(await saveChanges(context, changes)), ...(await saveRows(tx, entryId, at, [proposalChange(next)]))]
  const elements = loaded.elements.map((element) => changes.find((change) => change.element.id === element.id)?.element ?? element)
  return { output: { id: next.id, key: next.key, state: next.state, revision: seenRevision(next, elements) }, entry: { subject: { kind: 'proposal', id: next.id, key: next.key }, rows, reason: input.reason } }
}

export const openProposalAction = defineAction({
  contract: openProposal,
  load: async (tx, input) => {
    const refs = await findReferences(tx, input.elements)
    const ids = [...new Set([...refs.values()].map((r) => r.id))]
    return { refs, elements: await listProposed(tx, ids), carrier: await maybeFindCarrier(tx, ids) }
  },
  access: byAuthority,
  run: async ({ input, loaded, actor, at, entryId, tx }) => {
    const missing = input.elements.find((name) => !loaded.refs.has(name))
    if (missing) throw new Problem('notFound', `There is no element ${missing} here.`)
    const bare = loaded.elements.find((e) => e.draft === null)
    if (bare) throw new Problem('unprocessable', `${bare.key} has no draft; draft the change first.`)
    if (loaded.carrier) throw new Problem('conflict', `${loaded.carrier} carries one of these drafts already; decide or withdraw it first.`)
    const number = await takeNumbers(tx, 'PRO', 1)
    const proposal: Proposal = {
      id: newId(at.getTime()), key: `PRO-${number}`, keyNumber: number, title: input.title, state: 'open', author: actor.id, elements: loaded.elements.map((e) => e.id),
      openedAt: at, decidedAt: null, revision: 1,
    }
    const rows = await saveRows(tx, entryId, at, [proposalChange(proposal)])
    return { output: { id: proposal.id, key: proposal.key, state: proposal.state, revision: seenRevision(proposal, loaded.elements) }, entry: { subject: { kind: 'proposal', id: proposal.id, key: proposal.key }, rows, reason: input.reason } }
  },
})

export const approveProposalAction = defineAction({
  contract: approveProposal,
  load: (tx, input) => loadProposal(tx, input.proposal),
  access: (question) => mayDecide(question, question.loaded.proposal, question.loaded.elements),
  run: async (context) => {
    const { loaded } = context
    const bare = loaded.elements.find((e) => e.draft === null)
    if (bare && loaded.proposal.state === 'open') throw new Problem('conflict', `${bare.key} no longer has the draft that was proposed; withdraw ${loaded.proposal.key} and propose again.`)
    const stamp = stampOf(context)
    const changes = loaded.proposal.state === 'open' ? loaded.elements.map((element) => approve(element, stamp)) : []
    return decide(context, 'approved', changes)
  },
})

export const refuseProposalAction = defineAction({
  contract: refuseProposal,
  load: (tx, input) => loadProposal(tx, input.proposal),
  access: (question) => mayDecide(question, question.loaded.proposal, question.loaded.elements),
  run: (context) => dismiss(context, 'refused'),
})

export const withdrawProposalAction = defineAction({
  contract: withdrawProposal,
  load: (tx, input) => loadProposal(tx, input.proposal),
  access: (question) => (question.loaded.proposal.author === question.actor.id ? { as: 'self' } : byAuthority(question)),
  run: (context) => dismiss(context, 'withdrawn'),
})

/** What is not approved leaves nothing behind: its drafts are discarded with it. */
async function dismiss(context: ActionContext<Decision, Loaded>, state: 'refused' | 'withdrawn') {
  const { loaded } = context
  const open = loaded.proposal.state === 'open' ? loaded.elements.filter((e) => e.draft !== null) : []
  const stamp = stampOf(context)
  return decide(context, state, open.map((element) => ({ element: discard(element, stamp) })))
}
