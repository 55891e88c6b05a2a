import { bodyOf } from '../../shared/bodies.ts'
import type { System, SystemElement } from '../../shared/system.ts'
import { listed } from '../../shared/faults.ts'
import { kindOf, kinds } from '../kinds.ts'
import type { Brought } from './begin.contract.ts'

const blockOf: Record<string, Brought['block']> = { policy: 'policies', objective: 'policies', obligation: 'policies', role: 'roles', routine: 'routines', measure: 'measures', review: 'reviews' }

/** The block of the A3 that a kind belongs to. */
export function blockNamed(kind: string): Brought['block'] {
  return blockOf[kind] ?? 'beside'
}

const told = ['statement', 'purpose', 'need', 'question', 'plan', 'text', 'description', 'note', 'content'] as const
const longest = 160

/** The first sentence of what an element says of itself, at most 160 characters. Empty: it says nothing in words. */
export function lineOf(body: Record<string, unknown>): string {
  const principles = Array.isArray(body['principles']) ? (body['principles'] as { text?: unknown }[]) : []
  const words = [...told.map((name) => body[name]), principles[0]?.text].find((value): value is string => typeof value === 'string' && value.trim() !== '')
  if (words === undefined) return ''
  const plain = words.replace(/^#+ .*$/gm, '').replace(/[*_`>]/g, '').replace(/\s+/g, ' ').trim()
  const first = /^.*?[.!?](?= |$)/.exec(plain)?.[0] ?? plain
  return first.length <= longest ? first : `${first.slice(0, first.lastIndexOf(' ', longest - 1))} …`
}

/** Who names an element: kinds with how many of each, by the id of what is named. The owner, links and addresses in bodies count; a role is named by its key too. */
export function namesIn(system: System): Map<string, Map<string, number>> {
  const ids = new Map([...system.elements, ...system.retired].flatMap((each) => [[each.id, each.id], [each.key, each.id]]))
  const names = new Map<string, Map<string, number>>()
  for (const from of system.elements.filter((each) => each.status === 'in force')) {
    for (const id of new Set(endsOf(from).flatMap((end) => ids.get(end) ?? []))) {
      if (id === from.id) continue
      const byKind = names.get(id) ?? new Map<string, number>()
      names.set(id, byKind.set(from.kind, (byKind.get(from.kind) ?? 0) + 1))
    }
  }
  return names
}

function endsOf(element: SystemElement): string[] {
  const { accountable, links } = element
  const kind = kindOf(element.kind)
  const addressed = kind?.addresses?.(bodyOf(kind, element)).map((address) => address.to) ?? []
  return [...(accountable === null ? [] : [accountable]), ...links.flatMap((link) => [link.to, ...(link.for ? [link.for] : [])]), ...addressed]
}

/** "the scope, 1 policy and 3 routines". Empty: nothing does. */
export function namedText(byKind: ReadonlyMap<string, number> | undefined): string {
  if (byKind === undefined) return ''
  const parts = kinds.flatMap(({ kind, noun, plural, single }) => {
    const count = byKind.get(kind)
    return count === undefined ? [] : [single ? `the ${noun}` : `${count} ${count === 1 ? noun : plural}`]
  })
  return listed(parts)
}
