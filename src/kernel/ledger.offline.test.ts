import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeLedger, otherKey } from '../../test/support/ledger-world.ts'
import { sha256 } from './hash.ts'
import { exportLedger } from './ledger.export.ts'
import type { ExportLine } from './ledger.export.ts'
import type { LedgerFault } from './ledger.faults.ts'
import { signHead } from './ledger.head.ts'
import { verifyFile } from './ledger.offline.ts'
import { bytesOf, Frontier, leafHash } from './merkle.ts'

let ledger: Awaited<ReturnType<typeof makeLedger>>
let lines: ExportLine[]
const folder = mkdtempSync(join(tmpdir(), 'wellrun-ledger-'))
const file = join(folder, 'ledger.ndjson')

beforeAll(async () => {
  ledger = await makeLedger()
  await exportLedger(ledger.sql, ledger.organisationId, [ledger.key.publicKey], file, new Date(0))
  lines = readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as ExportLine)
})
afterAll(async () => {
  await ledger.close()
  rmSync(folder, { recursive: true })
})

const entryAt = (number: number) => lines.findIndex((line) => line.type === 'entry' && line.number === number)
type Row = Extract<ExportLine, { type: 'row' }>

/** Verifies the lines after something was done to them. */
async function changed(change: (copy: ExportLine[]) => unknown): Promise<LedgerFault[]> {
  const copy = structuredClone(lines)
  change(copy)
  const path = join(folder, 'changed.ndjson')
  writeFileSync(path, copy.map((line) => `${JSON.stringify(line)}\n`).join(''))
  const { ok, faults } = await verifyFile(path)
  expect(ok).toBe(faults.length === 0)
  return faults
}

describe('an exported ledger', () => {
  test('verifies without the database, and says whose it is and whose key was believed', async () => {
    expect(await verifyFile(file, { publicKeys: [ledger.key.publicKey] })).toMatchObject({
      ok: true, entries: 303, sealed: 300, unsealed: 3, faults: [], head: { size: 300 }, organisation: { id: ledger.organisationId, name: 'Fjordvik IT' }, keys: [ledger.key.id], keysGiven: true,
    })
    expect(await verifyFile(file)).toMatchObject({ ok: true, keys: [ledger.key.id], keysGiven: false })
  })

  test('holds no name and no address of any person', () => {
    const text = readFileSync(file, 'utf8')
    for (const secret of ['Ada Berg', 'ada1@example.org', 'Eva Dahl', 'kim@example.org']) expect(text).not.toContain(secret)
  })

  test('has the rows behind the entry that wrote them, those of an import too', () => {
    const bulk = lines.findIndex((line) => line.type === 'entry' && line.content.includes('"rows":{"count":40'))
    expect(lines.slice(bulk + 1, bulk + 41).every((line) => line.type === 'row')).toBe(true)
    expect(lines.filter((line) => line.type === 'head').map((line) => line.size)).toEqual(ledger.heads)
  })

  test('is refused when it is something else', async () => {
    writeFileSync(join(folder, 'other'), '{"type":"other"}\n')
    await expect(verifyFile(join(folder, 'other'))).rejects.toThrow('is not an exported ledger')
    await expect(verifyFile(join(folder, 'nothing'))).rejects.toThrow('There is no file')
  })

  test('leaves nothing behind when it cannot be written', async () => {
    await expect(exportLedger(ledger.sql, ledger.organisationId, [], join(folder, 'no', 'such', 'folder'), new Date())).rejects.toThrow('cannot be written')
    await expect(exportLedger(ledger.sql, '01990000-0000-7000-8000-000000000001', [], join(folder, 'none'), new Date())).rejects.toThrow('no such organisation')
    expect(existsSync(join(folder, 'none.part'))).toBe(false)
  })
})

describe('a change to the file is found and named', () => {
  const set = (index: number, fields: object) => (copy: ExportLine[]) => Object.assign(copy[index]!, fields)
  const rowIndex = () => entryAt(9) + 1
  const row = () => lines[rowIndex()] as Row
  const cases: [string, (copy: ExportLine[]) => unknown, LedgerFault['type'], string][] = [
    ['the content of an entry', (copy) => set(entryAt(9), { content: (copy[entryAt(9)] as { content: string }).content.replace('founder', 'Founder') })(copy), 'altered', 'not what was sealed as leaf 9'],
    ['an entry taken out with its rows', (copy) => copy.splice(entryAt(9), entryAt(10) - entryAt(9)), 'missing', 'sealed as leaf 9 is not in the file'],
    ['the content of a row', (copy) => set(rowIndex(), { content: '{}' })(copy), 'altered', 'does not have the hash'],
    ['content and hash of a row', (copy) => set(rowIndex(), { content: '{}', hash: sha256('{}').toString('hex') })(copy), 'altered', 'is not the one in entry'],
    ['a row taken out', (copy) => copy.splice(rowIndex(), 1), 'missing', 'it is gone'],
    ['a row added', (copy) => copy.splice(rowIndex(), 0, { ...row(), revision: 99 }), 'extra', 'did not write it'],
    ['a row of an import', (copy) => set(lines.findIndex((line) => line.type === 'entry' && line.content.includes('"count":40')) + 5, { content: '{}', hash: sha256('{}').toString('hex') })(copy), 'altered', 'do not give the root'],
    ['a row behind another entry', (copy) => copy.splice(entryAt(20) + 1, 0, ...copy.splice(rowIndex(), 1)), 'missing', 'not before it in the file'],
    ['a head', (copy) => set(copy.findIndex((line) => line.type === 'head'), { at: '2020-01-01T00:00:00.000Z' })(copy), 'unsigned', 'signature'],
    ['the last head taken out', (copy) => copy.splice(copy.findLastIndex((line) => line.type === 'head'), 1), 'extra', 'No good head covers these leaves'],
    ['the end cut off', (copy) => copy.splice(-40), 'missing', 'It ends early'],
    ['an unsealed entry taken out', (copy) => copy.splice(copy.findIndex((line) => line.type === 'entry' && line.number === undefined), 2), 'missing', 'was written with 303 entries and has 302'],
    ['a line that is nothing', (copy) => copy.splice(5, 0, 'nonsense' as unknown as ExportLine), 'malformed', 'not one of an exported ledger'],
  ]
  test.each(cases)('%s', async (_, change, type, what) => {
    expect(await changed(change)).toContainEqual({ type, where: expect.any(String) as string, what: expect.stringContaining(what) as string })
  })

  test('a history written anew and signed with another key is told apart by the key, or by a head that was kept', async () => {
    const copy = structuredClone(lines)
    const frontier = new Frontier()
    for (const line of copy) {
      if (line.type === 'ledger') line.publicKeys = [otherKey.publicKey.export({ format: 'pem', type: 'spki' }).toString()]
      if (line.type === 'entry' && line.number !== undefined) {
        line.content = line.content.replace('"role":"founder"', '"role":"Founder"')
        line.leaf = bytesOf(leafHash(line.content)).toString('hex')
        frontier.append(leafHash(line.content))
      }
      if (line.type === 'head') {
        const head = signHead({ organisationId: ledger.organisationId, size: line.size, root: bytesOf(frontier.root()), at: new Date(line.at) }, otherKey)
        Object.assign(line, { root: head.root.toString('hex'), keyId: head.keyId, signature: head.signature.toString('hex') })
      }
    }
    const path = join(folder, 'forged.ndjson')
    writeFileSync(path, copy.map((line) => `${JSON.stringify(line)}\n`).join(''))
    expect(await verifyFile(path)).toMatchObject({ ok: true, keys: [otherKey.id], keysGiven: false })
    expect((await verifyFile(path, { publicKeys: [ledger.key.publicKey] })).faults.map((fault) => fault.type)).toContain('unsigned')
    const printed = lines.find((line) => line.type === 'head')!
    expect((await verifyFile(path, { known: [{ size: printed.size, root: printed.root.slice(0, 16) }] })).faults).toMatchObject([{ type: 'altered', what: expect.stringContaining('another history') as string }])
    expect((await verifyFile(file, { known: [{ size: printed.size, root: printed.root.slice(0, 16) }] })).ok).toBe(true)
    expect((await verifyFile(file, { known: [{ size: 999, root: 'ab' }] })).faults).toMatchObject([{ type: 'missing' }])
  })
})
