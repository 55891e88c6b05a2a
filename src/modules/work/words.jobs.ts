import type { Runtime } from '../../kernel/runtime.ts'
import { wordsOf } from './event.store.ts'
import { maybeFindDueWords, saveWords, wordsDone } from './intake.stage.store.ts'
import type { StoredRecord } from './stored.ts'

/** Makes known to search what large imports brought, a thousand records at a time, until nothing is due; answers how many. */
export async function fillDueWords(runtime: Runtime, organisationId: string): Promise<number> {
  let filled = 0
  for (let more = true; more; ) {
    more = await runtime.database.write(organisationId, async (tx) => {
      const due = await maybeFindDueWords(tx)
      if (!due) return false
      await saveWords(tx, due.records.map(({ id, title, external_id, fields }) => ({ id, words: wordsOf({ record: { title, externalId: external_id, fields } } as unknown as StoredRecord) })))
      await wordsDone(tx, due.entryId, due.records.at(-1)?.id ?? null)
      filled += due.records.length
      return true
    })
  }
  return filled
}
