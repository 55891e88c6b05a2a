import { dayOf } from '../../shared/days.ts'
import { byOneself, personOf } from '../../kernel/access.ts'
import type { Asked, Verdict } from '../../kernel/access.ts'
import { defineAction } from '../../kernel/action.ts'
import { saveRows } from '../../kernel/rows.ts'
import { loadFacts } from './facts.store.ts'
import { chooseNotifications, readInbox } from './inbox.contract.ts'
import { notificationChange } from './notification-row.ts'
import { read } from './notification.ts'
import { findNotification, findPlace } from './notification.store.ts'
import { remindersOn } from './reminder.ts'
import { markOf } from './stage.ts'

/** What is one's own: nobody else has a say in it, and who is no person has none. */
function byPerson(question: Asked): Verdict {
  const person = personOf(question.actor)
  return person ? byOneself(question, person) : { refused: 'Only a person may do this.' }
}

export const readInboxAction = defineAction({
  contract: readInbox,
  load: async (tx, _input, at) => {
    const place = (await findPlace(tx))!
    const on = dayOf(at, place.timeZone)
    return remindersOn(on, await loadFacts(tx, place, { on, at, live: true }))
  },
  access: byPerson,
  run: async ({ input, loaded, actor, at, entryId, tx }) => {
    const personId = personOf(actor)!
    const waiting = loaded.filter((each) => each.personId === personId)
    const next = read(await findNotification(tx, personId), input.marks ?? waiting.map(markOf), waiting)
    const rows = await saveRows(tx, entryId, at, [notificationChange(next)])
    return { output: { unread: waiting.filter((each) => !next.seen.includes(markOf(each))).length }, entry: { subject: { kind: 'person', id: personId }, rows } }
  },
  retryOnConflict: true,
})

export const chooseNotificationsAction = defineAction({
  contract: chooseNotifications,
  load: async () => undefined,
  access: byPerson,
  run: async ({ input, actor, at, entryId, tx }) => {
    const personId = personOf(actor)!
    const before = await findNotification(tx, personId)
    const next = { ...before, digest: input.digest, muted: [...new Set(input.muted)].sort(), revision: before.revision + 1 }
    const rows = await saveRows(tx, entryId, at, [notificationChange(next)])
    return { output: { digest: next.digest, muted: next.muted }, entry: { subject: { kind: 'person', id: personId }, rows } }
  },
  retryOnConflict: true,
})
