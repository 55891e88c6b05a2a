import { dayOf } from '../shared/days.ts'
import type { Tx } from './database.ts'
import { isFinal, isUnanswered, whyNot } from './mail.carrier.ts'
import type { Mail, Post } from './mail.ts'
import type { Runtime } from './runtime.ts'

/** Minutes until the next attempt, by how many there were; after the last one it is given up. About a day and a half in all. */
const waits = [1, 2, 5, 15, 60, 180, 360, 720, 720]

/** Minutes to wait after `attempts` attempts that failed for now, or null when that is enough. */
export function waitAfter(attempts: number): number | null {
  return waits[attempts - 1] ?? null
}

type Claimed = { kind: Mail['kind']; attempts: number; sealed: Buffer | null; here: boolean; begun: boolean }

/** Minutes for which a mail is one node's own; handing it over takes two at most. */
const lease = 10
const handing = 'It is being handed to the mail server'
const unknown = 'Whether it arrived is not known, so it was not sent again'

/** Sends what is due of an organisation, each mail by one node alone. Answers how many were sent; does nothing where no mail server is set. */
export async function sendDueMails(runtime: Runtime, organisationId: string): Promise<number> {
  const { database, post } = runtime
  if (!post) return 0
  let sent = 0
  for (;;) {
    const due = await database.read(organisationId, (tx) => listDue(tx, runtime.now()))
    for (const id of due) {
      const outcome = await sendOne(runtime, post, organisationId, id)
      if (outcome === 'sent') sent++
      // A server that does not answer would be waited for once for each mail.
      if (outcome === 'no server') return sent
    }
    if (due.length < batch) return sent
  }
}

type Outcome = 'sent' | 'not sent' | 'no server'

const batch = 50

async function listDue(tx: Tx, now: Date): Promise<string[]> {
  const rows = await tx.selectFrom('mails').select('id').where('state', '=', 'waiting').where('next_at', '<=', now).orderBy('next_at').limit(batch).execute()
  return rows.map((row) => row.id)
}

/**
 * Sends a mail at most once where nobody says what became of it (docs/decisions/reminders.md). It is claimed by moving its next attempt ahead; a node that dies
 * over it is followed by another, which ends the mail.
 */
export async function sendOne({ database, now, log }: Runtime, post: Post, organisationId: string, id: string): Promise<Outcome> {
  const claimed = await database.write(organisationId, (tx) => claim(tx, id, now()))
  if (!claimed) return 'not sent'
  const end = (state: 'sent' | 'failed', why: string | null) => database.write(organisationId, (tx) => conclude(tx, id, state, why, now()))
  const mail = claimed.sealed && post.open(claimed.sealed)
  if (!mail) {
    await end('failed', 'It was sealed with another WELLRUN_SECRET and cannot be read')
    return 'not sent'
  }
  if (!claimed.here) {
    await end('failed', 'The person has left')
    return 'not sent'
  }
  if (claimed.begun) {
    await end('failed', `Wellrun was stopped while it handed the mail over. ${unknown}`)
    return 'not sent'
  }
  try {
    await post.carrier.carry(mail, id)
  } catch (error) {
    const unanswered = isUnanswered(error)
    const why = `${whyNot(error, mail.to.address)}${unanswered ? `. ${unknown}` : ''}`
    const final = isFinal(error) || unanswered
    const minutes = waitAfter(claimed.attempts)
    if (final || claimed.kind === 'test' || minutes === null) await end('failed', why)
    else await database.write(organisationId, (tx) => postpone(tx, id, why, new Date(now().getTime() + minutes * 60_000)))
    log.warn(`A mail could not be sent (attempt ${claimed.attempts}): ${why}`)
    return final && !unanswered ? 'not sent' : 'no server'
  }
  await end('sent', null)
  return 'sent'
}

async function claim(tx: Tx, id: string, now: Date): Promise<Claimed | undefined> {
  const found = await tx.selectFrom('mails').select(['attempts', 'why']).where('id', '=', id).executeTakeFirst()
  if (!found) return undefined
  const next = new Date(now.getTime() + lease * 60_000)
  const row = await tx.updateTable('mails').set({ attempts: found.attempts + 1, next_at: next, why: handing }).where('id', '=', id).where('state', '=', 'waiting').where('next_at', '<=', now)
    .returning(['kind', 'attempts', 'sealed', 'person_id']).executeTakeFirst()
  if (!row) return undefined
  const person = await tx.selectFrom('people').innerJoin('organisations', 'organisations.organisation_id', 'people.organisation_id').select(['people.name', 'to_on', 'time_zone']).where('people.id', '=', row.person_id).executeTakeFirst()
  const here = person?.name != null && (person.to_on === null || person.to_on >= dayOf(now, person.time_zone))
  return { kind: row.kind, attempts: row.attempts, sealed: row.sealed && Buffer.from(row.sealed), here, begun: found.why === handing }
}

/** The body goes with the end of the mail; what is left says what became of it. */
async function conclude(tx: Tx, id: string, state: 'sent' | 'failed', why: string | null, now: Date): Promise<void> {
  await tx.updateTable('mails').set({ state, why, ended_at: now, sealed: null }).where('id', '=', id).execute()
}

async function postpone(tx: Tx, id: string, why: string, next: Date): Promise<void> {
  await tx.updateTable('mails').set({ why, next_at: next }).where('id', '=', id).execute()
}
