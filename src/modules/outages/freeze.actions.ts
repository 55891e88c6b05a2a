import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { byAuthority } from '../../kernel/access.ts'
import { defineAction } from '../../kernel/action.ts'
import { maybeFindElement } from '../../kernel/element.find.ts'
import { saveRows } from '../../kernel/rows.ts'
import { declareFreeze, liftFreeze } from './outage.contract.ts'
import { freezeChange } from './outage-row.ts'
import { findFreeze } from './outage.store.ts'

export const declareFreezeAction = defineAction({
  contract: declareFreeze,
  load: async (tx, input) => (input.service === null ? null : maybeFindElement(tx, input.service)),
  access: (question) => byAuthority(question, question.loaded?.id ?? null),
  run: async ({ input, loaded, at, entryId, tx }) => {
    if (input.service !== null && loaded?.kind !== 'service') throw new Problem('notFound', `service: There is no service ${input.service} here.`, [{ path: 'service', message: 'Name a service by its key, or none for all.' }])
    const [fromAt, toAt] = [new Date(input.from), new Date(input.to)]
    if (toAt <= fromAt) throw new Problem('unprocessable', 'to: It ends before it begins; give a later end.', [{ path: 'to', message: 'Give a later end.' }])
    if (toAt <= at) throw new Problem('unprocessable', 'to: It is over already; a freeze says what is not to be changed from now on.', [{ path: 'to', message: 'Give an end that is still to come.' }])
    const freeze = { id: newId(at.getTime()), title: input.title, serviceId: loaded?.id ?? null, fromAt, toAt, lifted: false, reason: input.reason, revision: 1 }
    const rows = await saveRows(tx, entryId, at, [freezeChange(freeze)])
    return { output: { id: freeze.id, revision: 1 }, entry: { subject: { kind: 'freeze', id: freeze.id }, rows, reason: input.reason || undefined } }
  },
})

export const liftFreezeAction = defineAction({
  contract: liftFreeze,
  load: (tx, input) => findFreeze(tx, input.freeze),
  access: (question) => byAuthority(question, question.loaded.serviceId),
  run: async ({ input, loaded, at, entryId, tx }) => {
    if (loaded.revision !== input.revision) throw new Problem('conflict', 'Somebody changed this freeze meanwhile. Load it again and repeat your change.')
    if (loaded.lifted) throw new Problem('unprocessable', 'This freeze was lifted already.')
    const next = { ...loaded, lifted: true, reason: input.reason, revision: loaded.revision + 1 }
    const rows = await saveRows(tx, entryId, at, [freezeChange(next)])
    return { output: { id: next.id, revision: next.revision }, entry: { subject: { kind: 'freeze', id: next.id }, rows, reason: input.reason } }
  },
})
