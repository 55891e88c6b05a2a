import { canonicalJson } from '../shared/canonical.ts'
import { sortKey } from '../shared/sorting.ts'
import { writesDone, writeTogether } from './database.ts'
import type { Tx } from './database.ts'
import { rowOf } from './element.ts'
import type { ElementChange, Version } from './element.ts'
import { digest } from './hash.ts'
import { saveRows } from './rows.ts'
import type { RowHash } from './rows.ts'
import { searchWrites } from './search.save.ts'
import type { Write } from './writes.ts'

/** Changes that are put together at once: while that goes on nobody else gets a turn. */
const batch = 1000
/** More changes than this are waited for, so that memory grows with the batch and not with the change. */
const few = 100

/**
 * Writes changes of any number of elements, with the next statement: current rows, versions, links and what search finds. The number of
 * statements grows with batches, not with changes. Answers the hashes that the ledger entry owes.
 */
export async function saveElements(tx: Tx, entryId: string, at: Date, changes: ElementChange[]): Promise<RowHash[]> {
  const hashes: RowHash[] = []
  for (let from = 0; from < changes.length; from += batch) {
    const part = changes.slice(from, from + batch)
    const versions = part.flatMap((change) => (change.version ? [storedVersion(change.version, entryId, at)] : []))
    for (const v of versions) hashes.push(['version', v.element_id, v.version, v.hash.slice(2)])
    hashes.push(...(await saveRows(tx, entryId, at, part.map((change) => rowOf(change.element)))))
    const writes = [...(versions.length > 0 ? versionWrites(versions, part) : []), ...searchWrites(part)]
    writeTogether(tx, { rows: part.map(({ element }) => `version ${element.id}`), writes })
    if (part.length > few) await writesDone(tx)
  }
  return hashes
}

type Stored = ReturnType<typeof storedVersion>

function storedVersion(version: Version, entryId: string, at: Date) {
  const content = canonicalJson(version.content)
  return {
    element_id: version.elementId, version: version.version, kind: version.content.kind, key: version.content.key, title: version.content.title,
    sort_key: sortKey(version.content.title), status: version.status, accountable_id: version.content.accountable, effective_on: version.effectiveOn,
    effective_at: version.effectiveAt.toISOString(), recorded_at: at.toISOString(), approved_by: version.approvedBy,
    content, hash: '\\x' + digest(content), entry_id: entryId,
  }
}

/** Versions, and links, which live exactly as long as the version that carries them. */
function versionWrites(versions: Stored[], changes: ElementChange[]): Write[] {
  return [...supersede(versions), insertVersions(versions), ...insertLinks(changes)]
}

/** What was to hold from the same or an earlier day gives way from the new version's first instant. */
function supersede(versions: Stored[]): Write[] {
  const changed = versions.filter((v) => v.version > 1).map(({ element_id, effective_on, effective_at }) => ({ element_id, effective_on, effective_at }))
  if (changed.length === 0) return []
  return [
    {
      name: 'ended',
      text: `update element_versions e set superseded_at = greatest(v.effective_at, e.effective_at)
        from jsonb_to_recordset($1::text::jsonb) as v(element_id uuid, effective_on date, effective_at timestamptz)
        where e.organisation_id = (select current_organisation()) and e.element_id = v.element_id and e.superseded_at > v.effective_at and e.effective_on <= v.effective_on
        returning e.element_id, e.version, e.superseded_at`,
      values: [JSON.stringify(changed)],
    },
    {
      name: 'ended_links',
      text: `update links l set superseded_at = ended.superseded_at from ended
        where l.organisation_id = (select current_organisation()) and l.source_id = ended.element_id and l.source_version = ended.version and l.superseded_at > ended.superseded_at`,
      values: [],
    },
  ]
}

/** A version planned for a later day keeps its day: the new one then ends where that begins. */
function insertVersions(versions: Stored[]): Write {
  return {
    name: 'versions',
    text: `insert into element_versions (element_id, version, kind, key, title, sort_key, status, accountable_id, effective_on, effective_at, superseded_at,
        recorded_at, approved_by, content, hash, entry_id)
      select v.element_id, v.version, v.kind, v.key, v.title, v.sort_key, v.status, v.accountable_id, v.effective_on, v.effective_at,
        case when v.version = 1 then 'infinity' else coalesce((select min(e.effective_at) from element_versions e where e.organisation_id = (select current_organisation())
          and e.element_id = v.element_id and e.effective_on > v.effective_on), 'infinity') end,
        v.recorded_at, v.approved_by, v.content, v.hash, v.entry_id
      from jsonb_to_recordset($1::text::jsonb) as v(element_id uuid, version integer, kind text, key text, title text, sort_key text, status text,
        accountable_id uuid, effective_on date, effective_at timestamptz, recorded_at timestamptz, approved_by uuid, content text, hash bytea, entry_id uuid)
      returning element_id, version, effective_at, superseded_at`,
    values: [JSON.stringify(versions)],
  }
}

function insertLinks(changes: ElementChange[]): Write[] {
  const links = changes.flatMap(({ version }) =>
    (version?.content.links ?? []).map((link, position) => ({
      source_id: version!.elementId, source_version: version!.version, position, type: link.type, target_id: link.to, for_id: link.for ?? null,
      extent: link.extent ?? null, note: link.note ?? null,
    })),
  )
  if (links.length === 0) return []
  return [{
    name: 'made_links',
    text: `insert into links (source_id, source_version, position, type, target_id, for_id, extent, note, effective_at, superseded_at)
      select l.source_id, l.source_version, l.position, l.type, l.target_id, l.for_id, l.extent, l.note, versions.effective_at, versions.superseded_at
      from jsonb_to_recordset($1::text::jsonb) as l(source_id uuid, source_version integer, position integer, type text, target_id uuid, for_id uuid, extent text, note text)
      join versions on versions.element_id = l.source_id and versions.version = l.source_version`,
    values: [JSON.stringify(links)],
  }]
}
