import { hasLeft } from '../organisation/person.ts'
import { holdsOn } from '../../shared/system.ts'

/** An element in force. `body` is known of the kinds whose body says who is concerned or when something ends, otherwise empty. */
export type FactElement = {
  id: string; key: string; kind: string; title: string; version: number; accountable: string | null; effectiveOn: string; reviewEvery: string | null; reviewedOn: string | null
  /** When the version was recorded, as an ISO instant. */
  recordedAt: string
  body: Record<string, unknown>
  links: { type: string; to: string }[]
}
export type FactHolder = {
  id: string; roleId: string; personId: string; elementId: string | null; deputy: boolean; fromOn: string; toOn: string | null; accepted: boolean
  /** The day on which the appointment was recorded, and by whom. */
  appointedOn: string; appointedBy: string | null
  declinedOn: string | null; reason: string | null
}
export type FactPerson = { id: string; name: string | null; fromOn: string | null; toOn: string | null }
export type FactAcknowledgement = { policyId: string; version: number; personId: string; at: string }
/** An open proposal; `undecided` the elements in it that nobody has agreed to as they stand, `authors` the people who wrote part of it. */
export type FactProposal = { id: string; key: string; title: string; openedOn: string; authors: string[]; undecided: { id: string; kind: string }[] }

/** What somebody was told about a record, once. */
export type FactNotice = { id: string; personId: string; record: { id: string; key: string; title: string }; text: string; toldOn: string }

/** What reminders, acknowledgements and calendars are computed from: a day's state of one organisation. */
export type Facts = {
  elements: FactElement[]; holders: FactHolder[]; people: FactPerson[]; acknowledgements: FactAcknowledgement[]; proposals: FactProposal[]
  /** Absent where nobody asks for them. */
  notices?: FactNotice[]
  singleHandedBy: string | null
}

/** The facts of one day, indexed once. */
export type Standing = {
  day: string
  facts: Facts
  byId: ReadonlyMap<string, FactElement>
  byKey: ReadonlyMap<string, FactElement>
  /** Those who hold a role in force that day and are here, by role. */
  held: ReadonlyMap<string, FactHolder[]>
  people: ReadonlyMap<string, FactPerson>
  /** Where only one person is asked about: who, and the roles that they hold. */
  of: { personId: string; roles: ReadonlySet<string> } | null
}

/** True for whoever belongs to the organisation on that day: not erased, not left, not yet to come. */
export function isHere(person: FactPerson, day: string): boolean {
  return person.name !== null && !hasLeft(person.toOn, day) && (person.fromOn === null || person.fromOn <= day)
}

/** Indexes the facts of a day; with a person, only what concerns them is then worked out. */
export function standingOf(day: string, facts: Facts, personId: string | null = null): Standing {
  const byId = new Map(facts.elements.map((each) => [each.id, each]))
  const people = new Map(facts.people.filter((each) => isHere(each, day)).map((each) => [each.id, each]))
  const held = new Map<string, FactHolder[]>()
  for (const holder of facts.holders) {
    if (!holdsOn(holder, day) || !people.has(holder.personId) || byId.get(holder.roleId)?.kind !== 'role') continue
    const known = held.get(holder.roleId)
    if (known) known.push(holder)
    else held.set(holder.roleId, [holder])
  }
  const of = personId === null ? null : { personId, roles: new Set([...held].flatMap(([roleId, holders]) => (holders.some((each) => each.personId === personId) ? [roleId] : []))) }
  return { day, facts, byId, byKey: new Map(facts.elements.map((each) => [each.key, each])), held, people, of }
}

/** Everyone who holds a role for an element, deputies too: named for it or for all; where the role is not held per such elements, every holder. */
export function holdersFor(standing: Standing, roleId: string | null, element: Pick<FactElement, 'id' | 'kind'>): FactHolder[] {
  const all = roleId === null ? [] : (standing.held.get(roleId) ?? [])
  const fitting = all.filter((each) => each.elementId === null || each.elementId === element.id)
  if (fitting.length > 0) return fitting
  return standing.byId.get(roleId ?? '')?.body['heldPer'] === element.kind ? [] : all
}

/** Who answers for an element: the holders of its accountable role, or its deputies while it has no other. */
export function answeringFor(standing: Standing, element: FactElement): FactHolder[] {
  return first(holdersFor(standing, element.accountable, element))
}

/** Deputies only where there is nobody else. */
export function first(holders: readonly FactHolder[]): FactHolder[] {
  const own = holders.filter((each) => !each.deputy)
  return own.length > 0 ? own : [...holders]
}
