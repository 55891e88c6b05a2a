import { unless } from '../../shared/faults.ts'
import { issueFaults, unwritable } from '../../shared/issues.ts'
import type { DraftLink, Fault, Kind } from '../../shared/kind.ts'
import { linkFault, linkTypes } from '../../shared/links.ts'
import type { LinkType } from '../../shared/links.ts'
import type { UnknownName } from '../../shared/system.ts'
import { kinds } from '../kinds.ts'
import { envelope, linkDetails } from './folder.schema.ts'
import { keyParts } from './folder.ts'
import type { FolderElement } from './folder.ts'
import { nearest } from './nearest.ts'
import { isObject } from './paths.ts'

const details = Object.keys(linkDetails)

/** The kind of element that a key is the key of, or undefined. */
export function kindOfKey(key: string): Kind | undefined {
  const prefix = keyParts(key)?.prefix
  return kinds.find((kind) => kind.prefix === prefix)
}

/**
 * An element from the value of its file and the text beside it, with everything that is wrong about it by itself: its shape, the rules of its kind,
 * ends of links that cannot be. Whether what it names exists is for the plan to ask. Null where it cannot be made out.
 */
export function elementOf(kind: Kind, key: string, value: unknown, prose: string | undefined): { element: FolderElement | null; faults: Fault[] } {
  if (!isObject(value)) return { element: null, faults: [{ path: '', message: value === null || value === undefined ? 'The file is empty; begin it with "title:".' : 'An element is a list of fields, beginning with "title:".' }] }
  const unheld = unwritable(value)
  if (unheld) return { element: null, faults: [unheld] }
  const faults: Fault[] = []
  const odd = Object.keys(value).filter((name) => !Object.hasOwn(envelope.shape, name))
  faults.push(...odd.map((name) => oddField(kind, name)))
  const parsed = envelope.safeParse(Object.fromEntries(Object.entries(value).filter(([name]) => !odd.includes(name))))
  if (!parsed.success) faults.push(...issueFaults(parsed.error))
  const body = bodyOf(kind, isObject(value['body']) ? value['body'] : {}, prose, faults)
  const links = (Array.isArray(value['links']) ? value['links'] : []).flatMap((item, at) => linkOf(kind, key, item, `links.${at}`, faults))
  const unknown = (Array.isArray(value['unknown']) ? value['unknown'] : []).flatMap((item, at) => unknownOf(item, `unknown.${at}`, faults))
  faults.push(...twice(links))
  if (!parsed.success || body === undefined) return { element: null, faults }
  const { title, status, accountable, effectiveOn } = parsed.data
  const reviewEvery = parsed.data.reviewEvery === undefined ? kind.reviewEvery : parsed.data.reviewEvery
  faults.push(...envelopeFaults(kind, parsed.data))
  faults.push(...(faults.length > 0 ? [] : (kind.check?.({ title, accountable, reviewEvery, effectiveOn, body, links }) ?? [])))
  return { element: { kind: kind.kind, key, title, status, accountable, reviewEvery, effectiveOn, body, links, unknown }, faults }
}

function oddField(kind: Kind, name: string): Fault {
  if (Object.hasOwn(kind.empty as object, name)) return { path: name, message: `Write "${name}" under "body:".` }
  const meant = nearest(name, Object.keys(envelope.shape))
  return { path: name, message: `There is no field "${name}"; ${meant ? `did you mean "${meant}"?` : `there are ${Object.keys(envelope.shape).join(', ')}.`}` }
}

function envelopeFaults(kind: Kind, { accountable, status, effectiveOn }: Pick<FolderElement, 'accountable' | 'status' | 'effectiveOn'>): Fault[] {
  const unowned = accountable !== null && kindOfKey(accountable)?.kind !== 'role'
  return [
    ...unless(!unowned, 'accountable', `${accountable} is no role; name one, such as ROL-1.`),
    ...unless(!kind.single || status === 'in force', 'status', `There is always exactly one ${kind.noun}, in force; take the status out.`),
    ...unless(effectiveOn === null || status !== 'retired', 'effectiveOn', 'What is retired has no day from which it holds; take it out.'),
  ]
}

function bodyOf(kind: Kind, given: Record<string, unknown>, prose: string | undefined, faults: Fault[]): Record<string, unknown> | undefined {
  const whole = { ...given }
  if (prose !== undefined && kind.prose === undefined) faults.push({ path: '', message: `A ${kind.noun} has no text beside its file; take the .md file away.` })
  else if (prose !== undefined && Object.hasOwn(given, kind.prose!)) faults.push({ path: `body.${kind.prose}`, message: `"${kind.prose}" is written here and in the .md file beside it; keep one of the two.` })
  else if (prose !== undefined) whole[kind.prose!] = prose
  const parsed = kind.body.safeParse(whole)
  if (parsed.success) return parsed.data as Record<string, unknown>
  faults.push(...issueFaults(parsed.error, ['body']))
  return undefined
}

function linkOf(kind: Kind, from: string, item: unknown, path: string, faults: Fault[]): DraftLink[] {
  const fail = (at: string, message: string) => {
    faults.push({ path: at, message })
    return []
  }
  if (!isObject(item)) return fail(path, 'Write a link as its kind and a key, such as "serves: OBJ-1".')
  const types = Object.keys(item).filter((name) => !details.includes(name))
  const odd = types.find((name) => !linkTypes.includes(name as LinkType))
  if (odd !== undefined) return fail(`${path}.${odd}`, `There is no link "${odd}"; ${suggested(odd)}`)
  const [type] = types as LinkType[]
  if (type === undefined) return fail(path, `Say how it is linked: ${kind.links.join(', ')}.`)
  if (types.length > 1) return fail(`${path}.${types[1]!}`, 'One item of the list is one link; begin a new item for this one.')
  const to = item[type]
  const end = typeof to === 'string' ? kindOfKey(to) : undefined
  if (typeof to !== 'string' || !end) return fail(`${path}.${type}`, `${typeof to === 'string' ? `${to} is no key` : 'The link ends nowhere'}; give one such as OBJ-1.`)
  const wrong = linkFault(type, kind.kind, end.kind)
  if (wrong) return fail(`${path}.${type}`, wrong)
  if (to === from) return fail(`${path}.${type}`, `${from} cannot be linked to itself.`)
  const link: Record<string, unknown> = { type, to }
  for (const [name, schema] of Object.entries(linkDetails)) {
    if (item[name] === undefined || item[name] === null) continue
    const parsed = schema.safeParse(item[name])
    if (parsed.success) link[name] = parsed.data
    else faults.push(...issueFaults(parsed.error, [...path.split('.'), name]))
  }
  return [link as DraftLink]
}

function suggested(odd: string): string {
  const meant = nearest(odd, linkTypes)
  return meant ? `did you mean "${meant}"?` : `use one of ${linkTypes.join(', ')}.`
}

function unknownOf(item: unknown, path: string, faults: Fault[]): UnknownName[] {
  const itself = isObject(item) && item['itself'] === true ? { itself: true as const } : {}
  const [pair, ...others] = isObject(item) ? Object.entries(item).filter(([name]) => !Object.hasOwn(itself, name)) : []
  if (pair && others.length === 0 && linkTypes.includes(pair[0] as LinkType) && typeof pair[1] === 'string' && pair[1] !== '' && pair[1].length <= 500) return [{ type: pair[0], name: pair[1], ...itself }]
  faults.push({ path, message: 'Write a kind of link and the name that nothing answers to, such as "provides: Platform team".' })
  return []
}

function twice(links: readonly DraftLink[]): Fault[] {
  const seen = new Set<string>()
  return links.flatMap(({ type, to, for: narrowed }, at) => {
    const name = `${type} ${to} ${narrowed ?? ''}`
    if (seen.has(name)) return [{ path: `links.${at}`, message: `${to} is linked twice in the same way; keep one.` }]
    seen.add(name)
    return []
  })
}
