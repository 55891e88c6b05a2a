import { z } from 'zod'
import { canonicalJson } from '../shared/canonical.ts'
import { id } from '../shared/ids.ts'
import { bytesOf, Frontier, leafHash } from './merkle.ts'
import type { RowHash } from './rows.ts'

/** What a successful action leaves in the ledger (model, part 5). */
export type EntryFacts = {
  id: string
  organisationId: string
  /** The server's clock, to the millisecond. */
  at: Date
  actor: { type: string; id: string }
  /** The role held that granted it. */
  role: string
  /** The action's name. */
  verb: string
  subject: { kind: string; id: string; key?: string } | null
  /** The rows that the action wrote: each is hashed here. Very many come as their root. */
  rows: readonly RowHash[] | RowsClaim
  reason?: string | null | undefined
  /** An import: the file it came from and what became of its rows. */
  bulk?: { file: string; counts: Record<string, number> } | undefined
  /** True in an organisation whose clock is invented. */
  simulated?: boolean
}

/** How many rows an entry wrote, and the root over them in order. */
export type RowsClaim = { count: number; root: string }

/** A row of `ledger_entries`. */
export type LedgerEntry = { organisation_id: string; id: string; at: Date; verb: string; subject_id: string | null; actor_id: string; content: string }

/** Entries of more rows than this carry a root in place of the list. */
export const inlineRows = 16

const rowHash = z.tuple([z.string().min(1), id, z.int().min(0), z.string().regex(/^[0-9a-f]{64}$/)])

const entryContent = z.strictObject({
  actor: z.strictObject({ id: z.string(), type: z.string() }),
  at: z.iso.datetime({ precision: 3 }),
  bulk: z.strictObject({ counts: z.record(z.string(), z.number()), file: z.string() }).optional(),
  id,
  organisationId: id,
  reason: z.string().optional(),
  role: z.string(),
  rows: z.union([z.array(rowHash).max(inlineRows), z.strictObject({ count: z.int().min(inlineRows + 1), root: z.string().regex(/^[0-9a-f]{64}$/) })]),
  simulated: z.literal(true).optional(),
  subject: z.strictObject({ id, key: z.string().optional(), kind: z.string() }).nullable(),
  verb: z.string(),
})

/** The content of an entry, parsed. */
export type EntryContent = z.infer<typeof entryContent>

/** The row to insert for an action. Throws TypeError when a row is named twice. */
export function ledgerEntry(facts: EntryFacts): LedgerEntry {
  const { id, organisationId, at, actor, role, verb, subject, reason, bulk } = facts
  const rows = claimOf(verb, facts.rows)
  const content: EntryContent = {
    actor: { type: actor.type, id: actor.id }, at: at.toISOString(), id, organisationId, role, verb,
    subject: subject && { kind: subject.kind, id: subject.id, ...(subject.key === undefined ? {} : { key: subject.key }) },
    rows,
    ...(reason ? { reason } : {}), ...(bulk ? { bulk } : {}), ...(facts.simulated ? { simulated: true as const } : {}),
  }
  return { organisation_id: organisationId, id, at, verb, subject_id: subject?.id ?? null, actor_id: actor.id, content: canonicalJson(content) }
}

function claimOf(verb: string, given: EntryFacts['rows']): EntryContent['rows'] {
  if ('root' in given) return given
  const rows = [...given].sort(rowOrder)
  const twice = rows.find((row, i) => i > 0 && rowOrder(rows[i - 1]!, row) === 0)
  if (twice) throw new TypeError(`The entry ${verb} names the row ${twice.slice(0, 3).join(' ')} twice; each revision is written once.`)
  return rows.length <= inlineRows ? rows : { count: rows.length, root: rowsRoot(rows) }
}

/** Gathers rows that come in order, however many, for one entry: the list while it is short, then only their root. */
export class RowTally {
  readonly #first: RowHash[] = []
  readonly #frontier = new Frontier()

  add(row: RowHash): void {
    if (this.#first.length <= inlineRows) this.#first.push(row)
    this.#frontier.append(leafHash(rowText(row)))
  }

  rows(): readonly RowHash[] | RowsClaim {
    return this.#frontier.size <= inlineRows ? this.#first : { count: this.#frontier.size, root: bytesOf(this.#frontier.root()).toString('hex') }
  }
}

/** Parses and checks the content of an entry; otherwise a sentence that says what is wrong with it. */
export function readEntry(text: string): EntryContent | { wrong: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { wrong: 'its content is not JSON' }
  }
  const parsed = entryContent.safeParse(value)
  if (!parsed.success) return { wrong: `its content is not that of an entry (${parsed.error.issues[0]!.path.join('.') || 'fields'})` }
  if (canonicalJson(value) !== text) return { wrong: 'its content is not written canonically' }
  const { rows } = parsed.data
  if (Array.isArray(rows) && rows.some((row, i) => i > 0 && rowOrder(rows[i - 1]!, row) >= 0)) return { wrong: 'its rows are not in order' }
  return parsed.data
}

/** The order of rows in an entry: by subject, id and revision. The database gives the same with collation C. */
export function rowOrder(a: RowHash, b: RowHash): number {
  return byText(a[0], b[0]) || byText(a[1], b[1]) || a[2] - b[2]
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The canonical text of a row in an entry: `["subject","id",revision,"hash"]`. */
export function rowText([subject, id, revision, hash]: RowHash): string {
  return `["${subject}","${id}",${revision},"${hash}"]`
}

/** RFC 9162 root, in hex, over the texts of rows that are in order. */
export function rowsRoot(rows: Iterable<RowHash>): string {
  const frontier = new Frontier()
  for (const row of rows) frontier.append(leafHash(rowText(row)))
  return bytesOf(frontier.root()).toString('hex')
}
