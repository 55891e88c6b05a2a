import { z } from 'zod'
import { unanswered } from '../../shared/faults.ts'
import { text } from '../../shared/fields.ts'
import { defineKind, type Draft } from '../../shared/kind.ts'

export const unitTypes = ['department', 'product team', 'platform team', 'shared service', 'vendor'] as const

export const unitBody = z.strictObject({
  type: z.enum(unitTypes).default('department').describe('Type'),
  description: text('What it does', 1000),
})
export type UnitBody = z.infer<typeof unitBody>

/** A part of the organisation that provides services or operates routines. */
export const unit = defineKind<UnitBody>({
  kind: 'unit',
  prefix: 'UNT',
  noun: 'unit',
  plural: 'units',
  path: 'units',
  body: unitBody,
  empty: unitBody.parse({}),
  reviewEvery: 'P1Y',
  links: ['serves', 'provides', 'operates', 'partOf', 'answers'],
  check: severalParents,
  missing: (draft) => unanswered(draft, { description: 'Say in a sentence what the unit does.' }),
  facts: (body) => [{ label: 'Type', value: body.type }],
})

function severalParents(draft: Draft<UnitBody>) {
  const at = draft.links.flatMap((link, position) => (link.type === 'partOf' ? [position] : []))
  return at.slice(1).map((position) => ({ path: `links.${position}`, message: 'A unit is part of one other unit; take the other link out.' }))
}
