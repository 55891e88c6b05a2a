import { refusal } from '../../shared/faults.ts'
import { Problem } from '../../shared/problem.ts'
import { defineAction } from '../../kernel/action.ts'
import { demandFounding, mayOnElement, receiptOf, stampOf } from '../../kernel/element.actions.ts'
import { findReferences } from '../../kernel/element.find.ts'
import { findOnly } from '../../kernel/element.only.ts'
import { saveElements } from '../../kernel/element.save.ts'
import { approve, draftOf, redraft } from '../../kernel/element.ts'
import { stateScope } from './scope.contract.ts'
import { entryFaults, every, mergeEntry, scope } from './scope.ts'
import type { ScopeBody, ScopeEdit } from './scope.ts'

export const stateScopeAction = defineAction({
  contract: stateScope,
  retryOnConflict: true,
  load: async (tx, input) => {
    const names = [input.service, input.element].filter((name) => name !== every)
    const [current, refs] = await Promise.all([findOnly(tx, scope.kind), findReferences(tx, names)])
    return { current, refs }
  },
  access: (question) => mayOnElement(question, question.loaded.current.element),
  run: async (context) => {
    const { input, loaded, tx, tenant, at, entryId } = context
    const end = (name: string, kind: string, path: string) => {
      if (name === every) return every
      const ref = loaded.refs.get(name)
      if (!ref || ref.kind !== kind) throw new Problem('notFound', `There is no ${kind} ${name} here.`, [{ path, message: `Name a ${kind}, or * for every one.` }])
      if (ref.status === 'retired' && input.state !== null) throw new Problem('unprocessable', `${ref.key} is retired; the scope names what is in force.`, [{ path, message: `${ref.key} is retired.` }])
      return ref.id
    }
    const cell = { service: end(input.service, 'service', 'service'), axis: input.axis, element: end(input.element, input.axis, 'element') }
    const edit: ScopeEdit = input.state === null ? { ...cell, state: null } : { ...cell, state: input.state, ...(input.reason ? { reason: input.reason } : {}), ...(input.byOn ? { byOn: input.byOn } : {}) }
    const faults = edit.state === null ? [] : entryFaults(edit, '').map((f) => ({ ...f, path: f.path.slice(1) }))
    if (faults.length > 0) throw refusal('unprocessable', faults)
    const { element, latest } = loaded.current
    const before = element.draft ?? draftOf(latest!)
    const body = before.body as ScopeBody
    const drafted = redraft(element, { ...before, body: { ...body, entries: mergeEntry(body.entries, edit) } }, stampOf(context))
    const change = tenant.liveAt ? { element: drafted } : approve({ ...drafted, revision: element.revision }, stampOf(context))
    await demandFounding({ tenant, tx }, [change])
    const rows = await saveElements(tx, entryId, at, [change])
    return { output: receiptOf(change.element), entry: { subject: { kind: scope.kind, id: element.id, key: element.key }, rows, reason: input.reason } }
  },
})
