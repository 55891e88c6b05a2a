import type postgres from 'postgres'
import { listening } from './connect.ts'
import type { Log } from './log.ts'
import type { LiveChange } from './runtime.ts'

/** What a window that is open is told: records that changed, or null where it may have missed some and should look again. */
export type Listener = (changes: readonly LiveChange[] | null) => void

export type Live = {
  /** Tells the windows of an organisation, on every node, what was changed; called after the commit. What a node that dies meanwhile did not tell is seen at the next look. */
  tell: (organisationId: string, changes: readonly LiveChange[]) => void
  /** Hears what changes in one organisation until the answer is called. */
  hear: (organisationId: string, listener: Listener) => Promise<() => void>
  close: () => Promise<void>
}

const channel = 'wellrun_live'
/** Milliseconds in which changes are gathered into one message: notifying commits wait for one another. */
const gathered = 40
/** PostgreSQL takes messages of fewer than 8,000 bytes. */
const mostPerMessage = 80

/**
 * Notices over LISTEN/NOTIFY: one connection of its own for each process, opened with the first who hears. Nothing is notified within a
 * transaction, since PostgreSQL lets transactions that notify commit only one after the other.
 */
export function openLive(url: string, sql: postgres.Sql, log: Log): Live {
  const listeners = new Map<string, Set<Listener>>()
  const waiting = new Map<string, Map<string, LiveChange>>()
  let timer: NodeJS.Timeout | undefined
  let sending: Promise<unknown> = Promise.resolve()
  let connection: postgres.Sql | undefined
  let opening: Promise<unknown> | undefined

  const flush = () => {
    timer = undefined
    const messages = [...waiting].flatMap(([organisation, changes]) => messagesOf(organisation, [...changes.values()]))
    waiting.clear()
    if (messages.length > 0) sending = sql`select pg_notify(${channel}, m) from unnest(${messages}::text[]) m`.catch((error: unknown) => log.warn(`Open windows were not told what changed: ${String(error)}`))
  }
  const deliver = (payload: string) => {
    const { o, c } = JSON.parse(payload) as { o: string; c: [string, string, number][] }
    const changes = c.map(([record, key, revision]) => ({ record, key, revision }))
    for (const listener of listeners.get(o) ?? []) listener(changes)
  }
  const open = () => {
    connection = listening(url, { max: 1, onnotice: () => {}, connection: { application_name: 'wellrun-live' } })
    let first = true
    return connection.listen(channel, deliver, () => {
      // After a connection that was lost nobody knows what was missed.
      if (!first) for (const each of listeners.values()) for (const listener of each) listener(null)
      first = false
    })
  }
  return {
    tell: (organisationId, changes) => {
      const known = waiting.get(organisationId) ?? new Map<string, LiveChange>()
      waiting.set(organisationId, known)
      for (const change of changes) known.set(change.record, change)
      timer ??= setTimeout(flush, gathered)
    },
    hear: async (organisationId, listener) => {
      opening ??= open()
      await opening.catch((error: unknown) => {
        opening = undefined
        throw error
      })
      const own = listeners.get(organisationId) ?? new Set<Listener>()
      listeners.set(organisationId, own.add(listener))
      return () => {
        own.delete(listener)
        if (own.size === 0 && listeners.get(organisationId) === own) listeners.delete(organisationId)
      }
    },
    close: async () => {
      clearTimeout(timer)
      flush()
      await sending
      await connection?.end({ timeout: 2 })
    },
  }
}

function messagesOf(organisation: string, changes: readonly LiveChange[]): string[] {
  const messages: string[] = []
  for (let at = 0; at < changes.length; at += mostPerMessage) {
    messages.push(JSON.stringify({ o: organisation, c: changes.slice(at, at + mostPerMessage).map(({ record, key, revision }) => [record, key, revision]) }))
  }
  return messages
}
