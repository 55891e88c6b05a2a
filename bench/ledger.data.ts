import type postgres from 'postgres'
import { openDatabase } from '../src/kernel/database.ts'
import { ledgerEntry } from '../src/kernel/ledger.ts'
import { ledgerKey } from '../src/kernel/ledger.head.ts'
import { seal } from '../src/kernel/ledger.seal.ts'
import { saveRows } from '../src/kernel/rows.ts'

export const benchOrganisation = '01900000-0000-7000-8000-000000000001'
export const benchKey = ledgerKey('11'.repeat(32))

/**
 * Fills a migrated, empty database with entries of one organisation: each made the next of 100 revisions of an element, and of the first 300
 * elements every tenth also put a version in force. Sealed in a hundred heads.
 */
export async function fillLedger(url: string, entries: number): Promise<void> {
  const database = openDatabase(url, { connections: 2 })
  try {
    await found(database)
    const elements = Math.ceil(entries / 100)
    for (let from = 1, part = 0; from < entries; from += elements, part++) {
      await fillPart(database.sql, from, Math.min(from + elements, entries), entries, elements)
      await seal(database.sql, benchOrganisation, benchKey, new Date(Date.UTC(2024, 0, 1 + part)))
    }
    await fillCurrent(database.sql)
    await database.sql.unsafe('vacuum analyze')
  } finally {
    await database.close()
  }
}

function found(database: ReturnType<typeof openDatabase>): Promise<void> {
  const at = new Date('2023-01-01T00:00:00Z')
  const id = '01800000-0000-7000-8000-000000000001'
  return database.write(benchOrganisation, async (tx) => {
    const columns = { key: 'BENCH', name: 'Bench', time_zone: 'UTC', simulated: false, founded_at: at.toISOString(), live_at: null, single_handed_by: null }
    const rows = await saveRows(tx, id, at, [{ subject: 'organisation', id: benchOrganisation, revision: 1, columns }])
    const subject = { kind: 'organisation', id: benchOrganisation, key: 'BENCH' }
    const entry = ledgerEntry({ id, organisationId: benchOrganisation, at, actor: { type: 'operator', id: 'operator' }, role: 'operator', verb: 'organisation.found', subject, rows })
    await tx.insertInto('ledger_entries').values(entry).execute()
  })
}

// UUIDv7 that rise with n.
const uuid = (prefix: string, n: string) =>
  `('${prefix}-' || lpad(to_hex(${n} / 4096), 4, '0') || '-7' || lpad(to_hex(${n} % 4096), 3, '0') || '-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`
const instant = (at: string) => `to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
const hashed = (content: string) => `sha256(convert_to(${content}, 'UTF8'))`

const elementContent = `format('{"accountable_id":"%s","changed_at":"%s","draft":%s,"draft_by":"%s","external_key":null,"id":"%s","key":"POL-%s","key_number":%s,"kind":"policy",'
  '"review_every":"P1Y","reviewed_on":"2023-01-01","revision":%s,"sort_key":"changes are tested, number %s","status":"in force","title":"Changes are tested, number %s","version":%s}',
  owner, ${instant('at')}, to_json(draft), person, element_id, number, number, revision, lpad(number::text, 12, '0'), number, version)`
const draft = `format('{"accountable":"%s","body":{"principles":[{"text":"Every change has one owner and a way back."}],"statement":"What we agreed on this, as it was written the %sth time.","theme":"change"},'
  '"effectiveOn":null,"links":[],"reviewEvery":"P1Y","title":"Changes are tested, number %s","unknown":[]}', owner, revision, number)`
const versionContent = `format('{"accountable":"%s","body":{"principles":[{"text":"Every change has one owner and a way back."}],"statement":"What we agreed on this.","theme":"change"},"effectiveOn":"%s","id":"%s",'
  '"key":"POL-%s","kind":"policy","links":[{"to":"%s","type":"serves"},{"note":"Too","to":"%s","type":"governs"}],"reviewEvery":"P1Y","status":"in force","title":"Changes are tested, number %s","unknown":[],"version":%s}',
  owner, to_char(at at time zone 'UTC', 'YYYY-MM-DD'), element_id, number, target, owner, number, version)`
const entryContent = `format('{"actor":{"id":"person:%s","type":"person"},"at":"%s","id":"%s","organisationId":"${benchOrganisation}","role":"SMS owner","rows":[["element","%s",%s,"%s"]%s],'
  '"subject":{"id":"%s","key":"POL-%s","kind":"policy"},"verb":"policy.%s"}', person, ${instant('at')}, id, element_id, revision, encode(${hashed('content')}, 'hex'),
  case when approved then format(',["version","%s",%s,"%s"]', element_id, version, encode(${hashed('version_content')}, 'hex')) else '' end, element_id, number,
  case when approved then 'approve' else 'draft' end)`

/** Entry i makes the next revision of element i % elements. */
function fillPart(sql: postgres.Sql, from: number, to: number, entries: number, elements: number): Promise<unknown> {
  const next = (revisions: number) =>
    `case when i + ${elements * revisions} < ${entries} then timestamptz '2023-01-01T00:00:00Z' + (i + ${elements * revisions}) * interval '30 seconds' else 'infinity' end`
  return sql.begin(async (tx) => {
    await tx`select set_config('app.organisation_id', ${benchOrganisation}, true), set_config('statement_timeout', '0', true)`
    const statements = [
      `create temporary table made on commit drop as select *, ${elementContent} as content, case when approved then ${versionContent} end as version_content from (
        select *, ${draft} as draft, revision / 10 as version, number <= 300 and revision % 10 = 0 as approved from (
          select ${uuid('01900000', 'i')} as id, ${uuid('01910000', `(i % ${elements})`)} as element_id, ${uuid('01930000', '1')} as owner, ${uuid('01940000', '1')} as target,
            (i - 1) / ${elements} + 1 as revision, i % ${elements} + 1 as number, timestamptz '2023-01-01T00:00:00Z' + i * interval '30 seconds' as at, ${uuid('01920000', '(i % 50)')} as person,
            ${next(1)} as until, ${next(10)} as version_until
          from generate_series(${from}, ${to - 1}) i) a) b`,
      `insert into row_versions (subject, subject_id, revision, content, hash, entry_id, recorded_at, superseded_at)
        select 'element', element_id, revision, content, ${hashed('content')}, id, at, until from made`,
      `insert into element_versions (element_id, version, kind, key, title, sort_key, status, accountable_id, effective_on, effective_at, superseded_at, recorded_at, approved_by, content, hash, entry_id)
        select element_id, version, 'policy', 'POL-' || number, 'Changes are tested, number ' || number, 'changes are tested, number ' || lpad(number::text, 12, '0'), 'in force', owner,
          (at at time zone 'UTC')::date, at, version_until, at, person, version_content, ${hashed('version_content')}, id from made where approved`,
      `insert into links (source_id, source_version, position, type, target_id, note, effective_at, superseded_at)
        select element_id, version, p, case p when 0 then 'serves' else 'governs' end, case p when 0 then target else owner end, case p when 1 then 'Too' end, at, version_until from made, generate_series(0, 1) p where approved`,
      `insert into ledger_entries (id, at, verb, subject_id, actor_id, content)
        select id, at, 'policy.' || case when approved then 'approve' else 'draft' end, element_id, 'person:' || person, ${entryContent} from made`,
    ]
    for (const statement of statements) await tx.unsafe(statement)
  })
}

/** The current rows, from the last revisions. */
function fillCurrent(sql: postgres.Sql): Promise<unknown> {
  return sql.begin(async (tx) => {
    await tx`select set_config('app.organisation_id', ${benchOrganisation}, true), set_config('statement_timeout', '0', true)`
    await tx.unsafe(`insert into elements select e.* from row_versions r, jsonb_populate_record(null::elements, r.content::jsonb || '{"organisation_id":"${benchOrganisation}"}') e
      where r.subject = 'element' and r.superseded_at = 'infinity'`)
    await tx.unsafe(`insert into search_documents (id, kind, key, title, plain_key, plain_title, words)
      select id, kind, key, title, replace(lower(key), '-', ''), lower(title), array_to_tsvector(regexp_split_to_array(lower(title), '[^a-z0-9]+')) from elements`)
  })
}
