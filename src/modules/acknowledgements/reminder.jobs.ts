import { Temporal } from 'temporal-polyfill'
import { removeOldMails } from '../../kernel/mail.ts'
import type { Mail, Post } from '../../kernel/mail.ts'
import type { Runtime } from '../../kernel/runtime.ts'
import type { Tx } from '../../kernel/database.ts'
import { erased } from '../../kernel/element.find.ts'
import { digestOf } from './digest.ts'
import { isHere } from './facts.ts'
import type { Facts } from './facts.ts'
import { loadFacts } from './facts.store.ts'
import { isMailed } from './notification.ts'
import { beginRound, findPlace, insertReminders, listRecipients, saveMailed } from './notification.store.ts'
import type { Place } from './notification.store.ts'
import { remindersOn } from './reminder.ts'
import type { Reminder } from './reminder.ts'

/** The hour, in the organisation's time zone, at which the day's reminders are fired and mailed. */
const roundHour = 7
/** Days for which it can be seen what became of a mail. */
const mailDays = 90

/**
 * The round of one organisation: fires what is new since the last one and puts one mail for each person in the post, all in one transaction.
 * Answers null before seven in the morning there, and when another node made the round already.
 */
export async function remind(runtime: Runtime, organisationId: string): Promise<{ fired: number; mailed: number } | null> {
  const at = runtime.now()
  return runtime.database.write(organisationId, async (tx) => {
    const place = await findPlace(tx)
    const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(place?.timeZone ?? 'UTC')
    const day = local.toPlainDate().toString()
    if (!place || local.hour < roundHour || !(await beginRound(tx, day, at))) return null
    const facts = await loadFacts(tx, place, { on: day, at, live: true })
    const waiting = remindersOn(day, facts)
    const fresh = await insertReminders(tx, waiting, at)
    await removeOldMails(tx, new Date(at.getTime() - mailDays * 86_400_000))
    // People of a demonstration are invented, and so are their addresses.
    const mailed = runtime.post && !place.simulated ? await mailDigests({ tx, at, day, place, facts, waiting, fresh, post: runtime.post, organisationId }) : 0
    return { fired: fresh.length, mailed }
  })
}

type Round = { tx: Tx; at: Date; day: string; place: Place; facts: Facts; waiting: readonly Reminder[]; fresh: readonly Reminder[]; post: Post; organisationId: string }

async function mailDigests(round: Round): Promise<number> {
  const { tx, at, facts, fresh, post, organisationId } = round
  const here = new Set(facts.people.filter((person) => isHere(person, round.day)).map((person) => person.id))
  const recipients = (await listRecipients(tx)).filter((each) => here.has(each.personId))
  let mailed = 0
  for (const recipient of recipients) {
    const told = fresh.filter((each) => each.personId === recipient.personId && isMailed(recipient.wants, each))
    if (told.length === 0) continue
    const mail = digestMail(round, recipient, told)
    await saveMailed(tx, told, await post.queue(tx, organisationId, mail, at))
    mailed++
  }
  return mailed
}

function digestMail({ day, place, facts, waiting, post, organisationId }: Round, to: { personId: string; name: string; address: string }, told: readonly Reminder[]): Mail {
  const secret = post.farewell({ organisationId, personId: to.personId })
  const words = digestOf(told, {
    organisation: place.name, person: to.name, day, url: post.url, farewell: `${post.url}/unsubscribe/${secret}`, waiting: waiting.filter((each) => each.personId === to.personId).length,
    nameOf: (personId) => facts.people.find((person) => person.id === personId)?.name ?? erased,
  })
  return {
    kind: 'digest', personId: to.personId, to: { name: to.name, address: to.address }, ...words,
    // RFC 8058: the mail program ends the digest with one click.
    headers: { 'List-Unsubscribe': `<${post.url}/unsubscribe/${secret}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  }
}
