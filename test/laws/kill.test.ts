import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type postgres from 'postgres'
import { afterAll, describe, expect, test } from 'vitest'
import { openLedgerKey } from '../../src/kernel/ledger.key.ts'
import { verifyLedger } from '../../src/kernel/ledger.verify.ts'
import { parseSettings } from '../../src/kernel/settings.ts'
import { behindTheBack, lostChanges } from '../support/kept.ts'
import { killRounds, verifyInTerminal } from '../support/killing.ts'
import type { Killing } from '../support/killing.ts'
import { killAll } from '../support/wellrun.ts'

const data = mkdtempSync(join(tmpdir(), 'wellrun-kill-'))
chmodSync(data, 0o755)
let killing: Killing

afterAll(async () => {
  await killAll(data)
  rmSync(data, { recursive: true, force: true })
})

describe('when everything is killed in the middle of writing, ten times', () => {
  test('no acknowledged change is lost, and each other one is whole or absent', { timeout: 240_000 }, async () => {
    killing = await killRounds(data, 10)
    expect(killing.tally.broken).toEqual([])
    expect(killing.tally.rounds).toBe(10)
    expect(killing.tally.acknowledged).toBeGreaterThan(50)
    expect(killing.tally.replayed).toBeGreaterThan(10)
  })

  test('every acknowledged change has its rows, its answer and exactly one entry', async () => {
    expect(await behindTheBack(data, (sql) => lostChanges(sql, killing))).toEqual([])
  })

  test('the ledger verifies', async () => {
    const { code, answer } = await verifyInTerminal(killing.settings)
    expect(answer).toMatchObject({ ok: true, faults: [], entries: killing.tally.acknowledged + 2, head: { size: killing.tally.acknowledged + 2 } })
    expect(code).toBe(0)
  })
})

describe('a row that is edited behind the back of the application is found', () => {
  const ids = () => killing.stories.flatMap((story) => story.acknowledged).filter(({ change }) => change.name.endsWith('.approve')).map(({ receipt }) => receipt)
  const edits: [string, (sql: postgres.Sql, id: string) => postgres.PendingQuery<postgres.Row[]>, RegExp][] = [
    ['the content of a version', (sql, id) => sql`update element_versions set content = replace(content, '"title":"', '"title":"Not ') where element_id = ${id} and version = 1`, /version/],
    ['the content of a version together with its hash', (sql, id) => sql`update element_versions set content = replace(content, '"title":"', '"title":"Not '),
      hash = sha256(convert_to(replace(content, '"title":"', '"title":"Not '), 'UTF8')) where element_id = ${id} and version = 1`, /version/],
    ['the title that lists show', (sql, id) => sql`update elements set title = 'Not so' where id = ${id}`, /^elements /],
    ['an entry', (sql, id) => sql`update ledger_entries set content = replace(content, 'Agreed', 'Refused') where subject_id = ${id} and verb like '%.approve'`, /^ledger_entries /],
    ['a row that is deleted', (sql, id) => sql`delete from row_versions where subject = 'element' and subject_id = ${id} and revision = 1`, /element|ledger_entries/],
    ['an entry that is deleted', (sql, id) => sql`delete from ledger_entries where subject_id = ${id} and verb like '%.approve'`, /ledger_entries/],
  ]

  test.each(edits)('%s', async (_title, edit, where) => {
    const { id } = ids()[0]!
    const key = openLedgerKey(parseSettings({ WELLRUN_DATA: data }))
    const faults = await behindTheBack(data, async (sql) => {
      const tables = ['element_versions', 'elements', 'ledger_entries', 'row_versions']
      for (const table of tables) await sql.unsafe(`create table before_${table} as select * from ${table}`)
      const done = await edit(sql, id)
      const found = await verifyLedger(sql, killing.organisationId, key.publicKey)
      for (const table of tables) await sql.unsafe(`delete from ${table}; insert into ${table} select * from before_${table}; drop table before_${table}`)
      const restored = await verifyLedger(sql, killing.organisationId, key.publicKey)
      expect(done.count).toBeGreaterThan(0)
      expect(restored.faults).toEqual([])
      return found.faults
    })
    expect(faults.length).toBeGreaterThan(0)
    expect(faults.map((fault) => fault.where).join('\n')).toMatch(where)
  })

  test('in the terminal too, which then ends with 1', async () => {
    await behindTheBack(data, (sql) => sql`update elements set title = 'Not so' where id = ${ids()[0]!.id}`)
    const { code, answer } = await verifyInTerminal(killing.settings)
    expect([code, answer.ok, answer.faults.map(({ type, where }) => [type, where])]).toEqual([1, false, expect.arrayContaining([['altered', `elements ${ids()[0]!.id}`]])])
  })
})
