import { z } from 'zod'
import { endsBeforeStart, repeated, unanswered } from '../../shared/faults.ts'
import { items, maybeCadence, maybeDay, text, word } from '../../shared/fields.ts'
import { defineKind, type Draft } from '../../shared/kind.ts'

export const planTypes = ['service management', 'continuity', 'capacity', 'budget', 'communication', 'audit programme'] as const

const planTest = z.strictObject({
  what: word('What is tested', 300),
  dueOn: maybeDay('Next due'),
  every: maybeCadence('Repeated every'),
})

export const planBody = z.strictObject({
  type: z.enum(planTypes).default('service management').describe('Type'),
  fromOn: maybeDay('Holds from'),
  toOn: maybeDay('Holds to'),
  content: text('Content', 30_000),
  tests: items(planTest, 'Tests', 50),
})
export type PlanBody = z.infer<typeof planBody>

/** A plan of the system over a horizon, with the tests that show it works. ISO/IEC 20000-1 6.3, 8.4, 8.7.2, 9.2. */
export const plan = defineKind<PlanBody>({
  kind: 'plan',
  prefix: 'PLN',
  noun: 'plan',
  plural: 'plans',
  path: 'plans',
  body: planBody,
  empty: planBody.parse({}),
  prose: 'content',
  reviewEvery: 'P1Y',
  links: ['serves', 'answers'],
  check: ({ body }) => [
    ...endsBeforeStart(body.fromOn, body.toOn, 'body.toOn'),
    ...repeated(body.tests, (test) => test.what.toLowerCase(), 'body.tests', (_, at) => `This is the same as test ${at}; take one out.`),
  ],
  missing: (draft) => [
    ...unanswered(draft, { content: 'Write the plan.', fromOn: 'Say from when it holds.', toOn: 'Say until when it holds.' }),
    ...untested(draft),
  ],
  facts: (body) => [
    { label: 'Type', value: body.type },
    { label: 'From', value: body.fromOn ?? '' },
    { label: 'To', value: body.toOn ?? '' },
    { label: 'Tests', value: String(body.tests.length) },
  ],
})

/** A continuity plan that nobody tests is not one. ISO/IEC 20000-1 8.7.2. */
function untested(draft: Draft<PlanBody>) {
  if (draft.body.type !== 'continuity') return []
  if (draft.body.tests.length === 0) return [{ path: 'body.tests', message: 'Add at least one test: a continuity plan is tested.' }]
  return draft.body.tests.flatMap((test, at) =>
    test.dueOn === null && test.every === null ? [{ path: `body.tests.${at}`, message: `Say when "${test.what}" is due, or how often.` }] : [],
  )
}
