import type { DraftLink } from '../../shared/kind.ts'
import type { UnknownName } from '../../shared/system.ts'
import type { CompiledPart, Kinds } from './compile.ts'
import type { ExistingElement, ExistingHolder, ExistingIndex, ExistingPerson } from './existing.ts'
import type { SourceRow } from './rows.ts'
import { isUnreadable, textOf } from './targets.ts'

/** A row, or one value of a row, that was not taken over: where it stands and what would be right. */
export type Rejected = { row: number; column: string | null; reason: string; file: string; line: number | null; key: string | null }

export type RowResult = 'created' | 'changed' | 'unchanged' | 'rejected'

/** What became of one row of the source. */
export type PlannedRow = { row: number; file: string; key: string | null; title: string; result: RowResult }

/** An element as it shall be; `existing` is null for a new one. */
export type PlannedElement = {
  id: string
  kind: string
  externalKey: string | null
  existing: ExistingElement | null
  title: string
  accountable: string | null
  reviewEvery: string | null
  body: Record<string, unknown>
  links: DraftLink[]
  unknown: UnknownName[]
  /** False: it is kept as a draft. */
  comesInForce: boolean
}

export type PlannedPerson = { id: string; existing: ExistingPerson | null; externalKey: string; name: string; email: string | null; fromOn: string | null; toOn: string | null }

/** A holder as they shall be appointed, changed or, with `toOn`, ended. */
export type PlannedHolder = { id: string; existing: ExistingHolder | null; roleId: string; personId: string; elementId: string | null; deputy: boolean; fromOn: string; toOn: string | null }

/** All that an import would do; elements, people and holders are those that change, and `read` = created + changed + unchanged + rejected rows. */
export type ImportPlan = {
  read: number
  created: number
  changed: number
  unchanged: number
  rows: PlannedRow[]
  rejected: Rejected[]
  elements: PlannedElement[]
  people: PlannedPerson[]
  holders: PlannedHolder[]
}

export type PlanInput = {
  rows: readonly SourceRow[]
  parts: readonly CompiledPart[]
  kinds: Kinds
  existing: ExistingIndex
  /** Today in the organisation's time zone. */
  today: string
  /** Drafts are written over by a draft; what goes in force at once must not pass over somebody's open draft. */
  asDraft: boolean
  /** Why whoever imports may not add people or appoint holders; left out where they may. */
  barred?: { people?: string | undefined; holders?: string | undefined }
  nextId: () => string
}

/** One element while it is planned: its own fields, and the links that rows ask of it. */
export type Subject = Omit<PlannedElement, 'comesInForce'> & {
  part: CompiledPart | null
  /** Index of the row that named it first; -1 for one that is only linked. */
  at: number
  /** What rows gave for its fields, by target, with the row that gave it. */
  given: Map<string, { value: unknown; at: number }>
  /** Links asked for, by `type target`, with the row and column that ask. */
  asked: Map<string, AskedLink>
  /** `type kind-of-target` of the outgoing links that the source decides. */
  decided: Set<string>
  /** Targets whose links from here the source decides, by `type target`. */
  dropped: Map<string, number>
  /** Link types of which the source decides the unknown names. */
  decidedUnknown: Set<string>
  askedUnknown: UnknownName[]
}

export type AskedLink = { link: DraftLink; at: number; column: string; isNew: boolean }

/** The state of a plan under way. */
export type Planning = PlanInput & {
  subjects: Map<string, Subject>
  /** Keys in the source that were refused, by `kind key`, with the row. */
  refused: Map<string, number>
  byId: Map<string, Subject>
  people: Map<string, PlannedPerson & { at: number }>
  personByEmail: Map<string, string>
  /** Names of people planned, by name in lower case, made when first asked for. */
  peopleByName?: Map<string, string[]>
  holders: Map<string, PlannedHolder & { at: number }>
  results: (RowResult | undefined)[]
  keys: (string | null)[]
  titles: string[]
  touched: Set<number>
  rejected: Rejected[]
  /** Ids by `kind title` in lower case, made when first asked for. */
  titled?: Map<string, string[]>
  names?: Map<string, string[]>
  guesses: number
}

/** Notes that a row, or a value of it, is not taken over. */
export function reject(planning: Planning, at: number, column: string | null, reason: string): void {
  const row = planning.rows[at]!
  planning.rejected.push({ row: row.row, column, reason, file: row.file, line: row.line ?? null, key: planning.keys[at] ?? null })
}

/** Refuses a whole row. */
export function rejectRow(planning: Planning, at: number, column: string | null, reason: string): void {
  planning.results[at] = 'rejected'
  reject(planning, at, column, reason)
}

/** How messages call a row: by its line where it stands alone in it, else by its number. */
export function placeOf(row: SourceRow, among: readonly SourceRow[]): string {
  const inFile = among[0]?.file === row.file && among.at(-1)?.file === row.file ? '' : ` of ${row.file.split(/[\\/]/).pop()}`
  return `row ${row.row}${inFile}`
}

const longestKey = 200

/**
 * The key that a row gives for a part, or undefined when there is none to go on with, which has then been said. `takenBy` is the
 * row that has the key already; only the rows' own part may not repeat it.
 */
export function keyOf(planning: Planning, part: CompiledPart, at: number, takenBy: (key: string) => number | undefined): string | undefined {
  const isMain = part.path === ''
  const column = part.key?.column ?? null
  const key = textOf(part.key?.value(planning.rows[at]!))
  if (key === '') {
    if (isMain) rejectRow(planning, at, column, 'The key is empty; without it the next import could not find this row again.')
    return undefined
  }
  if (key.length > longestKey) {
    refuseIn(part)(planning, at, column, `The key is longer than ${longestKey} characters.`)
    return undefined
  }
  if (isUnreadable(key)) {
    refuseIn(part)(planning, at, column, 'The key holds control characters or turns the direction of writing; take that out.')
    return undefined
  }
  if (!isMain) return key
  planning.keys[at] = key
  const before = takenBy(key)
  if (before === undefined) return key
  rejectRow(planning, at, column, `"${key}" is the key of ${placeOf(planning.rows[before]!, planning.rows)} already; give each row a key of its own.`)
  return undefined
}

/** What a fault of a part does: in the row's own part the row is rejected, elsewhere the value. */
export function refuseIn(part: CompiledPart): typeof reject {
  return part.path === '' ? rejectRow : reject
}
