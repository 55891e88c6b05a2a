import { CompiledQuery } from 'kysely'
import type { Tx } from './database.ts'
import type { Happening, Runtime } from './runtime.ts'

/** Puts the reactions to a verb in the queue, in the transaction that recorded it. */
export async function enqueueReactions(runtime: Runtime, tx: Tx, happening: Happening): Promise<void> {
  if (!runtime.jobs) return
  for (const reaction of runtime.reactions) {
    if (!reaction.on.includes(happening.verb)) continue
    await runtime.jobs.send(`reaction.${reaction.name}`, { ...happening, subject: happening.subject && { kind: happening.subject.kind, id: happening.subject.id } }, {
      executeSql: async (text: string, values?: unknown[]) => ({ rows: [...(await tx.executeQuery(CompiledQuery.raw(text, (values ?? []).map((value) => value ?? null)))).rows] }),
    })
  }
}
