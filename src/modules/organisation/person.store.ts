import { sql } from 'kysely'
import type { Cursor } from '../../kernel/cursor.ts'
import type { Tx } from '../../kernel/database.ts'
import { Problem } from '../../shared/problem.ts'
import type { Person } from './person.ts'

const selected = ['id', 'name', 'email', 'salt', 'external_key', 'from_on', 'to_on', 'revision'] as const

function personOf(row: { id: string; name: string | null; email: string | null; salt: string | null; external_key: string | null; from_on: string | null; to_on: string | null; revision: number }): Person {
  return { id: row.id, name: row.name, email: row.email, salt: row.salt, externalKey: row.external_key, fromOn: row.from_on, toOn: row.to_on, revision: row.revision }
}

export async function findPerson(tx: Tx, id: string): Promise<Person> {
  const row = await tx.selectFrom('people').select(selected).where('id', '=', id).executeTakeFirst()
  if (!row) throw new Problem('notFound', 'There is no such person here.')
  return personOf(row)
}

/** By e-mail address or full name. */
export async function maybeFindPersonBy(tx: Tx, text: string): Promise<Person | undefined> {
  const row = await tx.selectFrom('people').select(selected).where((eb) => eb.or([eb('email', '=', text.toLowerCase()), eb('name', '=', text)])).limit(1).executeTakeFirst()
  return row && personOf(row)
}

type ListedPerson = { id: string; name: string; email: string | null; from_on: string | null; to_on: string | null; account: boolean; revision: number; rights: ('founder' | 'administrator' | 'auditor')[]; sort_key: string }

/** One page by name, from after a (sort key, id); erased people are left out. */
export async function listPeopleRows(tx: Tx, input: { text: string; after: Cursor | null; limit: number; at: Date }): Promise<ListedPerson[]> {
  const beyond = input.after ? sql`and (p.sort_key, p.id) > (${input.after[0]}, ${input.after[1]}::uuid)` : sql``
  const matching = input.text ? sql`and (position(${input.text} in p.sort_key) > 0 or position(${input.text} in coalesce(p.email, '')) > 0)` : sql``
  const result = await sql<ListedPerson>`select p.id, p.name, p.email, p.from_on, p.to_on, p.revision, p.sort_key,
      exists (select from identity.membership m where m.organisation_id = p.organisation_id and m.person_id = p.id) as account,
      coalesce((select array_agg(g.kind order by g.kind) from access_grants g where g.organisation_id = p.organisation_id and g.person_id = p.id and not g.ended
        and (g.expires_at is null or g.expires_at > ${input.at})), '{}') as rights
    from people p where p.name is not null ${matching} ${beyond} order by p.sort_key, p.id limit ${input.limit + 1}`.execute(tx)
  return result.rows
}

export async function maybeFindAccountOf(tx: Tx, personId: string): Promise<string | undefined> {
  const row = await tx.selectFrom('identity.membership').select('account_id').where('person_id', '=', personId).where('organisation_id', '=', sql<string>`current_organisation()`).executeTakeFirst()
  return row?.account_id
}

export async function removeMembership(tx: Tx, personId: string): Promise<void> {
  await tx.deleteFrom('identity.membership').where('person_id', '=', personId).where('organisation_id', '=', sql<string>`current_organisation()`).execute()
}

export async function listRights(tx: Tx, personId: string) {
  return tx.selectFrom('access_grants').selectAll().where('person_id', '=', personId).where('ended', '=', false).execute()
}

export async function listLiveTokens(tx: Tx, personId: string) {
  return tx.selectFrom('api_tokens').selectAll().where('person_id', '=', personId).where('revoked_at', 'is', null).execute()
}

export type HeldRole = { id: string; role_id: string; key: string; title: string; person_id: string; element_id: string | null; deputy: boolean; from_on: string; to_on: string | null; accepted_at: Date | null; appointed_by: string | null; reason: string | null; revision: number }

/** Appointments of a person that reach beyond a day, with their roles. */
export async function listHeldBeyond(tx: Tx, personId: string, on: string): Promise<HeldRole[]> {
  const result = await sql<HeldRole>`select h.id, h.role_id, e.key, e.title, h.person_id, h.element_id, h.deputy, h.from_on, h.to_on, h.accepted_at, h.appointed_by, h.reason, h.revision
    from holders h join elements e on e.organisation_id = h.organisation_id and e.id = h.role_id
    where h.person_id = ${personId}::uuid and h.declined_at is null and (h.to_on is null or h.to_on > ${on}::text::date)`.execute(tx)
  return result.rows
}

/** Whether somebody else holds this seat after a day. */
export async function isHeldByAnother(tx: Tx, held: HeldRole, on: string): Promise<boolean> {
  const result = await sql<{ held: boolean }>`select exists (select from holders h where h.role_id = ${held.role_id}::uuid and h.person_id <> ${held.person_id}::uuid and not h.deputy
    and h.element_id is not distinct from ${held.element_id}::uuid and (h.to_on is null or h.to_on > ${on}::text::date)) as held`.execute(tx)
  return result.rows[0]!.held
}
