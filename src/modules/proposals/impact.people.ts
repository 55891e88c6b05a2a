import { holdsOn } from '../../shared/system.ts'
import type { System, SystemElement } from '../../shared/system.ts'
import type { Turn } from './impact.turn.ts'
import type { Impact } from './proposal.contract.ts'

type How = Impact['people'][number]['how']
/** A role that a proposal concerns, how, and why. */
type Reason = { roleId: string; forId: string; how: How; because: string }

const rank: Record<How, number> = { answers: 0, works: 1, knows: 2 }

/** People whom a proposal concerns, by the roles that they hold on the day; and the roles among these that nobody holds. Pure. */
export function affected(turn: Turn): Pick<Impact, 'people' | 'vacant'> {
  const reasons = reasonsOf(turn).sort((a, b) => rank[a.how] - rank[b.how])
  const final = new Map(turn.after.elements.map((each) => [each.id, each]))
  const people = new Map<string, Impact['people'][number]>()
  const vacant = new Map<string, Impact['vacant'][number]>()
  const names = new Map(turn.before.people.map((person) => [person.id, person.name]))
  for (const { roleId, forId, how, because } of reasons) {
    const holding = holdersOf(turn.before, roleId, forId)
    for (const personId of holding) {
      const known = people.get(personId)
      if (!known) people.set(personId, { id: personId, name: names.get(personId) ?? '', how, because: [because] })
      else if (!known.because.includes(because)) known.because.push(because)
    }
    const role = holding.length === 0 && how !== 'knows' ? final.get(roleId) : undefined
    if (role) addTo(vacant, role, because)
  }
  return { people: [...people.values()].sort((a, b) => rank[a.how] - rank[b.how] || (a.name < b.name ? -1 : 1)), vacant: [...vacant.values()] }
}

function addTo(vacant: Map<string, Impact['vacant'][number]>, { id, key, kind, title }: SystemElement, because: string): void {
  const known = vacant.get(id) ?? { key, kind, title, because: [] }
  if (!known.because.includes(because)) known.because.push(because)
  vacant.set(id, known)
}

function holdersOf(system: System, roleId: string, forId: string): string[] {
  const held = system.holders.filter((h) => h.roleId === roleId && holdsOn(h, system.asOf) && (h.elementId === null || h.elementId === forId))
  return [...new Set(held.map((h) => h.personId))]
}

function reasonsOf(turn: Turn): Reason[] {
  const ids = new Set(turn.touched.map((one) => one.id))
  const [before, after] = [indexOf(turn.before), indexOf(turn.after)]
  const byReference = new Map([...turn.before.elements, ...turn.after.elements].flatMap((each) => [[each.id, each] as const, [each.key, each] as const]))
  return turn.touched.flatMap((one) => {
    const was = before.byId.get(one.id)
    const is = after.byId.get(one.id)
    const states = [is, was].filter((each) => each !== undefined)
    return [
      ...states.flatMap((each) => accountableOf(each, is)),
      ...(one.kind === 'role' ? [{ roleId: one.id, forId: one.id, how: 'works' as const, because: `holds ${one.key} ${one.title}` }] : []),
      ...states.flatMap((each) => addressedIn(turn, each, byReference)),
      ...neighbours({ before, after }, one.id, states).filter((each) => !ids.has(each.id)).flatMap((each) => (each.accountable ? [{ roleId: each.accountable, forId: each.id, how: 'knows' as const, because: `answers for ${each.key} ${each.title}, which is linked to ${one.key}` }] : [])),
    ]
  })
}

function accountableOf(state: SystemElement, after: SystemElement | undefined): Reason[] {
  if (state.accountable === null) return []
  const verb = !after || state.accountable === after.accountable ? 'answers for' : 'answered for'
  return [{ roleId: state.accountable, forId: state.id, how: 'answers', because: `${verb} ${state.key} ${state.title}` }]
}

/** Roles that the body names: whoever does a step or takes the chair works by it, the others have to know. */
function addressedIn({ judging }: Turn, state: SystemElement, byReference: ReadonlyMap<string, SystemElement>): Reason[] {
  const addresses = judging.kindOf(state.kind)?.addresses?.(state.body) ?? []
  return addresses.filter((address) => address.kinds.includes('role')).flatMap(({ path, to }): Reason[] => {
    const role = byReference.get(to)
    if (!role) return []
    const works = path.endsWith('.role') || path === 'chair'
    return [{ roleId: role.id, forId: state.id, how: works ? 'works' : 'knows', because: `${works ? 'acts' : 'is told'} in ${placeIn(state, path)}` }]
  })
}

/** The step that a path leads into, by its name; otherwise the element. */
export function placeIn(state: SystemElement, path: string): string {
  const [list = '', at = ''] = path.split('.')
  const item = (state.body[list] as { name?: string }[] | undefined)?.[Number(at)]
  return `${item?.name ? `"${item.name}" of ` : ''}${state.key} ${state.title}`
}

type Index = { byId: Map<string, SystemElement>; pointing: Map<string, SystemElement[]> }

/** Elements by id, and those that link to each. */
function indexOf(system: System): Index {
  const pointing = new Map<string, SystemElement[]>()
  for (const element of system.elements) {
    for (const end of new Set(endsOf(element))) {
      const known = pointing.get(end)
      if (known) known.push(element)
      else pointing.set(end, [element])
    }
  }
  return { byId: new Map(system.elements.map((each) => [each.id, each])), pointing }
}

function endsOf({ links }: SystemElement): string[] {
  return links.flatMap((link) => (link.for ? [link.to, link.for] : [link.to]))
}

/** Elements one link away, either way, before or after. */
function neighbours({ before, after }: { before: Index; after: Index }, id: string, states: readonly SystemElement[]): SystemElement[] {
  const out = states.flatMap(endsOf).flatMap((end) => after.byId.get(end) ?? before.byId.get(end) ?? [])
  return [...new Map([...out, ...(after.pointing.get(id) ?? [])].map((each) => [each.id, each])).values()]
}
