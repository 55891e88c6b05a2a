import { claimsOf } from './ledger.content.ts'
import { rowName } from './ledger.faults.ts'
import type { Faults } from './ledger.faults.ts'
import { rowOrder } from './ledger.ts'
import type { RowHash } from './rows.ts'

/** An entry whose rows are being gathered. */
export type OpenEntry = {
  id: string
  /** Instant of the entry as stored, in PostgreSQL's microseconds. */
  at: number
  /** Its canonical content. */
  text: string
  /** Where the list of its rows begins in the text; -1 when it carries their root, or is less common. */
  rowsAt: number
  /** True when it carries the root of its rows: those are not gathered. */
  bulk: boolean
  /** True when the first row found stands alone in the list: then its text is not kept. */
  alone: boolean
  /** Texts of the other rows that name it, as `rowText` writes them. */
  rows: string[] | null
  count: number
}

/** Rows of one entry kept at most, so that a forged heap of them cannot fill the memory. */
const most = 1000
const bracket = 93

/** An entry before its rows are found; `rowsAt` as `rowsOf` gives it. */
export function openEntry(id: string, at: number, text: string, rowsAt: number): OpenEntry {
  const claims = rowsAt === -1 ? claimsOf(text) : null
  return { id, at, text, rowsAt, bulk: claims !== null && !Array.isArray(claims), alone: false, rows: null, count: 0 }
}

/** Notes a row that names the entry. */
export function gather(entry: OpenEntry, row: string): void {
  entry.count++
  if (entry.bulk) return
  if (entry.count === 1 && entry.rowsAt !== -1 && entry.text.charCodeAt(entry.rowsAt + row.length) === bracket && entry.text.startsWith(row, entry.rowsAt)) {
    entry.alone = true
    return
  }
  entry.rows ??= []
  if (entry.rows.length < most) entry.rows.push(row)
}

/** Names what is missing, extra or altered among the rows of an entry that lists them; answers what one claims that carries their root. */
export function compareRows(entry: OpenEntry, faults: Faults): { count: number; root: string } | undefined {
  const { text, rowsAt, rows, alone } = entry
  if (rows === null && rowsAt !== -1 && (alone || text.charCodeAt(rowsAt) === bracket)) return undefined
  if (rows !== null && rowsAt !== -1 && !alone) {
    const list = rows.sort().join(',')
    if (text.startsWith(list, rowsAt) && text.charCodeAt(rowsAt + list.length) === bracket) return undefined
  }
  const claims = claimsOf(text)
  if (claims === null) return undefined
  if (!Array.isArray(claims)) return claims
  nameDifferences(entry, claims, [...(alone ? claims.slice(0, 1) : []), ...(rows ?? []).map(readRow)], faults)
  return undefined
}

function nameDifferences({ id, count }: OpenEntry, claims: readonly RowHash[], rows: readonly RowHash[], faults: Faults): void {
  const claimed = new Map(claims.map((row) => [nameOf(row), row[3]]))
  const stored = new Map(rows.map((row) => [nameOf(row), row[3]]))
  if (claims.some((row, i) => i > 0 && rowOrder(claims[i - 1]!, row) >= 0)) faults.add('malformed', `ledger_entries ${id}`, 'Its rows are not in order, or one is named twice.')
  for (const [name, hash] of claimed) {
    const other = stored.get(name)
    if (other === undefined) faults.add('missing', name, `Entry ${id} wrote this row, and it is gone.`)
    else if (other !== hash) faults.add('altered', name, `Its hash is not the one in entry ${id}.`)
  }
  for (const name of stored.keys()) if (!claimed.has(name)) faults.add('extra', name, `It names entry ${id}, which did not write it.`)
  if (count > rows.length) faults.add('extra', `row_versions of entry ${id}`, `${count - rows.length} more rows name this entry, which did not write them.`)
}

/** A row from its text; one whose subject was tampered with may be no JSON, and then stands under its whole text. */
function readRow(text: string): RowHash {
  try {
    return JSON.parse(text) as RowHash
  } catch {
    return [text, '', 0, '']
  }
}

/** How a row is named that is known by its text. */
export function writtenName(text: string): string {
  return nameOf(readRow(text))
}

function nameOf([subject, id, revision]: RowHash): string {
  return rowName(subject, id, revision)
}

/** Compares the rows of an entry that carries their root. */
export function compareRoot(entry: Pick<OpenEntry, 'id'>, claims: { count: number; root: string }, stored: { count: number; root: string }, faults: Faults): void {
  const where = `row_versions of entry ${entry.id}`
  if (stored.count < claims.count) faults.add('missing', where, `The entry wrote ${claims.count} rows and ${stored.count} are there: ${claims.count - stored.count} are gone.`)
  else if (stored.count > claims.count) faults.add('extra', where, `The entry wrote ${claims.count} rows and ${stored.count} name it.`)
  else if (stored.root !== claims.root) faults.add('altered', where, `The hashes of these ${stored.count} rows do not give the root in the entry: at least one was altered.`)
}
