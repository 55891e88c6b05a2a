import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { byAuthority, personOf } from '../../kernel/access.ts'
import { defineAction } from '../../kernel/action.ts'
import { saveRows } from '../../kernel/rows.ts'
import type { RowChange } from '../../kernel/rows.ts'
import { byAnybody } from './record.access.ts'
import { viewContracts } from './view.contract.ts'
import { listViews, maybeFindView } from './view.store.ts'
import type { KeptView } from './view.store.ts'

const { keep, forget } = viewContracts

function viewChange({ id, personId, place, name, query, ended, revision }: KeptView): RowChange {
  return { subject: 'view', id, revision, columns: { person_id: personId, place, name, query, ended } }
}

/** Views that one list has for one person at most, shared ones among them. */
const most = 100

export const keepViewAction = defineAction({
  contract: keep,
  load: (tx, input) => listViews(tx, input.place),
  // One's own view is one's own; what everybody sees takes the authority.
  access: (question) => (question.input.everybody ? byAuthority(question) : byAnybody(question)),
  run: async ({ input, loaded, actor, at, tx, entryId }) => {
    const personId = input.everybody ? null : personOf(actor)
    const mine = loaded.filter((each) => each.personId === personId)
    const known = mine.find((each) => each.name.toLowerCase() === input.name.toLowerCase())
    if (!known && mine.length >= most) throw new Problem('unprocessable', `There are ${most} views of this list; forget one first.`)
    const next: KeptView = { id: known?.id ?? newId(at.getTime()), personId, place: input.place, name: input.name, query: input.query, ended: false, revision: (known?.revision ?? 0) + 1 }
    const rows = await saveRows(tx, entryId, at, [viewChange(next)])
    return { output: { id: next.id }, entry: { subject: { kind: 'view', id: next.id }, rows } }
  },
})

export const forgetViewAction = defineAction({
  contract: forget,
  load: async (tx, input) => {
    const view = await maybeFindView(tx, input.view)
    if (!view || view.ended) throw new Problem('notFound', 'There is no such view.')
    return view
  },
  access: (question) => {
    const { personId } = question.loaded
    if (personId === null) return byAuthority(question)
    return personOf(question.actor) === personId ? byAnybody(question) : { refused: 'Only whoever kept it may forget it.' }
  },
  run: async ({ loaded, at, tx, entryId }) => {
    const next = { ...loaded, ended: true, revision: loaded.revision + 1 }
    const rows = await saveRows(tx, entryId, at, [viewChange(next)])
    return { output: { id: next.id }, entry: { subject: { kind: 'view', id: next.id }, rows } }
  },
})
