/**
 * What verification found wrong. `altered`: differs from what was hashed or sealed. `missing`: something refers to it and it is gone.
 * `extra`: nothing accounts for it. `malformed`: it cannot be read as what it should be. `unsigned`: a head without a good signature.
 */
export type LedgerFault = { type: 'altered' | 'missing' | 'extra' | 'malformed' | 'unsigned'; what: string; where: string }

const most = 1000

/** Collects faults; keeps the first thousand and counts the rest. */
export class Faults {
  readonly list: LedgerFault[] = []
  count = 0

  add(type: LedgerFault['type'], where: string, what: string): void {
    this.count++
    if (this.list.length < most) this.list.push({ type, what, where })
  }

  /** The list to show, with a line for those left out. */
  all(): LedgerFault[] {
    const left = this.count - this.list.length
    return left === 0 ? this.list : [...this.list, { type: 'altered', what: `${left} more faults were found and are not listed.`, where: 'everywhere' }]
  }
}

/** How a row of an entry is named to people. */
export function rowName(subject: string, id: string, revision: number): string {
  if (subject === 'event') return `record_events ${id} position ${revision}`
  return subject === 'version' ? `element_versions ${id} version ${revision}` : `row_versions ${subject} ${id} revision ${revision}`
}
