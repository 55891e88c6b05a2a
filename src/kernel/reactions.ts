import { CompiledQuery } from 'kysely'
import type { Tx } from './database.ts'
import type { Runtime } from './runtime.ts'

/** What happened, as reactions are told: ids only, since jobs are outside row-level security. */
export type Happening = { verb: string; entryId: string; organisationId: string; subject: { kind: string; id: string } | null }

/** Something a feature does after another feature's verb was recorded: the only way to meet upward. */
export type Reaction = {
  name: string
  /** Verbs it reacts to, e.g. `policy.approve`. */
  on: readonly string[]
  run: (runtime: Runtime, happening: Happening) => Promise<void>
}

export function defineReaction(reaction: Reaction): Reaction {
  return reaction
}

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
