import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from '../shared/canonical.ts'
import { newId } from '../shared/ids.ts'
import { rowsOf, wrongColumn } from './ledger.content.ts'
import type { Columns } from './ledger.content.ts'
import { headText, isSignedBy, keyId, ledgerKey, publicKeyText, readPublicKey, signHead } from './ledger.head.ts'
import { ledgerEntry, readEntry, rowOrder, RowTally, rowText } from './ledger.ts'
import type { EntryContent, EntryFacts } from './ledger.ts'
import { bytesOf, Frontier, leafHash } from './merkle.ts'
import type { RowHash } from './rows.ts'

const id = (n: number) => `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
const hash = (n: number) => n.toString(16).padStart(64, '0')
const facts: EntryFacts = {
  id: id(1), organisationId: id(2), at: new Date('2026-03-02T09:00:00.123Z'), actor: { type: 'person', id: `person:${id(3)}` }, role: 'SMS owner', verb: 'policy.approve',
  subject: { kind: 'policy', id: id(4), key: 'POL-1' }, rows: [['version', id(4), 1, hash(1)], ['element', id(4), 2, hash(2)]], reason: 'Agreed in the "board"',
}
const many = (count: number): RowHash[] => Array.from({ length: count }, (_, i) => ['element', id(i), 1, hash(i)])

describe('an entry', () => {
  test('says in canonical JSON who did what in which role, why, and the hashes of the rows it wrote', () => {
    const { content, ...columns } = ledgerEntry(facts)
    expect(columns).toEqual({ organisation_id: id(2), id: id(1), at: facts.at, verb: 'policy.approve', subject_id: id(4), actor_id: `person:${id(3)}` })
    expect(content).toBe(
      `{"actor":{"id":"person:${id(3)}","type":"person"},"at":"2026-03-02T09:00:00.123Z","id":"${id(1)}","organisationId":"${id(2)}","reason":"Agreed in the \\"board\\"","role":"SMS owner",` +
        `"rows":[["element","${id(4)}",2,"${hash(2)}"],["version","${id(4)}",1,"${hash(1)}"]],"subject":{"id":"${id(4)}","key":"POL-1","kind":"policy"},"verb":"policy.approve"}`,
    )
  })

  test('of more than sixteen rows carries their number and their RFC 9162 root, whatever the order given', () => {
    const rows = many(17)
    const frontier = new Frontier()
    for (const row of rows) frontier.append(leafHash(canonicalJson(row)))
    const content = JSON.parse(ledgerEntry({ ...facts, rows: rows.toReversed(), bulk: { file: 'a.csv', counts: { read: 17 } } }).content) as EntryContent
    expect(content.rows).toEqual({ count: 17, root: bytesOf(frontier.root()).toString('hex') })
    expect(content.bulk).toEqual({ file: 'a.csv', counts: { read: 17 } })
    expect((JSON.parse(ledgerEntry({ ...facts, rows: many(16) }).content) as EntryContent).rows).toHaveLength(16)
  })

  test('names a row once', () => {
    const [row] = many(1)
    expect(() => ledgerEntry({ ...facts, rows: [row!, row!] })).toThrow('names the row element')
  })

  test('of rows that are told one by one says the same', () => {
    for (const count of [0, 1, 16, 17, 300]) {
      const rows = many(count).sort(rowOrder)
      const tally = new RowTally()
      for (const row of rows) tally.add(row)
      expect(ledgerEntry({ ...facts, rows: tally.rows() }).content).toBe(ledgerEntry({ ...facts, rows }).content)
    }
  })

  test('is read back as it was written, and nothing else is', () => {
    const { content } = ledgerEntry({ ...facts, simulated: true })
    expect(readEntry(content)).toMatchObject({ verb: 'policy.approve', simulated: true })
    expect(readEntry('{')).toEqual({ wrong: 'its content is not JSON' })
    expect(readEntry(content.replace('"verb"', '"deed"'))).toMatchObject({ wrong: expect.stringContaining('not that of an entry') as string })
    expect(readEntry(` ${content}`)).toEqual({ wrong: 'its content is not written canonically' })
    expect(readEntry(content.replace(/\[(\[.*?\]),(\[.*?\])\]/, '[$2,$1]'))).toEqual({ wrong: 'its rows are not in order' })
  })

  test('writes a row as canonical JSON does', () => {
    for (const row of many(3)) expect(rowText(row)).toBe(canonicalJson(row))
  })
})

describe('reading an entry without parsing it', () => {
  const word = fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom('"', '\\', '],"subject":null,"verb":"x"}', '"rows":[', ',"rows":[]', '"},"at":"'))
  const some = fc.record({
    actor: fc.record({ type: word, id: word }), role: word, verb: word, reason: fc.option(word, { nil: undefined }), simulated: fc.boolean(), rows: fc.nat(18).map(many),
    subject: fc.option(fc.record({ kind: word, id: fc.nat(9).map(id) }, { requiredKeys: ['kind', 'id'] }), { nil: null }),
    bulk: fc.option(fc.record({ file: word, counts: fc.constant({ rows: 1 }) }), { nil: undefined }), at: fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
  })
  const columnsOf = (entry: ReturnType<typeof ledgerEntry>): Columns => ({
    id: entry.id, organisationId: entry.organisation_id, at: entry.at.getTime(), verb: entry.verb, subjectId: entry.subject_id, actorId: entry.actor_id,
  })
  const agrees = (text: string, columns: Columns) => rowsOf(text, columns) !== -1 || wrongColumn(text, columns) === undefined

  test('finds where the rows begin, and agrees with parsing that the columns are right', () => {
    fc.assert(fc.property(some, (given) => {
      const entry = ledgerEntry({ ...facts, ...given })
      expect(agrees(entry.content, columnsOf(entry))).toBe(true)
      const at = rowsOf(entry.content, columnsOf(entry))
      expect(at === -1 || entry.content.startsWith(`${given.rows.map(rowText).join(',')}]`, at)).toBe(true)
    }), { numRuns: 500 })
  })

  test('agrees with parsing that a column is wrong', () => {
    const wrong: [keyof Columns, (columns: Columns) => Partial<Columns>][] = [
      ['id', () => ({ id: newId() })], ['organisationId', () => ({ organisationId: newId() })], ['at', ({ at }) => ({ at: at + 1 })], ['verb', ({ verb }) => ({ verb: `${verb}.` })],
      ['subjectId', ({ subjectId }) => ({ subjectId: subjectId === null ? id(99) : null })], ['actorId', ({ actorId }) => ({ actorId: actorId.slice(0, -1) + '~' })],
    ]
    fc.assert(fc.property(some, fc.constantFrom(...wrong), (given, [, change]) => {
      const entry = ledgerEntry({ ...facts, ...given })
      const columns = columnsOf(entry)
      fc.pre(change(columns).actorId !== columns.actorId)
      expect(agrees(entry.content, { ...columns, ...change(columns) })).toBe(false)
    }), { numRuns: 500 })
  })

  test('takes the short way for the entries that people make', () => {
    for (const given of [{}, { simulated: true }, { subject: null }, { rows: [] }, { reason: null }]) {
      const entry = ledgerEntry({ ...facts, ...given })
      expect(rowsOf(entry.content, columnsOf(entry))).toBeGreaterThan(0)
    }
  })
})

describe('the key of a ledger', () => {
  test('comes from a seed in hexadecimal or base64, as RFC 8032 derives it', () => {
    const seed = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'
    const key = ledgerKey(seed)
    expect(key.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex')).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a')
    expect(ledgerKey(Buffer.from(seed, 'hex').toString('base64')).id).toBe(key.id)
    expect(() => ledgerKey('short')).toThrow('must be 32 bytes')
  })

  test('is given out as PEM, which reads back to the same key', () => {
    const key = ledgerKey('7'.repeat(64))
    expect(keyId(readPublicKey(publicKeyText(key.publicKey)))).toBe(key.id)
    expect(() => readPublicKey('-----BEGIN NOTHING-----')).toThrow('not a public Ed25519 key')
  })

  test('signs a head so that no part of it can change', () => {
    const key = ledgerKey('7'.repeat(64))
    const head = signHead({ organisationId: id(1), size: 3, root: Buffer.alloc(32, 1), at: new Date(0) }, key)
    expect(headText(head)).toBe(`{"at":"1970-01-01T00:00:00.000Z","keyId":"${key.id}","organisation":"${id(1)}","root":"${'01'.repeat(32)}","size":3}`)
    expect(isSignedBy(head, key.publicKey)).toBe(true)
    for (const change of [{ size: 4 }, { organisationId: id(2) }, { root: Buffer.alloc(32, 2) }, { at: new Date(1) }, { keyId: 'ffffffffffffffff' }]) {
      expect(isSignedBy({ ...head, ...change }, key.publicKey)).toBe(false)
    }
    expect(isSignedBy(head, ledgerKey('8'.repeat(64)).publicKey)).toBe(false)
  })
})
