import { isId } from '../shared/ids.ts'
import { Problem } from '../shared/problem.ts'
import { select } from './database.ts'
import type { Tx } from './database.ts'
import { namesOf } from './element.find.ts'
import type { Moment } from './query.ts'

type EntryContent = { actor: { type: string; id: string }; role: string; reason?: string; subject: { id: string; kind: string; key?: string } | null }
type Entry = { id: string; at: Date; verb: string; content: string; version: number | null; proposal: string | null }

// That people read it changes nothing; a page of its own shows who has.
const changing = `verb not like '%.acknowledge'`

/** Entries about the element itself, and those about something else that brought a version of it in force: each by its own index. */
const entriesOf = `select l.*, v.version, p.title as proposal from (
    (select id, at, verb, subject_id, content from ledger_entries where subject_id = $1::text::uuid and at <= $2 and id < $3::text::uuid and ${changing} order by id desc limit $4)
    union
    (select id, at, verb, subject_id, content from ledger_entries where id in (select entry_id from element_versions where element_id = $1::text::uuid) and at <= $2 and id < $3::text::uuid order by id desc limit $4)
  ) l
  left join lateral (select max(version) as version from element_versions v where v.element_id = $1::text::uuid and v.entry_id = l.id) v on true
  left join proposals p on p.id = l.subject_id
  order by l.id desc limit $4`

const last = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** What changed one element, newest first, read from the ledger; proposals, imports and starters that brought a version of it in force are among it. */
export async function historyOf(tx: Tx, elementId: string, moment: Moment, page: { after?: string | undefined; limit: number }) {
  if (page.after && !isId(page.after)) throw new Problem('invalid', 'after: This is not a place in the history. Start again without it.')
  const rows = await select<Entry>(tx, entriesOf, [elementId, moment.at, page.after ?? last, page.limit + 1])
  const shown = rows.slice(0, page.limit).map((row) => ({ ...row, parsed: JSON.parse(row.content) as EntryContent }))
  const people = shown.map(({ parsed }) => personIn(parsed.actor.id))
  const names = await namesOf(tx, people)
  return {
    entries: shown.map(({ id, at, verb, parsed, version, proposal }, i) => {
      const person = people[i]
      const { subject } = parsed
      const through = subject?.key && subject.id !== elementId ? { kind: subject.kind, key: subject.key, title: proposal ?? '' } : null
      return { id, at: at.toISOString(), verb, actor: person ? { id: person, name: names.get(person) ?? '' } : null, role: parsed.role, reason: parsed.reason ?? null, through, version }
    }),
    next: rows.length > page.limit ? shown.at(-1)!.id : null,
  }
}

function personIn(actorId: string): string | null {
  return actorId.startsWith('person:') ? actorId.slice('person:'.length) : null
}
