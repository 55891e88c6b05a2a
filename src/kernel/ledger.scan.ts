import type postgres from 'postgres'
import { copyRows, idLiteral, millisecondsOf } from './ledger.copy.ts'
import type { Cells } from './ledger.copy.ts'
import { compareRoot, compareRows, gather } from './ledger.rows.ts'
import type { OpenEntry } from './ledger.rows.ts'
import { rowName } from './ledger.faults.ts'
import type { Faults } from './ledger.faults.ts'
import type { EntryContent } from './ledger.ts'
import { bytesOf, Frontier, leafHash } from './merkle.ts'
import type { Hash } from './merkle.ts'

/** What the steps of verification share; `organisationId` was checked to be an id. */
export type Check = { organisationId: string; faults: Faults }

/** Entries with ids in (after, last], by id; `last` null: no entry has a higher id. */
export type EntryPage = { after: string | null; last: string | null; entries: Map<string, OpenEntry> }

/** Reads the entries that follow an id, checks their columns against their content, and tells the leaf hash of each. */
export async function readEntries(sql: postgres.ISql, check: Check, after: string | null, size: number, onLeaf: (id: string, hash: Hash) => void): Promise<EntryPage> {
  const entries = new Map<string, OpenEntry>()
  let last: string | null = null
  const beyond = after === null ? '' : `and e.id > ${idLiteral(after)}`
  await copyRows(sql, `select e.id::text, content, at, verb, subject_id::text, actor_id from ledger_entries e
    where organisation_id = ${idLiteral(check.organisationId)} ${beyond} order by e.id limit ${size}`, (row) => {
    last = row.ascii(0)
    onLeaf(last, leafHash(row.bytes(1)))
    entries.set(last, openEntry(last, row, check))
  })
  return { after, last: entries.size < size ? null : last, entries }
}

function openEntry(id: string, row: Cells, { organisationId, faults }: Check): OpenEntry {
  const at = row.integer(2)
  const entry: OpenEntry = { id, at, claims: null, found: [], count: 0 }
  let content: Partial<EntryContent>
  try {
    content = Object(JSON.parse(row.text(1))) as Partial<EntryContent>
  } catch {
    faults.add('malformed', `ledger_entries ${id}`, 'The content of this entry is not JSON.')
    return entry
  }
  entry.claims = claimsOf(content.rows)
  if (entry.claims === null) faults.add('malformed', `ledger_entries ${id}`, 'The content of this entry does not say which rows it wrote.')
  const column =
    content.id !== id ? 'id'
    : content.organisationId !== organisationId ? 'organisation_id'
    : content.verb !== row.text(3) ? 'verb'
    : (content.subject?.id ?? null) !== (row.isNull(4) ? null : row.ascii(4)) ? 'subject_id'
    : content.actor?.id !== row.text(5) ? 'actor_id'
    : Date.parse(content.at ?? '') !== millisecondsOf(at) ? 'at'
    : undefined
  if (column) faults.add('altered', `ledger_entries ${id}`, `The column ${column} of this entry is not what its content says.`)
  return entry
}

function claimsOf(rows: unknown): OpenEntry['claims'] {
  if (Array.isArray(rows)) return rows.every((row) => Array.isArray(row) && row.length === 4) ? (rows as EntryContent['rows']) : null
  const bulk = rows as { count?: unknown; root?: unknown } | null | undefined
  return typeof bulk?.count === 'number' && typeof bulk.root === 'string' ? { count: bulk.count, root: bulk.root } : null
}

// The text of a row in an entry, as `rowText` writes it.
const text = (subject: string, id: string, revision: string) => `'["' || ${subject} || '","' || ${id} || '",' || ${revision} || ',"' || encode(hash, 'hex') || '"]'`
const sources = [
  { table: 'row_versions', subject: 'subject', id: 'subject_id', revision: 'revision' },
  { table: 'element_versions', subject: `'version'`, id: 'element_id', revision: 'version' },
]

/** Checks every row that names an entry of the page: its content against its hash, its instant, and that the entry wrote it. */
export async function checkRows(sql: postgres.ISql, check: Check, page: EntryPage): Promise<void> {
  const organisation = idLiteral(check.organisationId)
  const range = `${page.after === null ? '' : `and entry_id > ${idLiteral(page.after)}`} ${page.last === null ? '' : `and entry_id <= ${idLiteral(page.last)}`}`
  for (const { table, subject, id, revision } of sources) {
    await copyRows(sql, `select entry_id::text, ${text(subject, id, revision)}, sha256(convert_to(content, 'UTF8')) = hash, recorded_at from ${table}
      where organisation_id = ${organisation} ${range}`, (row) => checkRow(row, page.entries, check.faults))
  }
  for (const entry of page.entries.values()) {
    if (entry.claims === null || Array.isArray(entry.claims)) compareRows(entry, check.faults)
    else compareRoot(entry, entry.claims, await storedRoot(sql, organisation, entry.id), check.faults)
  }
}

function checkRow(row: Cells, entries: Map<string, OpenEntry>, faults: Faults): void {
  const entry = entries.get(row.ascii(0))
  const written = row.text(1)
  if (!row.truth(2)) faults.add('altered', nameOf(written), 'Its content does not have the hash stored beside it.')
  if (!entry) return faults.add('missing', nameOf(written), `The entry ${row.ascii(0)} that wrote this row is not in the ledger.`)
  if (row.integer(3) !== entry.at) faults.add('altered', nameOf(written), `Its recorded_at is not the instant of its entry ${entry.id}.`)
  gather(entry, written)
}

function nameOf(written: string): string {
  const [subject, id, revision] = JSON.parse(written) as [string, string, number]
  return rowName(subject, id, revision)
}

async function storedRoot(sql: postgres.ISql, organisation: string, entryId: string): Promise<{ count: number; root: string }> {
  const frontier = new Frontier()
  const rows = sources.map(({ table, subject, id, revision }) => `select ${subject} collate "C" as subject, ${id} as id, ${revision} as revision, hash from ${table}
    where organisation_id = ${organisation} and entry_id = ${idLiteral(entryId)}`)
  await copyRows(sql, `select ${text('subject', 'id', 'revision')} from (${rows.join(' union all ')}) r order by subject, id, revision`, (row) => frontier.append(leafHash(row.bytes(0))))
  return { count: frontier.size, root: bytesOf(frontier.root()).toString('hex') }
}
