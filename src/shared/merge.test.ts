import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Content } from './difference.ts'
import { mergeContents } from './merge.ts'

type Body = { note: string; purpose: string; rows: { id: string; text: string; more: number }[]; tags: string[] }
const made = (body: Body, more: Partial<Content> = {}): Content => ({ title: 'One', accountable: null, reviewEvery: null, effectiveOn: null, links: [], body, ...more })

/** One edit of one place; two edits of different places are disjoint. */
type Edit = { place: string; on: (content: Content & { body: Body }) => void }
const edit = (place: string, on: Edit['on']): Edit => ({ place, on })
const edits = fc.oneof(
  fc.string().map((text) => edit('title', (c) => void (c.title = `${text}!`))),
  fc.string().map((text) => edit('note', (c) => void (c.body.note = `${text}!`))),
  fc.string().map((text) => edit('purpose', (c) => void (c.body.purpose = `${text}!`))),
  fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.string()).map(([id, text]) => edit(`text of ${id}`, (c) => c.body.rows.forEach((row) => row.id === id && (row.text = `${text}!`)))),
  fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(9)).map(([id, more]) => edit(`more of ${id}`, (c) => c.body.rows.forEach((row) => row.id === id && (row.more = more + 10)))),
  fc.constantFrom('x', 'y', 'z').map((id) => edit(`row ${id}`, (c) => void c.body.rows.push({ id, text: id, more: 1 }))),
  fc.constantFrom('t', 'u').map((tag) => edit(`tag ${tag}`, (c) => void (c.body.tags = c.body.tags.filter((each) => each !== tag)))),
  fc.constantFrom('o1', 'o2').map((to) => edit(`link ${to}`, (c) => void (c.links = [...c.links, { type: 'serves', to }]))),
)
const start = (): Content & { body: Body } => made({ note: '', purpose: 'p', rows: ['a', 'b', 'c'].map((id) => ({ id, text: id, more: 0 })), tags: ['s', 't', 'u'] }) as Content & { body: Body }
const applied = (list: readonly Edit[]) => {
  const content = start()
  for (const each of list) each.on(content)
  return content
}
const once = (list: Edit[]) => [...new Map(list.map((each) => [each.place, each])).values()]
const sorted = (content: Content) => {
  const body = content.body as Body
  return { ...content, links: [...content.links].sort((a, b) => (a.to < b.to ? -1 : 1)), body: { ...body, rows: [...body.rows].sort((a, b) => (a.id < b.id ? -1 : 1)) } }
}

describe('a merge of two changes of one base', () => {
  it('that are disjoint equals applying both, and nothing clashes', () => {
    fc.assert(fc.property(fc.array(edits, { maxLength: 6 }), fc.array(edits, { maxLength: 6 }), (some, others) => {
      const mine = once(some)
      const theirs = once(others).filter((each) => mine.every(({ place }) => place !== each.place))
      const { content, clashes } = mergeContents(undefined, start(), applied(mine), applied(theirs))
      expect(clashes).toEqual([])
      expect(sorted(content)).toEqual(sorted(applied([...theirs, ...mine])))
    }))
  })

  it('is the change itself where the other side did nothing, and once where both did the same', () => {
    fc.assert(fc.property(fc.array(edits, { maxLength: 6 }), (some) => {
      const changed = applied(once(some))
      for (const [mine, theirs] of [[changed, start()], [start(), changed], [changed, changed]] as const) expect(mergeContents(undefined, start(), mine, theirs)).toEqual({ content: changed, clashes: [] })
    }))
  })

  it('clashes exactly where both changed the same place differently, and each choice decides one', () => {
    const [mine, theirs] = [applied([edit('', (c) => void (c.title = 'Mine'))]), applied([edit('', (c) => void (c.title = 'Theirs'))])]
    mine.body.rows[1]!.text = 'mine'
    mine.body.rows[0]!.more = 5
    theirs.body.rows.splice(1, 1)
    const { clashes } = mergeContents(undefined, start(), mine, theirs)
    expect(clashes.map(({ path, theirs: gone }) => [path, gone])).toEqual([['title', 'Theirs'], ['body/rows/b', undefined]])
    const chosen = mergeContents(undefined, start(), mine, theirs, new Map([['title', 'theirs'], ['body/rows/b', 'mine']]))
    expect(chosen.clashes).toEqual([])
    expect([chosen.content.title, (chosen.content.body as Body).rows.map(({ id, text, more }) => [id, text, more])]).toEqual(['Theirs', [['a', 'a', 5], ['b', 'mine', 0], ['c', 'c', 0]]])
  })

  it('keeps what one side put in order, with what the other added behind what it stood behind', () => {
    const [mine, theirs] = [start(), start()]
    mine.body.tags = ['u', 's', 't']
    theirs.body.tags = ['s', 'new', 't', 'u']
    expect((mergeContents(undefined, start(), mine, theirs).content.body as Body).tags).toEqual(['u', 's', 'new', 't'])
    theirs.body.tags = ['t', 's', 'u']
    expect(mergeContents(undefined, start(), mine, theirs).clashes.map(({ path }) => path)).toEqual(['body/tags/#order'])
  })
})
