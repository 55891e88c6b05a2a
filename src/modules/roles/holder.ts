import { holdsOn } from '../../shared/system.ts'
import type { SystemHolder } from '../../shared/system.ts'

/** Who holds what, from when to when; the days are in the organisation's time zone and `toOn` is the last day held. */
export type Holder = Pick<SystemHolder, 'id' | 'roleId' | 'personId' | 'elementId' | 'deputy' | 'fromOn' | 'toOn'>

/** A role as it is held: for one element (a service, a supplier …), or with null for the whole organisation. */
export type Seat = { roleId: string; elementId: string | null }

/** True when one who holds it for `held` holds it for `asked` too: for the whole organisation means for every element. */
export function reaches(held: string | null, asked: string | null): boolean {
  return held === null || held === asked
}

/** Everyone who holds the seat on a day, deputies last. */
export function holdersOn<H extends Holder>(holders: readonly H[], seat: Seat, on: string): H[] {
  return holders
    .filter((holder) => holder.roleId === seat.roleId && reaches(holder.elementId, seat.elementId) && holdsOn(holder, on))
    .sort((a, b) => Number(a.deputy) - Number(b.deputy) || nearness(b) - nearness(a) || compare(a.fromOn, b.fromOn) || compare(a.id, b.id))
}

/** One who holds it for this very element comes before one who holds it for the whole organisation. */
function nearness(holder: Holder): number {
  return holder.elementId === null ? 0 : 1
}

/** Who acts in the seat on a day: its holders, and while all of them are away, its deputies. Empty: nobody. */
export function actingOn<H extends Holder>(holders: readonly H[], seat: Seat, on: string, away: ReadonlySet<string> = new Set()): H[] {
  const present = holdersOn(holders, seat, on).filter((holder) => !away.has(holder.personId))
  const first = present.filter((holder) => !holder.deputy)
  return first.length > 0 ? first : present
}

/** True when two spans of days share a day. */
export function spansMeet(a: Pick<Holder, 'fromOn' | 'toOn'>, b: Pick<Holder, 'fromOn' | 'toOn'>): boolean {
  return (a.toOn === null || b.fromOn <= a.toOn) && (b.toOn === null || a.fromOn <= b.toOn)
}

/** The rows by which this person has the same seat already on a day of the new span. One person holds a seat once. */
export function overlapping<H extends Holder>(holders: readonly H[], next: Holder): H[] {
  return holders.filter(
    (holder) =>
      holder.id !== next.id && holder.roleId === next.roleId && holder.personId === next.personId && holder.elementId === next.elementId && spansMeet(holder, next),
  )
}

/** Seats that more than one person holds as first holder on a day: allowed, and shown, since one should answer for it. */
export function sharedSeats<H extends Holder>(holders: readonly H[], on: string): { seat: Seat; holders: H[] }[] {
  const bySeat = new Map<string, H[]>()
  for (const holder of holders) {
    if (holder.deputy || !holdsOn(holder, on)) continue
    const name = `${holder.roleId} ${holder.elementId ?? ''}`
    bySeat.set(name, [...(bySeat.get(name) ?? []), holder])
  }
  return [...bySeat.values()].flatMap((same) => {
    const first = same[0]
    return first && new Set(same.map((holder) => holder.personId)).size > 1 ? [{ seat: { roleId: first.roleId, elementId: first.elementId }, holders: same }] : []
  })
}

/** One person in two roles that are kept apart, at the same time and in the same place. */
export type Breach<H extends Holder = Holder> = { personId: string; one: H; other: H }

/**
 * Every breach of `separatedFrom` on a day. Deputies count: who stands in decides too. Two roles held for different elements do not meet;
 * a role held for the whole organisation meets every element.
 */
export function separationBreaches<H extends Holder>(holders: readonly H[], apart: readonly (readonly [string, string])[], on: string): Breach<H>[] {
  const pairs = new Set(apart.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]))
  const byPerson = new Map<string, H[]>()
  for (const holder of holders) if (holdsOn(holder, on)) byPerson.set(holder.personId, [...(byPerson.get(holder.personId) ?? []), holder])
  return [...byPerson].flatMap(([personId, held]) =>
    held.flatMap((one, at) =>
      held
        .slice(at + 1)
        .filter((other) => pairs.has(`${one.roleId} ${other.roleId}`) && (reaches(one.elementId, other.elementId) || reaches(other.elementId, one.elementId)))
        .map((other) => ({ personId, one, other })),
    ),
  )
}

/** Every seat that the roles call for: one for the organisation, or one per element of the kind that the role is held per. */
export function seatsOf(roles: readonly { id: string; heldPer: string }[], elements: readonly { id: string; kind: string }[]): Seat[] {
  return roles.flatMap((role): Seat[] =>
    role.heldPer === 'organisation'
      ? [{ roleId: role.id, elementId: null }]
      : elements.filter((element) => element.kind === role.heldPer).map((element) => ({ roleId: role.id, elementId: element.id })),
  )
}

/** The seats that nobody but perhaps a deputy holds on a day. */
export function vacantSeats(seats: readonly Seat[], holders: readonly Holder[], on: string): Seat[] {
  return seats.filter((seat) => !holdersOn(holders, seat, on).some((holder) => !holder.deputy))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
