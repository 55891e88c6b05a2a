import { z } from 'zod'
import { items, line, text, word } from '../../shared/fields.ts'
import { recordInstants } from '../routines/record.ts'

const instant = (label: string) => z.enum(recordInstants).describe(label)
const among = line('Only records for which, as an expression', 500)
const statistic = z.enum(['mean', 'median', 'p85', 'p90']).describe('Statistic')

const availability = z.strictObject({
  type: z.literal('availability'),
  hours: z.enum(['agreed windows', 'around the clock']).default('agreed windows').describe('Out of'),
  leaveOutPlanned: z.boolean().default(true).describe('Leave out planned work registered before it began'),
  partialOutages: z.enum(['shown apart', 'counted in full']).default('shown apart').describe('Outages for a share of the users'),
})

const rate = z.strictObject({
  type: z.literal('rate'),
  variant: z.enum(['change failure', 'change failure, delivery', 'attainment', 'share']).describe('Which rate'),
  clock: line('For attainment: the short name of the clock; empty means every clock', 40),
  among,
  counted: line('For a share: the records that count, as an expression', 500),
})

const duration = z.strictObject({ type: z.literal('duration'), statistic, from: instant('From'), to: instant('To'), among })

const count = z.strictObject({ type: z.literal('count'), by: instant('Falls in the period by').default('opened'), among })

const backlogAge = z.strictObject({
  type: z.literal('backlogAge'),
  figure: z.enum(['median age in days', 'share older than']).default('median age in days').describe('Figure'),
  olderThanDays: z.number().int('Give whole days.').min(1, 'Give at least one day.').max(3650).default(90).describe('Older than, in days'),
  among,
})

const recurrence = z.strictObject({
  type: z.literal('recurrence'),
  same: z.enum(['service and configuration item', 'service and category', 'problem', 'cause']).default('service and configuration item').describe('The same when they share'),
  withinDays: z.number().int('Give whole days.').min(1, 'Give at least one day.').max(3650).default(180).describe('Within, in days'),
  flagFrom: z.number().int('Give a whole number.').min(2, 'A pattern begins with two.').max(1000).default(2).describe('Flag a pattern from this many'),
  flagMonths: z.number().int('Give whole months.').min(1, 'Give at least one month.').max(60).default(6).describe('Within, in months'),
  among,
})

const pareto = z.strictObject({
  type: z.literal('pareto'),
  by: z.enum(['service', 'configuration item', 'supplier', 'category', 'cause']).default('service').describe('By'),
  on: z.enum(['count', 'downtime']).default('count').describe('On'),
  top: z.number().int('Give a whole number.').min(1, 'Give at least one.').max(20).default(3).describe('Share of the largest'),
  among,
})

const criterion = z.strictObject({
  name: word('Criterion', 100),
  weight: z.number('Give a number.').gt(0, 'Give a weight above zero.').max(1000).describe('Weight'),
  measure: z.string().trim().max(200).default('').describe('Measure it comes from; empty: judged by hand, with evidence'),
})

const score = z.strictObject({
  type: z.literal('score'),
  criteria: items(criterion, 'Criteria', 20),
  overrides: items(z.strictObject({ when: word('When this happened', 200), standing: z.enum(['watch', 'missed']).describe('It is') }), 'Overrides', 10),
})

const manual = z.strictObject({ type: z.literal('manual'), instruction: text('How the figure is found', 1000), evidence: z.boolean().default(true).describe('Evidence is required') })

/** How a measurement is computed (model, part 3). */
export const formula = z.discriminatedUnion('type', [availability, rate, duration, count, backlogAge, recurrence, pareto, score, manual])
export type Formula = z.infer<typeof formula>
export const formulaTypes = ['availability', 'rate', 'duration', 'count', 'backlogAge', 'recurrence', 'pareto', 'score', 'manual'] as const satisfies readonly Formula['type'][]

/** The units that fit a formula; undefined: any. */
export function unitsOf(each: Formula): readonly string[] | undefined {
  if (each.type === 'availability' || each.type === 'rate' || each.type === 'recurrence' || each.type === 'pareto') return ['%']
  if (each.type === 'duration') return ['minutes', 'hours', 'days']
  if (each.type === 'backlogAge') return each.figure === 'share older than' ? ['%'] : ['days']
  if (each.type === 'count') return ['']
  return undefined
}

/** The direction that a formula leaves no choice about. */
export function directionOf(each: Formula): 'higher is better' | 'lower is better' | undefined {
  if (each.type === 'availability' || (each.type === 'rate' && each.variant === 'attainment')) return 'higher is better'
  if (each.type === 'backlogAge' || each.type === 'recurrence') return 'lower is better'
  if (each.type === 'rate' && each.variant !== 'share') return 'lower is better'
  return undefined
}
