import type { KeyObject } from 'node:crypto'
import type { Faults } from './ledger.faults.ts'
import { isSignedBy, keyId } from './ledger.head.ts'
import type { Head } from './ledger.head.ts'
import { bytesOf, Frontier } from './merkle.ts'
import type { Hash } from './merkle.ts'

/** A head that somebody kept outside, e.g. from a printed edition; `root` is hexadecimal and may be only its beginning. */
export type KnownHead = { size: number; root: string }

/** Grows the tree again from its leaves and holds every signed head and every kept subtree against it. */
export class TreeCheck {
  readonly #frontier: Frontier
  readonly #keys: Map<string, KeyObject>
  readonly #faults: Faults
  readonly #computed = new Map<string, Hash>()
  readonly #organisationId: string
  readonly #known: readonly KnownHead[]
  /** Set at the first head that does not fit: later roots cannot fit either, and are not named one by one. */
  #broken: number | null = null
  #misfits = 0
  #passed = 0
  /** The last head that is signed and fits. */
  head: Head | null = null

  constructor(organisationId: string, faults: Faults, trust: { publicKeys: readonly KeyObject[]; known?: readonly KnownHead[] | undefined }, keepNodes: boolean) {
    const { publicKeys, known } = trust
    this.#organisationId = organisationId
    this.#known = (known ?? []).toSorted((a, b) => a.size - b.size)
    this.#keys = new Map(publicKeys.map((key) => [keyId(key), key]))
    this.#faults = faults
    this.#frontier = new Frontier(keepNodes ? ({ from, height, hash }) => void this.#computed.set(nodeName(height / 8, from / 2 ** height), hash) : undefined, 8)
  }

  get size(): number {
    return this.#frontier.size
  }

  leaf(hash: Hash): void {
    this.#frontier.append(hash)
    while (this.#known[this.#passed]?.size === this.#frontier.size) this.#checkKnown(this.#known[this.#passed++]!)
  }

  #checkKnown({ size, root }: KnownHead): void {
    if (bytesOf(this.#frontier.root()).toString('hex').startsWith(root.toLowerCase())) return
    this.#faults.add('altered', `ledger_heads ${size}`, `The first ${size} leaves do not give the root ${root} that was kept elsewhere: this is another history.`)
  }

  /** Checks a head whose size has just been reached. */
  checkHead(head: Head): void {
    const where = `ledger_heads ${head.size}`
    const key = this.#keys.get(head.keyId)
    let good = true
    if (!key) {
      this.#faults.add('unsigned', where, `This head of ${head.size} entries is signed with key ${head.keyId}, which is not one to trust (${[...this.#keys.keys()].join(', ')}).`)
      good = false
    } else if (!isSignedBy({ ...head, organisationId: this.#organisationId }, key)) {
      this.#faults.add('unsigned', where, `The signature of this head of ${head.size} entries does not hold: the head was altered.`)
      good = false
    }
    if (!bytesOf(this.#frontier.root()).equals(head.root)) {
      good = false
      this.#misfits++
      if (this.#broken === null) {
        this.#broken = head.size
        this.#faults.add('altered', where, `The ${head.size} leaves do not give the root of this head: ${this.#since()}.`)
      }
    }
    if (good) this.head = head
  }

  #since(): string {
    return this.head ? `leaves from ${this.head.size} on, or the head, were altered` : 'leaves or the head were altered'
  }

  /** Takes the kept subtrees computed since the last call, to compare with stored ones. */
  takeNodes(): Map<string, Hash> {
    const nodes = new Map(this.#computed)
    this.#computed.clear()
    return nodes
  }

  /** A head that claims more leaves than there are. */
  headBeyond(head: Pick<Head, 'size'>): void {
    this.#faults.add('missing', `ledger_heads ${head.size}`, `This head covers ${head.size} entries and only ${this.size} leaves are there: leaves ${this.size} to ${head.size - 1} are gone.`)
  }

  finish(): void {
    for (const { size } of this.#known.slice(this.#passed)) this.#faults.add('missing', `ledger_heads ${size}`, `A head of ${size} entries was kept elsewhere, and only ${this.size} leaves are there.`)
    if (this.#misfits > 1) this.#faults.add('altered', `ledger_heads from ${this.#broken} on`, `${this.#misfits} heads do not fit the leaves.`)
  }
}

export function nodeName(level: number, position: number): string {
  return `ledger_nodes level ${level} position ${position}`
}
