import { z } from 'zod'
import { unanswered } from '../../shared/faults.ts'
import { line, text } from '../../shared/fields.ts'
import { defineKind } from '../../shared/kind.ts'

export const locationTypes = ['office', 'data centre', 'cloud region', 'remote', 'other'] as const

export const locationBody = z.strictObject({
  type: z.enum(locationTypes).default('office').describe('Type'),
  description: text('What happens here', 1000),
  address: line('Address', 300),
  country: z
    .string()
    .regex(/^([A-Z]{2})?$/, 'Give the two capital letters of a country, such as NO.')
    .default('')
    .describe('Country, two letters'),
})
export type LocationBody = z.infer<typeof locationBody>

/** A place from which services are run. */
export const location = defineKind<LocationBody>({
  kind: 'location',
  prefix: 'LOC',
  noun: 'location',
  plural: 'locations',
  path: 'locations',
  body: locationBody,
  empty: locationBody.parse({}),
  reviewEvery: 'P1Y',
  links: ['serves', 'answers'],
  missing: (draft) => unanswered(draft, { country: 'Say in which country it is.' }),
  facts: (body) => [
    { label: 'Type', value: body.type },
    { label: 'Country', value: body.country },
    { label: 'Address', value: body.address },
  ],
})
