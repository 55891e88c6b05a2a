import type { z } from 'zod'

/** One row as a mapping reads it: columns and texts, as a file of the same tool would hold them; what a tool sends may hold objects too. */
export type PulledRow = Readonly<Record<string, unknown>>

export type PullRequest = { method: 'GET' | 'POST'; url: string; headers: Record<string, string>; body?: string }

/** What one answer holds, and where to go on. `more` is false when nothing newer is there for now. */
export type PulledPage = { rows: PulledRow[]; cursor: string; more: boolean }

/** An answer that makes no sense, or a refusal inside one: said to people as it stands. */
export class PullFault extends Error {
  /** True when trying again changes nothing: the settings have to be mended. */
  readonly lasting: boolean
  /** When the tool asked to be left alone until, in seconds from its answer. */
  readonly waitSeconds: number | undefined
  constructor(message: string, lasting: boolean, waitSeconds?: number) {
    super(message)
    this.name = 'PullFault'
    this.lasting = lasting
    this.waitSeconds = waitSeconds
  }
}

/** What a request is made from. `secret` has the form that the connector names; `session` is what `opened` answered. */
export type PullContext<Settings> = { settings: Settings; secret: string; cursor: string; session: string; now: Date }

/** An outside system: pure descriptions of what to ask and how to read the answer. Rows come oldest change first, so that a pull that is cut short goes on where it was. */
export type Connector<Settings = unknown> = {
  readonly kind: string
  readonly name: string
  readonly settings: z.ZodType<Settings>
  /** How the secret is written, for people: "user:password, or a bearer token". */
  readonly secret: string
  /** Asked before the first page of a pull, where the tool wants a session. */
  open?(context: PullContext<Settings>): PullRequest
  opened?(answer: unknown): string
  /** Asked after the last page. */
  close?(context: PullContext<Settings>): PullRequest
  ask(context: PullContext<Settings>): PullRequest
  read(answer: unknown, context: PullContext<Settings>): PulledPage
}

export function defineConnector<Settings>(connector: Connector<Settings>): Connector<Settings> {
  return connector
}

/** An address under a base, with its query; a base may end with a slash. */
export function addressOf(base: string, path: string, query: Record<string, string> = {}): string {
  const search = new URLSearchParams(query).toString()
  return `${base.replace(/\/+$/, '')}${path}${search ? `?${search}` : ''}`
}

/** Authorization from "user:password" or a token. */
export function authorization(secret: string, scheme = 'Bearer'): string {
  return secret.includes(':') ? `Basic ${Buffer.from(secret, 'utf8').toString('base64')}` : `${scheme} ${secret}`
}

export function objectOf(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new PullFault(`${what} is not what was expected; check the address of the tool.`, false)
  return value as Record<string, unknown>
}

export function listOf(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value)) throw new PullFault(`${what} is not a list; check the address of the tool and what the user may read.`, false)
  return value
}

/** A value as one text: names of what is named, lists joined, nothing for null. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(textOf).filter((each) => each !== '').join(', ')
  if (typeof value === 'object') {
    const { name, displayName, value: inner, display_value: shown, friendlyname } = value as Record<string, unknown>
    return textOf(shown ?? displayName ?? name ?? friendlyname ?? inner)
  }
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}
