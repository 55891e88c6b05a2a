import { Temporal } from 'temporal-polyfill'
import { addDuration } from '../../shared/days.ts'
import { signNames, vitalSigns, type MissingOf, type SignName } from '../../shared/signs.ts'
import type { System } from '../../shared/system.ts'
import { missingOf } from './xray.ts'

export type SignTally = { yes: number; no: number; unknown: number }
/** The vital signs of the whole on one day: how many elements carry signs, and how many show each. */
export type SignDay = { day: string; elements: number; signs: Record<SignName, SignTally> }

/** Rises when the same system would give other counts: days kept under other rules are made anew. */
export const signRules = 1

/** Counts every sign over every element that carries signs, drafts included where the system holds them. */
export function signDay(system: System, missing: MissingOf = missingOf): SignDay {
  const all = [...vitalSigns(system, missing).values()]
  const tallies = signNames.map((name, at): [SignName, SignTally] => {
    const tally: SignTally = { yes: 0, no: 0, unknown: 0 }
    for (const signs of all) tally[signs[at]!.state]++
    return [name, tally]
  })
  return { day: system.asOf, elements: all.length, signs: Object.fromEntries(tallies) as SignDay['signs'] }
}

/** The days that a trend of a year shows: every seventh back from a day, the first one included where the system is younger. In order. */
export function trendDays(on: string, firstOn: string): string[] {
  const from = yearBefore(on, firstOn)
  const days: string[] = []
  for (let day = on; day > from; day = addDuration(day, '-P7D')) days.unshift(day)
  return on < from ? [] : [from, ...days]
}

function yearBefore(on: string, firstOn: string): string {
  const year = addDuration(on, '-P1Y')
  return year > firstOn ? year : firstOn
}

/** The days that are to be kept and are not: up to the day before, for a year back, the latest first, at most `most`. */
export function missingDays(today: string, firstOn: string, kept: ReadonlySet<string>, most: number): string[] {
  const missing: string[] = []
  const from = yearBefore(today, firstOn)
  for (let day = Temporal.PlainDate.from(today).subtract({ days: 1 }); missing.length < most && day.toString() >= from; day = day.subtract({ days: 1 })) {
    if (!kept.has(day.toString())) missing.push(day.toString())
  }
  return missing
}

/** At most `most` of some days, spread evenly, the first and the last among them. */
export function spread(days: readonly string[], most: number): string[] {
  if (days.length <= most) return [...days]
  return Array.from({ length: most }, (_, at) => days[Math.round((at * (days.length - 1)) / (most - 1))]!)
}
