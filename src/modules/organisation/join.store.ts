import type { Database } from '../../kernel/database.ts'

export type Invitation = { organisationId: string; id: string; personId: string; name: string; email: string; hash: Buffer; expiresAt: Date; toOn: string | null; timeZone: string; revision: number; organisation: string; simulated: boolean }

/** An invitation that can still be used, by the hash of its secret. Asked as the owner: nobody is signed in yet. */
export async function maybeFindInvitation(database: Database, hash: Buffer, now: Date): Promise<Invitation | undefined> {
  const [row] = await database.sql<Invitation[]>`
    select i.organisation_id as "organisationId", i.id, i.person_id as "personId", p.name, p.email, i.hash, i.expires_at as "expiresAt", p.to_on as "toOn", o.time_zone as "timeZone", i.revision, o.name as organisation, o.simulated
    from invitations i join people p on p.organisation_id = i.organisation_id and p.id = i.person_id join organisations o on o.organisation_id = i.organisation_id
    where i.hash = ${hash} and i.used_at is null and i.expires_at > ${now} and p.email is not null`
  return row
}
