import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { recordDefaults } from '../../kernel/ledger.records.ts'
import { verifyLedger } from '../../kernel/ledger.verify.ts'
import { Problem } from '../../shared/problem.ts'
import { openDesk } from '../../../test/support/desk.ts'
import type { Receipt } from '../../../test/support/desk.ts'
import { makeWorld } from '../../../test/support/world.ts'
import type { World } from '../../../test/support/world.ts'
import { storedOf } from './record.store.ts'
import { columnDefaults, columnsOf, folded } from './stored.ts'
import type { EventContent } from './timeline.ts'

let world: World
let org: Awaited<ReturnType<World['found']>>
let desk: Awaited<ReturnType<typeof openDesk>>

beforeAll(async () => void (world = await makeWorld()))
afterAll(() => world.close())
beforeEach(async () => {
  org = await world.found()
  desk = await openDesk(org)
})

const fields = { impact: 'High', urgency: 'High', what: 'Nobody gets mail' }
const raise = (more: object = {}) => org.act<Receipt>('record.create', { routine: desk.routine.key, title: 'Mail is down', fields, ...more })
const faults = async () => (await verifyLedger(world.database.sql, org.organisationId, world.key.publicKey)).faults
const tamper = (text: string) => world.database.sql.begin(async (sql) => {
  await sql.unsafe(`set local session_replication_role = replica; ${text}`)
})

async function worked() {
  const one = await raise()
  const other = await raise({ title: 'Printing', raisedFrom: one.key })
  await org.act('record.advance', { record: one.key, revision: 1, transition: 'take' }, desk.dora.caller)
  await org.act('record.comment', { record: one.key, text: 'On it.' }, desk.dora.caller)
  await org.act('record.attach', { record: one.key, name: 'log.txt', base64: Buffer.from('Disk full').toString('base64') }, desk.dora.caller)
  await org.act('record.fill', { record: one.key, revision: 4, fields: { what: null, cause: 'Disk' } }, desk.dora.caller)
  await org.act('record.merge', { record: other.key, revision: 1, into: one.key, reason: 'The same.' })
  await org.act('record.watch', { record: one.key, watching: true })
  return { one, other }
}

describe('the ledger of records', () => {
  it('verifies, and the defaults that it folds onto are those of the program', async () => {
    await worked()
    expect(await faults()).toEqual([])
    expect(recordDefaults).toEqual(columnDefaults)
  })

  it('finds an edited row, an edited event, a missing and an extra one, by name', async () => {
    const { one } = await worked()
    const cases: [string, string, RegExp][] = [
      [`update records set title = 'Nothing happened' where id = '${one.id}'`, `update records set title = 'Mail is down' where id = '${one.id}'`, /^altered records .*: title: not what its events come to/],
      [`update records set responded_at = responded_at - interval '1 hour' where id = '${one.id}'`, `update records set responded_at = responded_at + interval '1 hour' where id = '${one.id}'`, /^altered records .*: responded_at/],
      [`update record_events set content = replace(content, 'On it', 'Not on it') where record_id = '${one.id}' and position = 3`, `update record_events set content = replace(content, 'Not on it', 'On it') where record_id = '${one.id}' and position = 3`, /^altered record_events .* position 3: Its content does not have the hash/],
      [`update record_events set content = replace(content, '{', '[') where record_id = '${one.id}' and position = 3`, `update record_events set content = replace(content, '[', '{') where record_id = '${one.id}' and position = 3`, /malformed record_events/],
      [`update record_events set type = 'fill' where record_id = '${one.id}' and position = 3`, `update record_events set type = 'comment' where record_id = '${one.id}' and position = 3`, /^altered record_events .* position 3: Its columns/],
      [`update record_counts set delta = delta + 1`, `update record_counts set delta = delta - 1`, /^altered record_counts/],
      [`update files set bytes = 'Disk empty'`, `update files set bytes = 'Disk full'`, /^altered files/],
    ]
    for (const [harm, mend, said] of cases) {
      await tamper(harm)
      expect((await faults()).map((each) => `${each.type} ${each.where}: ${each.what}`)).toContainEqual(expect.stringMatching(said))
      await tamper(mend)
      expect(await faults()).toEqual([])
    }
    await tamper(`create table kept as select * from record_events where record_id = '${one.id}' and position = 3; delete from record_events where record_id = '${one.id}' and position = 3`)
    expect((await faults()).map((each) => each.type)).toContain('missing')
    await tamper('insert into record_events select * from kept')
    await tamper(`insert into record_events select organisation_id, record_id, 99, type, at, occurred_at, content, hash, entry_id from kept; drop table kept`)
    expect((await faults()).map((each) => each.type)).toContain('extra')
  })

  it('folding the events of a record gives its row, whatever was done to it', async () => {
    const deed = fc.oneof(
      fc.record({ verb: fc.constant('advance'), transition: fc.constantFrom('take', 'wait', 'go_on', 'ask', 'granted', 'resolve', 'reopen'), reason: fc.constant('Because.') }),
      fc.record({ verb: fc.constant('fill'), title: fc.constantFrom('One', 'Two'), fields: fc.record({ what: fc.constantFrom('A', 'B', '', null), cause: fc.constantFrom('C', null), impact: fc.constantFrom('Low', 'High', null) }, { requiredKeys: [] }) }),
      fc.record({ verb: fc.constant('prioritise'), priority: fc.constantFrom('1', '3', ''), reason: fc.constant('Because.') }), fc.record({ verb: fc.constant('close'), outcome: fc.constantFrom('solved', 'gone') }),
      fc.record({ verb: fc.constant('correct'), instants: fc.constantFrom({ occurred: '2026-03-01T08:00:00Z' }, { occurred: null }), reason: fc.constant('Because.') }), fc.record({ verb: fc.constant('comment'), text: fc.constant('Said.') }),
      fc.record({ verb: fc.constant('assign'), person: fc.constantFrom(desk.dora.id, null) }),
    )
    await fc.assert(fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 8 }), async (deeds) => {
      const raised = await raise()
      let { revision } = raised
      for (const { verb, ...input } of deeds) {
        const done = await org.act<Receipt>(`record.${verb}`, { record: raised.key, ...(verb === 'comment' ? {} : { revision }), ...input }).catch((error: unknown) => {
          if (!(error instanceof Problem)) throw error
        })
        revision = done?.revision ?? revision
      }
      const [row] = await world.database.sql`select * from records where id = ${raised.id}`
      const events = await world.database.sql<{ content: string }[]>`select content from record_events where record_id = ${raised.id} order by position`
      const stored = storedOf(row as never)
      const fold = folded(events.map((event) => JSON.parse(event.content) as EventContent))
      expect(fold.columns).toEqual(columnsOf(stored))
      expect(fold.fields).toEqual(stored.record.fields)
      expect(stored.revision).toBe(events.length)
    }), { numRuns: 25 })
    expect(await faults()).toEqual([])
  })

  it('erasing a person leaves no name in any event', async () => {
    await worked()
    await org.act('person.leave', { person: desk.dora.id })
    world.pass(1)
    await org.act('person.erase', { person: desk.dora.id, reason: 'Asked for it.' })
    const kept = await world.database.sql`select 1 from record_events where content ilike '%dora%' union all select 1 from record_words where words::text ilike '%dora%' union all select 1 from record_notices where text ilike '%dora%'`
    expect(kept).toHaveLength(0)
    const { entries } = await org.read<{ entries: { actorName: string }[] }>('record.timeline', { record: 'INC-1' })
    expect(entries.map((each) => each.actorName)).toContain('Erased person')
    expect(await faults()).toEqual([])
  })
})
