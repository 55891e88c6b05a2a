import { wordsIn } from '../../shared/searching.ts'
import type { RecordRow } from '../../kernel/tables.ts'
import { wordsOf } from './words.store.ts'
import type { Narrowed } from './list.store.ts'
import { storedOf } from './record.store.ts'
import { columnDefaults, columnTypes, filledFields } from './stored.ts'
import type { Columns, StoredRecord } from './stored.ts'
import type { FieldValue } from '../routines/record.ts'

/** The events of a record up to a moment, folded: what they set, and the last of them. */
export type Fold = { id: string; columns: Columns; fields: Record<string, FieldValue>; revision: number; changedAt: Date }

/** A record as folding some of its events leaves it. */
export function storedFrom({ id, columns, fields, revision, changedAt }: Fold): StoredRecord {
  const all = { ...Object.fromEntries(Object.keys(columnTypes).map((name) => [name, null])), ...columnDefaults, ...columns }
  const read = Object.entries(all).map(([name, value]) => [name, columnTypes[name as keyof typeof columnTypes] === 'timestamptz' && typeof value === 'string' ? new Date(value) : value])
  return storedOf({ ...Object.fromEntries(read), id, fields: filledFields(fields), revision, changed_at: changedAt } as unknown as RecordRow)
}

/** What a past day is narrowed by beside the routine: judged on each record as it stood. `words` begin words of its title or form. */
export type PastNarrowing = Omit<Narrowed, 'routine' | 'among' | 'words' | 'watchedBy'> & { words: readonly string[]; standing: 'open' | 'closed' | 'any' }

/** Whether a record, as it stood, is among what is asked for. */
export function isAmong(stored: StoredRecord, asked: PastNarrowing): boolean {
  const { record } = stored
  const same = (wanted: string | null | undefined, is: string | null) => wanted === undefined || wanted === is
  return (asked.standing === 'any' || stored.open === (asked.standing === 'open')) && same(asked.state, record.state) && same(asked.priority, record.priority) && same(asked.service, record.serviceId)
    && same(asked.role, record.assigneeRoleId) && same(asked.assignee, record.assigneePersonId) && same(asked.requester, record.requesterId)
    && (asked.overdueAt === undefined || (stored.open && stored.dueAt !== null && stored.dueAt < asked.overdueAt)) && holdsWords(stored, asked.words)
}

/** Whether much of what is looked through may not be wanted. */
export function isNarrow({ standing, words, ...rest }: PastNarrowing): boolean {
  return standing === 'closed' || words.length > 0 || Object.values(rest).some((value) => value !== undefined)
}

function holdsWords(stored: StoredRecord, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const own = wordsOf(stored.record).split(' ')
  return words.every((word) => own.some((each) => each.startsWith(word)))
}

/** The words that a text asks for. */
export function wordsAsked(text: string | undefined): string[] {
  return [...new Set(wordsIn(text ?? ''))].slice(0, 12)
}
