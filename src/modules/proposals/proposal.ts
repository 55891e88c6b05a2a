import { Problem } from '../../shared/problem.ts'
import type { RowChange } from '../../kernel/rows.ts'

export type ProposalState = 'open' | 'approved' | 'refused' | 'withdrawn'

/** A change to the system that awaits approval: drafts of one or many elements, decided together. `author` is an actor's id. */
export type Proposal = {
  id: string; key: string; keyNumber: number; title: string; state: ProposalState; author: string; elements: string[]; openedAt: Date; decidedAt: Date | null; revision: number
}

/**
 * The revision of a proposal together with the drafts that it carries: it rises whenever any of them is changed, so that nobody
 * decides about what was not read.
 */
export function seenRevision(proposal: Proposal, elements: readonly { revision: number }[]): number {
  return elements.reduce((sum, element) => sum + element.revision, proposal.revision)
}

/** The governed row of a proposal. */
export function proposalChange(proposal: Proposal): RowChange {
  return {
    subject: 'proposal', id: proposal.id, revision: proposal.revision,
    columns: {
      key: proposal.key, key_number: proposal.keyNumber, title: proposal.title, state: proposal.state, author: proposal.author, elements: proposal.elements,
      opened_at: proposal.openedAt.toISOString(), decided_at: proposal.decidedAt?.toISOString() ?? null,
    },
  }
}

/** The proposal as decided; only an open one can be. */
export function decided(proposal: Proposal, state: Exclude<ProposalState, 'open'>, at: Date): Proposal {
  if (proposal.state !== 'open') throw new Problem('unprocessable', `${proposal.key} was ${proposal.state} already.`)
  return { ...proposal, state, decidedAt: at, revision: proposal.revision + 1 }
}
