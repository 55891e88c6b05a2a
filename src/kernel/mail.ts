import { select } from './database.ts'
import type { Tx } from './database.ts'

/** One mail to one person. `headers` beside those that every mail of Wellrun has. */
export type Mail = {
  kind: 'digest' | 'invitation' | 'password' | 'test'
  personId: string
  to: { name: string; address: string }
  subject: string
  text: string
  html?: string
  headers?: Record<string, string>
}

/** Hands one mail to the mail server; rejects with the server's words. */
export type Carrier = { carry: (mail: Mail, id: string) => Promise<void> }

/** Where mail is handed in: it is kept sealed in the transaction that causes it, and sent after the commit. */
export type Post = {
  /** The address that people use, without a slash at its end; links in mail begin with it. */
  url: string
  /** The mail server and the sender, for the administrator. */
  host: string
  from: string
  /** Answers the id of the mail, by which its fate is found. */
  queue: (tx: Tx, organisationId: string, mail: Mail, at: Date) => Promise<string>
  /** Secret of the address at which a person ends their digest without signing in. */
  farewell: (of: Membership) => string
  /** The membership behind such a secret, or null when it was not made here. */
  maybeReadFarewell: (secret: string) => Membership | null
  open: (sealed: Buffer) => Mail | null
  carrier: Carrier
}

export type Membership = { organisationId: string; personId: string }

export type KeptMail = {
  id: string; kind: Mail['kind']; person: string | null; state: 'waiting' | 'sent' | 'failed'; attempts: number; queued_at: Date; next_at: Date; ended_at: Date | null; why: string | null
}

/** What became of the latest mails, newest first. */
export async function listMails(tx: Tx, most: number): Promise<KeptMail[]> {
  return select<KeptMail>(tx, `select m.id, m.kind, p.name as person, m.state, m.attempts, m.queued_at, m.next_at, m.ended_at, m.why from mails m
    left join people p on p.organisation_id = m.organisation_id and p.id = m.person_id order by m.queued_at desc, m.id desc limit $1`, [most])
}

/** Removes what is said of mails that ended before an instant. */
export async function removeOldMails(tx: Tx, before: Date): Promise<void> {
  await tx.deleteFrom('mails').where('ended_at', '<', before).execute()
}

/** What became of one mail. */
export async function findMail(tx: Tx, id: string): Promise<Pick<KeptMail, 'state' | 'why'>> {
  return tx.selectFrom('mails').select(['state', 'why']).where('id', '=', id).executeTakeFirstOrThrow()
}

/** Where a person is written to, or undefined for who is erased or has no address. */
export async function maybeFindAddressee(tx: Tx, personId: string): Promise<{ name: string; address: string } | undefined> {
  const row = await tx.selectFrom('people').select(['name', 'email']).where('id', '=', personId).executeTakeFirst()
  return row?.name && row.email ? { name: row.name, address: row.email } : undefined
}
