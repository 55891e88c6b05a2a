import { defineAction } from '../../kernel/action.ts'
import { byAuthority } from '../../kernel/access.ts'
import { receiptOf, saveChanges, stampOf } from '../../kernel/element.actions.ts'
import { findForChange, maybeFindElement } from '../../kernel/element.find.ts'
import { approve, demandRevision, draftOf } from '../../kernel/element.ts'
import { Problem } from '../../shared/problem.ts'
import { restoreElement } from './begin.contract.ts'

/** What was struck out while founding comes back with its key, as a new version of what it was. */
export const restoreAction = defineAction({
  contract: restoreElement,
  load: async (tx, { element: reference }) => {
    const element = await maybeFindElement(tx, reference)
    if (!element) throw new Problem('notFound', `There is no element ${reference} here.`)
    return findForChange(tx, element.kind, element.id)
  },
  access: (question) => {
    if (question.tenant.liveAt) return { refused: 'The organisation is live; what was retired stays retired. Draft a new one, and propose it.' }
    return byAuthority(question, question.loaded.element.id)
  },
  run: async (context) => {
    const { element, latest } = context.loaded
    demandRevision(element, context.input.revision)
    if (element.status !== 'retired' || !latest) throw new Problem('unprocessable', `${element.key} is ${element.status}; only what was retired can be taken back.`)
    const change = approve({ ...element, draft: draftOf(latest) }, stampOf(context))
    const rows = await saveChanges(context, [change])
    const { id, key, kind } = change.element
    return { output: receiptOf(change.element), entry: { subject: { kind, id, key }, rows, reason: context.input.reason } }
  },
})
