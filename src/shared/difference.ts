import { canonicalJson } from './canonical.ts'
import type { Draft, DraftLink, Kind, Part, TitleOf } from './kind.ts'
import { linkRules } from './links.ts'
import { bare, byIdentity, callOf, fieldsOf, isItem, itemsOf, labelOf, partOf, rewritten } from './parts.ts'
import { wordDiff } from './wording.ts'

/** What two states of an element are compared by. */
export type Content = Pick<Draft, 'title' | 'accountable' | 'reviewEvery' | 'body' | 'links'> & { effectiveOn?: string | null; status?: string }

/**
 * One thing that differs, in words: of what (a step, a clock; null: the element itself), which field, before and after. `words` are to be
 * compared word by word, a `value` as a whole; an `item` came or went. `path` names the place for machines, items by what tells them apart.
 */
export type Difference = { path: string; of: string | null; label: string; form: 'words' | 'value' | 'item'; before: string | null; after: string | null }

export type Compared = Pick<Kind, 'body' | 'parts' | 'addresses'>

/** How one content differs from another, in the order in which people read it; empty where nothing does. Pure. */
export function differencesBetween(kind: Compared, before: Content, after: Content, titleOf: TitleOf): Difference[] {
  const telling = tellingOf(kind, [before.body, after.body], titleOf)
  const role = (id: string | null) => (id === null ? null : (titleOf(id) ?? id))
  return [
    ...plain('title', 'Title', before.title, after.title),
    ...plain('status', 'Status', before.status ?? null, after.status ?? null),
    ...fieldDifferences(telling, { path: 'body', list: '', of: null, schema: kind.body }, before.body, after.body),
    ...plain('accountable', 'Answers for it', role(before.accountable), role(after.accountable)),
    ...plain('reviewEvery', 'Reviewed every', before.reviewEvery, after.reviewEvery),
    ...(after.effectiveOn ? plain('effectiveOn', 'Holds from', before.effectiveOn ?? null, after.effectiveOn) : []),
    ...linkDifferences(before.links, after.links, titleOf),
  ]
}

function plain(path: string, label: string, before: string | null, after: string | null): Difference[] {
  return before === after ? [] : [{ path, of: null, label, form: formOf(before, after), before, after }]
}

/** What turns values of a body into words: which of them name elements, and what those are called. */
export type Telling = { kind: Compared; body: Record<string, unknown>; titleOf: TitleOf; addressed: ReadonlySet<string> }

/** Collects what the bodies address, so that it can be called by its title. */
export function tellingOf(kind: Compared, bodies: readonly Record<string, unknown>[], titleOf: TitleOf): Telling {
  return { kind, titleOf, body: bodies.at(-1) ?? {}, addressed: new Set(bodies.flatMap((body) => (kind.addresses?.(body) ?? []).map((address) => address.to))) }
}

/** Where the comparison is: `path` with identities, `list` without them, `of` what holds it in words. */
type Place = { path: string; list: string; of: string | null; schema: unknown }

function fieldDifferences(telling: Telling, place: Place, before: Record<string, unknown>, after: Record<string, unknown>): Difference[] {
  const schemas = fieldsOf(place.schema)
  const names = [...new Set([...Object.keys(schemas), ...Object.keys(before), ...Object.keys(after)])]
  return names.flatMap((name) => {
    const inner: Place = { path: `${place.path}/${name}`, list: place.list ? `${place.list}.${name}` : name, of: place.of, schema: schemas[name] }
    return valueDifferences(telling, inner, labelOf(schemas[name], name), before[name], after[name])
  })
}

function valueDifferences(telling: Telling, place: Place, label: string, before: unknown, after: unknown): Difference[] {
  if (canonicalJson(before ?? null) === canonicalJson(after ?? null)) return []
  if (Array.isArray(before ?? after) && Array.isArray(after ?? before)) return listDifferences(telling, place, label, asList(before), asList(after))
  if (isItem(before) && isItem(after)) return fieldDifferences(telling, { ...place, of: joined(place.of, label) }, before, after)
  const [was, is] = [inWords(telling, place, before), inWords(telling, place, after)]
  return was === is ? [] : [{ path: place.path, of: place.of, label, form: formOf(was, is), before: was, after: is }]
}

function listDifferences(telling: Telling, place: Place, label: string, before: readonly unknown[], after: readonly unknown[]): Difference[] {
  const part = partOf(telling.kind.parts, place.list, label)
  const [was, is] = [byIdentity(before, part.id), byIdentity(after, part.id)]
  const inner = { ...place, schema: itemsOf(place.schema) }
  const path = (id: string) => `${place.path}/${id}`
  const anew = rewritten(was, is, telling.kind.parts?.[place.list])
  const earlierOf = new Map([...anew].map(([name, now]) => [now, name]))
  const gone = [...was].filter(([id]) => !is.has(id) && !anew.has(id)).map(([id, item]): Difference => ({ path: path(id), of: place.of, label: part.noun, form: 'item', before: wordsOf(telling, inner, part, item), after: null }))
  const rest = [...is].flatMap(([id, item]): Difference[] => {
    const former = earlierOf.get(id)
    if (former !== undefined) return [reworded({ path: path(former), of: place.of, label: part.noun }, wordsOf(telling, inner, part, was.get(former)), wordsOf(telling, inner, part, item))]
    if (!was.has(id)) return [{ path: path(id), of: place.of, label: part.noun, form: 'item', before: null, after: wordsOf(telling, inner, part, item) }]
    const earlier = was.get(id)
    if (!isItem(item) || !isItem(earlier)) return []
    const called = `${part.noun} ${nameOf(telling, part.name, earlier)}`
    return fieldDifferences(telling, { ...inner, path: path(id), of: joined(place.of, called) }, earlier, item)
  })
  return [...gone, ...rest, ...orderDifference(place, label, [...was.keys()].filter((id) => is.has(id)), [...is.keys()].filter((id) => was.has(id)))]
}

/** Compared word by word where half of it or more is as it was. */
function reworded(where: Pick<Difference, 'path' | 'of' | 'label'>, before: string, after: string): Difference {
  const same = wordDiff(before, after).reduce((sum, piece) => sum + (piece.state === 'same' ? piece.text.length : 0), 0)
  return { ...where, form: same * 2 >= Math.max(before.length, after.length) ? 'words' : 'value', before, after }
}

function orderDifference(place: Place, label: string, before: readonly string[], after: readonly string[]): Difference[] {
  if (before.join('\n') === after.join('\n')) return []
  return [{ path: `${place.path}/#order`, of: place.of, label: `Order of ${label.toLowerCase()}`, form: 'value', before: before.join(', '), after: after.join(', ') }]
}

function joined(outer: string | null, inner: string): string {
  return outer ? `${outer}, ${inner.charAt(0).toLowerCase()}${inner.slice(1)}` : inner
}

function nameOf(telling: Telling, name: ((item: unknown, body: unknown, titleOf: TitleOf) => string) | undefined, item: unknown): string {
  return name ? name(item, telling.body, telling.titleOf) : said(telling, callOf(item))
}

function wordsOf(telling: Telling, place: Place, part: Pick<Part, 'name' | 'say'>, item: unknown): string {
  return part.say && isItem(item) ? part.say(item, telling.body, telling.titleOf) : itemInWords(telling, place, part.name, item)
}

/** An item in one line: what it is called, and what else is filled in. */
function itemInWords(telling: Telling, place: Place, name: Parameters<typeof nameOf>[1], item: unknown): string {
  const called = nameOf(telling, name, item)
  if (!isItem(item)) return called
  const schemas = fieldsOf(place.schema)
  const shown = Object.keys(schemas).length > 0 ? Object.keys(schemas) : Object.keys(item)
  const parts = shown.flatMap((field) => {
    if (field === 'id' || isIn(called, telling, item[field])) return []
    const words = inWords(telling, { ...place, schema: schemas[field] }, item[field])
    const label = labelOf(schemas[field], field).toLowerCase()
    return !words || words === 'no' ? [] : [words === 'yes' ? label : `${label} ${words}`]
  })
  return parts.length > 0 ? `${called}: ${parts.join('; ')}` : called
}

function isIn(called: string, telling: Telling, value: unknown): boolean {
  return typeof value === 'string' && value !== '' && (value === '*' || called.includes(value) || called.includes(said(telling, value)))
}

/** A value as people read it; null where there is nothing. */
export function inWords(telling: Telling, place: Pick<Place, 'schema'>, value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.length === 0 ? null : value.map((one) => inWords(telling, { schema: itemsOf(place.schema) }, one)).join(', ')
  if (isItem(value)) {
    const schemas = fieldsOf(bare(place.schema))
    const names = [...new Set([...Object.keys(schemas), ...Object.keys(value)])]
    const parts = names.flatMap((name) => {
      const words = inWords(telling, { schema: schemas[name] }, value[name])
      return name === 'id' || words === null || words === 'no' ? [] : [words]
    })
    return parts.length > 0 ? parts.join(' ') : null
  }
  return said(telling, String(value))
}

function said({ addressed, titleOf }: Telling, value: string): string {
  return addressed.has(value) ? (titleOf(value) ?? value) : value
}

function formOf(before: string | null, after: string | null): Difference['form'] {
  return Math.min(before?.length ?? 0, after?.length ?? 0) > 40 ? 'words' : 'value'
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A link is told apart by its type and its ends. */
export function linkIdentity(link: Pick<DraftLink, 'type' | 'to' | 'for'>): string {
  return `${link.type} ${link.to}${link.for ? ` ${link.for}` : ''}`
}

function linkDifferences(before: readonly DraftLink[], after: readonly DraftLink[], titleOf: TitleOf): Difference[] {
  const [was, is] = [before, after].map((links) => new Map(links.map((link) => [linkIdentity(link), link])))
  return [...new Set([...was!.keys(), ...is!.keys()])].flatMap((id): Difference[] => {
    const [one, other] = [was!.get(id), is!.get(id)]
    const words = (link: DraftLink | undefined) => (link ? linkInWords(link, titleOf) : null)
    if (words(one) === words(other)) return []
    const { forward } = linkRules[(other ?? one)!.type as keyof typeof linkRules] ?? { forward: 'linked to' }
    return [{ path: `links/${id}`, of: null, label: forward.charAt(0).toUpperCase() + forward.slice(1), form: one && other ? 'value' : 'item', before: words(one), after: words(other) }]
  })
}

/** Where a link leads, with what narrows it. */
export function linkInWords(link: DraftLink, titleOf: TitleOf): string {
  const more = [link.for ? `for ${titleOf(link.for) ?? link.for}` : '', link.extent ?? '', link.note ?? ''].filter(Boolean)
  return `${titleOf(link.to) ?? link.to}${more.length > 0 ? ` (${more.join('; ')})` : ''}`
}
