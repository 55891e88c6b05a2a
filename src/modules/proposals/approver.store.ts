import { sql } from 'kysely'
import type { Tx } from '../../kernel/database.ts'
import { erased } from '../../kernel/element.find.ts'
import type { Moment } from '../../kernel/query.ts'
import { allows } from '../../shared/authority.ts'

/** Somebody who holds a role in force, with what it allows; `elementId` null reaches everything. */
export type RoleHolder = { id: string; name: string; role: string; elementId: string | null; authorities: readonly string[] }

/** Everybody who holds a role on the day of a moment. */
export async function listRoleHolders(tx: Tx, moment: Moment): Promise<RoleHolder[]> {
  const { rows } = await sql<{ person_id: string; name: string | null; title: string; element_id: string | null; authorities: string[] | null }>`
    select h.person_id, p.name, v.title, h.element_id, v.content::jsonb #> '{body,authorities}' as authorities
    from holders h join people p on p.organisation_id = h.organisation_id and p.id = h.person_id
    join element_versions v on v.organisation_id = h.organisation_id and v.element_id = h.role_id and v.effective_at <= ${moment.at} and v.superseded_at > ${moment.at} and v.status = 'in force'
    where h.from_on <= ${moment.on}::text::date and (h.to_on is null or h.to_on >= ${moment.on}::text::date) and (p.to_on is null or p.to_on >= ${moment.on}::text::date)
      and (p.from_on is null or p.from_on <= ${moment.on}::text::date)
    order by p.sort_key, v.title`.execute(tx)
  return rows.map((row) => ({ id: row.person_id, name: row.name ?? erased, role: row.title, elementId: row.element_id, authorities: row.authorities ?? [] }))
}

/** What each role allows by its last version, by its id; of the roles that were not retired. */
export async function listRoleAuthorities(tx: Tx): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ id: string; authorities: string[] | null }>`select e.id, v.content::jsonb #> '{body,authorities}' as authorities from elements e
    join element_versions v on v.organisation_id = e.organisation_id and v.element_id = e.id and v.version = e.version where e.kind = 'role' and e.status = 'in force'`.execute(tx)
  return new Map(rows.map((row) => [row.id, row.authorities ?? []]))
}

/** Who holds an authority in reach of one of some elements; each person once. */
export function approversFor(holders: readonly RoleHolder[], authority: string, elementIds: readonly string[]): { id: string; name: string; role: string }[] {
  const fitting = holders.filter((each) => allows(each.authorities, authority) && (each.elementId === null || elementIds.includes(each.elementId)))
  return [...new Map(fitting.map(({ id, name, role }) => [id, { id, name, role }])).values()]
}
