import type { z } from 'zod'
import type { ActionContract } from '../shared/contract.ts'
import { elementContracts } from '../shared/element.contract.ts'
import type { ElementReceipt, elementReceipt } from '../shared/element.contract.ts'
import { newId } from '../shared/ids.ts'
import type { Kind } from '../shared/kind.ts'
import { Problem } from '../shared/problem.ts'
import { byAuthority, personOf } from './access.ts'
import type { Actor, Tenant, Verdict } from './access.ts'
import { defineAction } from './action.ts'
import type { ActionContext, AnyAction } from './action.ts'
import { demandNoCircle } from './element.circles.ts'
import { loadDraft, resolveDraft } from './element.draft.ts'
import { findForChange } from './element.find.ts'
import type { ForChange } from './element.find.ts'
import { holdFounding } from './founding.ts'
import { saveElements } from './element.save.ts'
import { approve, begin, demandRevision, discard, draftOf, redraft, retire, review } from './element.ts'
import type { Element, ElementChange } from './element.ts'
import { lastNumber, takeNumber } from './numbers.ts'
import type { RowHash } from './rows.ts'

type OnOne = { element: string; revision: number; reason?: string | undefined; note?: string | undefined }

/** More to write, in the same transaction, when a version of this kind comes into force. */
export type InForceHook = (context: ActionContext<unknown, unknown>, change: ElementChange) => Promise<RowHash[]>

const hooks = new Map<string, InForceHook>()

/** Who may do this to this element: authority in reach; after go-live nobody puts in force or retires but by a proposal. */
export function mayOnElement(question: { actor: Actor; tenant: Tenant; verb: string }, element: Element | null): Verdict {
  const verdict = byAuthority(question, element?.id ?? null)
  if ('refused' in verdict || !question.tenant.liveAt) return verdict
  const name = element?.key ?? 'it'
  if (question.verb.endsWith('.approve')) return { refused: `The organisation is live, so definitions change by proposal: propose the draft of ${name} (proposal.open); whoever holds ${question.verb} approves it there.` }
  if (question.verb.endsWith('.retire')) return { refused: `The organisation is live, so definitions change by proposal: propose to retire ${name} (proposal.open with "retire").` }
  return verdict
}

/** The five actions of a kind; the organisation and the scope cannot be retired. */
export function elementActions(kind: Kind, hook?: InForceHook) {
  if (hook) hooks.set(kind.kind, hook)
  const contracts = elementContracts(kind)
  const onOne = (contract: ActionContract<z.ZodType<OnOne>, typeof elementReceipt>, decide: (loaded: ForChange, context: ActionContext<OnOne, ForChange>) => ElementChange): AnyAction =>
    defineAction<z.ZodType<OnOne>, typeof elementReceipt, ForChange>({
      contract,
      load: (tx, input) => findForChange(tx, kind.kind, input.element),
      access: (question) => mayOnElement(question, question.loaded.element),
      run: async (context) => {
        demandRevision(context.loaded.element, context.input.revision)
        return finish(context, decide(context.loaded, context), context.input.reason ?? context.input.note)
      },
    })
  return {
    draft: draftAction(kind, contracts),
    approve: onOne(contracts.approve, ({ element }, context) => approve(element, stampOf(context))),
    // Of what there is exactly one, there would be none.
    ...(kind.single ? {} : { retire: onOne(contracts.retire, ({ element, latest }, context) => retireNow(element, latest, context)) }),
    review: onOne(contracts.review, ({ element }, context) => ({ element: review(element, stampOf(context)) })),
    discard: onOne(contracts.discard, ({ element }, context) => ({ element: discard(element, stampOf(context)) })),
  }
}

function draftAction(kind: Kind, contracts: ReturnType<typeof elementContracts>): AnyAction {
  return defineAction({
    contract: contracts.draft,
    load: async (tx, input) => {
      const [draft, last] = await Promise.all([loadDraft(tx, kind, input), input.element ? 0 : lastNumber(tx, kind.prefix)])
      return { ...draft, last }
    },
    access: (question) => mayOnElement(question, question.loaded.current?.element ?? null),
    run: async (context) => {
      const { input, loaded, tx } = context
      const draft = await resolveDraft(tx, kind, input, loaded)
      const stamp = stampOf(context)
      if (loaded.current) {
        demandRevision(loaded.current.element, input.revision)
        return finish(context, { element: redraft(loaded.current.element, draft, stamp) }, input.reason)
      }
      if (kind.single) throw new Problem('unprocessable', `There is exactly one ${kind.noun}; name it in "element" to change it.`)
      const number = takeNumber(tx, context.tenant.id, kind.prefix, loaded.last)
      return finish(context, { element: begin(kind, { id: newId(context.at.getTime()), key: `${kind.prefix}-${number}`, keyNumber: number }, draft, stamp) }, input.reason)
    },
  }) as AnyAction
}

function retireNow(element: Element, latest: ForChange['latest'], context: ActionContext<unknown, unknown>): ElementChange {
  if (!latest) throw new Problem('unprocessable', `Only what is in force can be retired; ${element.key} is a draft: discard it.`)
  if (element.draft) throw new Problem('unprocessable', `${element.key} has an open draft; put it in force or discard it, then retire it.`)
  return retire(element, draftOf(latest), stampOf(context))
}

export function stampOf(context: Pick<ActionContext<unknown, unknown>, 'at' | 'actor' | 'tenant'>) {
  return { at: context.at, by: personOf(context.actor), timeZone: context.tenant.timeZone }
}

async function finish(context: ActionContext<unknown, unknown>, change: ElementChange, reason: string | undefined) {
  const rows = await saveChanges(context, [change])
  const { id, key, kind } = change.element
  return { output: receiptOf(change.element), entry: { subject: { kind, id, key }, rows, reason } }
}

/** Writes changes of elements with whatever else their kinds write when a version comes into force. Throws `unprocessable` on a circle of units. */
export async function saveChanges(context: ActionContext<unknown, unknown>, changes: ElementChange[]): Promise<RowHash[]> {
  await demandFounding(context, changes)
  await demandNoCircle(context.tx, changes)
  const more = changes.map((change) => (change.version ? hooks.get(change.element.kind)?.(context, change) : undefined) ?? [])
  return (await Promise.all([saveElements(context.tx, context.entryId, context.at, changes), ...more])).flat()
}

/** What is put in force or retired because the organisation is founding is so at the commit still; an import has made sure of that before. */
export async function demandFounding({ tenant, tx }: Pick<ActionContext<unknown, unknown>, 'tenant' | 'tx'>, changes: readonly ElementChange[]): Promise<void> {
  if (!tenant.liveAt && changes.some((change) => change.version)) await holdFounding(tx, 'change')
}

export function receiptOf({ id, key, kind, title, status, version, revision }: Element): ElementReceipt {
  return { id, key, kind, title, status, version, revision }
}
