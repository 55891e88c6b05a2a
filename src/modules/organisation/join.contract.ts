import { z } from 'zod'
import { actionContract } from '../../shared/contract.ts'

/** Unauthenticated: whoever holds the invitation's secret joins as the person it was made for. */
export const acceptInvitation = actionContract({
  name: 'invitation.accept', title: 'Accept an invitation',
  input: z.strictObject({ token: z.string().min(1).max(200), password: z.string().min(1).max(1000) }),
  output: z.object({ person: z.object({ id: z.string(), name: z.string() }) }),
})
