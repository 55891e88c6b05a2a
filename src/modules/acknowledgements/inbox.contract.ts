import { z } from 'zod'
import { actionContract, queryContract } from '../../shared/contract.ts'
import { digests } from './notification.ts'
import { reminderKinds, stages } from './stage.ts'

const named = z.object({ id: z.string(), key: z.string(), kind: z.string(), title: z.string() })
const item = z.object({
  /** Names the thing and its stage, for `inbox.read`. */
  mark: z.string(), kind: z.enum(reminderKinds), stage: z.enum(stages), dueOn: z.string(), about: named, heldFor: named.nullable(), holder: z.string().nullable(),
  version: z.number().nullable(), /** The day is the last to give notice. */ notice: z.boolean(), by: z.string().nullable(), reason: z.string().nullable(), read: z.boolean(),
})
export type InboxItem = z.infer<typeof item>

export const listInbox = queryContract({
  name: 'inbox.list', title: 'What waits for you', input: z.object({}), output: z.object({ items: z.array(item), unread: z.number() }),
})

export const countInbox = queryContract({
  name: 'inbox.count', title: 'How much waits for you unread', input: z.object({}), output: z.object({ unread: z.number() }),
})

export const readInbox = actionContract({
  name: 'inbox.read', title: 'Mark as read',
  input: z.strictObject({ /** Absent: everything that waits. */ marks: z.array(z.string().min(1).max(200)).max(2000).optional() }),
  output: z.object({ unread: z.number() }),
})

const choice = z.object({ digest: z.enum(digests), muted: z.array(z.enum(reminderKinds)).max(reminderKinds.length) })

export const getNotifications = queryContract({
  name: 'notification.get', title: 'What is mailed to you', input: z.object({}),
  output: choice.extend({ address: z.string().nullable(), mailed: z.boolean() }),
})

export const chooseNotifications = actionContract({
  name: 'notification.choose', title: 'Choose what is mailed to you', input: z.strictObject(choice.shape), output: choice,
})

const mail = z.object({
  id: z.string(), kind: z.enum(['digest', 'invitation', 'password', 'test']), person: z.string(), state: z.enum(['waiting', 'sent', 'failed']), attempts: z.number(),
  queuedAt: z.string(), nextAt: z.string().nullable(), endedAt: z.string().nullable(), why: z.string().nullable(),
})

export const listMail = queryContract({
  name: 'mail.list', title: 'Mail that was sent', input: z.object({}),
  output: z.object({ server: z.object({ host: z.string(), from: z.string() }).nullable(), rows: z.array(mail) }),
})
export type MailView = z.infer<typeof mail>
