import type { Tx } from '../../kernel/database.ts'
import { select } from '../../kernel/database.ts'
import { unchosen } from './notification.ts'
import type { Notification } from './notification.ts'
import type { Reminder } from './reminder.ts'
import type { ReminderKind } from './stage.ts'

/** What a person chose, or what holds until they choose. */
export async function findNotification(tx: Tx, personId: string): Promise<Notification> {
  const row = await tx.selectFrom('notifications').selectAll().where('person_id', '=', personId).executeTakeFirst()
  return row ? { personId, digest: row.digest, muted: row.muted as ReminderKind[], seen: row.seen, revision: row.revision } : unchosen(personId)
}

/** A person who can be written to in the morning, with what they chose. */
export type Recipient = { personId: string; name: string; address: string; wants: Notification }

/** Everyone who signs in and has an address. */
export async function listRecipients(tx: Tx): Promise<Recipient[]> {
  const rows = await select<{ id: string; name: string; email: string; digest: Notification['digest'] | null; muted: ReminderKind[] | null; seen: string[] | null; revision: number | null }>(tx, `
    select p.id, p.name, p.email, n.digest, n.muted, n.seen, n.revision from people p
    join identity.membership m on m.organisation_id = p.organisation_id and m.person_id = p.id
    left join notifications n on n.organisation_id = p.organisation_id and n.person_id = p.id where p.name is not null and p.email is not null`, [])
  return rows.map(({ id, name, email, digest, muted, seen, revision }) => ({
    personId: id, name, address: email, wants: digest === null ? unchosen(id) : { personId: id, digest, muted: muted ?? [], seen: seen ?? [], revision: revision ?? 0 },
  }))
}

/** Where the morning round is: null when this day's was made already; two nodes at once wait for each other here. */
export async function beginRound(tx: Tx, on: string, at: Date): Promise<boolean> {
  const rows = await select<{ on_day: string }>(tx, `insert into reminder_rounds (on_day, fired_at) values ($1::text::date, $2) on conflict do nothing returning on_day`, [on, at])
  return rows.length > 0
}

/** Keeps reminders as fired and answers those that were not before. */
export async function insertReminders(tx: Tx, reminders: readonly Reminder[], at: Date): Promise<Reminder[]> {
  const rows = reminders.map(({ personId, subject, stage, kind, dueOn }) => ({ person_id: personId, subject, stage, kind, due_on: dueOn }))
  const fired = await select<{ person_id: string; subject: string; stage: string }>(tx, `insert into reminders (person_id, subject, stage, kind, due_on, fired_at)
    select person_id, subject, stage, kind, due_on, $2 from jsonb_to_recordset($1::text::jsonb) as r(person_id uuid, subject text, stage text, kind text, due_on date)
    on conflict do nothing returning person_id, subject, stage`, [JSON.stringify(rows), at])
  const fresh = new Set(fired.map((row) => `${row.person_id} ${row.subject} ${row.stage}`))
  return reminders.filter((each) => fresh.has(`${each.personId} ${each.subject} ${each.stage}`))
}

/** Notes in which mail reminders were sent. */
export async function saveMailed(tx: Tx, reminders: readonly Reminder[], mailId: string): Promise<void> {
  const rows = reminders.map(({ personId, subject, stage }) => ({ person_id: personId, subject, stage }))
  await select(tx, `update reminders r set mail_id = $2::text::uuid from jsonb_to_recordset($1::text::jsonb) as v(person_id uuid, subject text, stage text)
    where r.organisation_id = (select current_organisation()) and r.person_id = v.person_id and r.subject = v.subject and r.stage = v.stage`, [JSON.stringify(rows), mailId])
}

export type Place = { name: string; timeZone: string; simulated: boolean; singleHandedBy: string | null }

/** What background work needs to know of the organisation that it is in. */
export async function findPlace(tx: Tx): Promise<Place | undefined> {
  const row = await tx.selectFrom('organisations').select(['name', 'time_zone', 'simulated', 'single_handed_by']).executeTakeFirst()
  return row && { name: row.name, timeZone: row.time_zone, simulated: row.simulated, singleHandedBy: row.single_handed_by }
}
