import { select, whenEnded } from '../../kernel/database.ts'
import type { Tx } from '../../kernel/database.ts'
import { searchWords, textOf } from '../../kernel/search.document.ts'
import type { Write } from '../../kernel/writes.ts'
import { wordsIn } from '../../shared/searching.ts'
import type { RoutineRecord } from '../routines/record.ts'
import type { StoredRecord } from './stored.ts'

type Happened = { before: StoredRecord | null; after: StoredRecord; type: string; more?: Readonly<Record<string, unknown>> }

/** Words that people said about a record, at most: what is said later is not found by new words. */
const mostSaid = 600

const own = 'organisation_id = (select current_organisation()) and id = $1::text::uuid'

/** What search is to know after an event: words of title and form, and of what was said. */
export function wordWrites({ before, after, type, more }: Happened): Write[] {
  const said = type === 'comment' && typeof more?.['text'] === 'string' ? saidIn([more['text']]) : ''
  if (said !== '') return [{ text: `update record_words set said = said || $2::text::tsvector, words = words || $2::text::tsvector where ${own} and length(said) < ${mostSaid}`, values: [after.id, said] }]
  if (before !== null && before.record.title === after.record.title && before.record.fields === after.record.fields) return []
  const words = wordsOf(after.record)
  if (before === null) return [{ text: 'insert into record_words (id, words) values ($1::text::uuid, $2::text::tsvector)', values: [after.id, words] }]
  if (words === wordsOf(before.record)) return []
  return [{ text: `update record_words set words = $2::text::tsvector || said where ${own}`, values: [after.id, words] }]
}

/** Words of titles that are known to be kept, by organisation. */
const kept = new Map<string, Set<string>>()
const mostKept = 50_000

/** The words of a new title by which a mistyped one is found; most titles bring none. */
export function titleWrites(tx: Tx, organisationId: string, { before, after }: Pick<Happened, 'before' | 'after'>): Write[] {
  return before?.record.title === after.record.title ? [] : newWords(tx, organisationId, [after.record.title])
}

function newWords(tx: Tx, organisationId: string, titles: readonly string[]): Write[] {
  const known = kept.get(organisationId) ?? new Set<string>()
  const fresh = searchWords(titles, known)
  if (fresh.length === 0) return []
  whenEnded(tx, (committed) => {
    if (!committed) return
    if (known.size > mostKept) known.clear()
    for (const { word } of fresh) known.add(word)
    if (kept.size > 50) kept.clear()
    kept.set(organisationId, known)
  })
  return [{
    text: `insert into record_title_words (word, near) select w.word, w.near from jsonb_to_recordset($1::text::jsonb) as w(word text, near integer[])
      where not exists (select from record_title_words k where k.organisation_id = (select current_organisation()) and k.word = w.word)`,
    values: [JSON.stringify(fresh)],
  }]
}

/** As `titleWrites`, of many titles and at once. */
export async function saveTitles(tx: Tx, organisationId: string, titles: readonly string[]): Promise<void> {
  for (const { text, values } of newWords(tx, organisationId, titles)) await select(tx, text, values)
}

export type RecordWords = { id: string; title: string; words: string; said: string }

/** What some records are found by, at once; very many are left to the background. What was said before stays. */
export async function saveWords(tx: Tx, organisationId: string, words: readonly RecordWords[]): Promise<void> {
  if (words.length === 0) return
  await saveTitles(tx, organisationId, words.map((each) => each.title))
  await select(tx, `insert into record_words as k (id, words, said) select w.id, w.words || w.said, w.said from jsonb_to_recordset($1::text::jsonb) as w(id uuid, words tsvector, said tsvector)
    on conflict (organisation_id, id) do update set words = excluded.words || k.said, said = k.said || excluded.said where excluded.words || k.said <> k.words`, [JSON.stringify(words.map(({ id, words: form, said }) => ({ id, words: form, said })))])
}

/** Words of a record at most; what nobody finds it by any more is left out. */
const mostWords = 150
const mostCharacters = 4000

/** What a record is found by: the words of its title, then those that people wrote into its form. */
export function wordsOf({ title, externalId, fields }: Pick<RoutineRecord, 'title' | 'externalId' | 'fields'>): string {
  const { facts, prose } = textOf(fields)
  return different([title, externalId, ...facts, ...prose])
}

/** The words of what people said about a record. */
export function saidIn(texts: readonly string[]): string {
  return different(texts)
}

function different(texts: readonly string[]): string {
  const words = new Set<string>()
  for (const text of texts) {
    if (words.size >= mostWords) break
    for (const word of wordsIn(text.slice(0, mostCharacters))) if (words.size < mostWords) words.add(word)
  }
  return [...words].join(' ')
}
