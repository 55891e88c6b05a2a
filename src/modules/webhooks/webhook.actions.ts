import { randomBytes } from 'node:crypto'
import { byAdministration, personOf } from '../../kernel/access.ts'
import { defineAction } from '../../kernel/action.ts'
import type { ActionContext } from '../../kernel/action.ts'
import { saveRows } from '../../kernel/rows.ts'
import type { RowChange } from '../../kernel/rows.ts'
import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { createWebhook, endWebhook, pauseWebhook, resendWebhook, resumeWebhook } from './webhook.contract.ts'
import { findWebhook, insertStanding, saveFirstMark, saveGoingOn, saveResent } from './webhook.store.ts'
import type { Webhook } from './webhook.ts'

/** The use under which secrets of webhooks are sealed. */
export const secretUse = 'webhook'

/** The row of a webhook for the ledger; its secret is kept apart. */
function webhookChange(webhook: Webhook): RowChange {
  return {
    subject: 'webhook', id: webhook.id, revision: webhook.revision,
    columns: {
      name: webhook.name, url: webhook.url, verbs: webhook.verbs, made_by: webhook.madeBy, created_at: webhook.createdAt.toISOString(),
      paused_at: webhook.pausedAt?.toISOString() ?? null, ended_at: webhook.endedAt?.toISOString() ?? null, resent_at: webhook.resentAt?.toISOString() ?? null,
    },
  }
}

export const createWebhookAction = defineAction({
  contract: createWebhook,
  load: async () => undefined,
  access: (question) => (question.actor.type === 'person' ? byAdministration(question) : { refused: 'Sign in to make a webhook; its secret is shown to a person alone.' }),
  run: async ({ input, actor, at, entryId, tx, vault }) => {
    // The form of Standard Webhooks: 24 to 64 random bytes in base64 behind whsec_.
    const secret = `whsec_${randomBytes(32).toString('base64')}`
    const webhook: Webhook = { id: newId(at.getTime()), name: input.name, url: input.url, verbs: [...new Set(input.verbs)].sort(), madeBy: personOf(actor)!, createdAt: at, pausedAt: null, endedAt: null, resentAt: null, revision: 1 }
    await saveFirstMark(tx)
    await insertStanding(tx, webhook.id, vault.seal(secretUse, secret))
    const rows = await saveRows(tx, entryId, at, [webhookChange(webhook)])
    return { output: { id: webhook.id, revision: 1, secret }, entry: { subject: { kind: 'webhook', id: webhook.id }, rows } }
  },
})

type Changing = ActionContext<{ webhook: string; revision: number }, Webhook>

async function changed({ input, loaded, at, entryId, tx }: Changing, columns: Partial<Webhook>) {
  if (loaded.revision !== input.revision) throw new Problem('conflict', 'Somebody changed this webhook meanwhile; look at it again.')
  const next = { ...loaded, ...columns, revision: loaded.revision + 1 }
  const rows = await saveRows(tx, entryId, at, [webhookChange(next)])
  return { output: { id: next.id, revision: next.revision }, entry: { subject: { kind: 'webhook', id: next.id }, rows } }
}

export const pauseWebhookAction = defineAction({
  contract: pauseWebhook,
  load: (tx, input) => findWebhook(tx, input.webhook),
  access: byAdministration,
  run: async (context) => {
    if (context.loaded.pausedAt) throw new Problem('unprocessable', 'This webhook is paused already.')
    return changed(context, { pausedAt: context.at })
  },
})

export const resumeWebhookAction = defineAction({
  contract: resumeWebhook,
  load: (tx, input) => findWebhook(tx, input.webhook),
  access: byAdministration,
  run: async (context) => {
    await saveGoingOn(context.tx, context.loaded.id)
    return changed(context, { pausedAt: null })
  },
})

export const endWebhookAction = defineAction({
  contract: endWebhook,
  load: (tx, input) => findWebhook(tx, input.webhook),
  access: byAdministration,
  run: (context) => changed(context, { endedAt: context.at }),
})

export const resendWebhookAction = defineAction({
  contract: resendWebhook,
  load: (tx, input) => findWebhook(tx, input.webhook),
  access: byAdministration,
  run: async ({ input, loaded, at, entryId, tx }) => {
    const queued = await saveResent(tx, loaded.id, input.delivery, at)
    return { output: { id: loaded.id, queued }, entry: { subject: { kind: 'webhook', id: loaded.id }, rows: await saveRows(tx, entryId, at, [webhookChange({ ...loaded, resentAt: at, revision: loaded.revision + 1 })]) } }
  },
})
