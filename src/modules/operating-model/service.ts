import { z } from 'zod'
import { unanswered } from '../../shared/faults.ts'
import { criticality, line, text } from '../../shared/fields.ts'
import { defineKind } from '../../shared/kind.ts'

export const serviceStages = ['proposed', 'live', 'retiring'] as const

export const serviceBody = z.strictObject({
  description: text('What it does for its customers'),
  criticality: criticality('Criticality: 1 is the most critical'),
  contact: line('Contact: where its users reach somebody, such as a number, a shared mailbox or a portal'),
  stage: z.enum(serviceStages).default('live').describe('Stage'),
})
export type ServiceBody = z.infer<typeof serviceBody>

/** A service that customers use. ISO/IEC 20000-1 8.2.2 and 8.2.4. */
export const service = defineKind<ServiceBody>({
  kind: 'service',
  prefix: 'SVC',
  noun: 'service',
  plural: 'services',
  path: 'services',
  body: serviceBody,
  empty: serviceBody.parse({}),
  prose: 'description',
  reviewEvery: 'P1Y',
  links: ['serves', 'dependsOn', 'answers'],
  missing: (draft) =>
    unanswered(draft, {
      description: 'Say in a sentence what the service does for its customers.',
      criticality: 'Judge how critical it is, from 1 (the most) to 4.',
    }),
  facts: (body) => [
    { label: 'Criticality', value: body.criticality === null ? '' : String(body.criticality) },
    { label: 'Stage', value: body.stage },
  ],
})
