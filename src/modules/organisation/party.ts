import { z } from 'zod'
import { repeated, unanswered } from '../../shared/faults.ts'
import { line, lines, text } from '../../shared/fields.ts'
import { defineKind } from '../../shared/kind.ts'

export const partyTypes = ['customer', 'user', 'regulator', 'owner', 'partner', 'employee', 'other'] as const

export const partyBody = z.strictObject({
  type: z.enum(partyTypes).default('customer').describe('Type'),
  description: text('Who they are', 1000),
  needs: lines('Needs and expectations that concern the services', 30),
  contact: line('Contact: a function or a shared mailbox, not a person'),
  satisfaction: line('Where we learn whether they are satisfied'),
})
export type PartyBody = z.infer<typeof partyBody>

/** An interested party and what it needs. ISO/IEC 20000-1 4.2 and 8.3.2. */
export const party = defineKind<PartyBody>({
  kind: 'party',
  prefix: 'PTY',
  noun: 'party',
  plural: 'parties',
  path: 'parties',
  body: partyBody,
  empty: partyBody.parse({}),
  prose: 'description',
  reviewEvery: 'P1Y',
  links: ['serves', 'answers'],
  check: ({ body }) => repeated(body.needs, (need) => need.toLowerCase(), 'body.needs', (_, at) => `This is the same as need ${at}; take one out.`),
  missing: (draft) => [
    ...unanswered(draft, { needs: 'Write down at least one need.' }),
    ...(draft.body.type === 'customer' ? unanswered(draft, { contact: 'Name the contact for this customer.' }) : []),
  ],
  facts: (body) => [
    { label: 'Type', value: body.type },
    { label: 'Needs', value: String(body.needs.length) },
    { label: 'Contact', value: body.contact },
  ],
})
