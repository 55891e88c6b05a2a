import { z } from 'zod'
import { actionContract, queryContract } from '../../shared/contract.ts'
import { day } from '../../shared/days.ts'
import { id, reference } from '../../shared/ids.ts'

const ref = z.object({ id: z.string(), key: z.string(), title: z.string() })
const holderView = z.object({
  id: z.string(), role: ref, person: z.object({ id: z.string(), name: z.string() }), element: ref.extend({ kind: z.string() }).nullable(), deputy: z.boolean(),
  fromOn: z.string(), toOn: z.string().nullable(), accepted: z.boolean(), declined: z.boolean(), reason: z.string().nullable(), current: z.boolean(), revision: z.number(),
})
export type HolderView = z.infer<typeof holderView>

const receipt = z.object({ id: z.string(), revision: z.number(), warnings: z.array(z.string()) })

export const appointHolder = actionContract({
  name: 'holder.appoint', title: 'Appoint a holder',
  input: z.strictObject({
    role: reference, person: id, element: reference.optional(), deputy: z.boolean().default(false),
    fromOn: day.optional(), toOn: day.optional(), reason: z.string().max(2000).optional(),
  }),
  output: receipt,
})

export const acceptAppointment = actionContract({
  name: 'holder.accept', title: 'Accept an appointment', input: z.strictObject({ holder: id }), output: receipt,
})

export const declineAppointment = actionContract({
  name: 'holder.decline', title: 'Decline an appointment',
  input: z.strictObject({ holder: id, reason: z.string().trim().min(1, 'Say why.').max(2000) }), output: receipt,
})

export const endHolder = actionContract({
  name: 'holder.end', title: 'End an appointment',
  input: z.strictObject({ holder: id, toOn: day.optional(), reason: z.string().trim().min(1, 'Say why.').max(2000) }), output: receipt,
})

export const listHolders = queryContract({
  name: 'holder.list', title: 'Holders',
  input: z.object({ role: reference.optional(), person: id.optional(), element: reference.optional(), all: z.stringbool().optional() }),
  output: z.object({ rows: z.array(holderView), abilities: z.array(z.string()) }),
})
