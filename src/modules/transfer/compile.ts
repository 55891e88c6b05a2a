import type { Fault, Kind } from '../../shared/kind.ts'
import { linkFault, linkRules, linkTypes } from '../../shared/links.ts'
import { Problem } from '../../shared/problem.ts'
import { listed } from '../../shared/faults.ts'
import { nearest } from './nearest.ts'
import { partsOf, type FieldSource, type LinkSpec, type Mapping, type MappingPart } from './mapping.ts'
import { holderTargets, personTargets, targetsOf, type Target } from './targets.ts'
import { compileSource, type Getter } from './values.ts'

export type Kinds = ReadonlyMap<string, Kind>

export type CompiledLink = { type: string; getter: Getter; to: string; by: 'key' | 'title' | 'any'; direction: 'out' | 'in' }
export type CompiledField = { target: Target; getter: Getter }

/** A part of a mapping, ready to be applied to rows; `definition` is null for people and holders. */
export type CompiledPart = {
  path: string
  kind: string
  definition: Kind | null
  key: Getter | null
  fields: CompiledField[]
  links: CompiledLink[]
}

/** The kinds that an import can make: every kind that may exist several times and addresses nothing in its body, people and holders. */
export function importableKinds(kinds: Kinds): string[] {
  return [...[...kinds.values()].filter((kind) => !kind.single && !kind.addresses).map((kind) => kind.kind), 'person', 'holder']
}

/** Checks a mapping against the kinds and compiles it; every fault has its path in the mapping and says what would be right. */
export function compileMapping(mapping: Mapping, kinds: Kinds): { parts: CompiledPart[]; faults: Fault[] } {
  const faults: Fault[] = []
  const parts = partsOf(mapping).flatMap(({ part, path }) => compilePart(part, path, kinds, faults))
  return { parts, faults }
}

function compilePart(part: MappingPart, path: string, kinds: Kinds, faults: Fault[]): CompiledPart[] {
  const definition = kinds.get(part.kind) ?? null
  const allowed = importableKinds(kinds)
  if (!allowed.includes(part.kind)) {
    const why = definition?.single ? `There is exactly one ${part.kind}, so it is not imported` : definition ? `A ${part.kind} cannot be imported` : `There is no kind "${part.kind}"`
    faults.push({ path: `${path}kind`, message: `${why}; use ${listed(allowed, 'or')}.` })
    return []
  }
  const compile = (source: FieldSource, at: string) => compiled(source, at, faults)
  if (part.key === undefined && part.kind !== 'holder') faults.push({ path: `${path}key`, message: 'Say what identifies a row, e.g. key: name; the next import finds it by this.' })
  const key = part.key === undefined ? undefined : compile(part.key, `${path}key`)
  const targets = part.kind === 'person' ? personTargets : part.kind === 'holder' ? holderTargets : targetsOf(definition!)
  const fields = Object.entries(part.fields).flatMap(([name, source]) => {
    const target = targetOf(name, targets, part.kind, `${path}fields.${name}`, faults)
    const getter = compile(source, `${path}fields.${name}`)
    return target && getter ? [{ target, getter }] : []
  })
  if (part.kind === 'holder') requireFields(part, path, ['role', 'person'], faults)
  if (definition === null && part.links.length > 0) faults.push({ path: `${path}links`, message: `A ${part.kind} has no links.` })
  const links = part.links.flatMap((link, i) => compileLink(link, part.kind, `${path}links.${i}.`, kinds, faults))
  return [{ path, kind: part.kind, definition, key: key ?? null, fields, links }]
}

function compiled(source: FieldSource, path: string, faults: Fault[]): Getter | undefined {
  if (typeof source !== 'string' && source.from === undefined && source.template === undefined && source.default === undefined) {
    faults.push({ path, message: 'Say where the value comes from (from or template) or give a default.' })
    return undefined
  }
  try {
    return compileSource(source)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    faults.push({ path, message: error.message })
    return undefined
  }
}

function targetOf(name: string, targets: readonly Target[], kind: string, path: string, faults: Fault[]): Target | undefined {
  const plain = name.replace(/^body\./, '')
  const target = targets.find((candidate) => candidate.name === plain)
  if (target) return target
  const near = nearest(plain, targets.map((candidate) => candidate.name))
  const list = targets.map((candidate) => candidate.name).join(', ')
  faults.push({ path, message: `A ${kind} has no field "${name}"; ${near ? `did you mean "${near}"? It has` : 'it has'} ${list}.` })
  return undefined
}

function requireFields(part: MappingPart, path: string, names: readonly string[], faults: Fault[]): void {
  for (const name of names) {
    if (!(name in part.fields)) faults.push({ path: `${path}fields.${name}`, message: `A ${part.kind} needs a ${name}; say where it comes from.` })
  }
}

function compileLink(link: LinkSpec, kind: string, path: string, kinds: Kinds, faults: Fault[]): CompiledLink[] {
  const getter = compiled(link.each, `${path}each`, faults)
  if (!Object.hasOwn(linkRules, link.type)) {
    const near = nearest(link.type, linkTypes)
    faults.push({ path: `${path}type`, message: `There is no link "${link.type}"; ${near ? `did you mean "${near}"? There are` : 'use one of'} ${linkTypes.join(', ')}.` })
    return []
  }
  if (!kinds.has(link.to)) {
    faults.push({ path: `${path}to`, message: `There is no kind "${link.to}"; use ${listed([...kinds.keys()], 'or')}.` })
    return []
  }
  const direction = link.direction ?? (linkFault(link.type, kind, link.to) && !linkFault(link.type, link.to, kind) ? 'in' : 'out')
  const fault = direction === 'out' ? endsFault(link.type, kind, link.to, kinds) : endsFault(link.type, link.to, kind, kinds)
  if (fault) {
    faults.push({ path: `${path}type`, message: fault })
    return []
  }
  return getter ? [{ type: link.type, getter, to: link.to, by: link.by ?? 'any', direction }] : []
}

function endsFault(type: string, from: string, to: string, kinds: Kinds): string | undefined {
  const fault = linkFault(type, from, to)
  if (fault) return fault
  const links: readonly string[] = kinds.get(from)?.links ?? []
  return links.includes(type) ? undefined : `A ${from} has no links "${type}"; it may have ${listed(links)}.`
}
