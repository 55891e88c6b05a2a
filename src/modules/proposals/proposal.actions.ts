import { dayOf } from '../../shared/days.ts'
import { allowsChangingRoles, changingRoles } from '../../shared/authority.ts'
import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { writersAt, writtenBy } from '../../shared/writers.ts'
import { byAuthority, personOf } from '../../kernel/access.ts'
import { defineAction } from '../../kernel/action.ts'
import type { ActionContext } from '../../kernel/action.ts'
import type { Tx } from '../../kernel/database.ts'
import { saveChanges, stampOf } from '../../kernel/element.actions.ts'
import { findReferences } from '../../kernel/element.find.ts'
import { approve, discard, draftOf } from '../../kernel/element.ts'
import type { Element, ElementChange, VersionContent } from '../../kernel/element.ts'
import { takeNumbers } from '../../kernel/numbers.ts'
import { saveRows } from '../../kernel/rows.ts'
import { digest } from '../../kernel/hash.ts'
import { kindOf } from '../kinds.ts'
import { barredFromRetiring, mayDecide, mayWithdraw, spokenForBy } from './proposal.access.ts'
import { listRoleAuthorities } from './approver.store.ts'
import { approveProposal, openProposal, refuseProposal, withdrawProposal } from './proposal.contract.ts'
import { asProposed, matterOf } from './proposal.matter.ts'
import { findProposal, listAgreements, listCarried, listForProposal, maybeFindCarrier } from './proposal.store.ts'
import { agreementChange, carriedBy, demandOpen, demandSeen, hasMoved, proposalChange, seenRevision, takenChange, uncovered } from './proposal.ts'
import type { Agreement, Carried, Proposal, TakenDraft } from './proposal.ts'

export async function loadProposal(tx: Tx, reference: string) {
  const proposal = await findProposal(tx, reference)
  const [carried, agreements] = await Promise.all([listCarried(tx, proposal.id), listAgreements(tx, [proposal.id])])
  return { proposal, carried, agreements }
}

export type Loaded = Awaited<ReturnType<typeof loadProposal>>
type Context<I> = ActionContext<I, Loaded>
type Decision = { proposal: string; revision: number; reason?: string | undefined }

/** What every action on a proposal answers: where it stands, and for which kinds it still waits. */
export function receiptOf(proposal: Proposal, carried: readonly Carried[], agreements: readonly Agreement[]) {
  const left = proposal.state === 'open' ? uncovered(carried, agreements, matterOf(proposal, carried, digest).matter) : []
  return { id: proposal.id, key: proposal.key, state: proposal.state, revision: seenRevision(proposal, carried), waits: [...new Set(left.map(({ element }) => element.kind))] }
}

export function subjectOf({ id, key }: Proposal) {
  return { kind: 'proposal', id, key }
}

/** Refuses a day that is past: nothing holds before it was approved. */
export function demandDayToCome(effectiveOn: string | null | undefined, { at, tenant }: Pick<ActionContext<unknown, unknown>, 'at' | 'tenant'>): void {
  const today = dayOf(at, tenant.timeZone)
  if (!effectiveOn || effectiveOn >= today) return
  throw new Problem('unprocessable', `effectiveOn: ${effectiveOn} is past; a change holds from its approval. Give ${today} or later.`, [{ path: 'effectiveOn', message: `Give ${today} or later.` }])
}

type Wanted = { element: Element; latest: VersionContent | null }

export const openProposalAction = defineAction({
  contract: openProposal,
  load: async (tx, input) => {
    const refs = await findReferences(tx, [...input.elements, ...input.retire])
    const named = (names: readonly string[]) => names.map((name) => refs.get(name)?.id ?? name)
    const missing = [...input.elements, ...input.retire].find((name) => !refs.has(name))
    const wanted = missing ? [] : await listForProposal(tx, [...new Set(named([...input.elements, ...input.retire]))])
    const own = wanted.filter(({ element }) => element.version === 0).map(({ element }) => element.id)
    return { missing, wanted, retiring: new Set(named(input.retire)), drafted: new Set(named(input.elements)), carrier: await maybeFindCarrier(tx, own) }
  },
  access: (question) => {
    // Who holds a role for one service proposes changes of that service.
    const reached = question.loaded.wanted.map(({ element }) => byAuthority(question, element.id))
    const verdict = reached.find((each) => 'refused' in each) ?? reached[0] ?? byAuthority(question)
    if ('refused' in verdict) return verdict
    const { wanted, retiring } = question.loaded
    return barredFromRetiring(question, wanted.map(({ element }) => element).filter(({ id }) => retiring.has(id))) ?? verdict
  },
  run: async (context) => {
    const { input, loaded, actor, at, entryId, tx } = context
    if (loaded.missing) throw new Problem('notFound', `There is no element ${loaded.missing} here.`)
    if (loaded.carrier) throw new Problem('conflict', `${loaded.carrier} carries one of these drafts already; decide or withdraw it first.`)
    demandDayToCome(input.effectiveOn, context)
    for (const each of loaded.wanted) demandProposable(each, loaded)
    const number = await takeNumbers(tx, 'PRO', 1)
    const base: Proposal = {
      id: newId(at.getTime()), key: `PRO-${number}`, keyNumber: number, title: input.title, state: 'open', author: actor.id, authorPerson: personOf(actor),
      elements: loaded.wanted.map(({ element }) => element.id), openedAt: at, decidedAt: null, revision: 1, reason: input.reason ?? null,
      effectiveOn: input.effectiveOn ?? null, hashes: null, decidedBy: null, decision: null, reopens: null,
    }
    const taken = loaded.wanted.flatMap((each) => takeAlong(base, each, loaded.retiring.has(each.element.id), context))
    const carried = carriedBy(loaded.wanted.map(({ element }) => element), taken)
    const proposal = { ...base, hashes: matterOf(base, carried, digest).hashes }
    const freed = loaded.wanted.flatMap(({ element }): ElementChange[] => (element.version > 0 && loaded.drafted.has(element.id) ? [{ element: { ...element, draft: null, draftBy: null, revision: element.revision + 1, changedAt: at } }] : []))
    const rows = [...(await saveChanges(context, freed)), ...(await saveRows(tx, entryId, at, [proposalChange(proposal), ...taken.map(takenChange)]))]
    return { output: receiptOf(proposal, carried, []), entry: { subject: subjectOf(proposal), rows, reason: input.reason } }
  },
})

function demandProposable({ element, latest }: Wanted, { retiring, drafted }: { retiring: Set<string>; drafted: Set<string> }): void {
  if (!retiring.has(element.id)) {
    if (element.draft === null) throw new Problem('unprocessable', `${element.key} has no draft; draft the change first.`)
    return
  }
  if (drafted.has(element.id)) throw new Problem('unprocessable', `${element.key} cannot be changed and retired at once; choose one.`)
  if (kindOf(element.kind)?.single) throw new Problem('unprocessable', `There is exactly one ${element.kind}; it is not retired.`)
  if (element.status !== 'in force' || latest === null) throw new Problem('unprocessable', `Only what is in force can be retired; ${element.key} is ${element.status === 'draft' ? 'a draft: discard it' : 'retired'}.`)
}

/** What is in force gives its draft to the proposal and is free for another; what never was keeps it, being nothing else. */
function takeAlong(proposal: Proposal, { element, latest }: Wanted, retires: boolean, { actor, at }: Pick<ActionContext<unknown, unknown>, 'actor' | 'at'>): TakenDraft[] {
  if (element.version === 0) return []
  const person = personOf(actor)
  const content = retires ? { ...draftOf(latest!), retiring: true, basedOn: element.version } : { ...writtenBy(element.draft!, []), basedOn: element.draft!.basedOn ?? element.version }
  const writers = retires ? (person ? [person] : []) : writersAt(element)
  return [{ id: newId(at.getTime()), proposalId: proposal.id, elementId: element.id, content, writers, changedAt: at, revision: 1 }]
}

export const approveProposalAction = defineAction({
  contract: approveProposal,
  load: (tx, input) => loadProposal(tx, input.proposal),
  access: (question) => mayDecide(question, question.loaded.proposal, question.loaded.carried),
  run: async (context) => {
    const { loaded, input, actor, tenant, at, as, tx, entryId } = context
    const { proposal, carried, agreements } = loaded
    demandOpen(proposal)
    demandSeen(proposal, carried, input.revision)
    demandReady(proposal, carried)
    const { matter, hashes } = matterOf(proposal, carried, digest)
    const waiting = uncovered(carried, agreements, matter)
    const mine = spokenForBy({ actor, tenant, verb: approveProposal.name }, waiting).carried
    if (mine.length === 0) throw new Problem('unprocessable', `You agreed to ${proposal.key} already; it waits for whoever may approve ${kindsIn(waiting)}.`)
    const agreement: Agreement = {
      id: newId(at.getTime()), proposalId: proposal.id, personId: personOf(actor), actor: actor.id, role: as, elements: mine.map(({ element }) => element.id), matter, reason: input.reason ?? null, at, revision: 1,
    }
    const agreed = [...agreements, agreement]
    const whole = uncovered(carried, agreed, matter).length === 0
    const next: Proposal = { ...proposal, revision: proposal.revision + 1, ...(whole ? { state: 'approved', decidedAt: at, decidedBy: actor.id, decision: input.reason ?? null, hashes } : {}) }
    const stamp = stampOf(context)
    const changes = whole ? carried.map((each) => enacted(proposal, each, stamp)) : []
    await demandChangeable(tx, proposal, changes)
    const rows = [...(await saveChanges(context, changes)), ...(await saveRows(tx, entryId, at, [proposalChange(next), agreementChange(agreement), ...(whole ? kept(next, carried, at) : []).map(takenChange)]))]
    return { output: receiptOf(next, after(carried, changes), agreed), entry: { subject: subjectOf(next), rows, reason: input.reason } }
  },
})

/** Refuses what would leave no roles by which roles can be changed: then nothing could be, and no appointment would help. */
async function demandChangeable(tx: Tx, proposal: Proposal, changes: readonly ElementChange[]): Promise<void> {
  const roles = changes.filter(({ element }) => element.kind === 'role')
  if (roles.length === 0) return
  const carried = await listRoleAuthorities(tx)
  if (!allowsChangingRoles([...carried.values()].flat())) return
  for (const { element, version } of roles) {
    if (version?.status === 'in force') carried.set(element.id, (version.content.body['authorities'] as string[] | undefined) ?? [])
    else carried.delete(element.id)
  }
  if (!allowsChangingRoles([...carried.values()].flat())) {
    throw new Problem('unprocessable', `${proposal.key} would leave no role that may ${changingRoles.join(', ')}: nobody could change anything any more. Give these authorities to another role first.`)
  }
}

function kindsIn(carried: readonly Carried[]): string {
  return [...new Set(carried.map(({ element }) => element.kind))].join(', ')
}

function demandReady(proposal: Proposal, carried: readonly Carried[]): void {
  const bare = carried.find(({ draft }) => draft === null)
  if (bare) throw new Problem('conflict', `${bare.element.key} no longer has the draft that was proposed; withdraw ${proposal.key} and propose again.`)
  const moved = carried.find(hasMoved)
  if (!moved) return
  const { element, draft } = moved
  const now = element.status === 'retired' ? `${element.key} was retired meanwhile; withdraw ${proposal.key}` : `${element.key} moved on to version ${element.version} since this was drafted on version ${draft!.basedOn}; rebase ${proposal.key} first`
  throw new Problem('conflict', `${now}.`)
}

/** The element with what was proposed in force, and with whatever else was drafted at it meanwhile. */
function enacted(proposal: Proposal, { element, taken, draft }: Carried, stamp: ReturnType<typeof stampOf>): ElementChange {
  const change = approve({ ...element, draft: asProposed(proposal, draft!) }, stamp)
  return taken ? { ...change, element: { ...change.element, draft: element.draft, draftBy: element.draftBy } } : change
}

/** What lay at its element is kept with the proposal as it was decided. */
function kept(proposal: Proposal, carried: readonly Carried[], at: Date): TakenDraft[] {
  return carried.flatMap(({ element, taken, draft }) =>
    taken || !draft ? [] : [{ id: newId(at.getTime()), proposalId: proposal.id, elementId: element.id, content: writtenBy(draft, []), writers: writersAt(element), changedAt: at, revision: 1 }])
}

function after(carried: readonly Carried[], changes: readonly ElementChange[]): Carried[] {
  const changed = new Map(changes.map(({ element }) => [element.id, element]))
  return carried.map((each) => ({ ...each, element: changed.get(each.element.id) ?? each.element }))
}

export const refuseProposalAction = defineAction({
  contract: refuseProposal,
  load: (tx, input) => loadProposal(tx, input.proposal),
  access: (question) => mayDecide(question, question.loaded.proposal, question.loaded.carried),
  run: (context) => dismiss(context, 'refused', []),
})

export const withdrawProposalAction = defineAction({
  contract: withdrawProposal,
  load: (tx, input) => loadProposal(tx, input.proposal),
  access: (question) => mayWithdraw(question, question.loaded.proposal),
  run: (context) => {
    const { carried, proposal } = context.loaded
    const open = proposal.state === 'open' ? carried : []
    return dismiss(context, 'withdrawn', context.input.drafts === 'keep' ? handedBack(proposal, open, context.at) : thrownAway(open, stampOf(context)))
  },
})

/** The drafts at their elements again; a retirement has no text to keep. */
function handedBack(proposal: Proposal, carried: readonly Carried[], at: Date): ElementChange[] {
  return carried.flatMap(({ element, taken }) => {
    if (!taken || taken.content.retiring || element.status === 'retired') return []
    if (element.draft) throw new Problem('conflict', `${element.key} has another draft by now; discard that one first, or withdraw ${proposal.key} without keeping its drafts.`)
    return [{ element: { ...element, draft: writtenBy(taken.content, taken.writers), draftBy: taken.writers.at(-1) ?? null, revision: element.revision + 1, changedAt: at } }]
  })
}

function thrownAway(carried: readonly Carried[], stamp: ReturnType<typeof stampOf>): ElementChange[] {
  return carried.flatMap(({ element, taken }) => (taken || element.draft === null ? [] : [{ element: discard(element, stamp) }]))
}

/** What is not approved stays with the proposal as it was, so that it can be proposed again. */
async function dismiss(context: Context<Decision>, state: 'refused' | 'withdrawn', changes: ElementChange[]) {
  const { loaded, input, tx, entryId, at, actor } = context
  const { proposal, carried, agreements } = loaded
  demandOpen(proposal)
  demandSeen(proposal, carried, input.revision)
  const next: Proposal = { ...proposal, state, decidedAt: at, decidedBy: actor.id, decision: input.reason ?? null, hashes: matterOf(proposal, carried, digest).hashes, revision: proposal.revision + 1 }
  const rows = [...(await saveChanges(context, changes)), ...(await saveRows(tx, entryId, at, [proposalChange(next), ...kept(next, carried, at).map(takenChange)]))]
  return { output: receiptOf(next, after(carried, changes), agreements), entry: { subject: subjectOf(next), rows, reason: input.reason } }
}
