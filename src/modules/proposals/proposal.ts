import { canonicalJson } from '../../shared/canonical.ts'
import { Problem } from '../../shared/problem.ts'
import { writersAt } from '../../shared/writers.ts'
import type { Element, KeptDraft } from '../../kernel/element.ts'
import type { RowChange } from '../../kernel/rows.ts'

export type ProposalState = 'open' | 'approved' | 'refused' | 'withdrawn'

/**
 * A change to the system that awaits approval: drafts of one or many elements, decided together. `author` and `decidedBy` are ids of actors.
 * `effectiveOn` holds for every draft in it; null: each as it says itself. `hashes` name the content of each draft by the element's id: as it
 * was opened while the proposal is open, and as it was decided afterwards.
 */
export type Proposal = {
  id: string; key: string; keyNumber: number; title: string; state: ProposalState; author: string; authorPerson: string | null; elements: string[]
  openedAt: Date; decidedAt: Date | null; revision: number
  reason: string | null; effectiveOn: string | null; hashes: Record<string, string> | null; decidedBy: string | null; decision: string | null; reopens: string | null
}

/** A draft that a proposal took along: a change of what is in force. `writers` are the persons who wrote any of it. */
export type TakenDraft = { id: string; proposalId: string; elementId: string; content: KeptDraft; writers: string[]; changedAt: Date; revision: number }

/** An element as a proposal would change it; `draft` is null once it was thrown away at the element. */
export type Carried = { element: Element; draft: KeptDraft | null; taken: TakenDraft | null }

/** Somebody's word for some elements of a proposal, about exactly the content that `matter` is the hash of. */
export type Agreement = {
  id: string; proposalId: string; personId: string | null; actor: string; role: string; elements: string[]; matter: string; reason: string | null; at: Date; revision: number
}

export type Comment = { id: string; proposalId: string; personId: string; text: string; at: Date }

/** What rises whenever a draft in it is changed, by one proposal or at the element. */
type Seen = { element: { revision: number }; taken: { revision: number } | null }

/**
 * The revision of a proposal together with the drafts that it carries: it rises whenever any of them is changed, so that nobody
 * decides about what was not read.
 */
export function seenRevision(proposal: Proposal, carried: readonly Seen[]): number {
  return carried.reduce((sum, { element, taken }) => sum + (taken ?? element).revision, proposal.revision)
}

/** The governed row of a proposal. */
export function proposalChange(proposal: Proposal): RowChange {
  return {
    subject: 'proposal', id: proposal.id, revision: proposal.revision,
    columns: {
      key: proposal.key, key_number: proposal.keyNumber, title: proposal.title, state: proposal.state, author: proposal.author, author_person: proposal.authorPerson,
      elements: proposal.elements, opened_at: proposal.openedAt.toISOString(), decided_at: proposal.decidedAt?.toISOString() ?? null, reason: proposal.reason,
      effective_on: proposal.effectiveOn, hashes: proposal.hashes && canonicalJson(proposal.hashes), decided_by: proposal.decidedBy, decision: proposal.decision, reopens: proposal.reopens,
    },
  }
}

/** The governed row of a draft that a proposal took along. */
export function takenChange(draft: TakenDraft): RowChange {
  return {
    subject: 'proposalDraft', id: draft.id, revision: draft.revision,
    columns: { proposal_id: draft.proposalId, element_id: draft.elementId, content: canonicalJson(draft.content), writers: draft.writers, changed_at: draft.changedAt.toISOString() },
  }
}

/** Elements, each with the draft that a proposal took along of it, or its own. */
export function carriedBy(elements: readonly Element[], drafts: readonly TakenDraft[]): Carried[] {
  const byElement = new Map(drafts.map((each) => [each.elementId, each]))
  return elements.map((element) => {
    const taken = byElement.get(element.id) ?? null
    return { element, taken, draft: taken ? taken.content : element.draft }
  })
}

/** The governed row of an agreement: it is never changed, only outlived by the content that it speaks of. */
export function agreementChange(agreement: Agreement): RowChange {
  const { id, proposalId, personId, actor, role, elements, matter, reason, at } = agreement
  return { subject: 'proposalAgreement', id, revision: 1, columns: { proposal_id: proposalId, person_id: personId, actor, role, elements, matter, reason, at: at.toISOString() } }
}

/** The governed row of a comment. */
export function commentChange({ id, proposalId, personId, text, at }: Comment): RowChange {
  return { subject: 'proposalComment', id, revision: 1, columns: { proposal_id: proposalId, person_id: personId, text, at: at.toISOString() } }
}

/** Refuses where a proposal was decided already. */
export function demandOpen(proposal: Proposal): void {
  if (proposal.state !== 'open') throw new Problem('unprocessable', `${proposal.key} was ${proposal.state} already.`)
}

/** Refuses where the proposal, or a draft in it, was changed since it was read. */
export function demandSeen(proposal: Proposal, carried: readonly Seen[], revision: number): void {
  if (seenRevision(proposal, carried) !== revision) throw new Problem('conflict', `${proposal.key} was changed meanwhile. Load it again.`)
}

/** True when another version came in force, or was approved, since the draft was begun. */
export function hasMoved({ element, draft }: Carried): boolean {
  return draft !== null && element.version > 0 && (element.status === 'retired' || (draft.basedOn ?? element.version) !== element.version)
}

/** The version that a draft would replace; 0 where there was none. */
export function baseOf({ element, taken, draft }: Carried): number {
  return draft?.basedOn ?? (taken ? 0 : element.version)
}

/** Elements that no agreement about exactly this content speaks for yet. */
export function uncovered(carried: readonly Carried[], agreements: readonly Agreement[], matter: string): Carried[] {
  const spokenFor = new Set(agreements.filter((each) => each.matter === matter).flatMap((each) => each.elements))
  return carried.filter(({ element }) => !spokenFor.has(element.id))
}

/** Everybody who wrote part of it: none of them approves it. */
export function writersOf(proposal: Proposal, carried: readonly Carried[]): Set<string> {
  const drafted = carried.flatMap(({ element, taken }) => (taken ? taken.writers : writersAt(element)))
  return new Set([...drafted, ...(proposal.authorPerson ? [proposal.authorPerson] : []), ...(proposal.author.startsWith('person:') ? [proposal.author.slice('person:'.length)] : [])])
}
