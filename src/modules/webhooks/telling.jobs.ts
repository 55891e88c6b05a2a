import { createHmac } from 'node:crypto'
import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { isIP } from 'node:net'
import { guardedLookup, isForbiddenAddress } from '../../kernel/addresses.ts'
import type { Runtime } from '../../kernel/runtime.ts'
import { secretUse } from './webhook.actions.ts'
import { claimDue, insertDeliveries, removeSent, saveAttempt, saveMark, saveStopped, takeSealed } from './webhook.store.ts'
import type { Claimed, SealedEntry } from './webhook.store.ts'
import { judged, tells, waitAfter } from './webhook.ts'

const batch = 500
const atOnce = 20
const patience = 15_000
const keptDays = 30

/** Queues what was sealed since the last time for those who are told of it, then sends what is due. Safe to repeat, on any number of nodes. */
export async function tellWebhooks(runtime: Runtime, organisationId: string): Promise<number> {
  while ((await queueSealed(runtime, organisationId)) === batch);
  let sent = 0
  for (;;) {
    const now = runtime.now()
    // Whoever takes longer than this over a batch is taken for dead, and the rest is sent by another.
    const due = await runtime.database.write(organisationId, (tx) => claimDue(tx, now, new Date(now.getTime() + 5 * 60_000), atOnce))
    const outcomes = await Promise.all(due.map((each) => sendOne(runtime, organisationId, each)))
    sent += outcomes.filter(Boolean).length
    if (due.length < atOnce) break
  }
  await runtime.database.write(organisationId, (tx) => removeSent(tx, new Date(runtime.now().getTime() - keptDays * 86_400_000)))
  return sent
}

async function queueSealed({ database, now }: Runtime, organisationId: string): Promise<number> {
  return database.write(organisationId, async (tx) => {
    const taken = await takeSealed(tx, batch)
    if (!taken || taken.entries.length === 0) return 0
    const { webhooks, entries, last } = taken
    await insertDeliveries(tx, entries.flatMap((entry) => webhooks.filter((webhook) => webhook.createdAt <= entry.at && tells(webhook, entry.verb)).map((webhook) => ({ webhookId: webhook.id, verb: entry.verb, body: bodyOf(entry) }))), now())
    await saveMark(tx, last)
    return entries.length
  })
}

/** What is told of an entry: ids and keys, no names of people and no content; whoever needs more reads it with a token of their own. */
export function bodyOf(entry: Pick<SealedEntry, 'number' | 'content' | 'at' | 'verb'>): string {
  const { id, actor, role, subject, organisationId } = JSON.parse(entry.content) as { id: string; actor: unknown; role: string; subject: unknown; organisationId: string }
  return JSON.stringify({ type: entry.verb, timestamp: entry.at.toISOString(), data: { entry: id, leaf: Number(entry.number), organisation: organisationId, subject, actor, role } })
}

/** The signature of Standard Webhooks: HMAC-SHA256 over id, timestamp and body. `secret` is whsec_ and base64. */
export function signatureOf(secret: string, id: string, seconds: number, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`
}

async function sendOne(runtime: Runtime, organisationId: string, claimed: Claimed): Promise<boolean> {
  const { database, vault, now } = runtime
  const secret = vault.open(secretUse, Buffer.from(claimed.secret))
  const answer = secret === null ? { why: 'Its secret was sealed with another WELLRUN_SECRET; end this webhook and make it anew.' } : await post(claimed, secret, Math.floor(now().getTime() / 1000))
  const at = now()
  const status = 'status' in answer ? answer.status : null
  const verdict = status === null ? 'again' : judged(status)
  const wait = waitAfter(claimed.attempts)
  await database.write(organisationId, async (tx) => {
    if (verdict === 'taken') return saveAttempt(tx, claimed.id, { state: 'sent', status, why: null }, at)
    const why = 'why' in answer ? answer.why : `It answered ${status}.`
    if (verdict === 'gone') await saveStopped(tx, claimed.webhookId, 'It answered 410: it wants nothing any more.', at)
    if (wait === null) return saveAttempt(tx, claimed.id, { state: 'failed', status, why }, at)
    return saveAttempt(tx, claimed.id, { state: 'waiting', nextAt: new Date(at.getTime() + wait * 1000), status, why }, at)
  })
  return verdict === 'taken'
}

/** Posts without following redirects, and never to an address that is forbidden, whatever its name led to before. */
function post({ id, url, body }: Claimed, secret: string, seconds: number): Promise<{ status: number } | { why: string }> {
  const target = new URL(url)
  const host = target.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) && isForbiddenAddress(host)) return Promise.resolve({ why: `${host} is not an address that may be told.` })
  return new Promise((resolve) => {
    const send = target.protocol === 'https:' ? secureRequest : plainRequest
    const headers = {
      'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), 'user-agent': 'wellrun',
      'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signatureOf(secret, id, seconds, body),
    }
    const sending = send(target, { method: 'POST', headers, timeout: patience, lookup: guardedLookup, signal: AbortSignal.timeout(patience) }, (response) => {
      response.resume()
      response.on('error', () => {})
      resolve({ status: response.statusCode ?? 0 })
    })
    sending.on('timeout', () => sending.destroy(new Error('no answer in 15 seconds')))
    sending.on('error', (error) => resolve({ why: `It could not be reached: ${error.name === 'TimeoutError' || error.name === 'AbortError' ? 'no answer in 15 seconds' : error.message}.` }))
    sending.end(body)
  })
}
