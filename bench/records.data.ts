import type postgres from 'postgres'
import { incidentBody } from '../test/support/desk.ts'
import type { Founded } from './ground.ts'

type Receipt = { id: string; key: string; revision: number }
export type Furnished = { organisationId: string; routines: Receipt[]; role: Receipt; services: Receipt[]; people: string[]; words: string[] }

const [heads, tails] = ['b c d f g k l m n p r s t v'.split(' '), 'a e i o u an en or il us'.split(' ')]

/** Made-up words of two or three syllables; the first are used most, as words are. */
function wordList(count: number): string[] {
  const syllables = heads.flatMap((head) => tails.map((tail) => head + tail))
  return Array.from({ length: count }, (_, at) => [at % 139, (at * 7 + 3) % 140, ...(at % 3 === 0 ? [(at * 31) % 137] : [])].map((place) => syllables[place % syllables.length]).join('') + (at > 400 ? at.toString(36) : ''))
}

/** Two routines under one role, sixty services and forty people, through the ordinary actions. */
export async function furnish({ act, organisationId }: Founded): Promise<Furnished> {
  const enact = async (kind: string, title: string, body: object) => {
    const { key, revision } = await act<Receipt>(`${kind}.draft`, { title, body })
    return act<Receipt>(`${kind}.approve`, { element: key, revision })
  }
  const role = await enact('role', 'Service desk', { purpose: 'Helps.', responsibilities: ['Helps'], authorities: [] })
  const routines = [await enact('routine', 'Incidents', incidentBody(role.key)), await enact('routine', 'Requests', incidentBody(role.key, { recordPrefix: 'REQ', recordNoun: 'request' }))]
  const services: Receipt[] = []
  for (let at = 1; at <= 60; at++) services.push(await enact('service', `Service ${at}`, { description: 'Serves.', criticality: 2 }))
  const people: string[] = []
  for (let at = 1; at <= 40; at++) people.push((await act<{ id: string }>('person.add', { name: `Person ${at}`, email: `p${at}@example.org` })).id)
  await act('holder.appoint', { role: role.key, person: people[0] })
  return { organisationId, routines, role, services, people, words: wordList(4000) }
}

/** Records `from` to `to` with what is kept beside them: the last `open` of them are open, in the first step where `fresh`. No events: what is measured reads rows. */
export async function fillRecords(sql: postgres.Sql, given: Furnished, from: number, to: number, open: number, fresh = false): Promise<void> {
  const { organisationId, routines, role, services, people, words } = given
  await sql.begin(async (tx) => {
    await tx`select set_config('app.organisation_id', ${organisationId}, true), set_config('statement_timeout', '0', true)`
    await tx`create temp table made on commit drop as select n, n > ${to - open} as open, random() as a, random() as b, random() as c, random() as d,
      (lpad(to_hex(1735689600000 + n * 1000::bigint), 12, '0') || '7000' || '8000' || lpad(to_hex(n), 12, '0'))::uuid as id,
      (array(select (${words}::text[])[1 + floor(power(random(), 4) * ${words.length})::int] from generate_series(1, 5) where n > 0)) as title
      from generate_series(${from + 1}::int, ${to}::int) n`
    await tx`insert into records (id, prefix, number, routine_id, routine_version, title, state, entered_at, open, outcome, priority, priority_rank, priority_by, service_id, creator_id, requester_id,
        assignee_role_id, assignee_person_id, fields, occurred_at, opened_at, responded_at, resolved_at, closed_at, due_at, changed_at, revision)
      select id, case when a < 0.7 then 'INC' else 'REQ' end, n, case when a < 0.7 then ${routines[0]!.id}::uuid else ${routines[1]!.id}::uuid end, 1, array_to_string(title, ' '),
        case when ${fresh} then 'new' when open then (array['new', 'working', 'waiting'])[1 + floor(b * 3)::int] else 'resolved' end, at, open, case when open then '' else 'solved' end,
        (1 + floor(power(c, 0.5) * 5))::int::text, floor(power(c, 0.5) * 5)::int, 'grid', (${services.map((each) => each.id)}::uuid[])[1 + floor(power(d, 2) * 60)::int],
        (${people}::uuid[])[1 + floor(b * 40)::int], (${people}::uuid[])[1 + floor(c * 40)::int], ${role.id}, case when ${fresh} or d < 0.1 then null else (${people}::uuid[])[1 + floor(power(a, 2) * 40)::int] end,
        '{"impact": "Low", "urgency": "High"}', at, at, at + interval '10 minutes', case when open then null else at + interval '1 day' end, case when open then null else at + interval '2 days' end,
        case when open then now() + (b - 0.2) * interval '10 days' end, case when open then now() - b * interval '2 days' else at + interval '2 days' end, 1
      from (select *, '2025-01-01T00:00:00Z'::timestamptz + n * interval '30 seconds' as at from made) m`
    await tx`insert into record_words (id, words) select id, array_to_string(title, ' ')::tsvector from made`
    await tx`insert into record_counts (routine_id, state, delta) select routine_id, state, count(*) from records where open group by 1, 2`
  })
  await sql`vacuum (analyze) records`
  await sql`vacuum (analyze) record_words`
}
