import { z } from 'zod'
import { actionContract, queryContract } from '../../shared/contract.ts'
import { word } from '../../shared/fields.ts'
import { id } from '../../shared/ids.ts'
import { isTellable } from './webhook.ts'

const verb = z.string().max(81).refine(isTellable, 'Name an action such as record.advance, a subject such as record.*, or * for everything.')
const receipt = z.object({ id: z.string(), revision: z.number() })
const one = { webhook: id, revision: z.number().int().min(1) }
const instant = z.string()

export const createWebhook = actionContract({
  name: 'webhook.create', title: 'Tell another system', showsSecret: true,
  input: z.strictObject({
    name: word('Name', 60),
    url: z.url({ protocol: /^https?$/, error: 'Give an address such as https://example.org/hooks.' }).max(1000).refine((url) => !/^[a-z]+:\/\/[^/?#]*@/i.test(url), 'Leave user and password out of the address: it stands in the ledger. What is told is signed.'),
    verbs: z.array(verb).min(1, 'Say what is told.').max(50).default(['*']),
  }),
  /** The secret is shown this once; whoever is told checks the signature with it (Standard Webhooks). */
  output: receipt.extend({ secret: z.string() }),
})

export const pauseWebhook = actionContract({ name: 'webhook.pause', title: 'Pause a webhook', input: z.strictObject(one), output: receipt })
export const resumeWebhook = actionContract({ name: 'webhook.resume', title: 'Go on with a webhook', input: z.strictObject(one), output: receipt })
export const endWebhook = actionContract({ name: 'webhook.end', title: 'End a webhook', input: z.strictObject(one), output: receipt })
/** Puts what was given up, or one of them, in the queue again. */
export const resendWebhook = actionContract({
  name: 'webhook.resend', title: 'Send again', input: z.strictObject({ webhook: id, delivery: id.optional() }), output: z.object({ id: z.string(), queued: z.number() }),
})

export const deliveryStates = ['waiting', 'sent', 'failed'] as const
export const listWebhooks = queryContract({
  name: 'webhook.list', title: 'Webhooks', input: z.object({}),
  output: z.object({
    rows: z.array(z.object({
      id: z.string(), name: z.string(), url: z.string(), verbs: z.array(z.string()), madeBy: z.string(), createdAt: instant, pausedAt: instant.nullable(), pausedWhy: z.string(), revision: z.number(),
      waiting: z.number(), failed: z.number(), lastSentAt: instant.nullable(),
    })),
    abilities: z.array(z.string()),
  }),
})

/** What was told, newest first. */
export const listDeliveries = queryContract({
  name: 'webhook.deliveries', title: 'What was told',
  input: z.object({ webhook: id, state: z.enum(deliveryStates).optional(), before: id.optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  output: z.object({
    rows: z.array(z.object({
      id: z.string(), verb: z.string(), state: z.enum(deliveryStates), attempts: z.number(), queuedAt: instant, nextAt: instant.nullable(), endedAt: instant.nullable(), status: z.number().nullable(), why: z.string().nullable(),
    })),
    next: z.string().nullable(),
  }),
})
