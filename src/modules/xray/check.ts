import type { SystemElement } from '../../shared/system.ts'
import type { Sight } from './sight.ts'

export const severities = ['high', 'medium', 'low'] as const
export type Severity = (typeof severities)[number]

export const themes = ['scope', 'why', 'services', 'units', 'agreements', 'suppliers', 'policies', 'roles', 'routines', 'measures', 'reviews', 'plans', 'links', 'cadence'] as const
export type Theme = (typeof themes)[number]

/** The action that mends something, on which element (null: a new one, or none), and what to do in words. */
export type Mend = { verb: string; text: string; element: string | null }

/** What one check found at one place. */
export type Hit = { element: SystemElement | null; message: string; mend: Mend }

/** One question about coherence that today's facts answer. `find` is pure and names every place at which the answer is no. */
export type Check = {
  /** Stable: pipelines speak of it. */
  id: string
  title: string
  severity: Severity
  /** What goes wrong where this stays. */
  why: string
  find: (sight: Sight) => Hit[]
}

/** What a check found, ready to be told: the element by its key. */
export type Finding = { check: string; severity: Severity; element: string | null; message: string; mend: Mend }

/** A hit whose mend is done on the element itself: a new draft of it, unless another verb is named. */
export function at(element: SystemElement, message: string, text: string, verb = `${element.kind}.draft`): Hit {
  return { element, message, mend: { verb, text, element: element.key } }
}

/** A hit that something else mends: another element by its key, or with null a new one. */
export function mendedAt(element: SystemElement | null, message: string, mend: Mend): Hit {
  return { element, message, mend }
}

/** The hits of every element of a kind that is in force. */
export function each(kind: string, look: (element: SystemElement, sight: Sight) => Hit | Hit[] | undefined): (sight: Sight) => Hit[] {
  return (sight) => sight.of(kind).flatMap((element) => look(element, sight) ?? [])
}

/** "A", "A and B", "A, B and 3 more". */
export function some(names: readonly string[], most = 3): string {
  if (names.length <= most) return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
  return `${names.slice(0, most - 1).join(', ')} and ${names.length - most + 1} more`
}
