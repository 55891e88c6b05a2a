import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { emptyDatabase, freshDatabase } from '../../test/support/database.ts'
import { newId } from '../shared/ids.ts'
import { connect } from './connect.ts'
import { openDatabase } from './database.ts'
import type { Database, Tx } from './database.ts'
import { isSignedBy, ledgerKey } from './ledger.head.ts'
import { seal } from './ledger.seal.ts'
import { ledgerEntry } from './ledger.ts'
import { verifyLedger } from './ledger.verify.ts'
import { bytesOf, Frontier, leafHash } from './merkle.ts'

let database: Database
const key = ledgerKey('7'.repeat(64))
const now = new Date('2026-03-02T09:00:00.000Z')

beforeAll(async () => {
  database = openDatabase(await freshDatabase(), { connections: 6 })
})
afterAll(() => database.close())

const write = (tx: Tx, organisationId: string, id = newId()) =>
  tx.insertInto('ledger_entries')
    .values(ledgerEntry({ id, organisationId, at: now, actor: { type: 'operator', id: 'operator' }, role: 'operator', verb: 'test.done', subject: null, rows: [] }))
    .execute()

/** Writes entries of their own transactions, or all in one. */
async function writeEntries(organisationId: string, count: number, together = false) {
  if (together) return database.write(organisationId, async (tx) => void (await Promise.all(Array.from({ length: count }, () => write(tx, organisationId)))))
  for (let i = 0; i < count; i++) await database.write(organisationId, (tx) => write(tx, organisationId))
}

async function leavesOf(organisationId: string) {
  return database.sql<{ number: number; entry_id: string }[]>`select number::int, entry_id from ledger_leaves where organisation_id = ${organisationId} order by number`
}

/** The root over all entries in the order of their transactions, from their content alone. */
async function rootOf(organisationId: string) {
  const entries = await database.sql<{ content: string }[]>`select content from ledger_entries where organisation_id = ${organisationId} order by transaction_id, id`
  const frontier = new Frontier()
  for (const { content } of entries) frontier.append(leafHash(content))
  return bytesOf(frontier.root())
}

describe('sealing', () => {
  test('gives every entry a leaf and signs the root of all of them', async () => {
    const organisation = newId()
    await writeEntries(organisation, 3)
    const { state, sealed, head } = await seal(database.sql, organisation, key, now)
    expect({ state, sealed, size: head?.size, at: head?.at, keyId: head?.keyId }).toEqual({ state: 'sealed', sealed: 3, size: 3, at: now, keyId: key.id })
    expect(head!.root).toEqual(await rootOf(organisation))
    expect(isSignedBy(head!, key.publicKey)).toBe(true)
    expect(isSignedBy({ ...head!, size: 4 }, key.publicKey)).toBe(false)
  })

  test('does nothing when there is nothing new, and answers the head there is', async () => {
    const organisation = newId()
    expect(await seal(database.sql, organisation, key, now)).toEqual({ state: 'nothing new', sealed: 0, head: null })
    await writeEntries(organisation, 1)
    const { head } = await seal(database.sql, organisation, key, now)
    expect(await seal(database.sql, organisation, key, new Date())).toEqual({ state: 'nothing new', sealed: 0, head })
  })

  test('in small batches, or in several goes, gives the same root as at once', async () => {
    for (const goes of [[700], [255, 1, 1, 300, 143], [256, 444]]) {
      const organisation = newId()
      for (const count of goes) {
        await writeEntries(organisation, count, true)
        const { head } = await seal(database.sql, organisation, key, now, { batch: 17 })
        expect(head!.root).toEqual(await rootOf(organisation))
      }
      const nodes = await database.sql`select level, position::int from ledger_nodes where organisation_id = ${organisation} order by 1, 2`
      expect(nodes).toMatchObject([{ level: 1, position: 0 }, { level: 1, position: 1 }])
      expect(await verifyLedger(database.sql, organisation, key.publicKey)).toMatchObject({ ok: true, sealed: 700, unsealed: 0 })
    }
  })

  test('needs no order of ids: entries verify page by page in whatever order they became leaves', async () => {
    const organisation = newId()
    for (let i = 0; i < 300; i++) await database.write(organisation, (tx) => write(tx, organisation, randomUUID()))
    await seal(database.sql, organisation, key, now)
    for (const pageSize of [16, 100, 1000]) expect(await verifyLedger(database.sql, organisation, key.publicKey, { pageSize })).toMatchObject({ ok: true, sealed: 300, unsealed: 0 })
  })

  test('keeps organisations apart', async () => {
    const [one, two] = [newId(), newId()]
    await writeEntries(one, 2)
    await writeEntries(two, 1)
    expect((await seal(database.sql, one, key, now)).head!.size).toBe(2)
    expect(await leavesOf(two)).toEqual([])
  })

  test('by two at once gives each leaf one number and one head', async () => {
    const organisation = newId()
    await writeEntries(organisation, 400, true)
    const results = await Promise.all([1, 2, 3].map(() => seal(database.sql, organisation, key, now, { batch: 50 })))
    expect(results.filter((result) => result.state === 'sealed')).toHaveLength(1)
    expect((await leavesOf(organisation)).map((leaf) => leaf.number)).toEqual(Array.from({ length: 400 }, (_, i) => i))
    expect(await verifyLedger(database.sql, organisation, key.publicKey)).toMatchObject({ ok: true, sealed: 400 })
  })
})

describe('an entry whose transaction runs long', () => {
  test('holds back those that began after it, is never passed over, and gets the earlier leaf', async () => {
    const organisation = newId()
    await writeEntries(organisation, 1)
    const slow = newId()
    const quick = newId()
    let finish = () => {}
    const finishing = new Promise<void>((resolve) => (finish = resolve))
    let begun = () => {}
    const beginning = new Promise<void>((resolve) => (begun = resolve))
    const running = database.write(organisation, async (tx) => {
      await write(tx, organisation, slow)
      begun()
      await finishing
    })
    await beginning
    await database.write(organisation, (tx) => write(tx, organisation, quick))
    expect(await seal(database.sql, organisation, key, now)).toMatchObject({ state: 'sealed', sealed: 1 })
    expect(await seal(database.sql, organisation, key, now)).toMatchObject({ state: 'nothing new' })
    expect(await verifyLedger(database.sql, organisation, key.publicKey)).toMatchObject({ ok: true, sealed: 1, unsealed: 1 })
    finish()
    await running
    expect(await seal(database.sql, organisation, key, now)).toMatchObject({ sealed: 2 })
    expect((await leavesOf(organisation)).slice(1).map((leaf) => leaf.entry_id)).toEqual([slow, quick])
    expect(await verifyLedger(database.sql, organisation, key.publicKey)).toMatchObject({ ok: true, sealed: 3, unsealed: 0 })
  })
})

test('a transaction that runs long in another database holds nothing back', async () => {
  const elsewhere = connect(await emptyDatabase(), { max: 1 })
  const organisation = newId()
  await elsewhere.begin(async (tx) => {
    await tx`select pg_current_xact_id()`
    await writeEntries(organisation, 2)
    expect(await seal(database.sql, organisation, key, now)).toMatchObject({ state: 'sealed', sealed: 2 })
  })
  await elsewhere.end()
})

describe('a ledger that came from another cluster', () => {
  const pretend = (organisation: string, assignment: string, among = '') =>
    database.sql.begin(async (tx) => {
      await tx.unsafe('set local session_replication_role = replica')
      await tx.unsafe(`update ${assignment.includes('cluster') ? 'ledger_heads' : 'ledger_entries'} set ${assignment} where organisation_id = '${organisation}' ${among}`)
    })

  test('is sealed on, although its transaction ids are higher than any here', async () => {
    const organisation = newId()
    await writeEntries(organisation, 2)
    await seal(database.sql, organisation, key, now)
    await writeEntries(organisation, 1)
    await pretend(organisation, `transaction_id = '999999999'`)
    await pretend(organisation, `cluster = 'another', horizon = '1000000000'`)
    await writeEntries(organisation, 1)
    expect(await seal(database.sql, organisation, key, now)).toMatchObject({ state: 'sealed', sealed: 2 })
    await writeEntries(organisation, 1)
    expect(await seal(database.sql, organisation, key, now)).toMatchObject({ state: 'sealed', sealed: 1 })
    expect(await verifyLedger(database.sql, organisation, key.publicKey)).toMatchObject({ ok: true, sealed: 5 })
  })

  test('is searched whole for what was passed over when asked', async () => {
    const organisation = newId()
    await writeEntries(organisation, 2)
    await seal(database.sql, organisation, key, now)
    await writeEntries(organisation, 1)
    await pretend(organisation, `transaction_id = '4'`, 'and id not in (select entry_id from ledger_leaves)')
    expect(await seal(database.sql, organisation, key, now)).toMatchObject({ state: 'nothing new' })
    expect((await verifyLedger(database.sql, organisation, key.publicKey)).faults).toMatchObject([{ type: 'extra' }])
    expect(await seal(database.sql, organisation, key, now, { whole: true })).toMatchObject({ state: 'sealed', sealed: 1 })
    expect(await verifyLedger(database.sql, organisation, key.publicKey)).toMatchObject({ ok: true })
  })
})

describe('the sealer signs nothing on damage', () => {
  test.each([
    ['a leaf', `update ledger_leaves set hash = sha256('x') where number = 299 and organisation_id =`],
    ['a kept root', `update ledger_nodes set hash = sha256('x') where organisation_id =`],
    ['a leaf deleted', `delete from ledger_leaves where number = 299 and organisation_id =`],
    ['a leaf added', `insert into ledger_leaves select organisation_id, 300, gen_random_uuid(), hash from ledger_leaves where number = 1 and organisation_id =`],
    ['a head', `update ledger_heads set root = sha256('x') where organisation_id =`],
  ])('%s', async (_, statement) => {
    const organisation = newId()
    await writeEntries(organisation, 300, true)
    await seal(database.sql, organisation, key, now)
    await database.sql.begin(async (tx) => {
      await tx.unsafe('set local session_replication_role = replica')
      await tx.unsafe(`${statement} '${organisation}'`)
    })
    await writeEntries(organisation, 1)
    await expect(seal(database.sql, organisation, key, now)).rejects.toThrow('something was edited. Run "wellrun ledger verify"')
  })
})

describe('the ledger’s tables', () => {
  test.each(['ledger_entries', 'ledger_leaves', 'ledger_nodes', 'ledger_heads'])('%s can only be added to, by the owner too', async (table) => {
    const organisation = newId()
    await writeEntries(organisation, 256, true)
    await seal(database.sql, organisation, key, now)
    for (const statement of [`update ${table} set organisation_id = organisation_id where organisation_id = '${organisation}'`, `delete from ${table} where organisation_id = '${organisation}'`, `truncate ${table}`]) {
      await expect(database.sql.unsafe(statement)).rejects.toThrow(`${table} is append-only`)
    }
  })
})
