import type { System } from '../../shared/system.ts'
import { a3PageSchema, type A3Page } from './a3.contract.ts'
import type { Difference, Side } from './edition.contract.ts'
import { dayText } from './a3.words.ts'

/** The page model that editions are printed under today. */
export const pageModel = a3PageSchema.shape.model.value

const token = 'person:'

/** The system with everybody named by id, so that what is frozen of it holds no name: people may be erased, an edition never changes. */
export function withoutNames(system: System, singleHandedBy: string | null): System {
  const { singleHanded } = system.organisation
  return {
    ...system,
    people: system.people.map((person) => ({ ...person, name: token + person.id })),
    organisation: { ...system.organisation, singleHanded: singleHanded === null || singleHandedBy === null ? null : token + singleHandedBy },
  }
}

/** Ids of the people that a frozen page names, each once. */
export function peopleIn(page: A3Page): string[] {
  const named = [...page.roles.flatMap((row) => row.holders.map((holder) => holder.name)), ...page.smsOwner.holders, page.organisation.singleHanded ?? '']
  return [...new Set(named.filter((name) => name.startsWith(token)).map(idOf))].sort()
}

function idOf(name: string): string {
  return name.slice(token.length)
}

/** A frozen page with people as they are called today; equal to the page computed today for the same moment. */
export function withNames(page: A3Page, names: ReadonlyMap<string, string>): A3Page {
  const named = (name: string) => (name.startsWith(token) ? (names.get(idOf(name)) ?? 'Erased person') : name)
  const owners = page.smsOwner.holders.map((name) => ({ name: named(name), personId: idOf(name) })).sort(byName)
  return {
    ...page,
    organisation: { ...page.organisation, singleHanded: page.organisation.singleHanded && named(page.organisation.singleHanded) },
    smsOwner: { ...page.smsOwner, holders: owners.map((owner) => owner.name) },
    roles: page.roles.map((row) => ({ ...row, holders: row.holders.map((holder) => ({ ...holder, name: named(holder.name) })).sort((a, b) => Number(a.deputy) - Number(b.deputy) || byName(a, b)) })),
  }
}

// The order of people on the page; see a3.roles.ts.
function byName(a: { name: string; personId: string }, b: { name: string; personId: string }): number {
  const [one, other] = [`${a.name} ${a.personId}`, `${b.name} ${b.personId}`]
  return one < other ? -1 : one > other ? 1 : 0
}

/** A stored page, or null where it was printed under another page model. */
export function readPage(text: string): A3Page | null {
  const parsed = a3PageSchema.safeParse(JSON.parse(text))
  return parsed.success ? parsed.data : null
}

/** "ED-3 of 1 Mar 2026", or the day alone. */
export function sideText({ edition, on }: Pick<Side, 'edition' | 'on'>): string {
  return edition ? `${edition} of ${dayText(on)}` : dayText(on)
}

/** "4 added, 7 changed, 1 removed"; "nothing changed". */
export function countsText({ added, changed, removed }: Difference['counts']): string {
  const parts = [added && `${added} added`, changed && `${changed} changed`, removed && `${removed} removed`].filter(Boolean)
  return parts.length > 0 ? parts.join(', ') : 'nothing changed'
}

/** How many rows differ. */
export function countAll({ added, changed, removed }: Difference['counts']): number {
  return added + changed + removed
}
