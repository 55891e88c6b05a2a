import { z } from 'zod'
import { unanswered } from '../../shared/faults.ts'
import { line, maybeDay, text } from '../../shared/fields.ts'
import { defineKind } from '../../shared/kind.ts'

export const objectiveTypes = ['business goal', 'security need', 'service objective'] as const

export const objectiveBody = z.strictObject({
  statement: text('Statement: what is to be reached', 500),
  type: z.enum(objectiveTypes).default('service objective').describe('Type'),
  target: line('Target: the figure or fact that shows it is reached', 300),
  dueOn: maybeDay('Due'),
  plan: text('Plan: what is done, with what, by whom, and how it is judged'),
})
export type ObjectiveBody = z.infer<typeof objectiveBody>

/** A reason why the system has an element: what it is to achieve. ISO/IEC 20000-1 6.2. */
export const objective = defineKind<ObjectiveBody>({
  kind: 'objective',
  prefix: 'OBJ',
  noun: 'objective',
  plural: 'objectives',
  path: 'objectives',
  body: objectiveBody,
  empty: objectiveBody.parse({}),
  prose: 'plan',
  reviewEvery: 'P1Y',
  links: ['serves', 'answers'],
  check: ({ body, effectiveOn }) =>
    body.dueOn !== null && effectiveOn !== null && body.dueOn < effectiveOn
      ? [{ path: 'body.dueOn', message: `It is due on ${body.dueOn}, before it holds from ${effectiveOn}; give a later day.` }]
      : [],
  missing: (draft) =>
    unanswered(draft, {
      statement: 'Say what is to be reached.',
      target: 'Say what shows that it is reached; an objective is measurable.',
      dueOn: 'Say by which day.',
      plan: 'Say how it will be reached.',
    }),
  facts: (body) => [
    { label: 'Type', value: body.type },
    { label: 'Target', value: body.target },
    { label: 'Due', value: body.dueOn ?? '' },
  ],
})
