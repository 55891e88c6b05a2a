import type { Incoming, IntakeFault } from '../work/intake.ts'
import { caseOf, type CompiledCases } from './record-case.ts'
import { carried } from './record-changes.ts'
import { rowFault, type OpenRow } from './record-rows.ts'
import { fileProblem } from './rows.ts'

/** Thrown when a case goes on after another has begun: then the file must be sorted by case first. */
export class Scattered extends Error {
  constructor() {
    super('The rows of a case do not stand together.')
  }
}

/** Rows that came one after another as cases: each row of a table by itself, rows of a log as long as they name the same case. */
export async function* casesIn(compiled: CompiledCases, rows: AsyncIterable<OpenRow>): AsyncGenerator<Incoming> {
  const seen = new KeyMemory()
  const logged = compiled.log !== undefined
  let group: OpenRow[] = []
  let key = ''
  for await (const row of rows) {
    const own = row.value === null && row.cells.length === 0 ? '' : compiled.key.text(row)
    if (own === '') {
      yield { faults: [keyless(compiled, row)], rows: [givenRow(row)] }
      continue
    }
    if (logged && own === key) {
      group.push(row)
      continue
    }
    if (group.length > 0) yield caseOf(compiled, key, carried(compiled, sorted(compiled, group)))
    group = []
    key = ''
    if (seen.add(own)) {
      if (logged) [group, key] = [[row], own]
      else yield caseOf(compiled, own, [row])
    } else if (logged) throw new Scattered()
    else yield { faults: [rowFault(compiled.file, row, { column: compiled.key.column, key: own, reason: `"${own}" stands in an earlier row already; give each case one row, or say under log what its rows are.`, kind: 'twice' })], rows: [givenRow(row)] }
  }
  if (group.length > 0) yield caseOf(compiled, key, carried(compiled, sorted(compiled, group)))
}

function keyless(compiled: CompiledCases, row: OpenRow): IntakeFault {
  if (row.fault !== undefined) return rowFault(compiled.file, row, { reason: row.fault, kind: 'row' })
  return rowFault(compiled.file, row, { column: compiled.key.column, reason: 'The key is empty; without it the next import could not find this case again.', kind: 'missing' })
}

function givenRow({ row, cells, value }: OpenRow): { row: number; cells: readonly unknown[] } {
  return { row, cells: cells.length > 0 ? cells : [value] }
}

/** The rows of a case in the order of its log; of equal rank the later in the file comes later. */
function sorted(compiled: CompiledCases, rows: OpenRow[]): OpenRow[] {
  const { log } = compiled
  if (!log || rows.length < 2) return rows
  const getters = log.order.length > 0 ? log.order : [log.at]
  const ranked = rows.map((row, at) => ({ row, at, ranks: getters.map((getter) => rankOf(getter, row)) }))
  ranked.sort((a, b) => {
    for (let i = 0; i < getters.length; i++) {
      const order = compared(a.ranks[i]!, b.ranks[i]!)
      if (order !== 0) return order
    }
    return a.at - b.at
  })
  return ranked.map(({ row }) => row)
}

function rankOf(getter: CompiledCases['key'] | NonNullable<CompiledCases['log']>['at'], row: OpenRow): number | string {
  if ('milliseconds' in getter) {
    const ms = getter.milliseconds(row)
    return typeof ms === 'number' ? ms : -1
  }
  const text = getter.text(row)
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
}

function compared(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const [one, other] = [String(a), String(b)]
  return one < other ? -1 : one > other ? 1 : 0
}

/** Which keys were seen, in sixteen bytes each at most: two numbers of 32 bits stand for a key, which a million keys share by chance less than once in a million files. */
class KeyMemory {
  #slots = new Uint32Array(1 << 13)
  #count = 0

  /** Notes a key; false when it was noted before. */
  add(key: string): boolean {
    let [a, b] = [0x811c9dc5, 0x9e3779b9]
    for (let i = 0; i < key.length; i++) {
      const c = key.charCodeAt(i)
      a = Math.imul(a ^ c, 0x01000193)
      b = Math.imul(b ^ c, 0x85ebca6b)
      b ^= b >>> 13
    }
    if (this.#count * 4 >= this.#slots.length) this.#grow()
    return this.#put(a >>> 0 || 1, b >>> 0)
  }

  #put(a: number, b: number): boolean {
    const mask = this.#slots.length / 2 - 1
    for (let at = (a ^ (b >>> 7)) & mask; ; at = (at + 1) & mask) {
      const known = this.#slots[at * 2]!
      if (known === a && this.#slots[at * 2 + 1] === b) return false
      if (known !== 0) continue
      this.#slots[at * 2] = a
      this.#slots[at * 2 + 1] = b
      this.#count++
      return true
    }
  }

  #grow(): void {
    const old = this.#slots
    this.#slots = new Uint32Array(old.length * 2)
    this.#count = 0
    for (let at = 0; at < old.length; at += 2) if (old[at] !== 0) this.#put(old[at]!, old[at + 1]!)
  }
}

const mostGathered = 600_000

/** The cases of a log whose rows stand in any order: gathered in memory, in the order in which the cases begin. */
export async function* gatheredCases(compiled: CompiledCases, rows: AsyncIterable<OpenRow>): AsyncGenerator<Incoming> {
  const groups = new Map<string, OpenRow[]>()
  let count = 0
  for await (const row of rows) {
    const key = row.value === null && row.cells.length === 0 ? '' : compiled.key.text(row)
    if (++count > mostGathered) throw fileProblem(compiled.file, undefined, `the rows of a case do not stand together, and there are more than ${mostGathered.toLocaleString('en')} rows; sort it by ${compiled.key.column} first.`)
    if (key === '') yield { faults: [keyless(compiled, row)], rows: [givenRow(row)] }
    else if (groups.has(key)) groups.get(key)!.push(row)
    else groups.set(key, [row])
  }
  for (const [key, group] of groups) yield caseOf(compiled, key, carried(compiled, sorted(compiled, group)))
}
