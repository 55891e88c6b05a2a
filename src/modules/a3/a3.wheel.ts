import { Temporal } from 'temporal-polyfill'
import type { A3Page, Beat, ReviewRow } from './a3.contract.ts'
import { dayText, monthText } from './a3.words.ts'

/** Radii of the wheel's rings, as parts of its own; marks stand in the middle between two. */
export const wheelRings = [1, 0.73, 0.52, 0.33] as const
const ringOf = { month: 0, quarter: 1, year: 2 } as const

export type WheelMark = { x: number; y: number; radius: number; ring: ReviewRow['ring']; state: Beat['state']; on: string; review: ReviewRow }

/** Part of a turn, from the top and clockwise, at which a day stands: January begins at the top. */
export function turnOf(on: string): number {
  const date = Temporal.PlainDate.from(on)
  return (date.month - 1 + (date.day - 0.5) / date.daysInMonth) / 12
}

/** A point at a part of a turn and a part of the radius, with y downwards as on paper. */
export function pointAt(turn: number, radius: number): { x: number; y: number } {
  return { x: round(Math.sin(turn * 2 * Math.PI) * radius), y: round(-Math.cos(turn * 2 * Math.PI) * radius) }
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4 + 0
}

/** Every beat as a mark within a circle of radius 1 around 0, 0. Reviews that share a ring keep apart from each other. */
export function wheelMarks(reviews: readonly ReviewRow[]): WheelMark[] {
  return reviews.flatMap((review) => {
    const ring = ringOf[review.ring]
    const sharing = reviews.filter((other) => other.ring === review.ring)
    const outer = wheelRings[ring]
    const inner = wheelRings[ring + 1]!
    const radius = outer - ((outer - inner) * (sharing.indexOf(review) + 1)) / (sharing.length + 1)
    const size = (review.beats.length > 14 ? 0.022 : ring === 2 ? 0.052 : 0.045) / (sharing.length > 2 ? 1.5 : 1)
    return review.beats.map((beat) => ({ ...pointAt(turnOf(beat.on), radius), radius: size, ring: review.ring, state: beat.state, on: beat.on, review }))
  })
}

/** The twelve months around the wheel; the January that begins a second year carries it. */
export function wheelMonths(wheel: A3Page['wheel']): { text: string; x: number; y: number }[] {
  const first = Temporal.PlainDate.from(wheel.fromOn)
  return Array.from({ length: 12 }, (_, at) => {
    const month = first.add({ months: at })
    const turn = (month.month - 0.5) / 12
    return { text: month.month > 1 || month.year === first.year ? monthText(month.toString()) : `${monthText(month.toString())} ${String(month.year).slice(2)}`, ...pointAt(turn, 1) }
  })
}

/** What a mark says when asked. */
export function beatText(mark: Pick<WheelMark, 'on' | 'state' | 'review'>): string {
  const state = { held: 'held', ahead: 'due', 'not recorded': 'no meeting recorded' }[mark.state]
  return `${mark.review.review.title}, ${dayText(mark.on)}: ${state}`
}
