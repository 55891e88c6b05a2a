import type { Actor } from '../../kernel/access.ts'
import { personOf } from '../../kernel/access.ts'
import type { Tx } from '../../kernel/database.ts'
import { erased } from '../../kernel/element.find.ts'
import type { findReferences } from '../../kernel/element.find.ts'
import type { Moment } from '../../kernel/query.ts'
import { Problem } from '../../shared/problem.ts'
import { namesIn } from './history.store.ts'
import { nobody, personAsked, placesAsked } from './narrowing.ts'
import type { Asked } from './narrowing.ts'
import { isAmong, wordsAsked } from './stood.store.ts'
import type { PastNarrowing } from './stood.store.ts'
import { listPast, listStoodAt } from './past.store.ts'
import type { PastList } from './past.store.ts'
import type { RecordRow } from './record.contract.ts'
import { maybeFindRecord } from './record.store.ts'
import { rowView } from './record-view.ts'
import type { Naming } from './record-view.ts'
import { partsOfKey } from './stored.ts'
import type { StoredRecord } from './stored.ts'
import type { Surroundings } from './surroundings.ts'
import { findRoutine, surroundingsOn } from './surroundings.store.ts'

export type PastAsked = { actor: Actor; moment: Moment; stamp: { organisationId: string; stamp: string }; refs: Awaited<ReturnType<typeof findReferences>> }
type Page = { direction: 'asc' | 'desc'; after?: string | undefined; limit: number }

/** Refuses what no past day can answer, and says what can be asked instead. */
function demandAnswerable({ sort, watched }: Asked): void {
  if (sort !== undefined && sort !== 'number') throw new Problem('invalid', 'sort: A past day is listed in the order in which records were opened; leave the order away, or choose number.', [{ path: 'sort', message: 'Choose number.' }])
  if (watched) throw new Problem('invalid', 'watched: A past day is not narrowed by who watched what; take this filter away.', [{ path: 'watched', message: 'Take this filter away.' }])
}

function narrowingOf(asked: Asked, { actor, moment, refs }: PastAsked, role: string | undefined): PastNarrowing {
  const me = personOf(actor)
  return {
    standing: asked.standing, words: wordsAsked(asked.text), role, state: asked.state || undefined, priority: asked.priority || undefined, service: asked.service ? (refs.get(asked.service)?.id ?? nobody) : undefined,
    assignee: asked.assignee === 'none' ? null : personAsked('assignee', asked.assignee, me), requester: personAsked('requester', asked.requester, me), overdueAt: asked.overdue ? moment.at.toISOString() : undefined,
  }
}

/** Records as they stood on a past day; see docs/decisions/past-days.md. */
export async function pastRecords(tx: Tx, asked: Asked & Page, past: PastAsked): Promise<PastList & { surroundings: Surroundings }> {
  demandAnswerable(asked)
  const { moment, stamp } = past
  const surroundings = await surroundingsOn(tx, stamp, moment)
  const { routine, role } = placesAsked(asked, surroundings)
  const narrowed = narrowingOf(asked, past, role)
  const keyed = partsOfKey(asked.text ?? '') && (await maybeFindRecord(tx, asked.text!.trim()))
  if (keyed) {
    const stood = await listStoodAt(tx, [keyed.stored.id], moment.at)
    return { rows: stood.filter((each) => isAmong(each, { ...narrowed, words: [] }) && (routine === undefined || each.record.routineId === routine)), next: null, lookedTo: null, surroundings }
  }
  const { direction, after, limit } = asked
  const list = await listPast(tx, { asked: narrowed, routines: routine === undefined ? null : [routine], direction, after, limit, at: moment.at }, [...surroundings.routines.keys()])
  return { ...list, surroundings }
}

/** Rows of a past day with the names of that day. */
export async function pastRowsOf(tx: Tx, rows: readonly StoredRecord[], surroundings: Surroundings, at: Date): Promise<RecordRow[]> {
  const some = (ids: (string | null)[]) => ids.filter((id): id is string => id !== null)
  const names = namingOf(await namesIn(tx, some(rows.map(({ record }) => record.serviceId)), some(rows.flatMap(({ record }) => [record.assigneePersonId, record.requesterId])), at))
  const shown: RecordRow[] = []
  for (const stored of rows) shown.push(rowView(stored, await findRoutine(tx, stored.record.routineId, stored.record.routineVersion), surroundings, names))
  return shown
}

export async function pastList(tx: Tx, asked: Asked & Page, past: PastAsked) {
  const { rows, next, lookedTo, surroundings } = await pastRecords(tx, asked, past)
  return { rows: await pastRowsOf(tx, rows, surroundings, past.moment.at), next, lookedTo, abilities: [] }
}

/** Names by id, as they were read; whoever was erased is called so. */
export function namingOf({ elements, people }: Awaited<ReturnType<typeof namesIn>>): Naming {
  return { element: (id) => (id === null ? null : (elements.get(id) ?? null)), person: (id) => (id === null || !people.has(id) ? null : { id, name: people.get(id) ?? erased }) }
}
