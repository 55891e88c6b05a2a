import { z } from 'zod'
import { repeated, unanswered } from '../../shared/faults.ts'
import { comparator, holdsTo, items, line, text, word } from '../../shared/fields.ts'
import { defineKind, type Fault } from '../../shared/kind.ts'

/** Characters that one printed page holds, headings and white space counted in. */
export const pageOfCharacters = 3000

const threshold = z.strictObject({
  quantity: word('What is measured', 100),
  comparator,
  value: z.number('Give a number.').describe('Value'),
  unit: line('Unit', 30),
})
export type Threshold = z.infer<typeof threshold>

const principle = z.strictObject({
  text: word('Rule', 400),
  threshold: threshold.nullable().default(null).describe('Threshold'),
})
export type Principle = z.infer<typeof principle>

export const policyBody = z.strictObject({
  theme: line('Theme, e.g. risk appetite or change', 60),
  statement: text('Statement: what we hold to, and why', pageOfCharacters),
  principles: items(principle, 'Principles', 20),
})
export type PolicyBody = z.infer<typeof policyBody>

/** Short rules, each tied to a why. ISO/IEC 20000-1 5.2. */
export const policy = defineKind<PolicyBody>({
  kind: 'policy',
  prefix: 'POL',
  noun: 'policy',
  plural: 'policies',
  path: 'policies',
  body: policyBody,
  empty: policyBody.parse({}),
  parts: { principles: { noun: 'Principle', say: (each: Principle) => (each.threshold ? `${each.text} (${thresholdText(each.threshold)})` : each.text) } },
  prose: 'statement',
  reviewEvery: 'P1Y',
  links: ['serves', 'governs', 'answers'],
  check: ({ body }) => [
    ...tooLong(body),
    ...repeated(body.principles, (each) => each.text.toLowerCase(), 'body.principles', (_, at) => `This is the same as principle ${at}; take one out.`),
  ],
  missing: (draft) =>
    unanswered(draft, {
      theme: 'Name the theme.',
      statement: 'Say in a few sentences what the organisation holds to.',
      principles: 'Add at least one principle.',
    }),
  facts: (body) => [
    { label: 'Theme', value: body.theme },
    { label: 'Principles', value: String(body.principles.length) },
  ],
})

/** Characters of a policy as it is printed. */
export function lengthOf(body: PolicyBody): number {
  return body.statement.length + body.principles.reduce((sum, each) => sum + each.text.length + (each.threshold ? thresholdText(each.threshold).length : 0), 0)
}

function tooLong(body: PolicyBody): Fault[] {
  const length = lengthOf(body)
  if (length <= pageOfCharacters) return []
  return [{ path: 'body', message: `A policy fits on one page: ${pageOfCharacters} characters. This has ${length}; move the rest into a plan or a routine.` }]
}

/** "change failure rate at most 15 %". */
export function thresholdText(each: Threshold): string {
  return `${each.quantity} ${each.comparator} ${each.value}${each.unit ? ` ${each.unit}` : ''}`
}

/**
 * The measure that a threshold speaks of: among the measures linked to the policy, the one whose title or link note is the quantity.
 * A body holds no reference, so the measure points at the policy and not the other way.
 */
export function measureOf<Measure extends { title: string; note?: string }>(each: Threshold, measures: readonly Measure[]): Measure | undefined {
  const quantity = each.quantity.toLowerCase()
  return measures.find((measure) => measure.note?.toLowerCase() === quantity) ?? measures.find((measure) => measure.title.toLowerCase() === quantity)
}

/** True when a measured value keeps to the threshold. */
export function keepsTo(each: Threshold, value: number): boolean {
  return holdsTo(value, each.comparator, each.value)
}
