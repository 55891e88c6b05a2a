import { byAuthority, byMembership } from '../../kernel/access.ts'
import type { Asked } from '../../kernel/access.ts'
import { namesOf } from '../../kernel/element.find.ts'
import { viewDraft, viewElement } from '../../kernel/element.view.ts'
import type { VersionContent } from '../../kernel/element.ts'
import { defineQuery } from '../../kernel/query.ts'
import type { Moment } from '../../kernel/query.ts'
import { digest } from '../../kernel/hash.ts'
import { differencesBetween } from '../../shared/difference.ts'
import type { Content } from '../../shared/difference.ts'
import type { TitleOf } from '../../shared/kind.ts'
import { Problem } from '../../shared/problem.ts'
import { kindOf } from '../kinds.ts'
import { approversFor, listRoleHolders } from './approver.store.ts'
import type { RoleHolder } from './approver.store.ts'
import { mayComment, mayDecide, mayRevise, mayWithdraw, spokenForBy } from './proposal.access.ts'
import { loadProposal } from './proposal.actions.ts'
import type { Loaded } from './proposal.actions.ts'
import { amendProposal, approveProposal, commentProposal, getProposal, proposedDraft, rebaseProposal, refuseProposal, reopenProposal, reviseProposal, withdrawProposal } from './proposal.contract.ts'
import { asProposed, contentHash, matterOf } from './proposal.matter.ts'
import { authorOf, otherName, personNamed, titlesOf, viewOf } from './proposal.queries.ts'
import { findProposal, listComments, listContents } from './proposal.store.ts'
import { baseOf, hasMoved, seenRevision, uncovered, writersOf } from './proposal.ts'
import type { Carried, Proposal } from './proposal.ts'
import { clashesInWords } from './rebase.ts'

const most = 300

type Who = Omit<Asked, 'verb'> & { moment: Moment }

export const getProposalQuery = defineQuery({
  contract: getProposal,
  access: byMembership,
  run: async ({ tx, input, actor, tenant, moment }) => {
    const who: Who = { actor, tenant, moment }
    const loaded = await loadProposal(tx, input.proposal)
    const { proposal, carried, agreements } = loaded
    const shown = carried.slice(0, most)
    const contents = await listContents(tx, shown.flatMap((each) => [{ elementId: each.element.id, version: baseOf(each) }, { elementId: each.element.id, version: each.element.version }]))
    const [titleOf, holders, comments, earlier] = await Promise.all([
      titlesOf(tx, shown.flatMap((each) => [...named(each.element.kind, each.draft), ...named(each.element.kind, groundOf(each, contents).base), ...named(each.element.kind, groundOf(each, contents).current)])),
      proposal.state === 'open' ? listRoleHolders(tx, moment) : [],
      listComments(tx, proposal.id),
      proposal.reopens ? findProposal(tx, proposal.reopens) : null,
    ])
    const people = [authorOf(proposal), personNamed(proposal.decidedBy), ...agreements.map((each) => each.personId), ...comments.map((each) => each.personId)]
    const names = await namesOf(tx, people)
    const { matter } = matterOf(proposal, carried, digest)
    const by = (person: string | null, actorId: string) => ({ id: person ?? actorId, name: person ? (names.get(person) ?? '') : otherName(actorId) })
    return {
      ...viewOf(proposal, carried, names, abilitiesOn(loaded, who)),
      reason: proposal.reason, decidedBy: proposal.decidedBy && by(personNamed(proposal.decidedBy), proposal.decidedBy).name, decision: proposal.decision, reopens: earlier?.key ?? null, matter,
      moved: proposal.state === 'open' && carried.some(hasMoved),
      elements: shown.map((each) => elementIn(proposal, each, { contents, titleOf, who })),
      approvals: approvalsOf(loaded, matter, holders, { names, singleHanded: tenant.singleHandedBy }),
      agreements: agreements.map((each) => ({
        id: each.id, by: by(each.personId, each.actor), role: each.role, at: each.at.toISOString(), reason: each.reason, matter: each.matter, counts: each.matter === matter, elements: each.elements,
      })),
      comments: comments.map((each) => ({ id: each.id, by: by(each.personId, each.personId), text: each.text, at: each.at.toISOString() })),
    }
  },
})

export const proposedDraftQuery = defineQuery({
  contract: proposedDraft,
  access: byMembership,
  run: async ({ tx, input, actor, tenant, moment }) => {
    const { proposal, carried } = await loadProposal(tx, input.proposal)
    const wanted = carried.find(({ element }) => element.id === input.element.toLowerCase() || element.key === input.element.toUpperCase())
    if (!wanted?.draft) throw new Problem('notFound', `${proposal.key} carries no draft of ${input.element}.`)
    const kind = kindOf(wanted.element.kind)!
    const [view, draft] = await Promise.all([viewElement(kind, wanted.element.key, { actor, tenant, moment, tx }), viewDraft(wanted.element, wanted.draft, { tx, moment })])
    return { ...view, draft, revision: seenRevision(proposal, carried) }
  },
})

type Named = { accountable: string | null; links: readonly { to: string; for?: string | undefined }[]; body: Record<string, unknown> } | null | undefined

/** Everything that a content names: roles, ends of links, addresses in the body. */
function named(kind: string, content: Named): string[] {
  if (!content) return []
  const addresses = (kindOf(kind)?.addresses?.(content.body) ?? []).map((address) => address.to)
  return [...(content.accountable ? [content.accountable] : []), ...content.links.flatMap((link) => [link.to, ...(link.for ? [link.for] : [])]), ...addresses]
}

type Contents = ReadonlyMap<string, VersionContent>

function groundOf(each: Carried, contents: Contents) {
  const { element } = each
  return { base: contents.get(`${element.id} ${baseOf(each)}`), current: contents.get(`${element.id} ${element.version}`) }
}

function elementIn(proposal: Proposal, each: Carried, { contents, titleOf, who }: { contents: Contents; titleOf: TitleOf; who: Who }) {
  const { element, draft } = each
  const open = proposal.state === 'open'
  const moved = open && hasMoved(each)
  const { base, current } = groundOf(each, contents)
  const mayChange = open && who.moment.live && draft?.retiring !== true && 'as' in mayRevise({ ...who, verb: reviseProposal.name }, each)
  return {
    id: element.id, key: element.key, kind: element.kind, title: draft?.title ?? element.title, revision: (each.taken ?? element).revision, retiring: draft?.retiring === true, hasDraft: draft !== null,
    version: element.version, basedOn: draft?.basedOn ?? null, ...hashesOf(proposal, each), moved,
    differences: differencesIn(proposal, each, base, titleOf),
    clashes: moved && base && current && draft ? clashesInWords(kindOf(element.kind)!, { base, current }, draft, titleOf) : [],
    abilities: draft && mayChange ? [reviseProposal.name] : [],
  }
}

function hashesOf(proposal: Proposal, { element, draft }: Carried) {
  const hash = draft && contentHash(proposal, draft, digest)
  const openedHash = proposal.hashes?.[element.id] ?? null
  return { hash, openedHash, changedSince: proposal.state === 'open' && openedHash !== null && hash !== openedHash }
}

/** How the draft differs from the version that it is based on; of a new element, all that it says. */
function differencesIn(proposal: Proposal, { element, draft }: Carried, base: VersionContent | undefined, titleOf: TitleOf) {
  if (!draft || draft.retiring) return []
  const kind = kindOf(element.kind)!
  const before: Content = base ? { ...base, status: '', effectiveOn: null } : { title: '', accountable: null, reviewEvery: null, body: kind.empty as Record<string, unknown>, links: [], status: '' }
  // A day that holds for all of it is said once, by the proposal.
  const effectiveOn = proposal.effectiveOn ? null : draft.effectiveOn
  return differencesBetween(kind, before, { ...asProposed(proposal, draft), effectiveOn, status: '' }, titleOf)
}

function abilitiesOn({ proposal, carried, agreements }: Loaded, who: Who): string[] {
  if (!who.moment.live) return []
  const asked = (verb: string): Asked => ({ actor: who.actor, tenant: who.tenant, verb })
  const talk = 'as' in mayComment(asked(commentProposal.name)) ? [commentProposal.name] : []
  if (proposal.state !== 'open') {
    const again = proposal.state !== 'approved' && 'as' in byAuthority(asked(reopenProposal.name))
    return [...talk, ...(again ? [reopenProposal.name] : [])]
  }
  const decides = 'as' in mayDecide(asked(approveProposal.name), proposal, carried)
  const moved = carried.filter(hasMoved)
  const left = spokenForBy(asked(approveProposal.name), uncovered(carried, agreements, matterOf(proposal, carried, digest).matter)).carried
  const offered: [string, boolean][] = [
    [approveProposal.name, decides && moved.length === 0 && left.length > 0],
    [refuseProposal.name, decides],
    [withdrawProposal.name, 'as' in mayWithdraw(asked(withdrawProposal.name), proposal)],
    [amendProposal.name, proposal.author === who.actor.id],
    [rebaseProposal.name, moved.length > 0 && moved.every((each) => 'as' in mayRevise(asked(rebaseProposal.name), each))],
  ]
  return [...talk, ...offered.flatMap(([name, may]) => (may ? [name] : []))]
}

/** Per kind: how much of it still waits, who may approve it by name, and who has. */
function approvalsOf({ proposal, carried, agreements }: Loaded, matter: string, holders: readonly RoleHolder[], { names, singleHanded }: { names: ReadonlyMap<string, string>; singleHanded: string | null }) {
  const waiting = new Set(uncovered(carried, agreements, matter).map(({ element }) => element.id))
  const writers = writersOf(proposal, carried)
  return [...new Set(carried.map(({ element }) => element.kind))].map((kind) => {
    const ids = carried.filter(({ element }) => element.kind === kind).map(({ element }) => element.id)
    const agreed = agreements.filter((each) => each.matter === matter && each.elements.some((id) => ids.includes(id)))
    return {
      kind, count: ids.length, waits: proposal.state === 'open' ? ids.filter((id) => waiting.has(id)).length : 0,
      may: approversFor(holders, `${kind}.approve`, ids).filter(({ id }) => !writers.has(id) || id === singleHanded),
      agreed: agreed.map((each) => ({ id: each.personId ?? each.actor, name: each.personId ? (names.get(each.personId) ?? '') : otherName(each.actor), role: each.role })),
    }
  })
}
