import { z } from 'zod'
import { actionContract, queryContract } from '../../shared/contract.ts'
import { day } from '../../shared/days.ts'
import { id } from '../../shared/ids.ts'
import { named } from '../../shared/fields.ts'

const personView = z.object({
  id: z.string(), name: z.string(), email: z.string().nullable(), fromOn: z.string().nullable(), toOn: z.string().nullable(),
  account: z.boolean(), revision: z.number(), rights: z.array(z.enum(['founder', 'administrator', 'auditor'])),
})
export type PersonView = z.infer<typeof personView>

const receipt = z.object({ id: z.string(), revision: z.number() })

export const addPerson = actionContract({
  name: 'person.add', title: 'Add a person',
  input: z.strictObject({
    name: named('Give a name.'), email: z.email('Give an e-mail address such as ada@example.org.').max(320).optional(),
    fromOn: day.optional(), toOn: day.optional(),
  }),
  output: receipt,
})

export const changePerson = actionContract({
  name: 'person.rename', title: 'Correct a person’s name or address',
  input: z.strictObject({ person: id, revision: z.number().int(), name: named('Give a name.'), email: z.email().max(320).nullable() }),
  output: receipt,
})

export const leavePerson = actionContract({
  name: 'person.leave', title: 'Record that a person leaves',
  input: z.strictObject({ person: id, toOn: day.optional(), reason: z.string().max(2000).optional() }),
  output: z.object({ id: z.string(), toOn: z.string(), vacant: z.array(z.object({ role: z.string(), title: z.string() })) }),
})

export const erasePerson = actionContract({
  name: 'person.erase', title: 'Erase a person’s name and address',
  input: z.strictObject({ person: id, reason: z.string().trim().min(1, 'Say why.').max(2000) }),
  output: receipt,
})

export const invitePerson = actionContract({
  name: 'person.invite', title: 'Invite a person to sign in', showsSecret: true,
  input: z.strictObject({ person: id }),
  /** `mailed`: a mail with the link is on its way too. */
  output: z.object({ link: z.string(), expiresAt: z.string(), mailed: z.boolean() }),
})

export const readmitPerson = actionContract({
  name: 'person.readmit', title: 'Let a person choose a new password', showsSecret: true,
  input: z.strictObject({ person: id }),
  /** `link` is null where it was mailed: then nobody but the person sees it. */
  output: z.object({ link: z.string().nullable(), hours: z.number(), mailed: z.boolean() }),
})

export const grantRight = actionContract({
  name: 'person.grant', title: 'Give or end a right over the system',
  input: z.strictObject({ person: id, right: z.enum(['administrator', 'auditor']), until: day.optional(), end: z.boolean().optional(), reason: z.string().max(2000).optional() }),
  output: z.object({ person: z.string() }),
})

export const listPeople = queryContract({
  name: 'person.list', title: 'People',
  input: z.object({ text: z.string().max(200).optional(), after: z.string().max(1000).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  output: z.object({ rows: z.array(personView), next: z.string().nullable(), abilities: z.array(z.string()) }),
})
