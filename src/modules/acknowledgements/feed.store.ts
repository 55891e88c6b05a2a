import type { Database, Tx } from '../../kernel/database.ts'
import { select } from '../../kernel/database.ts'
import { Problem } from '../../shared/problem.ts'
import type { CalendarFeed } from './feed.ts'

type Row = { id: string; person_id: string | null; made_by: string; prefix: string; hash: Buffer; created_at: Date; revoked_at: Date | null; revision: number }

function feedOf(row: Row): CalendarFeed {
  return {
    id: row.id, personId: row.person_id, madeBy: row.made_by, prefix: row.prefix, hash: Buffer.from(row.hash), createdAt: row.created_at, revokedAt: row.revoked_at, revision: row.revision,
  }
}

export async function findFeed(tx: Tx, id: string): Promise<CalendarFeed> {
  const row = await tx.selectFrom('calendar_feeds').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new Problem('notFound', 'There is no such calendar address.')
  return feedOf(row)
}

/** Addresses that work on a day, of one person and of the organisation, newest first; with who made each. */
export async function listFeeds(tx: Tx, personId: string, on: string): Promise<(CalendarFeed & { maker: string | null })[]> {
  const rows = await select<Row & { maker: string | null }>(tx, `select f.*, p.name as maker from calendar_feeds f left join people p on p.organisation_id = f.organisation_id and p.id = f.made_by
    where f.revoked_at is null and (f.person_id is null or f.person_id = $1::text::uuid) and p.name is not null and (p.to_on is null or p.to_on > $2::text::date)
    order by f.created_at desc limit 200`, [personId, on])
  return rows.map((row) => ({ ...feedOf(row), maker: row.maker }))
}

/** Whose calendar an address shows; `maker` and their days here are those of the person whom it ends with. */
export type OpenedFeed = { organisationId: string; personId: string | null; organisation: string; timeZone: string; person: string | null; madeBy: string; maker: string | null; fromOn: string | null; toOn: string | null; singleHandedBy: string | null }

/** The calendar behind the hash of a secret, while it holds. Asked as the owner: nobody is signed in here. */
export async function maybeOpenFeed(database: Database, hash: Buffer): Promise<OpenedFeed | undefined> {
  const [row] = await database.sql<OpenedFeed[]>`select f.organisation_id as "organisationId", f.person_id as "personId", o.name as organisation, o.time_zone as "timeZone",
      case when f.person_id is null then null else p.name end as person, f.made_by as "madeBy", p.name as maker, p.from_on as "fromOn", p.to_on as "toOn", o.single_handed_by as "singleHandedBy"
    from calendar_feeds f join organisations o on o.organisation_id = f.organisation_id left join people p on p.organisation_id = f.organisation_id and p.id = coalesce(f.person_id, f.made_by)
    where f.hash = ${hash} and f.revoked_at is null`
  return row
}
