import { z } from 'zod'
import { endsBeforeStart, unanswered } from '../../shared/faults.ts'
import { criticality, line, lines, maybeCadence, maybeDay, text } from '../../shared/fields.ts'
import { defineKind } from '../../shared/kind.ts'

export const supplierTypes = ['external', 'internal', 'customer acting as supplier'] as const

export const supplierBody = z.strictObject({
  type: z.enum(supplierTypes).default('external').describe('Type'),
  description: text('What it supplies', 1000),
  criticality: criticality('Criticality: 1 is the most critical'),
  contract: line('Where the contract is kept', 300),
  contractFromOn: maybeDay('Contract from'),
  contractToOn: maybeDay('Contract to'),
  notice: maybeCadence('Notice'),
  expectations: lines('What we expect of it', 30),
})
export type SupplierBody = z.infer<typeof supplierBody>

/** Someone outside, or acting as if outside, on whom services depend. ISO/IEC 20000-1 8.3.4. */
export const supplier = defineKind<SupplierBody>({
  kind: 'supplier',
  prefix: 'SUP',
  noun: 'supplier',
  plural: 'suppliers',
  path: 'suppliers',
  body: supplierBody,
  empty: supplierBody.parse({}),
  prose: 'description',
  reviewEvery: 'P1Y',
  links: ['serves', 'provides', 'answers'],
  check: ({ body }) => endsBeforeStart(body.contractFromOn, body.contractToOn, 'body.contractToOn'),
  missing: (draft) => [
    ...unanswered(draft, {
      description: 'Say what it supplies.',
      criticality: 'Judge how critical it is, from 1 (the most) to 4.',
      expectations: 'Write down at least one expectation.',
    }),
    ...(draft.body.type === 'external' ? unanswered(draft, { contractFromOn: 'Say since when there is a contract.' }) : []),
  ],
  facts: (body) => [
    { label: 'Criticality', value: body.criticality === null ? '' : String(body.criticality) },
    { label: 'Type', value: body.type },
    { label: 'Contract to', value: body.contractToOn ?? '' },
  ],
})
