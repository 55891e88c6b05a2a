import { refusal } from '../../shared/faults.ts'
import { newId } from '../../shared/ids.ts'
import type { Kind } from '../../shared/kind.ts'
import { Problem } from '../../shared/problem.ts'
import { writersAt } from '../../shared/writers.ts'
import { byAuthority, byOneself, personOf } from '../../kernel/access.ts'
import { defineAction } from '../../kernel/action.ts'
import type { ActionContext } from '../../kernel/action.ts'
import type { Tx } from '../../kernel/database.ts'
import { saveChanges, stampOf } from '../../kernel/element.actions.ts'
import { loadDraft, resolveDraft } from '../../kernel/element.draft.ts'
import { redraft } from '../../kernel/element.ts'
import type { ElementChange, KeptDraft } from '../../kernel/element.ts'
import { takeNumbers } from '../../kernel/numbers.ts'
import { saveRows } from '../../kernel/rows.ts'
import type { RowChange } from '../../kernel/rows.ts'
import { digest } from '../../kernel/hash.ts'
import { kindOf } from '../kinds.ts'
import { barredFromRetiring, mayComment, mayRevise } from './proposal.access.ts'
import { demandDayToCome, loadProposal, receiptOf, subjectOf } from './proposal.actions.ts'
import type { Loaded } from './proposal.actions.ts'
import { amendProposal, commentProposal, rebaseProposal, reopenProposal, reviseProposal } from './proposal.contract.ts'
import { matterOf } from './proposal.matter.ts'
import { listContents, listForProposal, maybeFindCarrier } from './proposal.store.ts'
import { carriedBy, commentChange, demandOpen, demandSeen, hasMoved, proposalChange, takenChange } from './proposal.ts'
import type { Carried, Proposal, TakenDraft } from './proposal.ts'
import { rebased } from './rebase.ts'

type Stamped = Pick<ActionContext<unknown, unknown>, 'actor' | 'at'>

export const amendProposalAction = defineAction({
  contract: amendProposal,
  load: (tx, input) => loadProposal(tx, input.proposal),
  access: (question) => (question.loaded.proposal.author === question.actor.id ? byOneself(question, personOf(question.actor) ?? '') : { refused: `Only whoever opened ${question.loaded.proposal.key} changes its title or its day; withdraw it and propose again.` }),
  run: async (context) => {
    const { loaded, input, tx, entryId, at } = context
    demandOpen(loaded.proposal)
    demandSeen(loaded.proposal, loaded.carried, input.revision)
    demandDayToCome(input.effectiveOn, context)
    const next: Proposal = {
      ...loaded.proposal, title: input.title ?? loaded.proposal.title, reason: input.reason ?? loaded.proposal.reason,
      effectiveOn: input.effectiveOn === undefined ? loaded.proposal.effectiveOn : input.effectiveOn, revision: loaded.proposal.revision + 1,
    }
    const rows = await saveRows(tx, entryId, at, [proposalChange(next)])
    return { output: receiptOf(next, loaded.carried, loaded.agreements), entry: { subject: subjectOf(next), rows, reason: input.reason } }
  },
})

async function loadRevised(tx: Tx, input: { proposal: string; element: string; body: Record<string, unknown>; title: string }) {
  const loaded = await loadProposal(tx, input.proposal)
  const wanted = loaded.carried.find(({ element }) => element.id === input.element.toLowerCase() || element.key === input.element.toUpperCase())
  if (!wanted) throw new Problem('notFound', `${loaded.proposal.key} carries no ${input.element}.`)
  const kind = kindOf(wanted.element.kind)!
  const [{ refs, body }, [stored]] = await Promise.all([loadDraft(tx, kind, { ...input, element: undefined }), listForProposal(tx, [wanted.element.id])])
  return { ...loaded, wanted, kind, draftLoad: { refs, body, current: { element: { ...wanted.element, draft: wanted.draft }, latest: stored!.latest } } }
}

export const reviseProposalAction = defineAction({
  contract: reviseProposal,
  load: loadRevised,
  access: (question) => mayRevise(question, question.loaded.wanted),
  run: async (context) => {
    const { input, loaded, tx } = context
    const { proposal, carried, wanted } = loaded
    demandOpen(proposal)
    demandSeen(proposal, carried, input.revision)
    if (wanted.draft?.retiring) throw new Problem('unprocessable', `${wanted.element.key} is to be retired here; withdraw ${proposal.key} to change it instead.`)
    const draft = await resolveDraft(tx, loaded.kind, { ...input, element: wanted.element.key }, loaded.draftLoad)
    return revised(context, [replaced(proposal, wanted, draft, context)], input.reason)
  },
})

type Replaced = { carried: Carried; change?: ElementChange; row?: RowChange }

/** The carried element with another draft, written where its draft lies. */
function replaced(proposal: Proposal, { element, taken, draft }: Carried, content: KeptDraft, context: ActionContext<unknown, unknown>): Replaced {
  if (element.version === 0) {
    const changed = redraft(element, content, stampOf(context))
    return { carried: { element: changed, taken: null, draft: changed.draft }, change: { element: changed } }
  }
  const person = personOf(context.actor)
  const writers = taken?.writers ?? writersAt(element)
  const next: TakenDraft = {
    id: taken?.id ?? newId(context.at.getTime()), proposalId: proposal.id, elementId: element.id, content: { basedOn: draft?.basedOn ?? element.version, ...content },
    writers: person && !writers.includes(person) ? [...writers, person] : writers, changedAt: context.at, revision: (taken?.revision ?? 0) + 1,
  }
  return { carried: { element, taken: next, draft: next.content }, row: takenChange(next) }
}

/** Writes drafts that were changed in a proposal; the proposal itself counts up, so that two who change it at once meet. */
async function revised(context: ActionContext<unknown, Loaded>, changed: Replaced[], reason: string | undefined) {
  const { loaded, tx, entryId, at } = context
  const next: Proposal = { ...loaded.proposal, revision: loaded.proposal.revision + 1 }
  const byElement = new Map(changed.map((one) => [one.carried.element.id, one.carried]))
  const carried = loaded.carried.map((each) => byElement.get(each.element.id) ?? each)
  const rows = [
    ...(await saveChanges(context, changed.flatMap(({ change }) => (change ? [change] : [])))),
    ...(await saveRows(tx, entryId, at, [proposalChange(next), ...changed.flatMap(({ row }) => (row ? [row] : []))])),
  ]
  return { output: receiptOf(next, carried, loaded.agreements), entry: { subject: subjectOf(next), rows, reason } }
}

export const rebaseProposalAction = defineAction({
  contract: rebaseProposal,
  load: async (tx, input) => {
    const loaded = await loadProposal(tx, input.proposal)
    const moved = loaded.carried.filter(hasMoved)
    const contents = await listContents(tx, moved.flatMap(({ element, draft }) => [{ elementId: element.id, version: draft!.basedOn ?? element.version }, { elementId: element.id, version: element.version }]))
    return { ...loaded, moved, contents }
  },
  access: (question) => {
    const barred = question.loaded.moved.map((each) => mayRevise(question, each)).find((verdict) => 'refused' in verdict)
    return barred ?? (question.loaded.carried[0] ? mayRevise(question, question.loaded.carried[0]) : byAuthority(question))
  },
  run: async (context) => {
    const { input, loaded } = context
    const { proposal, carried, moved, contents } = loaded
    demandOpen(proposal)
    demandSeen(proposal, carried, input.revision)
    if (moved.length === 0) throw new Problem('unprocessable', `${proposal.key} is based on what holds; there is nothing to rebase.`)
    const results = moved.map((each) => {
      const { element, draft } = each
      if (element.status === 'retired') throw new Problem('unprocessable', `${element.key} was retired meanwhile; withdraw ${proposal.key}.`)
      const chosen = input.choices.filter((choice) => choice.element.toUpperCase() === element.key || choice.element.toLowerCase() === element.id)
      const choices = new Map(chosen.map(({ path, take }) => [path, take === 'proposed' ? ('mine' as const) : ('theirs' as const)]))
      const result = rebased(kindOf(element.kind) as Kind, { base: contents.get(`${element.id} ${draft!.basedOn ?? element.version}`)!, current: contents.get(`${element.id} ${element.version}`)! }, draft!, choices)
      return { each, result }
    })
    const faults = results.flatMap(({ each, result }) => result.faults.map((fault) => ({ path: `${each.element.key}/${fault.path}`, message: `${each.element.key}: ${fault.message}` })))
    if (faults.length > 0) throw refusal('unprocessable', faults)
    return revised(context, results.map(({ each, result }) => replaced(proposal, each, result.draft, context)), input.reason)
  },
})

export const reopenProposalAction = defineAction({
  contract: reopenProposal,
  load: async (tx, input) => {
    const loaded = await loadProposal(tx, input.proposal)
    const own = loaded.carried.filter(({ element }) => element.version === 0).map(({ element }) => element.id)
    return { ...loaded, carrier: await maybeFindCarrier(tx, own) }
  },
  access: (question) => {
    const verdict = byAuthority(question)
    const retiring = question.loaded.carried.filter(({ draft }) => draft?.retiring)
    return 'refused' in verdict ? verdict : (barredFromRetiring(question, retiring.map(({ element }) => element)) ?? verdict)
  },
  run: async (context) => {
    const { input, loaded, actor, at, tx, entryId } = context
    const earlier = loaded.proposal
    if (earlier.state !== 'refused' && earlier.state !== 'withdrawn') throw new Problem('unprocessable', `${earlier.key} is ${earlier.state}; what was refused or withdrawn can be proposed again.`)
    if (loaded.carrier) throw new Problem('conflict', `${loaded.carrier} carries one of these drafts already; decide or withdraw it first.`)
    demandDayToCome(input.effectiveOn, context)
    const number = await takeNumbers(tx, 'PRO', 1)
    const base: Proposal = {
      ...earlier, id: newId(at.getTime()), key: `PRO-${number}`, keyNumber: number, title: input.title ?? earlier.title, state: 'open', author: actor.id, authorPerson: personOf(actor),
      openedAt: at, decidedAt: null, revision: 1, reason: input.reason ?? earlier.reason, effectiveOn: input.effectiveOn ?? null, decidedBy: null, decision: null, reopens: earlier.id,
    }
    const taken = loaded.carried.flatMap((each) => again(base, each, context))
    const carried = carriedBy(loaded.carried.map(({ element }) => element), taken)
    const proposal = { ...base, hashes: matterOf(base, carried, digest).hashes }
    const rows = await saveRows(tx, entryId, at, [proposalChange(proposal), ...taken.map(takenChange)])
    return { output: receiptOf(proposal, carried, []), entry: { subject: subjectOf(proposal), rows, reason: input.reason } }
  },
})

/** What a decided proposal kept, as the draft of a new one; what never was in force must still have its draft. */
function again(proposal: Proposal, { element, taken }: Carried, { at }: Stamped): TakenDraft[] {
  if (element.status === 'retired') throw new Problem('unprocessable', `${element.key} is retired or was thrown away; draft a new one instead.`)
  if (element.version > 0) return taken ? [{ ...taken, id: newId(at.getTime()), proposalId: proposal.id, changedAt: at, revision: 1 }] : []
  if (element.draft === null) throw new Problem('unprocessable', `${element.key} has no draft any more; draft it again.`)
  return []
}

export const commentProposalAction = defineAction({
  contract: commentProposal,
  load: (tx, input) => loadProposal(tx, input.proposal),
  access: mayComment,
  run: async ({ input, loaded, actor, at, tx, entryId }) => {
    const id = newId(at.getTime())
    const rows = await saveRows(tx, entryId, at, [commentChange({ id, proposalId: loaded.proposal.id, personId: personOf(actor)!, text: input.text, at })])
    return { output: { id }, entry: { subject: subjectOf(loaded.proposal), rows } }
  },
})
