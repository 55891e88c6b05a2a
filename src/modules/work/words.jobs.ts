import type { Runtime } from '../../kernel/runtime.ts'
import { maybeFindDueWords, wordsDone } from './intake.stage.store.ts'
import { saidIn, saveWords, wordsOf } from './words.store.ts'

/** Makes known to search what large imports brought, a thousand records at a time, until nothing is due; answers how many. */
export async function fillDueWords(runtime: Runtime, organisationId: string): Promise<number> {
  let filled = 0
  for (let more = true; more; ) {
    more = await runtime.database.write(organisationId, async (tx) => {
      const due = await maybeFindDueWords(tx)
      if (!due) return false
      await saveWords(tx, organisationId, due.records.map(({ id, title, external_id, fields, said }) => ({ id, title, words: wordsOf({ title, externalId: external_id, fields }), said: saidIn(said) })))
      await wordsDone(tx, due.entryId, due.records.at(-1)?.id ?? null)
      filled += due.records.length
      return true
    })
  }
  return filled
}
