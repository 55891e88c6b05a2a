import { byAuthority, byMembership } from '../../kernel/access.ts'
import type { Asked } from '../../kernel/access.ts'
import { namesOf } from '../../kernel/element.find.ts'
import type { Element } from '../../kernel/element.ts'
import { defineQuery } from '../../kernel/query.ts'
import { mayDecide } from './proposal.actions.ts'
import { getProposal, listProposals } from './proposal.contract.ts'
import type { ProposalView } from './proposal.contract.ts'
import { seenRevision } from './proposal.ts'
import type { Proposal } from './proposal.ts'
import { findProposal, listLooseDrafts, listProposalRows, listProposed, listRevisions } from './proposal.store.ts'

export const listProposalsQuery = defineQuery({
  contract: listProposals,
  access: byMembership,
  run: async ({ tx, input, moment, actor, tenant }) => {
    const [rows, drafts] = await Promise.all([listProposalRows(tx, input), moment.live ? listLooseDrafts(tx, 200) : []])
    const shown = rows.slice(0, input.limit)
    const [names, revisions] = await Promise.all([namesOf(tx, shown.map(authorOf)), listRevisions(tx, shown.flatMap((p) => p.elements))])
    const carried = (p: Proposal) => p.elements.map((id) => ({ revision: revisions.get(id) ?? 0 }))
    return {
      rows: shown.map((p) => view(p, carried(p), names, [])),
      next: rows.length > input.limit ? shown.at(-1)!.keyNumber : null,
      drafts: drafts.map(proposed),
      abilities: 'as' in byAuthority({ actor, tenant, verb: 'proposal.open' }) && moment.live ? ['proposal.open'] : [],
    }
  },
})

export const getProposalQuery = defineQuery({
  contract: getProposal,
  access: byMembership,
  run: async ({ tx, input, actor, tenant, moment }) => {
    const proposal = await findProposal(tx, input.proposal)
    const elements = await listProposed(tx, proposal.elements)
    const names = await namesOf(tx, [authorOf(proposal)])
    const asked = (verb: string): Asked => ({ actor, tenant, verb })
    const may = (verb: string) => ('as' in mayDecide(asked(verb), proposal, elements) ? [verb] : [])
    const withdraw = proposal.author === actor.id || 'as' in byAuthority(asked('proposal.withdraw')) ? ['proposal.withdraw'] : []
    const abilities = proposal.state === 'open' && moment.live ? [...may('proposal.approve'), ...may('proposal.refuse'), ...withdraw] : []
    return { ...view(proposal, elements, names, abilities), elements: elements.map(proposed) }
  },
})

function authorOf(proposal: Proposal): string | null {
  return proposal.author.startsWith('person:') ? proposal.author.slice('person:'.length) : null
}

function view(p: Proposal, carried: readonly { revision: number }[], names: Map<string, string>, abilities: string[]): ProposalView {
  const person = authorOf(p)
  return {
    id: p.id, key: p.key, title: p.title, state: p.state, author: person ? (names.get(person) ?? '') : p.author === 'operator' ? 'Operator' : p.author, authorId: p.author,
    openedAt: p.openedAt.toISOString(), decidedAt: p.decidedAt?.toISOString() ?? null, count: p.elements.length, revision: seenRevision(p, carried), abilities,
  }
}

function proposed(e: Element) {
  return { id: e.id, key: e.key, kind: e.kind, title: e.draft?.title ?? e.title, revision: e.revision, retiring: e.draft?.retiring ?? false, hasDraft: e.draft !== null }
}
