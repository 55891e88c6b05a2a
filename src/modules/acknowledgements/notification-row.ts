import type { RowChange } from '../../kernel/rows.ts'
import type { Notification } from './notification.ts'

/** The governed row of what a person chose. */
export function notificationChange(wants: Notification): RowChange {
  return { subject: 'notification', id: wants.personId, revision: wants.revision, columns: { digest: wants.digest, muted: wants.muted, seen: wants.seen } }
}
