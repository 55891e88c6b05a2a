import { hash } from 'node:crypto'

/**
 * Merkle trees of RFC 9162, section 2.1, with SHA-256. Hashes are strings of 32 latin1 characters here: Node makes and compares
 * those three times as fast as buffers; `hashOf` and `bytesOf` convert. Nothing in this file reads or writes.
 */
export type Hash = string

/** A hash as its 32 bytes. */
export function bytesOf(of: Hash): Buffer {
  return Buffer.from(of, 'latin1')
}

/** The hash that 32 bytes hold. */
export function hashOf(bytes: Uint8Array): Hash {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

/** HASH(bytes), as it is. */
export function hashBytes(bytes: Buffer): Hash {
  return hash('sha256', bytes, 'binary')
}

let leafInput = Buffer.alloc(1 << 14)
const nodeInput = Buffer.alloc(65, 1)

/** HASH(0x00 || content), the content being text (as UTF-8) or bytes. */
export function leafHash(content: string | Buffer): Hash {
  if (typeof content === 'string') return hash('sha256', `\0${content}`, 'binary')
  if (content.length >= leafInput.length) leafInput = Buffer.alloc(content.length * 2)
  leafInput[0] = 0
  const length = content.copy(leafInput, 1)
  return hashBytes(leafInput.subarray(0, 1 + length))
}

/** HASH(0x01 || left || right). */
export function nodeHash(left: Hash, right: Hash): Hash {
  nodeInput.write(left, 1, 'latin1')
  nodeInput.write(right, 33, 'latin1')
  return hash('sha256', nodeInput, 'binary')
}

/** The root of the tree without leaves: the hash of nothing. */
export const emptyRoot: Hash = hash('sha256', '', 'binary')

/** A complete subtree: the hash over leaves [from, from + 2^height). */
export type Subtree = { from: number; height: number; hash: Hash }

/**
 * Grows a tree leaf by leaf and keeps only the roots of its complete subtrees, the largest first: at most one per binary digit of its size.
 * `onSubtree` is told of each complete subtree of at least `fromHeight` as it comes about.
 */
export class Frontier {
  size = 0
  readonly #hashes: Hash[] = []
  readonly #heights: number[] = []
  readonly #onSubtree: ((subtree: Subtree) => void) | undefined
  readonly #every: number

  /** `every` picks the heights told of: its multiples, e.g. 8 for subtrees of 256, 65,536 … leaves. */
  constructor(onSubtree?: (subtree: Subtree) => void, every = 1) {
    this.#onSubtree = onSubtree
    this.#every = every
  }

  /** Appends a leaf hash or, with a height, the root of a complete subtree that begins where the tree ends. */
  append(hashed: Hash, height = 0): void {
    if (this.size % 2 ** height !== 0) throw new RangeError(`A subtree of 2^${height} leaves cannot begin at leaf ${this.size}.`)
    let top = hashed
    let level = height
    this.size += 2 ** height
    while (this.#heights[this.#heights.length - 1] === level) {
      top = nodeHash(this.#hashes.pop()!, top)
      this.#heights.pop()
      level++
      this.#tell(top, level)
    }
    this.#hashes.push(top)
    this.#heights.push(level)
  }

  /** The root over all leaves so far. */
  root(): Hash {
    if (this.size === 0) return emptyRoot
    let root = this.#hashes[this.#hashes.length - 1]!
    for (let i = this.#hashes.length - 2; i >= 0; i--) root = nodeHash(this.#hashes[i]!, root)
    return root
  }

  #tell(top: Hash, height: number): void {
    if (this.#onSubtree && height % this.#every === 0) this.#onSubtree({ from: this.size - 2 ** height, height, hash: top })
  }
}

/** Leaves [from, to): a part of the tree whose hash a proof needs. */
export type Span = readonly [from: number, to: number]

/** Gives the hash of complete subtrees: leaves [from, from + 2^height), from being a multiple of 2^height. */
export type HashSource = (from: number, height: number) => Promise<Hash> | Hash

/** The complete subtrees that make up a span whose start is a multiple of the largest power of two below its length. */
export function subtreesOf([from, to]: Span): { from: number; height: number }[] {
  const parts: { from: number; height: number }[] = []
  for (let at = from; at < to; ) {
    const height = Math.floor(Math.log2(to - at))
    parts.push({ from: at, height })
    at += 2 ** height
  }
  return parts
}

/** RFC 9162, 2.1.3.1: the spans whose hashes prove that leaf `index` is in the tree of `size` leaves, from the leaf upwards. */
export function inclusionSpans(index: number, size: number): Span[] {
  if (!(Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size)) {
    throw new RangeError(`A tree of ${size} leaves has no leaf ${index}.`)
  }
  const spans: Span[] = []
  for (let [from, to] = [0, size]; to - from > 1; ) {
    const middle = from + split(to - from)
    spans.unshift(index < middle ? [middle, to] : [from, middle])
    if (index < middle) to = middle
    else from = middle
  }
  return spans
}

/** RFC 9162, 2.1.4.1: the spans whose hashes prove that the tree of `size` leaves begins with the tree of `earlier` leaves. */
export function consistencySpans(earlier: number, size: number): Span[] {
  if (!(Number.isSafeInteger(earlier) && Number.isSafeInteger(size) && earlier > 0 && earlier <= size)) {
    throw new RangeError(`A tree of ${size} leaves does not begin with one of ${earlier}.`)
  }
  const spans: Span[] = []
  let [from, to, whole] = [0, size, true]
  while (earlier !== to) {
    const middle = from + split(to - from)
    spans.unshift(earlier <= middle ? [middle, to] : [from, middle])
    if (earlier <= middle) to = middle
    else [from, whole] = [middle, false]
  }
  return whole ? spans : [[from, to], ...spans]
}

/** The hash of a span, from its complete subtrees. */
export async function spanHash(span: Span, source: HashSource): Promise<Hash> {
  const hashes = await Promise.all(subtreesOf(span).map(({ from, height }) => source(from, height)))
  return hashes.reduceRight((right, left) => nodeHash(left, right))
}

/** The audit path of a leaf, from the leaf upwards. Throws RangeError when the tree has no such leaf. */
export function inclusionProof(index: number, size: number, source: HashSource): Promise<Hash[]> {
  return Promise.all(inclusionSpans(index, size).map((span) => spanHash(span, source)))
}

/** The proof that one tree begins with the other. Throws RangeError when `earlier` is 0 or larger than `size`. */
export function consistencyProof(earlier: number, size: number, source: HashSource): Promise<Hash[]> {
  return Promise.all(consistencySpans(earlier, size).map((span) => spanHash(span, source)))
}

/** The largest power of two smaller than `size`. */
function split(size: number): number {
  return 2 ** Math.ceil(Math.log2(size) - 1)
}

/** RFC 9162, 2.1.3.2: whether the path leads from a leaf hash at `index` to the root of the tree of `size` leaves. */
export function provesInclusion(proof: { index: number; size: number; leaf: Hash; path: readonly Hash[]; root: Hash }): boolean {
  if (!(proof.index >= 0 && proof.index < proof.size)) return false
  let at = proof.index
  let last = proof.size - 1
  let root = proof.leaf
  for (const sibling of proof.path) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      root = nodeHash(sibling, root)
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, half(last)]
    } else {
      root = nodeHash(root, sibling)
    }
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && root === proof.root
}

/** RFC 9162, 2.1.4.2: whether the path shows that the tree of `size` leaves begins with the tree of `earlier` leaves. */
export function provesConsistency(proof: { earlier: number; earlierRoot: Hash; size: number; root: Hash; path: readonly Hash[] }): boolean {
  const { earlier, size } = proof
  if (earlier === size) return proof.path.length === 0 && proof.earlierRoot === proof.root
  if (!(earlier > 0 && earlier < size) || proof.path.length === 0) return false
  const path = isPowerOfTwo(earlier) ? [proof.earlierRoot, ...proof.path] : proof.path
  let [at, last] = [earlier - 1, size - 1]
  while (at % 2 === 1) [at, last] = [half(at), half(last)]
  let earlierRoot = path[0]!
  let root = path[0]!
  for (const sibling of path.slice(1)) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      earlierRoot = nodeHash(sibling, earlierRoot)
      root = nodeHash(sibling, root)
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, half(last)]
    } else {
      root = nodeHash(root, sibling)
    }
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && earlierRoot === proof.earlierRoot && root === proof.root
}

/** The sizes of real ledgers pass 2^31, so bits are shifted by division. */
function half(number: number): number {
  return Math.floor(number / 2)
}

function isPowerOfTwo(number: number): boolean {
  return Number.isInteger(Math.log2(number))
}
