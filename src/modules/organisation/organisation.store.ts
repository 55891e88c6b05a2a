import { sql } from 'kysely'
import type { Tx } from '../../kernel/database.ts'
import type { LedgerEntry } from '../../kernel/ledger.ts'
import type { RowChange } from '../../kernel/rows.ts'

export type OrganisationRow = {
  key: string; name: string; time_zone: string; simulated: boolean; founded_at: Date; live_at: Date | null; single_handed_by: string | null; baseline: string | null; revision: number
}

/** The organisation's own row. */
export async function findOrganisation(tx: Tx): Promise<OrganisationRow> {
  return tx.selectFrom('organisations').selectAll().executeTakeFirstOrThrow()
}

/** The row as a governed change, with some columns changed. */
export function organisationChange(id: string, row: OrganisationRow, changed: Partial<OrganisationRow> = {}): RowChange {
  const next = { ...row, ...changed }
  return {
    subject: 'organisation', id, revision: row.revision + 1,
    columns: {
      key: next.key, name: next.name, time_zone: next.time_zone, simulated: next.simulated, founded_at: next.founded_at.toISOString(),
      live_at: next.live_at?.toISOString() ?? null, single_handed_by: next.single_handed_by, baseline: next.baseline,
    },
  }
}

/** Holds back every other founding until this transaction ends. */
export async function lockFounding(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(4600, 2)`.execute(tx)
}

export async function insertMembership(tx: Tx, organisationId: string, accountId: string, personId: string): Promise<void> {
  await tx.insertInto('identity.membership').values({ organisation_id: organisationId, account_id: accountId, person_id: personId }).execute()
}

export type ApproverRow = { role_id: string; person_id: string; name: string | null; authorities: string[] | null }

/** Who holds, today and for the whole organisation, which authorities; of those who belong here today. */
export async function listAuthorityHolders(tx: Tx, today: string, at: Date): Promise<ApproverRow[]> {
  const result = await sql<ApproverRow>`select h.role_id, h.person_id, p.name, v.content::jsonb #> '{body,authorities}' as authorities
    from holders h join people p on p.organisation_id = h.organisation_id and p.id = h.person_id
    join element_versions v on v.organisation_id = h.organisation_id and v.element_id = h.role_id and v.effective_at <= ${at} and v.superseded_at > ${at} and v.status = 'in force'
    where h.from_on <= ${today}::text::date and (h.to_on is null or h.to_on >= ${today}::text::date) and h.element_id is null
      and p.name is not null and (p.from_on is null or p.from_on <= ${today}::text::date) and (p.to_on is null or p.to_on >= ${today}::text::date)`.execute(tx)
  return result.rows
}

export async function listDenials(tx: Tx, limit: number) {
  return tx.selectFrom('denials').select(['id', 'at', 'actor', 'action', 'reason']).orderBy('id', 'desc').limit(limit).execute()
}

/** Person behind the founder's right, or undefined. */
export async function maybeFindFounder(tx: Tx) {
  return tx
    .selectFrom('access_grants')
    .innerJoin('people', 'people.id', 'access_grants.person_id')
    .select(['people.id', 'people.name'])
    .where('access_grants.kind', '=', 'founder')
    .where('access_grants.ended', '=', false)
    .executeTakeFirst()
}

export type BaselineRow = { id: string; occasion: string; at: Date; hash: string; accepted_by: string | null; single_handed_by: string | null; missing: string; approvers: string }

/** Baselines of the whole system, newest first; or the one with an id. */
export async function listBaselineRows(tx: Tx, id?: string): Promise<BaselineRow[]> {
  const query = tx.selectFrom('baselines').selectAll().orderBy('at', 'desc').limit(200)
  return (id === undefined ? query : query.where('id', '=', id)).execute()
}

/** Who froze a baseline: the actor of its entry in the ledger. */
export async function maybeFindFreezer(tx: Tx, id: string): Promise<string | null> {
  const row = await tx.selectFrom('row_versions as r').innerJoin('ledger_entries as l', 'l.id', 'r.entry_id').select('l.actor_id').where('r.subject', '=', 'baseline').where('r.subject_id', '=', id).executeTakeFirst()
  return row?.actor_id ?? null
}

export async function insertLedgerEntry(tx: Tx, entry: LedgerEntry): Promise<void> {
  await tx.insertInto('ledger_entries').values(entry).execute()
}
