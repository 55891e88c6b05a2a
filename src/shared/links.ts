/**
 * The closed set of links between elements with their allowed ends (model, part 1).
 * A link is stored with its source end; the other end reads it backwards.
 */
type LinkRule = {
  from: readonly string[] | '*'; to: readonly string[]; forward: string; backward: string; symmetric?: boolean
  /** Kinds that `for` may name, and what it says: that the link holds only for it, or that its end stands in for it. */
  for?: { kinds: readonly string[]; says: 'only for' | 'in place of' }
}

export const linkRules = {
  serves: { from: '*', to: ['objective', 'obligation'], forward: 'serves', backward: 'is served by' },
  governs: { from: ['policy'], to: ['routine', 'service', 'supplier'], forward: 'governs', backward: 'is governed by' },
  measures: { from: ['measure'], to: ['service', 'routine', 'supplier', 'objective', 'policy', 'agreement'], forward: 'measures', backward: 'is measured by' },
  dependsOn: { from: ['service'], to: ['service'], forward: 'depends on', backward: 'is needed by', for: { kinds: ['service'], says: 'in place of' } },
  provides: { from: ['unit', 'supplier'], to: ['service'], forward: 'provides', backward: 'is provided by', for: { kinds: ['supplier'], says: 'in place of' } },
  operates: { from: ['unit'], to: ['routine'], forward: 'operates', backward: 'is operated by', for: { kinds: ['service'], says: 'only for' } },
  binds: { from: ['agreement'], to: ['service', 'party', 'supplier', 'calendar'], forward: 'binds', backward: 'is bound by' },
  partOf: { from: ['unit'], to: ['unit'], forward: 'is part of', backward: 'contains' },
  separatedFrom: { from: ['role'], to: ['role'], forward: 'is separated from', backward: 'is separated from', symmetric: true },
  answers: { from: '*', to: ['requirement'], forward: 'answers', backward: 'is answered by' },
  reviews: { from: ['review'], to: ['scope', 'objective', 'obligation', 'party', 'plan', 'service', 'unit', 'location', 'supplier', 'calendar', 'agreement', 'policy', 'role', 'routine', 'measure', 'organisation'], forward: 'reviews', backward: 'is reviewed in' },
} as const satisfies Record<string, LinkRule>

export type LinkType = keyof typeof linkRules
export const linkTypes = Object.keys(linkRules) as LinkType[]

/** One sentence when a link may not join these kinds, otherwise undefined. */
export function linkFault(type: string, fromKind: string, toKind: string): string | undefined {
  const rule = Object.hasOwn(linkRules, type) ? (linkRules as Record<string, LinkRule>)[type] : undefined
  if (!rule) return `There is no link "${type}"; use one of ${linkTypes.join(', ')}.`
  if (rule.from !== '*' && !rule.from.includes(fromKind)) return `Only ${rule.from.join(' or ')} ${rule.forward} something; a ${fromKind} does not.`
  if (!rule.to.includes(toKind)) return `"${type}" ends at ${rule.to.join(' or ')}; a ${toKind} does not fit.`
  return undefined
}

/** What the `for` of a link says; undefined where its type has none. */
export function narrowingOf(type: string): LinkRule['for'] {
  return Object.hasOwn(linkRules, type) ? (linkRules as Record<string, LinkRule>)[type]?.for : undefined
}

/** One sentence when a link may not name an element of this kind in its `for`, otherwise undefined. */
export function narrowingFault(type: string, kind: string): string | undefined {
  const narrowing = narrowingOf(type)
  if (!narrowing) return `"${type}" is a link to one element; leave "for" out.`
  return narrowing.kinds.includes(kind) ? undefined : `Of "${type}", "for" names a ${narrowing.kinds.join(' or ')}; a ${kind} does not fit.`
}
