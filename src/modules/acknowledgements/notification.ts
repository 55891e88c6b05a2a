import { markOf } from './stage.ts'
import type { Marked, ReminderKind, Stage } from './stage.ts'

export const digests = ['daily', 'overdue', 'off'] as const
export type Digest = (typeof digests)[number]

/** What a person wants by e-mail, and the marks of what they have read in the product. */
export type Notification = { personId: string; digest: Digest; muted: ReminderKind[]; seen: string[]; revision: number }

/** As it is until a person chooses otherwise: everything, each morning. */
export function unchosen(personId: string): Notification {
  return { personId, digest: 'daily', muted: [], seen: [], revision: 0 }
}

/** True when a reminder belongs into this person's mail of the morning: wanted, and not read in the product before. */
export function isMailed(wants: Notification, reminder: Marked & { kind: ReminderKind; stage: Stage }): boolean {
  if (wants.digest === 'off' || (wants.digest === 'overdue' && reminder.stage !== 'overdue')) return false
  return !wants.muted.includes(reminder.kind) && !wants.seen.includes(markOf(reminder))
}

/** The next revision with more read; marks of what no longer waits are dropped. */
export function read(wants: Notification, marks: readonly string[], waiting: readonly Marked[]): Notification {
  const open = new Set(waiting.map(markOf))
  const seen = [...new Set([...wants.seen, ...marks])].filter((mark) => open.has(mark)).sort()
  return { ...wants, seen, revision: wants.revision + 1 }
}
