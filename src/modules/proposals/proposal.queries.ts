import { byAuthority, byMembership, personOf } from '../../kernel/access.ts'
import type { Actor, Asked, Tenant } from '../../kernel/access.ts'
import type { Tx } from '../../kernel/database.ts'
import { findReferences, namesOf } from '../../kernel/element.find.ts'
import type { Element } from '../../kernel/element.ts'
import { defineQuery } from '../../kernel/query.ts'
import { digest } from '../../kernel/hash.ts'
import { mayDecide, spokenForBy } from './proposal.access.ts'
import { approveProposal, listProposals, openProposal } from './proposal.contract.ts'
import type { ProposalView } from './proposal.contract.ts'
import { matterOf } from './proposal.matter.ts'
import { hasMoved, seenRevision, uncovered } from './proposal.ts'
import type { Agreement, Carried, Proposal } from './proposal.ts'
import { listAgreements, listCarriedBy, listLooseDrafts, listProposalRows, listUpcoming } from './proposal.store.ts'
import type { ListedBy } from './proposal.store.ts'

type Who = { actor: Actor; tenant: Tenant }

export const listProposalsQuery = defineQuery({
  contract: listProposals,
  access: byMembership,
  run: async ({ tx, input, moment, actor, tenant }) => {
    const elementId = input.element ? ((await findReferences(tx, [input.element])).get(input.element)?.id ?? null) : undefined
    const who = { actor, tenant }
    const [found, drafts, upcoming] = await Promise.all([
      elementId === null ? [] : listProposalRows(tx, selection(input, who, elementId)),
      moment.live ? listLooseDrafts(tx, 200) : [],
      moment.live ? listUpcoming(tx, moment.at, 100) : [],
    ])
    const [carried, agreements] = await Promise.all([listCarriedBy(tx, found.map((p) => p.id)), listAgreements(tx, found.filter((p) => p.state === 'open').map((p) => p.id))])
    const standing = found.map((p) => standingOf(p, carried.get(p.id)!, agreements.filter((each) => each.proposalId === p.id), who))
    const rows = input.state === 'waiting' ? standing.filter((each) => each.forMe) : standing
    const shown = rows.slice(0, input.limit)
    const names = await namesOf(tx, shown.map(({ proposal }) => authorOf(proposal)))
    return {
      rows: shown.map((each) => ({ ...viewOf(each.proposal, each.carried, names, []), waits: each.waits, moved: each.moved })),
      next: rows.length > input.limit ? shown.at(-1)!.proposal.keyNumber : null,
      drafts: drafts.map(draftRow),
      upcoming: upcoming.map(({ status, effective_on, ...each }) => ({ ...each, retires: status === 'retired', effectiveOn: effective_on })),
      abilities: moment.live && 'as' in byAuthority({ actor, tenant, verb: openProposal.name }) ? [openProposal.name] : [],
    }
  },
})

const states = { open: ['open'], waiting: ['open'], decided: ['approved', 'refused', 'withdrawn'], approved: ['approved'], refused: ['refused'], withdrawn: ['withdrawn'] } as const
const all = ['open', 'approved', 'refused', 'withdrawn'] as const

function selection(input: { state: string; before?: number | undefined; limit: number }, { actor }: Who, elementId: string | undefined): ListedBy {
  const { state, before, limit } = input
  return {
    states: state in states ? states[state as keyof typeof states] : all, before, limit: state === 'waiting' ? 500 : limit,
    ...(state === 'mine' ? { author: { actor: actor.id, person: personOf(actor) } } : {}), ...(elementId ? { elementId } : {}),
  }
}

type Standing = { proposal: Proposal; carried: Carried[]; waits: string[]; moved: boolean; forMe: boolean }

/** For which kinds an open proposal waits, and whether the caller is one of those whom it waits for. */
function standingOf(proposal: Proposal, carried: Carried[], agreements: readonly Agreement[], { actor, tenant }: Who): Standing {
  if (proposal.state !== 'open') return { proposal, carried, waits: [], moved: false, forMe: false }
  const left = uncovered(carried, agreements, agreements.length > 0 ? matterOf(proposal, carried, digest).matter : '')
  const question: Asked = { actor, tenant, verb: approveProposal.name }
  const forMe = 'as' in mayDecide(question, proposal, carried) && spokenForBy(question, left).carried.length > 0
  return { proposal, carried, waits: [...new Set(left.map(({ element }) => element.kind))], moved: carried.some(hasMoved), forMe }
}

/** The person who opened it, or null where that was the operator or a connector. */
export function authorOf(proposal: Pick<Proposal, 'author' | 'authorPerson'>): string | null {
  return proposal.authorPerson ?? personNamed(proposal.author)
}

/** The person that an actor's id names, or null. */
export function personNamed(actor: string | null): string | null {
  return actor?.startsWith('person:') ? actor.slice('person:'.length) : null
}

/** What an actor is called who is no person. */
export function otherName(actor: string): string {
  return actor === 'operator' ? 'Operator' : actor
}

export function viewOf(p: Proposal, carried: readonly Carried[], names: ReadonlyMap<string, string>, abilities: string[]): ProposalView {
  const person = authorOf(p)
  return {
    id: p.id, key: p.key, title: p.title, state: p.state, author: person ? (names.get(person) ?? '') : otherName(p.author), authorId: p.author, openedAt: p.openedAt.toISOString(),
    decidedAt: p.decidedAt?.toISOString() ?? null, effectiveOn: p.effectiveOn, count: p.elements.length, revision: seenRevision(p, carried), abilities,
  }
}

function draftRow(e: Element) {
  return { id: e.id, key: e.key, kind: e.kind, title: e.draft?.title ?? e.title, revision: e.revision, retiring: e.draft?.retiring ?? false, hasDraft: e.draft !== null }
}

/** Titles of whatever some contents name, by id and by key. */
export async function titlesOf(tx: Tx, references: readonly string[]): Promise<(reference: string) => string | undefined> {
  const refs = await findReferences(tx, [...new Set(references)])
  return (reference) => refs.get(reference)?.title
}
