import type { KeyObject } from 'node:crypto'
import type { Faults } from './ledger.faults.ts'
import { isSignedBy, keyId } from './ledger.head.ts'
import type { Head } from './ledger.head.ts'
import { bytesOf, Frontier } from './merkle.ts'
import type { Hash } from './merkle.ts'

/** Grows the tree again from its leaves and holds every signed head and every kept subtree against it. */
export class TreeCheck {
  readonly #frontier: Frontier
  readonly #keys: Map<string, KeyObject>
  readonly #faults: Faults
  readonly #computed = new Map<string, Hash>()
  readonly #organisationId: string
  /** Set at the first head that does not fit: later roots cannot fit either, and are not named one by one. */
  #broken: number | null = null
  #misfits = 0
  /** The last head that is signed and fits. */
  head: Head | null = null

  constructor(organisationId: string, publicKeys: readonly KeyObject[], faults: Faults, keepNodes: boolean) {
    this.#organisationId = organisationId
    this.#keys = new Map(publicKeys.map((key) => [keyId(key), key]))
    this.#faults = faults
    this.#frontier = new Frontier(keepNodes ? ({ from, height, hash }) => void this.#computed.set(nodeName(height / 8, from / 2 ** height), hash) : undefined, 8)
  }

  get size(): number {
    return this.#frontier.size
  }

  leaf(hash: Hash): void {
    this.#frontier.append(hash)
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
    if (this.#misfits > 1) this.#faults.add('altered', `ledger_heads from ${this.#broken} on`, `${this.#misfits} heads do not fit the leaves.`)
  }
}

export function nodeName(level: number, position: number): string {
  return `ledger_nodes level ${level} position ${position}`
}
