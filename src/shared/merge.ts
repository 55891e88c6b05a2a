import { canonicalJson } from './canonical.ts'
import { linkIdentity } from './difference.ts'
import type { Content } from './difference.ts'
import type { Kind } from './kind.ts'
import { byIdentity, isItem, partOf, rewritten } from './parts.ts'

/** What both sides changed differently; undefined where a side took it out. `path` as differences name it. */
export type Clash = { path: string; base: unknown; mine: unknown; theirs: unknown }

export type Merged = { content: Content; clashes: Clash[] }

type Side = 'mine' | 'theirs'
type Merging = { parts: Kind['parts']; choices: ReadonlyMap<string, Side>; clashes: Clash[] }

/**
 * Three-way: what only one side changed since `base` is taken from that side, and what both changed alike once. Items of lists are told
 * apart by their kind, so edits of two items never meet. Where both changed the same thing differently, `choices` by path decide; what is
 * not chosen is a clash, and stays as *theirs* in the content. Pure.
 */
export function mergeContents(parts: Kind['parts'], base: Content, mine: Content, theirs: Content, choices: ReadonlyMap<string, Side> = new Map()): Merged {
  const merging: Merging = { parts, choices, clashes: [] }
  const one = <Name extends 'title' | 'accountable' | 'reviewEvery'>(name: Name) => leaf(merging, name, base[name], mine[name], theirs[name]) as Content[Name]
  const content: Content = {
    ...theirs,
    title: one('title'),
    accountable: one('accountable'),
    reviewEvery: one('reviewEvery'),
    effectiveOn: mine.effectiveOn ?? null,
    body: objects(merging, { path: 'body', list: '' }, base.body, mine.body, theirs.body),
    links: lists(merging, { path: 'links', list: '#links' }, base.links, mine.links, theirs.links, (link) => linkIdentity(link as Content['links'][number])) as Content['links'],
  }
  return { content, clashes: merging.clashes }
}

function same(one: unknown, other: unknown): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null)
}

function leaf(merging: Merging, path: string, base: unknown, mine: unknown, theirs: unknown): unknown {
  if (same(mine, theirs) || same(mine, base)) return theirs
  if (same(theirs, base)) return mine
  const chosen = merging.choices.get(path)
  if (!chosen) merging.clashes.push({ path, base, mine, theirs })
  return chosen === 'mine' ? mine : theirs
}

/** Where the merge is: `path` with identities, `list` without them. */
type Place = { path: string; list: string }

function objects(merging: Merging, place: Place, base: Record<string, unknown>, mine: Record<string, unknown>, theirs: Record<string, unknown>): Record<string, unknown> {
  const names = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])]
  return Object.fromEntries(names.flatMap((name) => {
    const value = values(merging, { path: `${place.path}/${name}`, list: place.list ? `${place.list}.${name}` : name }, base[name], mine[name], theirs[name])
    return value === undefined ? [] : [[name, value]]
  }))
}

function values(merging: Merging, place: Place, base: unknown, mine: unknown, theirs: unknown): unknown {
  if (isItem(base) && isItem(mine) && isItem(theirs)) return objects(merging, place, base, mine, theirs)
  if (Array.isArray(base) && Array.isArray(mine) && Array.isArray(theirs)) return lists(merging, place, base, mine, theirs, partOf(merging.parts, place.list, '').id)
  return leaf(merging, place.path, base, mine, theirs)
}

function lists(merging: Merging, place: Place, base: readonly unknown[], mine: readonly unknown[], theirs: readonly unknown[], id: (item: unknown) => string): unknown[] {
  const [was, my, their] = [byIdentity(base, id), byIdentity(mine, id), byIdentity(theirs, id)]
  const kept = new Map<string, unknown>()
  const out = bothRewrote(merging, place, { was, my, their })
  for (const name of new Set([...their.keys(), ...my.keys()])) {
    if (out.has(name)) continue
    const item = values(merging, { path: `${place.path}/${name}`, list: place.list }, was.get(name), my.get(name), their.get(name))
    if (item !== undefined) kept.set(name, item)
  }
  return order(merging, place, [...was.keys()], [...my.keys()], [...their.keys()], kept).map((name) => kept.get(name))
}

type Sides = Record<'was' | 'my' | 'their', ReadonlyMap<string, unknown>>

/** What both sides wrote anew stands once: the one that is chosen. Names of those that do not stand. */
function bothRewrote(merging: Merging, place: Place, { was, my, their }: Sides): Set<string> {
  if (place.list === '#links') return new Set()
  const part = merging.parts?.[place.list]
  const [mine, theirs] = [rewritten(was, my, part), rewritten(was, their, part)]
  return new Set([...theirs].flatMap(([name, now]) => {
    const other = mine.get(name)
    if (other === undefined || other === now) return []
    const path = `${place.path}/${now}`
    const stands = leaf(merging, path, was.get(name), my.get(other), their.get(now))
    return [stands === their.get(now) ? other : now]
  }))
}

/** Who moved what was there before decides its order; what is new stands behind what it stood behind. */
function order(merging: Merging, place: Place, base: string[], mine: string[], theirs: string[], kept: ReadonlyMap<string, unknown>): string[] {
  const old = new Set([...base].filter((name) => mine.includes(name) && theirs.includes(name)))
  const sequence = (names: string[]) => names.filter((name) => old.has(name))
  const first = leaf(merging, `${place.path}/#order`, sequence(base), sequence(mine), sequence(theirs)) as string[]
  const lead = same(first, sequence(theirs)) ? theirs : mine
  const result = lead.filter((name) => kept.has(name))
  const other = lead === theirs ? mine : theirs
  for (const [at, name] of other.entries()) {
    if (!kept.has(name) || result.includes(name)) continue
    const before = other.slice(0, at).reverse().find((each) => result.includes(each))
    result.splice(before === undefined ? 0 : result.indexOf(before) + 1, 0, name)
  }
  return result
}
