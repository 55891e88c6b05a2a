import { sql } from 'kysely'
import { likeness, mayBeMistyped, nearnessOf, toleranceOf, wordsIn } from '../shared/searching.ts'
import { select } from './database.ts'
import type { Tx } from './database.ts'
import type { KeptDraft, VersionContent } from './element.ts'
import type { Moment } from './query.ts'
import { askedFor, excerptOf, steps } from './search.asked.ts'
import type { Asked } from './search.asked.ts'
import { selectAsOf } from './search.past.ts'

export type Hit = { id: string; kind: string; key: string; title: string }
type Stepped = Hit & { step: number }
type Input = { text: string; kinds: readonly string[] | null; limit: number }
type Answer = { results: (Hit & { excerpt: string | null })[]; words: string[] }

/** The last step of `search` whose hits have the key or every word in the title; later ones have them elsewhere. */
const titled = 2

/**
 * Elements by exact key, beginning of a key, beginning of a title, words of titles, of facts, of prose, and at last by words that were mistyped.
 * `words` are what to mark in the titles. A past day answers what held then, by key and title.
 */
export async function searchElements(tx: Tx, input: Input, moment: Moment): Promise<Answer> {
  const asked = askedFor(input.text)
  if (asked.words.length === 0) return { results: [], words: [] }
  const look = (meant: string[][], limit: number): Promise<Stepped[]> => (moment.live ? selectLive(tx, asked, meant, { ...input, limit }) : selectAsOf(tx, asked, meant, { ...input, limit, at: moment.at }))
  const found = await look(asked.words.map((word) => [word]), input.limit)
  const near = found.some(({ step }) => step <= titled) ? undefined : await wordsMeant(tx, asked)
  if (!near) return present(tx, found, asked.words, moment)
  const known = new Set(found.map(({ id }) => id))
  const more = (await look(near, input.limit * 3 + found.length)).filter(({ id }) => !known.has(id)).map((hit) => ({ ...hit, far: distance(hit.title, asked.words) }))
  const closest = more.toSorted((a, b) => Number(a.step > titled) - Number(b.step > titled) || a.far - b.far)
  return present(tx, [...found, ...closest].slice(0, input.limit), near.flat(), moment)
}

async function selectLive(tx: Tx, asked: Asked, meant: string[][], { kinds, limit }: Input): Promise<Stepped[]> {
  const typed = meant.every((choices) => choices.length === 1)
  const values = [typed ? asked.key : '', typed ? asked.words.join(' ') : '', steps(asked, meant), kinds, limit]
  return select<Stepped>(tx, `select id, kind, key, title, step from search($1::text, $2::text, $3::text[], $4::text[], $5::integer)`, values)
}

/** For each word the words of titles of elements or records that may be meant, itself among them; undefined where there is none. */
export async function wordsMeant(tx: Tx, { words }: Pick<Asked, 'words'>, among: 'search_words_near' | 'record_words_near' = 'search_words_near'): Promise<string[][] | undefined> {
  const doubtful = words.filter(mayBeMistyped)
  if (doubtful.length === 0) return undefined
  const marks = [...new Set(doubtful.flatMap((word) => nearnessOf(word, toleranceOf(word.length + 1))))]
  const known = (await select<{ word: string }>(tx, `select word from ${among}($1::integer[])`, [marks])).map(({ word }) => word)
  const meant = words.map((word) => [word, ...(mayBeMistyped(word) ? nearest(word, known) : [])])
  return meant.some((choices) => choices.length > 1) ? meant : undefined
}

const mostMeant = 8

function nearest(typed: string, known: readonly string[]): string[] {
  const judged = known.flatMap((word) => {
    const far = likeness(typed, word)
    return far === undefined || word.startsWith(typed) ? [] : [{ word, far }]
  })
  return judged.sort((a, b) => a.far - b.far || (a.word < b.word ? -1 : 1)).slice(0, mostMeant).map(({ word }) => word)
}

/** How far a title is from what was typed, word by word. */
function distance(title: string, typed: readonly string[]): number {
  const own = wordsIn(title)
  return typed.reduce((sum, word) => sum + Math.min(9, ...own.map((each) => (each.startsWith(word) ? 0 : (likeness(word, each) ?? 9)))), 0)
}

/** Hits that show what was typed neither in key nor title are given the place in their text where it stands. */
async function present(tx: Tx, hits: Stepped[], words: string[], moment: Moment): Promise<Answer> {
  const hidden = moment.live ? hits.filter(({ step }) => step > titled).slice(0, 12) : []
  const bodies = new Map(hidden.length === 0 ? [] : (await listBodies(tx, hidden.map(({ id }) => id))).map(({ id, body }) => [id, body]))
  return {
    results: hits.map(({ id, kind, key, title }) => ({ id, kind, key, title, excerpt: bodies.has(id) ? excerptOf(bodies.get(id), title, words) : null })),
    words: [...new Set(words)],
  }
}

async function listBodies(tx: Tx, ids: string[]): Promise<{ id: string; body: unknown }[]> {
  const { rows } = await sql<{ id: string; content: string | null }>`select e.id, coalesce(v.content, e.draft) as content from elements e
    left join element_versions v on v.organisation_id = e.organisation_id and v.element_id = e.id and v.version = e.version where e.id = any(${ids}::uuid[])`.execute(tx)
  return rows.map(({ id, content }) => ({ id, body: content === null ? {} : (JSON.parse(content) as VersionContent | KeptDraft).body }))
}
