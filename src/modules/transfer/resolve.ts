import { named } from './existing.ts'
import { nearest } from './nearest.ts'
import { placeOf, type Planning } from './plan.ts'
import { isUnreadable } from './targets.ts'

/** What a name in a row was found to mean; `unknown` tells a name that nothing answers to from one that is doubtful. */
export type Found = { id: string; key: string; retired: boolean } | { reason: string; unknown: boolean }

/** Characters that the name of an element or a person has at most. */
export const longestName = 200

/** The element of a kind that a name means: by its key in the source, its Wellrun key, or its title. */
export function resolveElement(planning: Planning, kind: string, name: string, by: 'key' | 'title' | 'any'): Found {
  if (name.length > longestName || isUnreadable(name)) return { reason: `This is no name of a ${kind}: it ${name.length > longestName ? `is longer than ${longestName}` : 'holds control'} characters.`, unknown: false }
  if (by !== 'title') {
    const subject = planning.subjects.get(named(kind, name))
    if (subject) return { id: subject.id, key: subject.existing?.key ?? name, retired: false }
    const existing = planning.existing.byExternal.get(named(kind, name)) ?? byOwnKey(planning, kind, name)
    if (existing) return { id: existing.id, key: existing.key, retired: existing.status === 'retired' }
    const refused = planning.refused.get(named(kind, name))
    if (refused !== undefined) return { reason: `The ${kind} "${name}" was itself rejected (${placeOf(planning.rows[refused]!, planning.rows)}); mend that row first.`, unknown: true }
  }
  if (by !== 'key') {
    const titled = withTitle(planning, kind, name)
    if (titled.length > 1) return { reason: `${titled.length} of kind ${kind} are titled "${name}"; name the one that is meant by its key.`, unknown: false }
    if (titled[0] !== undefined) return { id: titled[0], key: planning.existing.byId.get(titled[0])?.key ?? name, retired: false }
  }
  const near = likely(planning, kind, name)
  return { reason: `There is no ${kind} "${name}"${near ? `; did you mean "${near}"?` : '; import or draft it first, or mend the name.'}`, unknown: true }
}

/** The sentence for a link to something that is no longer in force. */
export function retiredReason(name: string, key: string): string {
  return `"${name}" (${key}) is retired; name what took its place.`
}

function byOwnKey(planning: Planning, kind: string, name: string) {
  const element = planning.existing.byKey.get(name.toUpperCase())
  return element?.kind === kind ? element : undefined
}

function withTitle(planning: Planning, kind: string, title: string): string[] {
  const wanted = title.toLowerCase()
  planning.titled ??= titlesOf(planning)
  const ids = new Set(planning.titled.get(named(kind, wanted)) ?? [])
  for (const element of planning.existing.byTitle.get(named(kind, wanted)) ?? []) {
    const subject = planning.byId.get(element.id)
    if (!subject || subject.title.toLowerCase() === wanted) ids.add(element.id)
  }
  return [...ids]
}

function titlesOf(planning: Planning): Map<string, string[]> {
  const titled = new Map<string, string[]>()
  for (const subject of planning.subjects.values()) {
    const key = named(subject.kind, subject.title.toLowerCase())
    titled.set(key, [...(titled.get(key) ?? []), subject.id])
  }
  return titled
}

const mostGuesses = 200

/** A name that differs by a slip of the pen; looked for a limited number of times, since it compares with every name. */
function likely(planning: Planning, kind: string, name: string): string | undefined {
  if (planning.guesses >= mostGuesses) return undefined
  planning.guesses++
  planning.names ??= new Map()
  const names = planning.names.get(kind) ?? namesOf(planning, kind)
  planning.names.set(kind, names)
  return nearest(name, names)
}

const mostNames = 5000

function namesOf(planning: Planning, kind: string): string[] {
  const names = new Set<string>()
  for (const subject of planning.subjects.values()) if (subject.kind === kind && subject.externalKey !== null) names.add(subject.externalKey)
  for (const element of planning.existing.byId.values()) if (element.kind === kind && element.status !== 'retired') names.add(element.externalKey ?? element.title)
  return [...names].slice(0, mostNames)
}
