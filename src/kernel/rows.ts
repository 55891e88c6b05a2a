import { canonicalJson } from '../shared/canonical.ts'
import { writesDone, writeTogether } from './database.ts'
import type { Tx } from './database.ts'
import { digest } from './hash.ts'
import type { Write } from './writes.ts'

/**
 * Governed rows that are not versions of elements. Each has a current row (a projection) and, in `row_versions`, one append-only
 * row per revision whose canonical JSON is hashed into the ledger entry that made it. Content keys are the projection's columns,
 * so that the two can be compared by the database itself.
 */
export const governedTables = {
  organisation: { table: 'organisations', id: 'organisation_id', personal: [] },
  person: { table: 'people', id: 'id', personal: ['name', 'email', 'salt', 'sort_key', 'external_key'] },
  holder: { table: 'holders', id: 'id', personal: [] },
  instruction: { table: 'instructions', id: 'id', personal: [] },
  grant: { table: 'access_grants', id: 'id', personal: [] },
  token: { table: 'api_tokens', id: 'id', personal: [] },
  invitation: { table: 'invitations', id: 'id', personal: [] },
  mapping: { table: 'mappings', id: 'id', personal: [] },
  proposal: { table: 'proposals', id: 'id', personal: [] },
  proposalDraft: { table: 'proposal_drafts', id: 'id', personal: [] },
  proposalAgreement: { table: 'proposal_agreements', id: 'id', personal: [] },
  proposalComment: { table: 'proposal_comments', id: 'id', personal: [] },
  baseline: { table: 'baselines', id: 'id', personal: [] },
  edition: { table: 'editions', id: 'id', personal: [] },
  element: { table: 'elements', id: 'id', personal: [] },
  acknowledgement: { table: 'acknowledgements', id: 'id', personal: [] },
  notification: { table: 'notifications', id: 'person_id', personal: [] },
  feed: { table: 'calendar_feeds', id: 'id', personal: [] },
  outage: { table: 'outages', id: 'id', personal: [] },
  freeze: { table: 'freezes', id: 'id', personal: [] },
  item: { table: 'items', id: 'id', personal: [] },
  itemRelation: { table: 'item_relations', id: 'id', personal: [] },
  itemSample: { table: 'item_samples', id: 'id', personal: [] },
  itemFinding: { table: 'item_findings', id: 'id', personal: [] },
  recordLink: { table: 'record_links', id: 'id', personal: [] },
  attachment: { table: 'record_attachments', id: 'id', personal: [] },
  watcher: { table: 'record_watchers', id: 'id', personal: [] },
  recurrenceAssessment: { table: 'recurrence_assessments', id: 'id', personal: [] },
  view: { table: 'views', id: 'id', personal: [] },
  importCancellation: { table: 'import_cancellations', id: 'id', personal: [] },
  webhook: { table: 'webhooks', id: 'id', personal: [] },
  source: { table: 'sources', id: 'id', personal: [] },
} as const satisfies Record<string, { table: string; id: string; personal: readonly string[] }>

export type Subject = keyof typeof governedTables

export type RowChange = {
  subject: Subject
  id: string
  /** 1 for a new row; one more than the revision that was read. A revision taken meanwhile fails the transaction. */
  revision: number
  /** Every column of the projection but `organisation_id`, `id` and `revision`; instants as ISO strings, bytes as `\x…`. */
  columns: Record<string, unknown>
}

/** [subject, id, revision, hash in hex] of a row that an entry made. */
export type RowHash = [subject: string, id: string, revision: number, hash: string]

const batch = 1000
/** More rows than this are waited for, so that memory grows with the batch and not with the change. */
const few = 100

/** Writes revisions and their projections with the next statement. Memory grows with the batch, not the number of rows. */
export async function saveRows(tx: Tx, entryId: string, at: Date, rows: RowChange[]): Promise<RowHash[]> {
  const hashes: RowHash[] = []
  for (let from = 0; from < rows.length; from += batch) {
    const part = rows.slice(from, from + batch)
    const versions = part.map((row) => versionOf(row, entryId, at))
    for (const v of versions) hashes.push([v.subject, v.subject_id, v.revision, v.hash.slice(2)])
    writeTogether(tx, { rows: part.map((row) => `${row.subject} ${row.id}`), writes: [insertVersions(versions), ...supersede(versions, at), ...projections(part)] })
    if (part.length > few) await writesDone(tx)
  }
  return hashes
}

/** What is hashed of a row: its columns, with those that name a person replaced by one salted hash, so that they can be erased. */
export function rowContent(row: RowChange): string {
  const { id, personal } = governedTables[row.subject]
  const columns: Record<string, unknown> = { [id]: row.id, revision: row.revision }
  const secret: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(row.columns)) {
    if ((personal as readonly string[]).includes(name)) secret[name] = value
    else columns[name] = value
  }
  if (personal.length > 0 && secret.salt) columns.personal = digest(canonicalJson(secret))
  return canonicalJson(columns)
}

type Version = { subject: string; subject_id: string; revision: number; content: string; hash: string; entry_id: string; recorded_at: string }

function versionOf(row: RowChange, entryId: string, at: Date): Version {
  const content = rowContent(row)
  const hash = '\\x' + digest(content)
  return { subject: row.subject, subject_id: row.id, revision: row.revision, content, hash, entry_id: entryId, recorded_at: at.toISOString() }
}

function insertVersions(versions: Version[]): Write {
  const into = 'insert into row_versions (subject, subject_id, revision, content, hash, entry_id, recorded_at)'
  const [only, ...more] = versions
  if (only && more.length === 0) {
    return {
      text: `${into} values ($1::text, $2::text::uuid, $3::text::integer, $4::text, $5::text::bytea, $6::text::uuid, $7::text::timestamptz)`,
      values: [only.subject, only.subject_id, String(only.revision), only.content, only.hash, only.entry_id, only.recorded_at],
    }
  }
  return {
    text: `${into}
      select subject, subject_id, revision, content, hash, entry_id, recorded_at
      from jsonb_to_recordset($1::text::jsonb) as v(subject text, subject_id uuid, revision integer, content text, hash bytea, entry_id uuid, recorded_at timestamptz)`,
    values: [JSON.stringify(versions)],
  }
}

function supersede(versions: Version[], at: Date): Write[] {
  const changed = versions.filter((v) => v.revision > 1).map(({ subject, subject_id, revision }) => ({ subject, subject_id, revision: revision - 1 }))
  const [only, ...more] = changed
  if (!only) return []
  const update = 'update row_versions r set superseded_at = $1::text::timestamptz'
  const own = 'r.organisation_id = (select current_organisation())'
  if (more.length === 0) {
    const text = `${update} where ${own} and r.subject = $2::text and r.subject_id = $3::text::uuid and r.revision = $4::text::integer`
    return [{ text, values: [at.toISOString(), only.subject, only.subject_id, String(only.revision)] }]
  }
  return [{
    text: `${update} from jsonb_to_recordset($2::text::jsonb) as v(subject text, subject_id uuid, revision integer)
      where ${own} and r.subject = v.subject and r.subject_id = v.subject_id and r.revision = v.revision`,
    values: [at.toISOString(), JSON.stringify(changed)],
  }]
}

function projections(rows: RowChange[]): Write[] {
  const bySubject = new Map<Subject, RowChange[]>()
  for (const row of rows) {
    const known = bySubject.get(row.subject)
    if (known) known.push(row)
    else bySubject.set(row.subject, [row])
  }
  return [...bySubject].flatMap(([subject, changes]) => {
    const fresh = changes.filter((change) => change.revision === 1)
    const later = changes.filter((change) => change.revision !== 1)
    return [...(fresh.length > 0 ? [projection(subject, fresh, false)] : []), ...(later.length > 0 ? [projection(subject, later, true)] : [])]
  })
}

/** A row's first revision has nothing to replace, and PostgreSQL is quicker where it need not look. */
function projection(subject: Subject, changes: RowChange[], replaces: boolean): Write {
  const { table, id } = governedTables[subject]
  const columns = [...Object.keys(changes[0]!.columns), 'revision'].filter((name) => name !== id)
  const named = [id, ...columns].join(', ')
  const conflict = id === 'organisation_id' ? id : `organisation_id, ${id}`
  const replacing = ` on conflict (${conflict}) do update set ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}`
  // As JSON, whose types are the columns': texts given as values would be turned into them by the driver, in its own way.
  return {
    text: `insert into ${table} (${named}) select ${named} from jsonb_populate_recordset(null::${table}, $1::text::jsonb)${replaces ? replacing : ''}`,
    values: [JSON.stringify(changes.map((change) => ({ ...change.columns, [id]: change.id, revision: change.revision })))],
  }
}
