import { signContext, signsOf, carriesSigns, type MissingOf, type Sign, type SignContext } from '../../shared/signs.ts'
import { byKey } from '../../shared/sorting.ts'
import type { System, SystemElement } from '../../shared/system.ts'
import type { ElementRef, Standing } from './a3.contract.ts'

/** A system made ready for reading: elements by kind in the order of their keys, people by id, signs by element. */
export type Frame = {
  system: System
  context: SignContext
  signs: ReadonlyMap<string, Sign[]>
  names: ReadonlyMap<string, string>
  /** Elements of a kind that are not retired. */
  of: (kind: string) => SystemElement[]
  /** An element that is not retired, by id. */
  find: (id: string | null | undefined) => SystemElement | undefined
}

/** Indexes a system once for all parts of the page. */
export function frameOf(system: System, missing?: MissingOf): Frame {
  // Rows come from a database in any order; the page of a day must not depend on it.
  const elements = [...system.elements].sort(byKey)
  const byKind = new Map<string, SystemElement[]>()
  for (const element of elements) {
    if (element.status === 'retired') continue
    const list = byKind.get(element.kind)
    if (list) list.push(element)
    else byKind.set(element.kind, [element])
  }
  const context = signContext(system, missing)
  return {
    system,
    context,
    signs: new Map(elements.filter(carriesSigns).map((element) => [element.id, signsOf(element, context)])),
    names: new Map(system.people.map((person) => [person.id, person.name])),
    of: (kind) => byKind.get(kind) ?? [],
    find: (id) => {
      const element = id ? context.byId.get(id) : undefined
      return element?.status === 'retired' ? undefined : element
    },
  }
}

/** The element without its content. */
export function refOf(element: ElementRef): ElementRef {
  return { id: element.id, key: element.key, kind: element.kind, title: element.title, status: element.status }
}

/** How an element stands by its vital signs: missed without an owner or past its review, watch for any other "no". */
export function standingOf(element: SystemElement, frame: Frame): Standing {
  if (element.status === 'draft') return { mark: 'draft', word: 'draft', reasons: ['Not in force yet.'] }
  const failed = (frame.signs.get(element.id) ?? []).filter((sign) => sign.state === 'no')
  const reasons = failed.map((sign) => sign.reason)
  if (failed.length === 0) return { mark: 'met', word: 'in order', reasons }
  if (failed.some((sign) => sign.sign === 'owned')) return { mark: 'missed', word: 'no owner', reasons }
  if (failed.some((sign) => sign.sign === 'reviewed' && element.reviewEvery !== null)) return { mark: 'missed', word: 'review overdue', reasons }
  return { mark: 'watch', word: failed[0]!.sign === 'why' ? 'no reason linked' : 'incomplete', reasons }
}
