import { folded, marksIn, squeezed, wordsIn } from '../shared/searching.ts'
import { places, textOf } from './search.document.ts'

/** What somebody typed: folded words, and the key that it may be or begin with, as it is stored; `whole` is what has no gaps, such as an outer key. */
export type Asked = { words: string[]; key: string; whole: string }

const mostWords = 12
const key = /^([a-z]{2,4})[\s-]*(\d*)$|^([a-z]{2,4})-?(\d+)(?=\s)/

/** Reads what was typed. Pure. */
export function askedFor(text: string): Asked {
  const plain = folded(text).trim()
  const [, letters, digits, first, number] = key.exec(plain) ?? []
  const words = [...new Set(wordsIn(text))].slice(0, mostWords)
  return { words, key: letters ? letters + digits!.replace(/^0+(?=\d)/, '') : first ? first + number! : '', whole: /\s/.test(plain) || words.length < 2 ? '' : squeezed(plain).slice(0, 60) }
}

/** The tsqueries of a search, the closest first: all words in the title, then with facts, then anywhere. `meant` holds the choices for each word. Pure. */
export function steps(asked: Asked, meant: readonly (readonly string[])[]): string[] {
  const query = (among: readonly string[]) => {
    const beginning = (choices: readonly string[]) => choices.flatMap((word) => among.map((place) => `${place}${word}:*`)).join(' | ')
    const all = meant.map((choices) => `(${beginning(choices)})`).join(' & ')
    return asked.whole ? `${all} | ${beginning([asked.whole])}` : all
  }
  const { title, facts, prose } = places
  return [[title], [title, facts], [title, facts, prose]].map(query)
}

const around = 60

/** The place of a text in which words stand that are not in the title; null where none is found. Pure. */
export function excerptOf(body: unknown, title: string, words: readonly string[]): string | null {
  const inTitle = wordsIn(title)
  const sought = words.filter((word) => !inTitle.some((own) => own.startsWith(word)))
  const { facts, prose } = textOf(body)
  for (const text of [...facts, ...prose]) {
    const [mark] = marksIn(text, sought)
    if (mark) return cut(text, mark[0])
  }
  return null
}

/** Whole words around a place, on one line. */
function cut(text: string, at: number): string {
  const from = at <= around / 2 ? 0 : text.lastIndexOf(' ', at - around / 2) + 1
  const to = from + around * 2 >= text.length ? text.length : Math.max(at + 1, text.lastIndexOf(' ', from + around * 2))
  const part = text.slice(from, Math.min(to, from + around * 4)).toWellFormed().replace(/\s+/g, ' ').trim()
  return `${from > 0 ? '… ' : ''}${part}${to < text.length ? ' …' : ''}`
}
