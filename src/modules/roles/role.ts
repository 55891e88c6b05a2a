import { z } from 'zod'
import { authorityPattern } from '../../shared/authority.ts'
import { repeated, unanswered } from '../../shared/faults.ts'
import { lines, text } from '../../shared/fields.ts'
import { defineKind } from '../../shared/kind.ts'

export const reaches = ['organisation', 'service', 'routine', 'supplier', 'unit'] as const
export type Reach = (typeof reaches)[number]

const authority = z.string().regex(authorityPattern, 'Give the name of an action, such as policy.approve, or policy.* for all of a subject.')

export const roleBody = z.strictObject({
  purpose: text('Purpose: why the role exists', 1000),
  responsibilities: lines('Responsibilities', 30),
  authorities: z.array(authority).max(500, 'Keep it to 500.').default([]).describe('Authorities: actions that its holders may take'),
  competence: lines('Competence that holders need', 20),
  heldPer: z.enum(reaches).default('organisation').describe('Held per'),
})
export type RoleBody = z.infer<typeof roleBody>

/** What someone answers for and may decide, apart from who that is. ISO/IEC 20000-1 5.3 and 7.2. */
export const role = defineKind<RoleBody>({
  kind: 'role',
  prefix: 'ROL',
  noun: 'role',
  plural: 'roles',
  path: 'roles',
  body: roleBody,
  empty: roleBody.parse({}),
  reviewEvery: 'P1Y',
  links: ['serves', 'separatedFrom', 'answers'],
  check: ({ body }) => [
    ...repeated(body.authorities, (name) => name, 'body.authorities', (name) => `${name} is listed twice; take one out.`),
    ...repeated(body.responsibilities, (each) => each.toLowerCase(), 'body.responsibilities', (_, at) => `This is the same as responsibility ${at}; take one out.`),
  ],
  missing: (draft) => unanswered(draft, { purpose: 'Say why the role exists.', responsibilities: 'Write down at least one responsibility.' }),
  facts: (body) => [
    { label: 'Held per', value: body.heldPer },
    { label: 'Responsibilities', value: String(body.responsibilities.length) },
    { label: 'Authorities', value: String(body.authorities.length) },
  ],
})
