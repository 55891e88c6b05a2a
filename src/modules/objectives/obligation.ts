import { z } from 'zod'
import { unanswered } from '../../shared/faults.ts'
import { line, text } from '../../shared/fields.ts'
import { defineKind } from '../../shared/kind.ts'

export const obligationSources = ['law', 'contract', 'customer'] as const

export const obligationBody = z.strictObject({
  source: z.enum(obligationSources).default('law').describe('Source'),
  citation: line('Where it stands, e.g. Directive (EU) 2022/2555, art. 23', 300),
  text: text('What it demands, in our own words', 3000),
  bound: line('Who is bound', 300),
  consequence: text('What follows when it is not met', 1000),
})
export type ObligationBody = z.infer<typeof obligationBody>

/** A reason that others set: a law, a contract, a customer's demand. */
export const obligation = defineKind<ObligationBody>({
  kind: 'obligation',
  prefix: 'OBL',
  noun: 'obligation',
  plural: 'obligations',
  path: 'obligations',
  body: obligationBody,
  empty: obligationBody.parse({}),
  prose: 'text',
  reviewEvery: 'P1Y',
  links: ['answers'],
  missing: (draft) =>
    unanswered(draft, {
      citation: 'Say where it stands: the law and article, the contract and clause.',
      text: 'Say in your own words what it demands.',
      bound: 'Say who is bound by it.',
      consequence: 'Say what follows when it is not met.',
    }),
  facts: (body) => [
    { label: 'Source', value: body.source },
    { label: 'Stands in', value: body.citation },
    { label: 'Bound', value: body.bound },
  ],
})
