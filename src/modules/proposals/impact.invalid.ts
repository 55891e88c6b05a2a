import type { Address } from '../../shared/kind.ts'
import { linkRules } from '../../shared/links.ts'
import { holdsOn } from '../../shared/system.ts'
import type { System, SystemElement } from '../../shared/system.ts'
import { placeIn } from './impact.people.ts'
import type { Turn } from './impact.turn.ts'
import type { Impact } from './proposal.contract.ts'

type Invalid = Impact['invalid'][number]

/** What would no longer fit: whatever points at what is retired, and people who would hold two roles that are kept apart. Pure. */
export function invalidated(turn: Turn): Invalid[] {
  const retired: Gone[] = turn.touched.filter((one) => one.draft.retiring)
  const named = new Map(retired.flatMap((gone) => [[gone.id, gone] as const, [gone.key, gone] as const]))
  return [...(retired.length > 0 ? turn.after.elements.flatMap((element) => pointersOf(turn, element, named)) : []), ...retired.flatMap((gone) => holdersOf(turn.before, gone)), ...separationsBroken(turn)]
}

type Gone = { id: string; key: string; kind: string; title: string }

function refOf({ key, kind, title }: Gone): Invalid['element'] {
  return { key, kind, title }
}

/** What one element says of anything that would be retired. */
function pointersOf({ judging }: Turn, element: SystemElement, named: ReadonlyMap<string, Gone>): Invalid[] {
  const addresses = judging.kindOf(element.kind)?.addresses?.(element.body) ?? []
  const ends = [element.accountable, ...element.links.flatMap((link) => [link.to, link.for]), ...addresses.map((address) => address.to)]
  const met = new Set(ends.flatMap((end) => (end ? (named.get(end) ?? []) : [])))
  return [...met].flatMap((gone) => [...linksTo(element, gone), ...addressesTo(addresses, element, gone)])
}

function linksTo(element: SystemElement, gone: Gone): Invalid[] {
  const links = element.links.filter((link) => link.to === gone.id || link.for === gone.id)
  const said = links.map((link): Invalid => ({ what: 'link', element: refOf(element), message: `${linkRules[link.type as keyof typeof linkRules]?.forward ?? 'is linked to'} ${gone.key} ${gone.title}, which would be retired.` }))
  return element.accountable === gone.id ? [{ what: 'accountable', element: refOf(element), message: `${gone.key} ${gone.title} answers for it and would be retired.` }, ...said] : said
}

function addressesTo(addresses: readonly Address[], element: SystemElement, gone: Gone): Invalid[] {
  const paths = addresses.filter((address) => address.to === gone.id || address.to === gone.key).map((address) => address.path)
  if (paths.length === 0) return []
  const message = element.kind === 'scope' ? `${paths.length} ${paths.length === 1 ? 'cell names' : 'cells name'} ${gone.key} ${gone.title}, which would be retired.` : `${gone.key} ${gone.title} is named in ${[...new Set(paths.map((path) => placeIn(element, path)))].join(', ')} and would be retired.`
  return [{ what: 'address', element: refOf(element), message }]
}

function holdersOf(system: System, gone: Gone): Invalid[] {
  if (gone.kind !== 'role') return []
  const names = new Map(system.people.map((person) => [person.id, person.name]))
  const held = [...new Set(holding(system, gone.id).map((h) => names.get(h.personId) ?? ''))].sort()
  return held.length === 0 ? [] : [{ what: 'holder', element: refOf(gone), message: `${held.join(', ')} ${held.length === 1 ? 'holds' : 'hold'} it and would hold it no longer.` }]
}

function holding(system: System, roleId: string) {
  return system.holders.filter((h) => h.roleId === roleId && holdsOn(h, system.asOf))
}

function separationsBroken({ before, after }: Turn): Invalid[] {
  const known = new Set(breachesIn(before).map(nameOf))
  const names = new Map(after.people.map((person) => [person.id, person.name]))
  return breachesIn(after).filter((breach) => !known.has(nameOf(breach))).map(({ personId, role, other }) => ({
    what: 'separation', element: refOf(role), message: `${names.get(personId) ?? ''} holds both ${role.title} and ${other.title}, which would be separated.`,
  }))
}

type Breach = { personId: string; role: SystemElement; other: SystemElement }

function nameOf({ personId, role, other }: Breach): string {
  return [personId, ...[role.id, other.id].sort()].join(' ')
}

function breachesIn(system: System): Breach[] {
  const roles = new Map(system.elements.filter((each) => each.kind === 'role').map((each) => [each.id, each]))
  return [...roles.values()].flatMap((role) => role.links.filter((link) => link.type === 'separatedFrom').flatMap((link) => {
    const other = roles.get(link.to)
    if (!other) return []
    const others = holding(system, other.id)
    const both = holding(system, role.id).filter((h) => others.some((o) => o.personId === h.personId && (o.elementId === null || h.elementId === null || o.elementId === h.elementId)))
    return [...new Set(both.map((h) => h.personId))].map((personId) => ({ personId, role, other }))
  }))
}
