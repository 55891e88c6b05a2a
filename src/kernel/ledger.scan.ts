import type postgres from 'postgres'
import { copyRows, idLiteral, millisecondsOf } from './ledger.copy.ts'
import type { Cells } from './ledger.copy.ts'
import { rowsOf, wrongColumn } from './ledger.content.ts'
import type { Columns } from './ledger.content.ts'
import type { Faults } from './ledger.faults.ts'
import { compareRoot, compareRows, gather, openEntry, writtenName } from './ledger.rows.ts'
import type { OpenEntry } from './ledger.rows.ts'
import { bytesOf, Frontier } from './merkle.ts'
import type { Hash } from './merkle.ts'

/** What the steps of verification share; `organisationId` was checked to be an id. */
export type Check = { organisationId: string; faults: Faults }

/** Entries with ids in (after, last], by id; `last` null: no entry has a higher id. */
export type EntryPage = { after: string | null; last: string | null; entries: OpenEntry[] }

/** Reads the entries that follow an id, checks their columns against their content, and tells the leaf hash of each. */
export async function readEntries(sql: postgres.ISql, check: Check, after: string | null, size: number, onLeaf: (id: string, hash: Hash) => void): Promise<EntryPage> {
  const entries: OpenEntry[] = []
  const beyond = after === null ? '' : `and e.id > ${idLiteral(after)}`
  await copyRows(sql, `select e.id::text, content, at, verb, subject_id::text, actor_id from ledger_entries e
    where organisation_id = ${idLiteral(check.organisationId)} ${beyond} order by e.id limit ${size}`, (row) => {
    const entry = entryOf(row, check)
    onLeaf(entry.id, row.leafHash(1))
    entries.push(entry)
  })
  return { after, last: entries.length < size ? null : entries[entries.length - 1]!.id, entries }
}

function entryOf(row: Cells, { organisationId, faults }: Check): OpenEntry {
  const id = row.ascii(0)
  const text = row.text(1)
  const at = row.integer(2)
  const columns: Columns = { id, organisationId, at: millisecondsOf(at), verb: row.text(3), subjectId: row.isNull(4) ? null : row.ascii(4), actorId: row.text(5) }
  const rowsAt = rowsOf(text, columns)
  const wrong = rowsAt === -1 ? wrongColumn(text, columns) : undefined
  if (wrong) faults.add(wrong.type, `ledger_entries ${id}`, wrong.what)
  return openEntry(id, at, text, rowsAt)
}

// The text of a row in an entry, as `rowText` writes it.
const text = (subject: string, id: string, revision: string) => `'["' || ${subject} || '","' || ${id} || '",' || ${revision} || ',"' || encode(hash, 'hex') || '"]'`
const sources = [
  { table: 'row_versions', subject: 'subject', id: 'subject_id', revision: 'revision', at: 'recorded_at' },
  { table: 'element_versions', subject: `'version'`, id: 'element_id', revision: 'version', at: 'recorded_at' },
  { table: 'record_events', subject: `'event'`, id: 'record_id', revision: 'position', at: 'at' },
]

/** Checks every row that names an entry of the page: its content against its hash, its instant, and that the entry wrote it. */
export async function checkRows(sql: postgres.ISql, check: Check, page: EntryPage): Promise<void> {
  const organisation = idLiteral(check.organisationId)
  const range = `${page.after === null ? '' : `and entry_id > ${idLiteral(page.after)}`} ${page.last === null ? '' : `and entry_id <= ${idLiteral(page.last)}`}`
  for (const { table, subject, id, revision, at } of sources) {
    const find = finder(page.entries)
    await copyRows(sql, `select entry_id::text, ${text(subject, id, revision)}, sha256(convert_to(content, 'UTF8')) = hash, ${at} from ${table} r
      where organisation_id = ${organisation} ${range} order by r.entry_id`, (row) => checkRow(row, find, check.faults))
  }
  for (const entry of page.entries) {
    const bulk = compareRows(entry, check.faults)
    if (bulk) compareRoot(entry, bulk, await storedRoot(sql, organisation, entry.id), check.faults)
  }
}

type Find = (id: string) => OpenEntry | undefined

/** Finds entries whose ids are asked for in rising order, as both come by id. */
function finder(entries: readonly OpenEntry[]): Find {
  let at = 0
  return (id) => {
    while (at < entries.length && entries[at]!.id < id) at++
    return entries[at]?.id === id ? entries[at] : undefined
  }
}

function checkRow(row: Cells, find: Find, faults: Faults): void {
  const entry = find(row.ascii(0))
  const written = row.text(1)
  if (!row.truth(2)) faults.add('altered', writtenName(written), 'Its content does not have the hash stored beside it.')
  if (!entry) return faults.add('missing', writtenName(written), `The entry ${row.ascii(0)} that wrote this row is not in the ledger.`)
  if (row.integer(3) !== entry.at) faults.add('altered', writtenName(written), `Its recorded_at is not the instant of its entry ${entry.id}.`)
  gather(entry, written)
}

async function storedRoot(sql: postgres.ISql, organisation: string, entryId: string): Promise<{ count: number; root: string }> {
  const frontier = new Frontier()
  const rows = sources.map(({ table, subject, id, revision }) => `select ${subject} collate "C" as subject, ${id} as id, ${revision} as revision, hash from ${table}
    where organisation_id = ${organisation} and entry_id = ${idLiteral(entryId)}`)
  await copyRows(sql, `select ${text('subject', 'id', 'revision')} from (${rows.join(' union all ')}) r order by subject, id, revision`, (row) => frontier.append(row.leafHash(0)))
  return { count: frontier.size, root: bytesOf(frontier.root()).toString('hex') }
}
