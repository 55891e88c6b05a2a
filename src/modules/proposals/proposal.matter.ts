import { canonicalJson } from '../../shared/canonical.ts'
import { writtenBy } from '../../shared/writers.ts'
import type { KeptDraft } from '../../kernel/element.ts'
import type { Carried, Proposal } from './proposal.ts'

/** SHA-256 of a text in hex; handed in, so that this stays free of Node. */
type Digest = (text: string) => string

/** The draft as the proposal would put it in force: its day, where it has one, holds for every draft. */
export function asProposed(proposal: Pick<Proposal, 'effectiveOn'>, draft: KeptDraft): KeptDraft {
  return { ...draft, effectiveOn: proposal.effectiveOn ?? draft.effectiveOn }
}

/** SHA-256 in hex of a draft as proposed: envelope, body, links, day, retirement, and the version that it is based on. */
export function contentHash(proposal: Pick<Proposal, 'effectiveOn'>, draft: KeptDraft, digest: Digest): string {
  return digest(canonicalJson(asProposed(proposal, writtenBy(draft, []))))
}

/** The hash of each draft by the element's id, and of all of them together: what an agreement is about. */
export function matterOf(proposal: Pick<Proposal, 'effectiveOn'>, carried: readonly Carried[], digest: Digest): { hashes: Record<string, string>; matter: string } {
  const hashes = Object.fromEntries(carried.flatMap(({ element, draft }) => (draft ? [[element.id, contentHash(proposal, draft, digest)]] : [])))
  return { hashes, matter: digest(canonicalJson(hashes)) }
}
