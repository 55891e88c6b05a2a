import { rowName } from './ledger.faults.ts'
import type { Faults } from './ledger.faults.ts'
import { rowOrder, rowText } from './ledger.ts'
import type { EntryContent } from './ledger.ts'
import type { RowHash } from './rows.ts'

/** An entry whose rows are being gathered. */
export type OpenEntry = {
  id: string
  /** Instant of the entry as stored, in PostgreSQL's microseconds. */
  at: number
  /** What the entry says it wrote; null when its content cannot be read. */
  claims: EntryContent['rows'] | null
  /** Texts of the rows that name it, as `rowText` writes them; only kept for entries that list their rows. */
  found: string[]
  /** Rows that name it. */
  count: number
}

/** Rows of one entry kept at most, so that a forged heap of them cannot fill the memory. */
const most = 1000

export function gather(entry: OpenEntry, text: string): void {
  entry.count++
  if (Array.isArray(entry.claims) && entry.found.length < most) entry.found.push(text)
}

/** Names what is missing, extra or altered among the rows of an entry that lists them. Pure but for `faults`. */
export function compareRows({ id, claims, found, count }: OpenEntry, faults: Faults): void {
  if (!Array.isArray(claims)) return
  if (count === 1 && claims.length === 1 && rowText(claims[0]!) === found[0]) return
  if (count === 0 && claims.length === 0) return
  const claimed = new Map(claims.map((row) => [nameOf(row), row[3]]))
  const stored = new Map(found.map((text) => JSON.parse(text) as RowHash).map((row) => [nameOf(row), row[3]]))
  const ordered = claims.every((row, i) => i === 0 || rowOrder(claims[i - 1]!, row) < 0)
  if (!ordered) faults.add('malformed', `ledger_entries ${id}`, 'Its rows are not in order, or one is named twice.')
  for (const [name, hash] of claimed) {
    const other = stored.get(name)
    if (other === undefined) faults.add('missing', name, `Entry ${id} wrote this row, and it is gone.`)
    else if (other !== hash) faults.add('altered', name, `Its hash is not the one in entry ${id}.`)
  }
  for (const name of stored.keys()) if (!claimed.has(name)) faults.add('extra', name, `It names entry ${id}, which did not write it.`)
  if (count > found.length) faults.add('extra', `row_versions of entry ${id}`, `${count - found.length} more rows name this entry, which did not write them.`)
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
