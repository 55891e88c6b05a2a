import { readdressed } from '../shared/addresses.ts'
import type { DraftInput } from '../shared/element.contract.ts'
import type { DraftLink, Fault, Kind } from '../shared/kind.ts'
import { linkFault, narrowingFault } from '../shared/links.ts'
import { refusal } from '../shared/faults.ts'
import type { Tx } from './database.ts'
import { draftOf } from './element.ts'
import type { KeptDraft } from './element.ts'
import { findForChange, findReferences, reaches } from './element.find.ts'
import type { ElementRef, ForChange } from './element.find.ts'
import { invalidInput } from './parse.ts'

export type DraftLoad = { current: ForChange | null; refs: Map<string, ElementRef>; body: Record<string, unknown> }

/** Loads what a draft names: the element itself, the ends of its links, its accountable role, the addresses in its body. */
export async function loadDraft(tx: Tx, kind: Kind, input: DraftInput): Promise<DraftLoad> {
  const parsed = kind.body.safeParse(input.body)
  if (!parsed.success) throw invalidInput(parsed.error, ['body'])
  const body = parsed.data as Record<string, unknown>
  const names = [
    ...(input.links ?? []).flatMap((link) => [link.to, ...(link.for ? [link.for] : [])]),
    ...(input.accountable ? [input.accountable] : []),
    ...(kind.addresses?.(body) ?? []).map((address) => address.to),
  ]
  const [current, refs] = await Promise.all([input.element ? findForChange(tx, kind.kind, input.element) : null, findReferences(tx, [...new Set(names)])])
  return { current, refs, body }
}

/**
 * The draft that is kept: references resolved to ids, the kind's rules checked. What the input leaves out stays as it was.
 * Throws `unprocessable` with every fault and its path.
 */
export async function resolveDraft(tx: Tx, kind: Kind, input: DraftInput, loaded: DraftLoad): Promise<KeptDraft> {
  const before = loaded.current ? (loaded.current.element.draft ?? (loaded.current.latest && draftOf(loaded.current.latest))) : null
  const faults: Fault[] = []
  const had = hadBefore(kind, loaded)
  const links = input.links ? resolveLinks(kind, input.links, { loaded, had, faults }) : (before?.links ?? [])
  const draft: KeptDraft = {
    title: input.title,
    accountable: input.accountable === undefined ? (before?.accountable ?? null) : resolveRole(input.accountable, { loaded, had, faults }),
    reviewEvery: input.reviewEvery === undefined ? (before ? before.reviewEvery : kind.reviewEvery) : input.reviewEvery,
    effectiveOn: input.effectiveOn ?? null,
    body: resolveAddresses(kind, { loaded, had, faults }),
    links,
    unknown: before?.unknown ?? [],
  }
  faults.push(...(kind.check?.(draft) ?? []), ...(await cycles(tx, loaded.current?.element.id, links)))
  if (faults.length > 0) throw refusal('unprocessable', faults)
  return draft
}

type Resolving = { loaded: DraftLoad; had: Had; faults: Fault[] }
/** What the element names already, in force or in its draft: that may stay although it was retired since. */
type Had = { links: ReadonlySet<string>; roles: ReadonlySet<string | null>; addresses: ReadonlySet<string> }

function hadBefore(kind: Kind, { current }: DraftLoad): Had {
  const before = [current?.latest, current?.element.draft].filter((each) => each !== null && each !== undefined)
  return {
    links: new Set(before.flatMap((each) => each.links.map((link) => `${link.type} ${link.to}`))),
    roles: new Set(before.map((each) => each.accountable)),
    addresses: new Set(before.flatMap((each) => (kind.addresses?.(each.body) ?? []).map((address) => address.to))),
  }
}

function resolveRole(name: string | null, { loaded, had, faults }: Resolving): string | null {
  if (name === null) return null
  const role = loaded.refs.get(name)
  if (!role || role.kind !== 'role') faults.push({ path: 'accountable', message: `There is no role ${name}; name one, such as ROL-1.` })
  else if (role.status === 'retired' && !had.roles.has(role.id)) faults.push({ path: 'accountable', message: `${role.key} is retired; choose a role in force.` })
  return role?.id ?? null
}

function resolveLinks(kind: Kind, links: DraftLink[], { loaded, had, faults }: Resolving): DraftLink[] {
  const seen = new Set<string>()
  return links.flatMap((link, at) => {
    const path = `links.${at}.to`
    const target = loaded.refs.get(link.to)
    const fault = target ? linkFault(link.type, kind.kind, target.kind) : `There is no element ${link.to} to link to.`
    if (!target || fault) return fail(faults, path, fault!)
    if (target.id === loaded.current?.element.id) return fail(faults, path, `${target.key} cannot be linked to itself.`)
    if (target.status === 'retired' && !had.links.has(`${link.type} ${target.id}`)) return fail(faults, path, `${target.key} is retired; link to something in force.`)
    const narrowed = link.for ? loaded.refs.get(link.for) : undefined
    const unfit = narrowed ? narrowingFault(link.type, narrowed.kind) : link.for && `There is no element ${link.for}.`
    if (unfit) return fail(faults, `links.${at}.for`, unfit)
    const resolved = { ...link, to: target.id, ...(narrowed ? { for: narrowed.id } : {}) }
    const name = `${resolved.type} ${resolved.to} ${resolved.for ?? ''}`
    if (seen.has(name)) return fail(faults, path, `${target.key} is linked twice in the same way; keep one.`)
    seen.add(name)
    return [resolved]
  })
}

function fail(faults: Fault[], path: string, message: string): [] {
  faults.push({ path, message })
  return []
}

function resolveAddresses(kind: Kind, { loaded, had, faults }: Resolving): Record<string, unknown> {
  const addresses = kind.addresses?.(loaded.body) ?? []
  if (addresses.length === 0) return loaded.body
  return readdressed(loaded.body, addresses, (address) => {
    const target = loaded.refs.get(address.to)
    if (!target || !address.kinds.includes(target.kind)) {
      faults.push({ path: `body.${address.path}`, message: `There is no ${address.kinds.join(' or ')} ${address.to}.` })
      return address.to
    }
    if (target.status === 'retired' && !had.addresses.has(target[address.as])) faults.push({ path: `body.${address.path}`, message: `${target.key} is retired; choose one in force.` })
    return target[address.as]
  })
}

/** Units contain units, never in a circle. */
async function cycles(tx: Tx, elementId: string | undefined, links: DraftLink[]): Promise<Fault[]> {
  if (!elementId) return []
  const parents = links.flatMap((link, at) => (link.type === 'partOf' ? [{ link, at }] : []))
  const circular = await Promise.all(parents.map(({ link }) => reaches(tx, 'partOf', link.to, elementId)))
  return parents.flatMap(({ at }, i) => (circular[i] ? [{ path: `links.${at}.to`, message: 'This would make a circle: that unit is already part of this one.' }] : []))
}
