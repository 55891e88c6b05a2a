import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesOf, consistencyProof, emptyRoot, Frontier, hashOf, inclusionProof, leafHash, nodeHash, provesConsistency, provesInclusion, spanHash } from './merkle.ts'
import type { Hash, HashSource } from './merkle.ts'

// The definitions of RFC 9162, 2.1, written down as they stand there, over lists of entries.
const sha = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
const k = (n: number): number => (n <= 2 ? 1 : n <= 4 ? 2 : 2 * k(Math.ceil(n / 2)))
const mth = (d: Buffer[]): Buffer =>
  d.length === 0 ? sha() : d.length === 1 ? sha(Buffer.of(0), d[0]!) : sha(Buffer.of(1), mth(d.slice(0, k(d.length))), mth(d.slice(k(d.length))))
const path = (m: number, d: Buffer[]): Buffer[] => {
  if (d.length === 1) return []
  const [left, right] = [d.slice(0, k(d.length)), d.slice(k(d.length))]
  return m < left.length ? [...path(m, left), mth(right)] : [...path(m - left.length, right), mth(left)]
}
const subproof = (m: number, d: Buffer[], whole: boolean): Buffer[] => {
  if (m === d.length) return whole ? [] : [mth(d)]
  const [left, right] = [d.slice(0, k(d.length)), d.slice(k(d.length))]
  return m <= left.length ? [...subproof(m, left, whole), mth(right)] : [...subproof(m - left.length, right, false), mth(left)]
}

const entries = (size: number) => Array.from({ length: size }, (_, i) => Buffer.from(`entry ${i}`))
const leaves = (list: Buffer[]) => list.map((entry) => leafHash(entry))
const sourceOf = (hashes: Hash[]): HashSource => (from, height) => {
  expect(from % 2 ** height).toBe(0)
  return grown(hashes.slice(from, from + 2 ** height)).root()
}
const grown = (hashes: Hash[]) => {
  const frontier = new Frontier()
  for (const hashed of hashes) frontier.append(hashed)
  return frontier
}
const hex = (hashed: Hash) => bytesOf(hashed).toString('hex')

// Test vectors of the Certificate Transparency reference implementation (RFC 6962 trees; RFC 9162 keeps the hashing).
const vectorLeaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((text) => Buffer.from(text, 'hex'))
const vectorRoots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const vectorInclusions = [
  { index: 0, size: 8, path: ['96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7', '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4'] },
  { index: 5, size: 8, path: ['bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b', 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'] },
  { index: 2, size: 3, path: ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'] },
  { index: 1, size: 5, path: ['6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b'] },
]
const vectorConsistencies = [
  { earlier: 1, size: 8, path: ['96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7', '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4'] },
  { earlier: 6, size: 8, path: ['0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a', 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'] },
  { earlier: 2, size: 5, path: ['5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b'] },
]

describe('known trees', () => {
  test('the roots of the reference trees of 0 to 8 leaves come out', () => {
    expect(hex(emptyRoot)).toBe(vectorRoots[0])
    const hashes = leaves(vectorLeaves)
    expect(vectorRoots.map((_, size) => hex(grown(hashes.slice(0, size)).root()))).toEqual(vectorRoots)
  })

  test('the audit paths of the reference trees come out and hold', async () => {
    const hashes = leaves(vectorLeaves)
    for (const known of vectorInclusions) {
      const proof = await inclusionProof(known.index, known.size, sourceOf(hashes))
      expect(proof.map(hex)).toEqual(known.path)
      expect(provesInclusion({ ...known, leaf: hashes[known.index]!, path: proof, root: hashOf(Buffer.from(vectorRoots[known.size]!, 'hex')) })).toBe(true)
    }
  })

  test('the consistency proofs of the reference trees come out and hold', async () => {
    const hashes = leaves(vectorLeaves)
    const root = (size: number) => hashOf(Buffer.from(vectorRoots[size]!, 'hex'))
    for (const known of vectorConsistencies) {
      const proof = await consistencyProof(known.earlier, known.size, sourceOf(hashes))
      expect(proof.map(hex)).toEqual(known.path)
      expect(provesConsistency({ ...known, earlierRoot: root(known.earlier), root: root(known.size), path: proof })).toBe(true)
    }
  })
})

describe('trees of any size', () => {
  const size = fc.integer({ min: 1, max: 300 })

  test('a tree grown leaf by leaf has the root that the RFC defines', () => {
    fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 70 }), (list) => {
      const data = list.map((bytes) => Buffer.from(bytes))
      expect(hex(grown(leaves(data)).root())).toBe(mth(data).toString('hex'))
    }))
  })

  test('the audit path is the one that the RFC defines, and leads to the root', async () => {
    await fc.assert(fc.asyncProperty(size, fc.nat(), async (n, any) => {
      const data = entries(n)
      const index = any % n
      const proof = await inclusionProof(index, n, sourceOf(leaves(data)))
      expect(proof.map(hex)).toEqual(path(index, data).map((hashed) => hashed.toString('hex')))
      expect(provesInclusion({ index, size: n, leaf: leafHash(data[index]!), path: proof, root: hashOf(mth(data)) })).toBe(true)
    }), { numRuns: 60 })
  })

  test('the consistency proof is the one that the RFC defines, and holds', async () => {
    await fc.assert(fc.asyncProperty(size, fc.nat(), async (n, any) => {
      const data = entries(n)
      const earlier = 1 + (any % n)
      const proof = await consistencyProof(earlier, n, sourceOf(leaves(data)))
      expect(proof.map(hex)).toEqual(subproof(earlier, data, true).map((hashed) => hashed.toString('hex')))
      expect(provesConsistency({ earlier, earlierRoot: hashOf(mth(data.slice(0, earlier))), size: n, root: hashOf(mth(data)), path: proof })).toBe(true)
    }), { numRuns: 60 })
  })

  test('a proof with anything altered proves nothing', async () => {
    const wrong = leafHash('something else')
    await fc.assert(fc.asyncProperty(fc.integer({ min: 2, max: 200 }), fc.nat(), fc.nat(), async (n, any, other) => {
      const data = entries(n)
      const hashes = leaves(data)
      const root = hashOf(mth(data))
      const index = any % n
      const proof = await inclusionProof(index, n, sourceOf(hashes))
      const good = { index, size: n, leaf: hashes[index]!, path: proof, root }
      const at = other % proof.length
      expect(provesInclusion({ ...good, path: proof.with(at, wrong) })).toBe(false)
      expect(provesInclusion({ ...good, path: [...proof, wrong] })).toBe(false)
      expect(provesInclusion({ ...good, path: proof.slice(1) })).toBe(false)
      expect(provesInclusion({ ...good, leaf: wrong })).toBe(false)
      expect(provesInclusion({ ...good, root: wrong })).toBe(false)
      expect(provesInclusion({ ...good, index: n })).toBe(false)
      const earlier = 1 + (any % (n - 1))
      const steps = await consistencyProof(earlier, n, sourceOf(hashes))
      const grows = { earlier, earlierRoot: hashOf(mth(data.slice(0, earlier))), size: n, root, path: steps }
      expect(provesConsistency({ ...grows, path: steps.with(other % steps.length, wrong) })).toBe(false)
      expect(provesConsistency({ ...grows, path: [...steps, wrong] })).toBe(false)
      expect(provesConsistency({ ...grows, path: steps.slice(1) })).toBe(false)
      expect(provesConsistency({ ...grows, earlierRoot: wrong })).toBe(false)
      expect(provesConsistency({ ...grows, root: wrong })).toBe(false)
    }), { numRuns: 40 })
  })

  test('a tree continued from its subtrees has the same root as one grown from the first leaf', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 40 }), (n, more) => {
      const hashes = leaves(entries(n + more))
      const blocks: { from: number; height: number; hash: Hash }[] = []
      const before = new Frontier((subtree) => blocks.push(subtree), 4)
      for (const hashed of hashes.slice(0, n)) before.append(hashed)
      const after = new Frontier()
      for (const height of [8, 4]) for (const block of blocks) if (block.height === height && block.from >= after.size) after.append(block.hash, height)
      for (const hashed of hashes.slice(after.size)) after.append(hashed)
      expect(after.root()).toBe(grown(hashes).root())
    }))
  })

  test('the subtrees told of are the complete ones of the chosen heights', async () => {
    const hashes = leaves(entries(300))
    const told: string[] = []
    const frontier = new Frontier((subtree) => told.push(`${subtree.height}@${subtree.from}`), 4)
    for (const hashed of hashes) frontier.append(hashed)
    expect(told.filter((text) => text.startsWith('4@'))).toEqual(Array.from({ length: 18 }, (_, i) => `4@${i * 16}`))
    expect(told.filter((text) => text.startsWith('8@'))).toEqual(['8@0'])
    expect(await spanHash([0, 300], sourceOf(hashes))).toBe(frontier.root())
  })

  test('a leaf or a tree that does not exist is refused by name', () => {
    expect(() => inclusionProof(3, 3, sourceOf([]))).toThrow('A tree of 3 leaves has no leaf 3.')
    expect(() => consistencyProof(4, 3, sourceOf([]))).toThrow('A tree of 3 leaves does not begin with one of 4.')
    expect(() => new Frontier().append(nodeHash(emptyRoot, emptyRoot), 1)).not.toThrow()
    const one = new Frontier()
    one.append(emptyRoot)
    expect(() => one.append(emptyRoot, 1)).toThrow('cannot begin at leaf 1')
  })
})
