import { byAdministration, byMembership, personOf } from '../../kernel/access.ts'
import type { Actor } from '../../kernel/access.ts'
import { erased } from '../../kernel/element.find.ts'
import { listMails, maybeFindAddressee } from '../../kernel/mail.ts'
import { defineQuery } from '../../kernel/query.ts'
import type { QueryContext } from '../../kernel/query.ts'
import type { FactPerson } from './facts.ts'
import { loadFacts } from './facts.store.ts'
import { countInbox, getNotifications, listInbox, listMail } from './inbox.contract.ts'
import type { InboxItem } from './inbox.contract.ts'
import { unchosen } from './notification.ts'
import { findNotification } from './notification.store.ts'
import { remindersOn } from './reminder.ts'
import type { Reminder } from './reminder.ts'
import { markOf } from './stage.ts'

/** What waits for the caller; nothing for who is no person, and nothing as of a day that is past. */
async function waitingFor(actor: Actor, { tx, tenant, moment }: Pick<QueryContext<unknown>, 'tx' | 'tenant' | 'moment'>) {
  const personId = personOf(actor)
  if (!personId || !moment.live) return { waiting: [], seen: new Set<string>(), people: [] }
  const [facts, wants] = await Promise.all([loadFacts(tx, tenant, moment, personId), findNotification(tx, personId)])
  return { waiting: remindersOn(moment.on, facts, personId), seen: new Set(wants.seen), people: facts.people }
}

export const listInboxQuery = defineQuery({
  contract: listInbox,
  access: byMembership,
  run: async ({ actor, ...context }) => {
    const { waiting, seen, people } = await waitingFor(actor, context)
    const items = waiting.map((each) => itemOf(each, seen, people))
    return { items, unread: items.filter((each) => !each.read).length }
  },
})

function itemOf(each: Reminder, seen: ReadonlySet<string>, people: readonly FactPerson[]): InboxItem {
  const mark = markOf(each)
  return {
    mark, kind: each.kind, stage: each.stage, dueOn: each.dueOn, about: each.about, heldFor: each.heldFor ?? null, holder: each.holderId ?? null, version: each.version ?? null, notice: each.notice ?? false,
    by: each.byId ? (people.find((person) => person.id === each.byId)?.name ?? erased) : null, reason: each.reason ?? null, read: seen.has(mark),
  }
}

export const countInboxQuery = defineQuery({
  contract: countInbox,
  access: byMembership,
  run: async ({ actor, ...context }) => {
    const { waiting, seen } = await waitingFor(actor, context)
    return { unread: waiting.filter((each) => !seen.has(markOf(each))).length }
  },
})

export const getNotificationsQuery = defineQuery({
  contract: getNotifications,
  access: byMembership,
  run: async ({ tx, actor, post }) => {
    const personId = personOf(actor)
    const { digest, muted } = personId ? await findNotification(tx, personId) : unchosen('')
    return { digest, muted, address: (personId && (await maybeFindAddressee(tx, personId))?.address) || null, mailed: post !== undefined }
  },
})

export const listMailQuery = defineQuery({
  contract: listMail,
  access: byAdministration,
  run: async ({ tx, post }) => ({
    server: post ? { host: post.host, from: post.from } : null,
    rows: (await listMails(tx, 100)).map((each) => ({
      id: each.id, kind: each.kind, person: each.person ?? erased, state: each.state, attempts: each.attempts, queuedAt: each.queued_at.toISOString(),
      nextAt: each.state === 'waiting' ? each.next_at.toISOString() : null, endedAt: each.ended_at?.toISOString() ?? null, why: each.why,
    })),
  }),
})
