import { clipped, common, lengthOf, unionOf, without, type Span } from './spans.ts'

/** An outage of one service. Instants are milliseconds since 1970. */
export type Outage = {
  serviceId: string
  startedAt: number
  /** Null: it goes on. */
  endedAt: number | null
  /** The window that was announced, where it is planned work. */
  planned: Span | null
  /** When the window was registered; without one, the outage. */
  registeredAt: number
  /** Of the users, above 0 up to 1; null: nobody said, which counts as all. */
  share: number | null
}

/** Why planned work does or does not count as planned. */
export type PlannedStanding = 'unplanned' | 'planned' | 'registered late'

/** Planned work only counts as planned when it was registered before it began (model, part 3: P). */
export function standingOf({ planned, registeredAt }: Pick<Outage, 'planned' | 'registeredAt'>): PlannedStanding {
  if (planned === null) return 'unplanned'
  return registeredAt < planned.from ? 'planned' : 'registered late'
}

/** From start to end; one that is open ends now. */
export function spanOf({ startedAt, endedAt }: Pick<Outage, 'startedAt' | 'endedAt'>, now: number): Span {
  return { from: startedAt, to: endedAt ?? Math.max(startedAt, now) }
}

/** The union of outages, open ones ending now. */
export function outageUnion(outages: readonly Outage[], now: number): Span[] {
  return unionOf(outages.map((outage) => spanOf(outage, now)))
}

/** The announced windows that count: those registered before they began. What lasts beyond its window is in none. */
export function plannedWindows(outages: readonly Outage[]): Span[] {
  return unionOf(outages.flatMap((outage) => (standingOf(outage) === 'planned' ? [outage.planned!] : [])))
}

/** How outages for a share of the users count: in full, or not at all because they are shown apart. */
export type PartialOutages = 'counted in full' | 'shown apart'

export type LostTimeQuestion = {
  /** Of one service. */
  outages: readonly Outage[]
  period: Span
  /** Agreed service hours, W; left out: around the clock. */
  windows?: readonly Span[]
  now: number
  partial?: PartialOutages
  /** Leave out planned work registered before it began, P. */
  leaveOutPlanned?: boolean
}

export type LostTime = {
  /** |W∖P| in milliseconds. */
  agreedMs: number
  /** |U ∩ (W∖P)| in milliseconds. */
  lostMs: number
  /** 1 − lost / agreed, as a share; null where nothing was agreed: never 100 %. */
  availability: number | null
  /** |P ∩ W| in milliseconds: what was left out. */
  leftOutMs: number
  /** Each stretch of lost time, in order. */
  stretches: Span[]
  /** Outages that have a part in it, and how long each lasted within it. */
  outages: { outage: Outage; ms: number }[]
  /** Milliseconds of outages for a share of the users that are not counted, weighted with that share. */
  partialMs: number
}

/**
 * Availability of one service (model, part 3): 1 − |U ∩ (W∖P)| / |W∖P|. U is the union of outages, never their sum; clipped to the period; an open
 * outage ends now. A period that is not over yet counts up to now.
 */
export function lostTime(question: LostTimeQuestion): LostTime {
  const { outages, period, now, partial = 'counted in full', leaveOutPlanned = true } = question
  const past = { from: period.from, to: Math.min(period.to, now) }
  const hours = clipped(question.windows ?? [past], past)
  const left = leaveOutPlanned ? plannedWindows(outages) : []
  const agreed = without(hours, left)
  const isFull = ({ share }: Outage) => partial === 'counted in full' || share === null || share === 1
  const counted = outages.filter(isFull)
  const stretches = common(outageUnion(counted, now), agreed)
  const agreedMs = lengthOf(agreed)
  const lostMs = lengthOf(stretches)
  return {
    agreedMs, lostMs, availability: agreedMs === 0 ? null : 1 - lostMs / agreedMs, leftOutMs: lengthOf(hours) - agreedMs, stretches,
    outages: counted.flatMap((outage) => {
      const ms = lengthOf(common([spanOf(outage, now)], agreed))
      return ms > 0 ? [{ outage, ms }] : []
    }),
    partialMs: weightedMs(outages.filter((outage) => !isFull(outage)), without(agreed, stretches), now),
  }
}

/** Milliseconds weighted with the share of users; where several overlap, the largest share counts. */
export function weightedMs(outages: readonly Outage[], within: readonly Span[], now: number): number {
  const shares = [...new Set(outages.map((outage) => outage.share ?? 1))].sort((a, b) => b - a)
  let sum = 0
  let seen: Span[] = []
  for (const share of shares) {
    const more = without(common(outages.filter((outage) => (outage.share ?? 1) === share).map((outage) => spanOf(outage, now)), within), seen)
    sum += share * lengthOf(more)
    seen = unionOf([...seen, ...more])
  }
  return sum
}

/** A share as percent with this many decimals, rounded down: 99.995 never reads 100. */
export function percentDown(share: number, decimals = 2): string {
  const factor = 10 ** decimals
  // The nearest double of a round figure may lie just below it.
  return (Math.floor(share * 100 * factor + 1e-9) / factor).toFixed(decimals)
}
