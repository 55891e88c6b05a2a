import { defineAction } from '../../kernel/action.ts'
import { hashOfFiles } from '../../kernel/hash.ts'
import { takeNumbers } from '../../kernel/numbers.ts'
import { saveRows } from '../../kernel/rows.ts'
import { mendable } from '../transfer/mend.ts'
import { importItems } from './import.contract.ts'
import { itemCounts, mayImportItems, plannedItems, preparedItems } from './import.queries.ts'
import { itemChange, relationChange } from './item-row.ts'

export const importItemsAction = defineAction({
  contract: importItems,
  load: async () => undefined,
  access: mayImportItems,
  run: async ({ input, tx, at, entryId }) => {
    const { files, source } = preparedItems(input)
    const plan = await plannedItems(tx, source, at)
    const fresh = plan.items.filter(({ revision }) => revision === 1)
    let number = fresh.length > 0 ? await takeNumbers(tx, 'CI', fresh.length) : 0
    const items = plan.items.map((item) => {
      if (item.revision > 1) return itemChange(item)
      const keyNumber = number++
      return itemChange({ ...item, key: `CI-${keyNumber}`, keyNumber })
    })
    // What ends leaves its place before what begins takes it.
    const [ended, begun] = [plan.relations.filter((each) => each.ended), plan.relations.filter((each) => !each.ended)]
    const rows = await saveRows(tx, entryId, at, [...items, ...[...ended, ...begun].map(relationChange)])
    const done = itemCounts(plan)
    const name = files[0]!.name.split(/[\\/]/).pop() ?? files[0]!.name
    return {
      output: { ...done, mend: mendable(source.source, plan.rejected) },
      entry: {
        subject: null, rows, reason: input.reason,
        bulk: {
          file: `${files.length === 1 ? name : `${name} and ${files.length - 1} more`} sha256:${hashOfFiles(files)}`,
          counts: { read: done.read, created: done.created, changed: done.changed, unchanged: done.unchanged, rejected: done.rejected.length, items: done.items, relations: done.relations },
        },
      },
    }
  },
})
