import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeWorld } from '../../../test/support/world.ts'
import type { World } from '../../../test/support/world.ts'
import { isSignedBy } from '../../kernel/ledger.head.ts'
import { hashOf, leafHash, provesConsistency, provesInclusion } from '../../kernel/merkle.ts'
import type { EntryView, HeadView } from './ledger.contract.ts'

type Listed = { entries: EntryView[]; next: string | null }
type Headed = { head: HeadView | null; unsealed: number }
type Inclusion = { proves: 'inclusion'; entry: { id: string; content: string }; leaf: { number: number; hash: string }; head: HeadView; path: string[] }
type Consistency = { proves: 'consistency'; earlier: HeadView; head: HeadView; path: string[] }

const policy = { title: 'Change principles', body: { theme: 'change', statement: 'Small and reversible.' } }
const hash = (hex: string) => hashOf(Buffer.from(hex, 'hex'))

let world: World
let org: Awaited<ReturnType<World['found']>>
beforeAll(async () => {
  world = await makeWorld()
  org = await world.found()
  await org.act('policy.draft', policy)
  await world.seal(org.organisationId)
  await org.hire('Bo Li')
  world.pass(1)
  for (let i = 0; i < 600; i++) await org.act('policy.draft', { element: 'POL-1', revision: i + 1, ...policy, reason: `Number ${i}` })
  await world.seal(org.organisationId)
  world.pass(1)
  await org.act('policy.approve', { element: 'POL-1', revision: 601, reason: 'Agreed' })
}, 60_000)
afterAll(() => world.close())

describe('the list of entries', () => {
  test('is newest first, with who did what to what, in which role and why', async () => {
    const { entries } = await org.read<Listed>('ledger.entries', { limit: 2 })
    expect(entries).toMatchObject([
      { verb: 'policy.approve', at: '2026-03-04T09:00:00.000Z', actor: { type: 'person', name: 'Ada Berg' }, role: 'founder', reason: 'Agreed', subject: { kind: 'policy', key: 'POL-1' }, rows: 2, leaf: null },
      { verb: 'policy.draft', reason: 'Number 599', rows: 1, leaf: 602 },
    ])
  })

  test('gives every entry once, page by page', async () => {
    const seen: string[] = []
    let after: string | null | undefined
    do {
      const page: Listed = await org.read<Listed>('ledger.entries', { limit: 100, ...(after ? { after } : {}) })
      seen.push(...page.entries.map((entry) => entry.id))
      after = page.next
    } while (after)
    expect(seen).toHaveLength(604)
    expect(seen).toEqual([...new Set(seen)].toSorted().toReversed())
  })

  test('is narrowed by verb, actor and subject, by key or id', async () => {
    const verbs = async (input: object) => [...new Set((await org.read<Listed>('ledger.entries', { limit: 200, ...input })).entries.map((entry) => entry.verb))]
    expect(await verbs({ verb: 'person.add' })).toEqual(['person.add'])
    expect(await verbs({ subject: 'POL-1' })).toEqual(['policy.approve', 'policy.draft'])
    expect(await verbs({ subject: 'POL-1', verb: 'policy.approve', actor: org.person.id })).toEqual(['policy.approve'])
    expect(await verbs({ actor: 'operator' })).toEqual([])
    await expect(verbs({ subject: 'POL-99' })).rejects.toThrow('There is no POL-99 here.')
  })

  test('as of a day holds what was recorded by its end', async () => {
    const { entries } = await org.read<Listed>('ledger.entries', { asOf: '2026-03-02' })
    expect(entries.map((entry) => entry.verb)).toEqual(['person.add', 'policy.draft', 'organisation.found'])
  })
})

describe('the head', () => {
  test('is the last one signed, with the number of entries still to be sealed', async () => {
    const { head, unsealed } = await org.read<Headed>('ledger.head')
    expect({ size: head!.size, unsealed }).toEqual({ size: 603, unsealed: 1 })
    const signed = { organisationId: org.organisationId, size: head!.size, root: Buffer.from(head!.root, 'hex'), at: new Date(head!.at), keyId: head!.keyId, signature: Buffer.from(head!.signature, 'hex') }
    expect(isSignedBy(signed, world.key.publicKey)).toBe(true)
  })

  test('as of a day is the one signed by then; before the first there is none', async () => {
    expect((await org.read<Headed>('ledger.head', { asOf: '2026-03-02' })).head!.size).toBe(2)
    expect(await org.read<Headed>('ledger.head', { asOf: '2026-03-01' })).toEqual({ head: null, unsealed: 0 })
  })
})

describe('a proof', () => {
  test('of any entry leads from its content to the signed root, over complete and ragged parts of the tree', async () => {
    const leaves = await world.database.sql<{ entry_id: string; number: number }[]>`select entry_id, number::int from ledger_leaves where organisation_id = ${org.organisationId} and number in (0, 1, 2, 255, 256, 511, 512, 601, 602)`
    for (const { entry_id, number } of leaves) {
      const { entry, leaf, head, path } = await org.read<Inclusion>('ledger.proof', { entry: entry_id })
      expect(leaf).toEqual({ number, hash: Buffer.from(leafHash(entry.content), 'latin1').toString('hex') })
      expect(provesInclusion({ index: number, size: head.size, leaf: leafHash(entry.content), path: path.map(hash), root: hash(head.root) })).toBe(true)
    }
    expect(leaves).toHaveLength(9)
  })

  test('can be against an earlier head that covers the entry', async () => {
    const { entries } = await org.read<Listed>('ledger.entries', { verb: 'organisation.found' })
    const { head, path, entry } = await org.read<Inclusion>('ledger.proof', { entry: entries[0]!.id, size: 2 })
    expect(provesInclusion({ index: 0, size: 2, leaf: leafHash(entry.content), path: path.map(hash), root: hash(head.root) })).toBe(true)
  })

  test('of consistency shows that the later head only added to the earlier', async () => {
    const { earlier, head, path } = await org.read<Consistency>('ledger.proof', { earlier: 2 })
    expect([earlier.size, head.size]).toEqual([2, 603])
    expect(provesConsistency({ earlier: 2, earlierRoot: hash(earlier.root), size: 603, root: hash(head.root), path: path.map(hash) })).toBe(true)
    expect((await org.read<Consistency>('ledger.proof', { earlier: 603 })).path).toEqual([])
  })

  test('is refused in a sentence where there can be none', async () => {
    const { entries } = await org.read<Listed>('ledger.entries', { limit: 2 })
    const [fresh, sealed] = entries.map((entry) => entry.id)
    await expect(org.read('ledger.proof', { entry: fresh })).rejects.toThrow('does not cover this one yet')
    await expect(org.read('ledger.proof', { entry: sealed, size: 2 })).rejects.toThrow('prove it against a later head')
    await expect(org.read('ledger.proof', { entry: sealed, size: 77 })).rejects.toThrow('No head of 77 entries was signed')
    await expect(org.read('ledger.proof', { earlier: 77 })).rejects.toThrow('No head of 77 entries was signed')
    await expect(org.read('ledger.proof', { earlier: 603, size: 2 })).rejects.toThrow('earlier: 603 is larger')
    await expect(org.read('ledger.proof', {})).rejects.toThrow('Give either "entry"')
    await expect(org.read('ledger.proof', { entry: sealed, earlier: 2 })).rejects.toThrow('Give either "entry"')
    await expect(org.read('ledger.proof', { entry: '01990000-0000-7000-8000-000000000001' })).rejects.toThrow('There is no entry')
    const another = await world.found('Another organisation')
    await expect(another.read('ledger.proof', { entry: sealed })).rejects.toThrow('Nothing is sealed yet')
    await world.seal(another.organisationId)
    await expect(another.read('ledger.proof', { entry: sealed })).rejects.toThrow('There is no entry')
  })
})
