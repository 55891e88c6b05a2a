import { mayBeMistyped, nearnessOf, squeezed, wordsIn } from '../shared/searching.ts'

/** What search knows of one element: a row of `search_documents`. `words` is a tsvector as text. */
export type SearchDocument = { id: string; kind: string; key: string; title: string; plain_key: string; plain_title: string; words: string }

type Found = { id: string; kind: string; key: string; externalKey: string | null; title: string }

/**
 * Where a word stands: 1 title or outer key, 2 facts, 3 prose. It begins the word as it is indexed, since the weights of a tsvector
 * are not in its index: a word that is common in prose would be looked at in every element to find the few titles that have it.
 */
export const places = { title: '1', facts: '2', prose: '3' } as const
type Place = (typeof places)[keyof typeof places]

/** What is read of a body at most, in characters and in different words; beyond lies what nobody looks for by a word. */
const mostCharacters = 50_000
const mostWords = 2_000
/** What is said in so few characters at the top of a body is a fact: a theme, a choice, a name. */
const factCharacters = 100

/** The document of an element: each word at the first place that has it. Pure. */
export function searchDocument(element: Found, body: Record<string, unknown>): SearchDocument {
  const placed = new Map<string, Place>()
  const add = (words: readonly string[], place: Place) => {
    for (const word of words) if (!placed.has(word) && placed.size < mostWords) placed.set(word, place)
  }
  const titled = wordsIn(element.title)
  add(titled, places.title)
  if (element.externalKey) add([squeezed(element.externalKey).slice(0, 60), ...wordsIn(element.externalKey)].filter(Boolean), places.title)
  const { facts, prose } = textOf(body)
  for (const text of facts) add(wordsIn(text), places.facts)
  for (const text of prose) add(wordsIn(text), places.prose)
  const words = [...placed].map(([word, place]) => place + word).join(' ')
  return { id: element.id, kind: element.kind, key: element.key, title: element.title, plain_key: squeezed(element.key), plain_title: titled.join(' '), words }
}

/** The different words of titles that may be mistyped, but those that are known, each with the numbers by which its neighbours are found; in order. */
export function searchWords(titles: readonly string[], but: ReadonlySet<string> = new Set()): { word: string; near: number[] }[] {
  const words = new Set(titles.flatMap(wordsIn).filter((word) => mayBeMistyped(word) && !but.has(word)))
  return [...words].sort().map((each) => ({ word: each, near: neighboursOf(each) }))
}

// Titles say the same words over and over, and the numbers of a long one take as long as all else of a draft.
const known = new Map<string, number[]>()

function neighboursOf(word: string): number[] {
  const before = known.get(word)
  if (before) return before
  const near = nearnessOf(word)
  if (known.size >= 5000) known.clear()
  known.set(word, near)
  return near
}

/** Texts that people read, wherever they stand in a body: neither ids nor days nor authorities, nor anything without a letter. */
export function textOf(body: unknown): { facts: string[]; prose: string[] } {
  const found: { facts: string[]; prose: string[] } = { facts: [], prose: [] }
  let left = mostCharacters
  const visit = (value: unknown, depth: number): void => {
    if (left <= 0) return
    if (typeof value === 'string') {
      if (!isReadable(value)) return
      const text = value.slice(0, left)
      left -= text.length
      found[depth <= 1 && text.length <= factCharacters ? 'facts' : 'prose'].push(text)
    } else if (Array.isArray(value)) for (const each of value) visit(each, depth + 1)
    else if (typeof value === 'object' && value !== null) for (const key of Object.keys(value).sort()) visit((value as Record<string, unknown>)[key], depth + 1)
  }
  visit(body, 0)
  return found
}

const unread = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$|^-?P(\d+[YMWD])+$|^\d{4}-\d\d-\d\d|^[a-z]+\.(\*|draft|approve|retire|review|discard)$/

function isReadable(text: string): boolean {
  return /\p{L}/u.test(text) && !unread.test(text)
}
