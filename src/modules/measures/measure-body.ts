import { z } from 'zod'
import { line, maybeNumber, text } from '../../shared/fields.ts'
import { formula } from './formula.ts'

export const measureBody = z.strictObject({
  purpose: text('What decision it informs', 500),
  formula: formula.nullable().default(null).describe('Formula'),
  period: z.enum(['week', 'month', 'quarter', 'year']).default('month').describe('Period'),
  clock: z.enum(['elapsed', 'service hours', 'without waiting']).default('elapsed').describe('Clock: time passed, service hours, or stopped while waiting'),
  unit: line('Unit', 30),
  direction: z.enum(['higher is better', 'lower is better']).default('higher is better').describe('Direction'),
  target: maybeNumber('Target: kept, it is met'),
  warning: maybeNumber('Warning: between target and this it is watch, beyond it is missed'),
  minimumSample: z.number().int('Give a whole number.').min(0, 'Give a number that is not below zero.').max(1_000_000).default(0).describe('Smallest sample that is judged'),
})
export type MeasureBody = z.infer<typeof measureBody>
