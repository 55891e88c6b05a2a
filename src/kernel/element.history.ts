import { isId } from '../shared/ids.ts'
import { Problem } from '../shared/problem.ts'
import type { Tx } from './database.ts'
import { namesOf } from './element.find.ts'
import type { Moment } from './query.ts'

type EntryContent = { actor: { type: string; id: string }; role: string; reason?: string }

/** What happened to one element, newest first, read from the ledger. */
export async function historyOf(tx: Tx, elementId: string, moment: Moment, page: { after?: string | undefined; limit: number }) {
  if (page.after && !isId(page.after)) throw new Problem('invalid', 'after: This is not a place in the history. Start again without it.')
  const rows = await tx
    .selectFrom('ledger_entries')
    .select(['id', 'at', 'verb', 'content'])
    .where('subject_id', '=', elementId)
    .where('at', '<=', moment.at)
    .$if(page.after !== undefined, (q) => q.where('id', '<', page.after!))
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute()
  const shown = rows.slice(0, page.limit).map((row) => ({ ...row, parsed: JSON.parse(row.content) as EntryContent }))
  const people = shown.map(({ parsed }) => personIn(parsed.actor.id))
  const names = await namesOf(tx, people)
  return {
    entries: shown.map(({ id, at, verb, parsed }, i) => {
      const person = people[i]
      return { id, at: at.toISOString(), verb, actor: person ? { id: person, name: names.get(person) ?? '' } : null, role: parsed.role, reason: parsed.reason ?? null }
    }),
    next: rows.length > page.limit ? shown.at(-1)!.id : null,
  }
}

function personIn(actorId: string): string | null {
  return actorId.startsWith('person:') ? actorId.slice('person:'.length) : null
}
