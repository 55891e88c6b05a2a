import type postgres from 'postgres'
import { startOfDay } from '../shared/days.ts'
import { sortKey } from '../shared/sorting.ts'
import type { VersionContent } from './element.ts'
import { rowName } from './ledger.faults.ts'
import type { Check } from './ledger.scan.ts'

type Link = [position: number, type: string, to: string, forId: string | null, extent: string | null, note: string | null, lives: boolean]
type VersionRow = {
  element_id: string; version: number; kind: string; key: string; title: string; sort_key: string; status: string; accountable_id: string | null; approved_by: string | null
  effective_on: string; effective_at: string; superseded_at: string; recorded_at: string; content: string; actor: string | null; holder: string | null; links: Link[] | null
}

/**
 * Compares the columns of versions, and their links, with what their content says, and their two times with what follows from the
 * order of approval. `content` itself is checked against its hash elsewhere.
 */
export async function checkVersions(sql: postgres.TransactionSql, check: Check): Promise<void> {
  const { organisationId } = check
  const zones = await zonesOf(sql, organisationId)
  // Milliseconds since 1970 as text, 'infinity' included.
  const ms = (column: string) => sql.unsafe(`case when ${column} = 'infinity' then 'Infinity' else (extract(epoch from ${column}) * 1000)::text end as ${column}`)
  const rows = sql<VersionRow[]>`
    select v.element_id, v.version, v.kind, v.key, v.title, v.sort_key, v.status, v.accountable_id, v.approved_by, v.effective_on::text, ${ms('effective_at')}, ${ms('superseded_at')}, ${ms('recorded_at')},
      v.content, e.actor_id as actor,
      (select t.person_id::text from api_tokens t where t.organisation_id = v.organisation_id and e.actor_id = 'token:' || t.id) as holder,
      (select json_agg(json_build_array(l.position, l.type, l.target_id, l.for_id, l.extent, l.note, l.effective_at = v.effective_at and l.superseded_at = v.superseded_at) order by l.position)
        from links l where l.organisation_id = v.organisation_id and l.source_id = v.element_id and l.source_version = v.version) as links
    from element_versions v
    left join ledger_entries e on e.organisation_id = v.organisation_id and e.id = v.entry_id
    where v.organisation_id = ${organisationId} order by v.element_id, v.version`
  let element: VersionRow[] = []
  await rows.cursor(500, (page) => {
    for (const row of page) {
      if (element.length > 0 && element[0]!.element_id !== row.element_id) {
        checkTimes(element, zones, check)
        element = []
      }
      element.push(row)
      checkContent(row, check)
    }
  })
  checkTimes(element, zones, check)
  await checkStrayLinks(sql, check)
}

/** Every time zone that the organisation ever had: a version keeps the instant that its day had then. */
async function zonesOf(sql: postgres.TransactionSql, organisationId: string): Promise<string[]> {
  const rows = await sql<{ zone: string | null }[]>`select distinct substring(content from '"time_zone":"([^"]+)"') as zone from row_versions where organisation_id = ${organisationId} and subject = 'organisation'`
  return rows.flatMap((row) => (row.zone === null ? [] : [row.zone]))
}

function checkContent(row: VersionRow, { faults }: Check): void {
  const where = rowName('version', row.element_id, row.version)
  let content: Partial<VersionContent>
  try {
    content = Object(JSON.parse(row.content)) as Partial<VersionContent>
  } catch {
    return faults.add('malformed', where, 'Its content is not JSON.')
  }
  const approved = row.actor?.startsWith('person:') ? row.actor.slice(7) : row.actor?.startsWith('token:') ? row.holder : row.approved_by
  const said: [string, unknown, unknown][] = [
    ['element_id', row.element_id, content.id], ['version', row.version, content.version], ['kind', row.kind, content.kind], ['key', row.key, content.key], ['title', row.title, content.title],
    ['sort_key', row.sort_key, sortKey(String(content.title))], ['status', row.status, content.status], ['effective_on', row.effective_on, content.effectiveOn],
    ['accountable_id', row.accountable_id, content.accountable ?? null], ['approved_by', row.approved_by, approved],
  ]
  const wrong = said.filter(([, stored, right]) => stored !== right).map(([name]) => name)
  if (wrong.length > 0) faults.add('altered', where, `${wrong.join(', ')}: not as in its content${wrong.includes('approved_by') ? ' and entry' : ''}.`)
  checkLinks(row, content.links ?? [], faults)
}

function checkLinks(row: VersionRow, said: NonNullable<Partial<VersionContent>['links']>, faults: Check['faults']): void {
  const stored = new Map((row.links ?? []).map((link) => [link[0], link]))
  const where = (position: number) => `links ${row.element_id} version ${row.version} position ${position}`
  said.forEach((link, position) => {
    const [, type, to, forId, extent, note, lives] = stored.get(position) ?? []
    if (!stored.delete(position)) return faults.add('missing', where(position), 'This link is in the content of its version, and its row is gone.')
    if (type !== link.type || to !== link.to || forId !== (link.for ?? null) || extent !== (link.extent ?? null) || note !== (link.note ?? null)) {
      faults.add('altered', where(position), 'It is not the link in the content of its version.')
    } else if (!lives) faults.add('altered', where(position), 'It does not begin and end with its version.')
  })
  for (const position of stored.keys()) faults.add('extra', where(position), 'The content of its version has no such link.')
}

/** Replays the approvals of one element: what was to hold from the same or an earlier day gives way; a later day keeps its own. */
function checkTimes(versions: VersionRow[], zones: readonly string[], { faults }: Check): void {
  const ends: number[] = []
  versions.forEach((row, i) => {
    const from = Number(row.effective_at)
    for (let j = 0; j < i; j++) {
      const earlier = versions[j]!
      if (ends[j]! > from && earlier.effective_on <= row.effective_on) ends[j] = Math.max(from, Number(earlier.effective_at))
    }
    const planned = versions.slice(0, i).filter((earlier) => earlier.effective_on > row.effective_on).map((earlier) => Number(earlier.effective_at))
    ends[i] = row.version === 1 ? Infinity : Math.min(Infinity, ...planned)
  })
  versions.forEach((row, i) => {
    const recorded = Number(row.recorded_at)
    const begins = zones.map((zone) => Math.max(recorded, startOfDay(row.effective_on, zone).getTime()))
    const wrong = [...(begins.includes(Number(row.effective_at)) ? [] : ['effective_at']), ...(Number(row.superseded_at) === ends[i] ? [] : ['superseded_at'])]
    if (wrong.length > 0) faults.add('altered', rowName('version', row.element_id, row.version), `${wrong.join(', ')}: not what follows from the days and the order of approval.`)
  })
}

async function checkStrayLinks(sql: postgres.TransactionSql, { organisationId, faults }: Check): Promise<void> {
  const rows = await sql<{ source_id: string; source_version: number; position: number }[]>`
    select l.source_id, l.source_version, l.position from links l where l.organisation_id = ${organisationId}
      and (select v.version from element_versions v where v.organisation_id = ${organisationId} and v.element_id = l.source_id and v.version = l.source_version) is null limit 1000`
  for (const row of rows) faults.add('extra', `links ${row.source_id} version ${row.source_version} position ${row.position}`, 'There is no such version.')
}
