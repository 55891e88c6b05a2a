import type { EntryContent } from './ledger.ts'
import type { LedgerFault } from './ledger.faults.ts'

/** The columns of an entry that repeat its content; `at` in milliseconds. */
export type Columns = { id: string; organisationId: string; at: number; verb: string; subjectId: string | null; actorId: string }

const day = 86_400_000
const bracket = 93
const comma = 44
let dayNumber = Number.NaN
let dayText = ''

/**
 * Where the rows of an entry begin in its canonical text, just behind `"rows":[`, when all columns stand in the text where they belong; otherwise -1,
 * and then the text must be parsed to know what is wrong. A quotation mark inside a JSON text is always escaped, so no text can pass for a field.
 * Parsing a million entries takes longer than reading them, hence this.
 */
export function rowsOf(text: string, columns: Columns): number {
  const at = afterOrganisation(text, columns)
  if (at === -1) return -1
  const rowsAt = text.indexOf(',"rows":[', at) + 9
  return rowsAt > 8 && endsWell(text, afterRows(text, rowsAt), columns) ? rowsAt : -1
}

function afterOrganisation(text: string, { id, organisationId, actorId, at }: Columns): number {
  if (!text.startsWith('{"actor":{"id":"') || !text.startsWith(actorId, 16)) return -1
  let end = 16 + actorId.length
  if (!text.startsWith('","type":"', end)) return -1
  end = text.indexOf('"', end + 10)
  if (!text.startsWith('"},"at":"', end) || !isInstant(text, end + 9, at)) return -1
  end += 33
  if (!text.startsWith('","id":"', end) || !text.startsWith(id, end + 8)) return -1
  end += 8 + id.length
  return text.startsWith('","organisationId":"', end) && text.startsWith(organisationId, end + 20) ? end + 20 + organisationId.length : -1
}

/** Behind the bracket that closes the list of rows, and the mark of a simulated organisation; 0 when nothing closes it. */
function afterRows(text: string, rowsAt: number): number {
  let end = text.charCodeAt(rowsAt) === bracket ? rowsAt : text.indexOf(']', rowsAt) + 1
  while (text.charCodeAt(end) === comma) end = text.indexOf(']', end) + 1
  if (text.charCodeAt(end) !== bracket) return 0
  return end + (text.startsWith(',"simulated":true', end + 1) ? 18 : 1)
}

function endsWell(text: string, at: number, { subjectId, verb }: Columns): boolean {
  if (!text.startsWith(subjectId === null ? ',"subject":null,' : ',"subject":{"id":"', at)) return false
  if (subjectId !== null && !text.startsWith(subjectId, at + 18)) return false
  const verbAt = text.length - verb.length - 2
  return text.startsWith('"verb":"', verbAt - 8) && text.startsWith(verb, verbAt) && text.endsWith('"}')
}

/** Whether `2026-01-31T23:59:59.999Z` stands at a place of the text. */
function isInstant(text: string, at: number, milliseconds: number): boolean {
  const number = Math.floor(milliseconds / day)
  if (number !== dayNumber) {
    dayNumber = number
    dayText = new Date(number * day).toISOString().slice(0, 11)
  }
  if (!text.startsWith(dayText, at)) return false
  const two = (from: number) => (text.charCodeAt(from) - 48) * 10 + text.charCodeAt(from + 1) - 48
  const seconds = (two(at + 11) * 60 + two(at + 14)) * 60 + two(at + 17)
  return seconds * 1000 + (text.charCodeAt(at + 20) - 48) * 100 + two(at + 21) === milliseconds - number * day
}

/** What is wrong with an entry whose text `rowsOf` did not recognise; undefined when only its shape is less common. */
export function wrongColumn(text: string, columns: Columns): Pick<LedgerFault, 'type' | 'what'> | undefined {
  const content = parse(text)
  if (content === undefined) return { type: 'malformed', what: 'The content of this entry is not JSON.' }
  const column =
    content.id !== columns.id ? 'id'
    : content.organisationId !== columns.organisationId ? 'organisation_id'
    : content.verb !== columns.verb ? 'verb'
    : (content.subject?.id ?? null) !== columns.subjectId ? 'subject_id'
    : content.actor?.id !== columns.actorId ? 'actor_id'
    : Date.parse(content.at ?? '') !== columns.at ? 'at'
    : undefined
  if (column) return { type: 'altered', what: `The column ${column} of this entry is not what its content says.` }
  return claimsOf(text) === null ? { type: 'malformed', what: 'The content of this entry does not say which rows it wrote.' } : undefined
}

/** The rows that an entry says it wrote; null when its text does not say. */
export function claimsOf(text: string): EntryContent['rows'] | null {
  const rows: unknown = parse(text)?.rows
  if (Array.isArray(rows)) return rows.every((row) => Array.isArray(row) && row.length === 4) ? (rows as EntryContent['rows']) : null
  const bulk = rows as { count?: unknown; root?: unknown } | null | undefined
  return typeof bulk?.count === 'number' && typeof bulk.root === 'string' ? { count: bulk.count, root: bulk.root } : null
}

function parse(text: string): Partial<EntryContent> | undefined {
  try {
    return Object(JSON.parse(text)) as Partial<EntryContent>
  } catch {
    return undefined
  }
}
