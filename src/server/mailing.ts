import { createPost } from '../kernel/mail.post.ts'
import type { Post } from '../kernel/mail.ts'
import type { Settings } from '../kernel/settings.ts'
import type { Ground } from './ground.ts'
import { maybeFindMember } from './identity.store.ts'
import type { Message } from './identity.ts'

/** The post of this server, where a mail server is set: mail left by a commit is sent by the next job, and again every minute until it is. */
export function postOf(settings: Settings & { secret: string }, ground: Ground): Post | undefined {
  const { runtime } = ground
  return createPost(settings, (organisationId) => {
    runtime.jobs?.send('mail', { organisationId }).catch((error: unknown) => runtime.log.warn(`Mail waits for the next minute: ${String(error)}`))
  })
}

/** How sign-in sends e-mail, or nothing where no mail server is set. An account that belongs nowhere is written to by nobody. */
export function deliveryOf({ database, runtime }: Ground): { deliver?: (message: Message) => Promise<void> } {
  const { post } = runtime
  if (!post) return {}
  return {
    deliver: async ({ to, subject, text }) => {
      const member = await maybeFindMember(database.sql, to)
      if (!member) return
      const { organisationId, personId, name } = member
      await database.write(organisationId, (tx) => post.queue(tx, organisationId, { kind: 'password', personId, to: { name, address: to }, subject, text }, runtime.now()))
    },
  }
}
