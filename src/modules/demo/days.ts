import { addDuration } from '../../shared/days.ts'
import { norwegianHolidays } from './holidays.ts'

/** The day so many days from another one; negative ones lie before it. */
export function daysFrom(on: string, days: number): string {
  return addDuration(on, `${days < 0 ? '-' : ''}P${Math.abs(days)}D`)
}

/**
 * A text of the demo with its days counted from `today`: {today-45}; {first-3} and {last+6}, the first and the last day of the month so many
 * months away; {holidays}, the public holidays of the years from the founding to the next, as YAML.
 */
export function withDays(text: string, today: string): string {
  return text.replaceAll(/\{(today|first|last)([+-]\d+)?\}|\{holidays\}/g, (whole, unit: string | undefined, by = '+0') => {
    const amount = Number(by)
    if (unit === undefined) return holidays(today)
    if (unit === 'today') return daysFrom(today, amount)
    const first = addDuration(`${today.slice(0, 7)}-01`, `${amount < 0 ? '-' : ''}P${Math.abs(amount)}M`)
    return unit === 'first' ? first : daysFrom(addDuration(first, 'P1M'), -1)
  })
}

function holidays(today: string): string {
  const year = Number(today.slice(0, 4))
  const all = [year - 2, year - 1, year, year + 1].flatMap(norwegianHolidays)
  return `[${all.map(({ on, name }) => `{ on: ${on}, name: ${name} }`).join(', ')}]`
}

/** Numbers from 0 to 1 in an order that a seed decides (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
