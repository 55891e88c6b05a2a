import { byAdministration } from '../../kernel/access.ts'
import { erased } from '../../kernel/element.find.ts'
import { defineQuery } from '../../kernel/query.ts'
import { createWebhook, endWebhook, listDeliveries, listWebhooks, pauseWebhook, resendWebhook, resumeWebhook } from './webhook.contract.ts'
import { findWebhook, listDeliveries as listDeliveryRows, listWebhooks as listWebhookRows } from './webhook.store.ts'

const verbs = [createWebhook, pauseWebhook, resumeWebhook, endWebhook, resendWebhook].map((contract) => contract.name)

/** Webhooks with how they stand; never a secret. */
export const listWebhooksQuery = defineQuery({
  contract: listWebhooks,
  access: byAdministration,
  run: async ({ tx, actor, tenant }) => {
    const rows = await listWebhookRows(tx)
    return {
      rows: rows.map((row) => ({
        id: row.id, name: row.name, url: row.url, verbs: [...row.verbs], madeBy: row.maker ?? erased, createdAt: row.createdAt.toISOString(), pausedAt: (row.pausedAt ?? row.stoppedAt)?.toISOString() ?? null,
        pausedWhy: row.stoppedWhy ?? '', revision: row.revision, waiting: row.waiting, failed: row.failed, lastSentAt: row.lastSentAt?.toISOString() ?? null,
      })),
      abilities: verbs.filter((verb) => 'as' in byAdministration({ actor, tenant, verb })),
    }
  },
})

export const listDeliveriesQuery = defineQuery({
  contract: listDeliveries,
  access: byAdministration,
  run: async ({ input, tx }) => {
    await findWebhook(tx, input.webhook)
    const rows = await listDeliveryRows(tx, input)
    const shown = rows.slice(0, input.limit)
    return {
      rows: shown.map((row) => ({
        id: row.id, verb: row.verb, state: row.state, attempts: row.attempts, queuedAt: row.queued_at.toISOString(), nextAt: row.state === 'waiting' ? row.next_at.toISOString() : null, endedAt: row.ended_at?.toISOString() ?? null,
        status: row.status, why: row.why,
      })),
      next: rows.length > input.limit ? shown.at(-1)!.id : null,
    }
  },
})
