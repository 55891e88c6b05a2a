import { z } from 'zod'
import { cadence, day } from './days.ts'

const control = /[^\P{Cc}\n\r\t]/u
/** Overrides and isolates of the direction of writing make a text read differently from what it says (Unicode TR 36, 2.4). */
const turning = /[\u202a-\u202e\u2066-\u2069]/

/** What a text holds that nobody can read, in a sentence that says to take it out; null where it can be read. Line breaks and tabs are prose. */
export function unreadableIn(text: string): string | null {
  if (!text.isWellFormed()) return 'It holds half of a character (a lone surrogate). Write it again.'
  if (text.includes('\u0000')) return 'It holds a NUL character, which no text may contain. Remove it.'
  const found = control.exec(text) ?? turning.exec(text)
  if (!found) return null
  const code = `U+${found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
  return turning.test(found[0]) ? `It holds a character that turns the direction of writing (${code}). Take it out.` : `It holds a control character (${code}). Take it out.`
}

/** A title or a name: one line. `empty` says what to give. */
export function named(empty: string, most = 200, long = `Keep it to ${most} characters.`) {
  return z.string().trim().min(1, empty).max(most, long).superRefine((text, context) => {
    const message = unreadableIn(text) ?? (/[\n\r\t]/.test(text) ? 'It holds a line break or a tab. Keep it to one line.' : null)
    if (message !== null) context.addIssue({ code: 'custom', message })
  })
}

function readable(most: number) {
  return z
    .string()
    .trim()
    .max(most, `Keep it to ${most} characters.`)
    .superRefine((text, context) => {
      const message = unreadableIn(text)
      if (message !== null) context.addIssue({ code: 'custom', message })
    })
}

/** One line of text; empty until it is filled in. */
export function line(label: string, most = 200) {
  return readable(most).default('').describe(label)
}

/** Several lines of text; empty until filled in. */
export function text(label: string, most = 4000) {
  return readable(most).default('').describe(label)
}

/** One line that an item cannot do without. */
export function word(label: string, most = 200) {
  return readable(most).min(1, 'Fill this in.').describe(label)
}

/** A list of one-line texts, none of them empty. */
export function lines(label: string, mostItems = 50, mostCharacters = 500) {
  return z.array(word(label, mostCharacters)).max(mostItems, `Keep it to ${mostItems}.`).default([]).describe(label)
}

/** A list of items that are objects. */
export function items<Item extends z.ZodType>(item: Item, label: string, most = 100) {
  return z.array(item).max(most, `Keep it to ${most}.`).default([]).describe(label)
}

/** A day, or null while it is open. */
export function maybeDay(label: string) {
  return day.nullable().default(null).describe(label)
}

/** A span such as P3M, or null while none is agreed. */
export function maybeCadence(label: string) {
  return cadence.nullable().default(null).describe(label)
}

/** A finite number, or null while it is open. */
export function maybeNumber(label: string) {
  return z.number('Give a number.').nullable().default(null).describe(label)
}

/** Criticality from 1 (the most critical) to 4; null while nobody has judged it. */
export function criticality(label: string) {
  return z.number().int('Give 1, 2, 3 or 4.').min(1, 'The most critical is 1.').max(4, 'The least critical is 4.').nullable().default(null).describe(label)
}

const slugPattern = /^[a-z][a-z0-9_]{0,39}$/

/** The short name by which parts of one body speak of each other: a step, a field, a clock. */
export function slug(label: string) {
  return z.string().regex(slugPattern, 'Use small letters, digits and _ and begin with a letter, e.g. assess_impact.').describe(label)
}

/** How a figure is compared with its bound. */
export const comparator = z.enum(['at least', 'at most']).describe('Comparison')
export type Comparator = z.infer<typeof comparator>

/** True when the value keeps to the bound. */
export function holdsTo(value: number, than: Comparator, bound: number): boolean {
  return than === 'at least' ? value >= bound : value <= bound
}
