import { createHmac, timingSafeEqual } from 'node:crypto'
import { Problem } from '../shared/problem.ts'
import type { PulledRow } from './connector.ts'

/** How tools send: the formats of an address that records come in at. */
export const receivedKinds = [
  { kind: 'cloudevents', name: 'CloudEvents', secret: 'Standard Webhooks' },
  { kind: 'alertmanager', name: 'Alertmanager (Prometheus)', secret: 'bearer token' },
  { kind: 'webhook', name: 'Any tool that sends JSON', secret: 'Standard Webhooks, or bearer token' },
] as const
export type ReceivedKind = (typeof receivedKinds)[number]['kind']

export type Sent = { headers: Readonly<Record<string, string | undefined>>; body: string }

const toleranceSeconds = 300

/** The id under which a message is known, if it is what the tool sent: signed as Standard Webhooks says, or with our secret as bearer token. Throws `unauthenticated`. */
export function verified({ headers, body }: Sent, secret: string, now: Date): { messageId: string | undefined } {
  const { authorization } = headers
  if (authorization !== undefined) {
    if (!same(authorization.replace(/^Bearer\s+/i, ''), secret)) throw new Problem('unauthenticated', 'The bearer token is not that of this source.')
    return { messageId: headers['webhook-id'] ?? eventId(headers) }
  }
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers
  if (!id || !timestamp || !signatures) throw new Problem('unauthenticated', 'Sign the message: webhook-id, webhook-timestamp and webhook-signature (Standard Webhooks), or send the secret as bearer token.')
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now.getTime() / 1000 - Number(timestamp)) > toleranceSeconds) throw new Problem('unauthenticated', 'webhook-timestamp is more than five minutes away from our clock; check the clock of the tool. An old message is not taken in.')
  const right = `v1,${createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64')).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  if (!signatures.split(' ').some((each) => same(each, right))) throw new Problem('unauthenticated', 'The signature does not fit the message and the secret of this source.')
  return { messageId: id }
}

/** An event in headers is known by its source and its id together (CloudEvents 1.0, 3.1.1). */
function eventId(headers: Sent['headers']): string | undefined {
  const { 'ce-id': id, 'ce-source': source } = headers
  return id === undefined ? undefined : JSON.stringify([source ?? '', id])
}

function same(given: string, right: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(right)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/** What was sent as rows, a row for each alert, event or object; throws `invalid` with what is wrong. */
export function rowsReceived(kind: ReceivedKind, { headers, body }: Sent): PulledRow[] {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    throw new Problem('invalid', 'The message is not JSON.')
  }
  if (kind === 'alertmanager') return alerts(value)
  if (kind === 'cloudevents') return events(value, headers)
  return (Array.isArray(value) ? value : [value]).map((each) => objectOf(each, 'Send an object, or a list of objects.'))
}

/** Alertmanager's webhook, version 4. An alert that fires again later is another case: its fingerprint alone would be the same. */
function alerts(value: unknown): PulledRow[] {
  const message = objectOf(value, 'Send what Alertmanager sends: an object with alerts.')
  if (!Array.isArray(message.alerts)) throw new Problem('invalid', 'There are no alerts in the message; is it from Alertmanager?')
  return message.alerts.map((each) => {
    const alert = objectOf(each, 'An alert is an object.')
    const [fingerprint, startsAt, endsAt] = [alert.fingerprint, alert.startsAt, alert.endsAt].map((text) => (typeof text === 'string' ? text : ''))
    if (!fingerprint || !startsAt) throw new Problem('invalid', 'An alert lacks its fingerprint or startsAt; is it from Alertmanager?')
    const ended = alert.status === 'resolved' ? endsAt : ''
    return { ...alert, case: `${fingerprint} ${startsAt}`, endsAt: ended, at: ended || startsAt, receiver: message.receiver ?? '' }
  })
}

/** CloudEvents 1.0, structured, batched or binary: attributes stand under their names, data under data. */
function events(value: unknown, headers: Sent['headers']): PulledRow[] {
  const given = Array.isArray(value) ? value : [value]
  const binary = headers['ce-specversion'] !== undefined
  return given.map((each) => {
    const attributes = binary ? Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('ce-')).map(([name, text]) => [name.slice(3), text])) : objectOf(each, 'An event is an object.')
    const row: Record<string, unknown> = binary ? { ...attributes, data: each } : attributes
    const lacking = ['id', 'source', 'specversion', 'type'].filter((name) => !row[name])
    if (lacking.length > 0) throw new Problem('invalid', `The event lacks ${lacking.join(', ')}: send CloudEvents 1.0.`)
    return row
  })
}

function objectOf(value: unknown, right: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Problem('invalid', right)
  return value as Record<string, unknown>
}
