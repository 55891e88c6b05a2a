import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { byAuthority, personOf } from '../../kernel/access.ts'
import { defineAction } from '../../kernel/action.ts'
import { maybeFindElement } from '../../kernel/element.find.ts'
import { takeNumbers } from '../../kernel/numbers.ts'
import { saveRows } from '../../kernel/rows.ts'
import { drawSample, verifyItem } from './item.contract.ts'
import { findingChange, sampleChange } from './item-row.ts'
import { findItem } from './item.store.ts'
import { drawItems, findSample, listFindings } from './sample.store.ts'

export const drawSampleAction = defineAction({
  contract: drawSample,
  load: async (tx, input) => (input.service === null ? null : maybeFindElement(tx, input.service)),
  access: (question) => byAuthority(question, question.loaded?.id ?? null),
  run: async ({ input, loaded, actor, at, entryId, tx }) => {
    if (input.service !== null && loaded?.kind !== 'service') throw new Problem('notFound', `service: There is no service ${input.service} here.`, [{ path: 'service', message: 'Name a service by its key.' }])
    const serviceId = loaded?.id ?? null
    const { ids, population } = await drawItems(tx, { seed: input.seed, size: input.size, serviceId, type: input.type })
    if (population === 0) throw new Problem('unprocessable', 'There is no item in use to draw from; add some, or draw from all of them.')
    const keyNumber = await takeNumbers(tx, 'VER', 1)
    const sample = { id: newId(at.getTime()), key: `VER-${keyNumber}`, keyNumber, seed: input.seed, size: ids.length, population, serviceId, type: input.type, drawnAt: at, drawnBy: personOf(actor), revision: 1 }
    const findings = ids.map((itemId, position) => findingChange({ id: newId(at.getTime()), sampleId: sample.id, itemId, position, finding: '', note: '', recordKey: '', foundAt: null, foundBy: null, revision: 1 }))
    const rows = await saveRows(tx, entryId, at, [sampleChange(sample), ...findings])
    return { output: { id: sample.id, key: sample.key, size: sample.size, population }, entry: { subject: { kind: 'sample', id: sample.id, key: sample.key }, rows } }
  },
})

export const verifyItemAction = defineAction({
  contract: verifyItem,
  load: async (tx, input) => {
    const [sample, item] = await Promise.all([findSample(tx, input.sample), findItem(tx, input.item)])
    return { sample, item, finding: (await listFindings(tx, [sample.id])).find((each) => each.itemId === item.id) }
  },
  access: (question) => byAuthority(question, question.loaded.sample.serviceId),
  run: async ({ input, loaded, actor, at, entryId, tx }) => {
    const { sample, item, finding } = loaded
    if (!finding) throw new Problem('unprocessable', `${item.key} is not in ${sample.key}.`)
    if (input.finding === 'differs' && input.note === '') throw new Problem('unprocessable', 'note: Say what differs from the record.', [{ path: 'note', message: 'Say what differs.' }])
    const next = { ...finding, finding: input.finding, note: input.note, recordKey: input.record.toUpperCase(), foundAt: at, foundBy: personOf(actor), revision: finding.revision + 1 }
    const rows = await saveRows(tx, entryId, at, [findingChange(next)])
    return { output: { id: next.id, revision: next.revision }, entry: { subject: { kind: 'sample', id: sample.id, key: sample.key }, rows } }
  },
})
