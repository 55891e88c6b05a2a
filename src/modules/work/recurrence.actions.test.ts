import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { incidentBody, openDesk } from '../../../test/support/desk.ts'
import type { Receipt } from '../../../test/support/desk.ts'
import { makeWorld } from '../../../test/support/world.ts'
import type { World } from '../../../test/support/world.ts'
import { perform } from '../../kernel/action.ts'
import type { AnyAction } from '../../kernel/action.ts'
import { verifyLedger } from '../../kernel/ledger.verify.ts'
import { monthsDue, spanOf } from '../routines/recurrence.ts'
import type { RecordView } from './record.contract.ts'
import { recurRecordsAction } from './recurrence.actions.ts'
import type { RecurringView } from './recurrence.contract.ts'
import { lookForRecurring } from './recurrence.jobs.ts'

let world: World
let org: Awaited<ReturnType<World['found']>>
let desk: Awaited<ReturnType<typeof openDesk>>

const at = (instant: string) => void (world.clock.now = new Date(instant))
const raise = (cause: string, more: object = {}) => org.act<Receipt>('record.create', { routine: desk.routine.key, title: `Mail: ${cause}`, service: 'SVC-1', fields: { impact: 'High', urgency: 'High', what: 'No mail', cause }, ...more })
const look = () => lookForRecurring(world.runtime, org.organisationId)
const shown = async (now = false) => (await org.read<RecurringView>('record.recurring', { routine: desk.routine.key, now: String(now) })).rules[0]!
const linked = async (key: string) => (await org.read<RecordView>('record.get', { record: key })).links.map((each) => `${each.type} ${each.record.key}`).sort()

beforeAll(async () => void (world = await makeWorld()))
afterAll(() => world.close())
beforeEach(async () => {
  at('2026-01-05T09:00:00.000Z')
  org = await world.found()
  await org.enact('service', { title: 'Mail' })
  desk = await openDesk(org)
  const problems = await org.enact('routine', { title: 'Problems', body: incidentBody(desk.role.key, { recordNoun: 'problem', recordPrefix: 'PRB' }) })
  const rule = { id: 'cause', name: 'Same cause', same: ['service', 'cause'], when: "record.priority == '1'", atLeast: 2, months: 6, routine: problems.key, text: 'Recurring', fields: { what: 'See the incidents.' }, link: 'raised from', roles: [desk.role.key] }
  const view = await org.read<{ revision: number; title: string; body: object }>('routine.get', { element: desk.routine.key })
  const drafted = await org.act<{ revision: number }>('routine.draft', { element: desk.routine.key, revision: view.revision, title: view.title, body: { ...view.body, recurrences: [rule] } })
  await org.act('routine.approve', { element: desk.routine.key, revision: drafted.revision })
})

describe('the months of a rule', () => {
  it('are those that ended since the last look, a year at most, and none before the routine was in force', () => {
    expect(monthsDue('2026-03-02', '2025-01-01', null)).toEqual(['2026-02-01'])
    expect(monthsDue('2026-03-31', '2026-03-15', null)).toEqual([])
    expect(monthsDue('2026-03-01', '2025-01-01', '2025-12-01')).toEqual(['2026-01-01', '2026-02-01'])
    expect(monthsDue('2026-03-01', '2020-01-01', '2021-12-01')).toHaveLength(12)
  })

  it('begin and end at midnight where the organisation is', () => {
    expect(spanOf('2026-03-01', 6, 'Europe/Oslo')).toEqual({ from: new Date('2025-09-30T22:00:00.000Z'), lastFrom: new Date('2026-02-28T23:00:00.000Z'), to: new Date('2026-03-31T22:00:00.000Z') })
  })
})

describe('records that recur', () => {
  it('are raised together in the month after, linked, told of and looked for once', async () => {
    const first = await raise('Disk full')
    at('2026-01-20T09:00:00.000Z')
    const second = await raise('Disk full')
    await raise('Cable cut')
    await raise('Disk full', { fields: { impact: 'Low', urgency: 'Low', what: 'Slow', cause: 'Disk full' } })
    expect(await look()).toBe(0)
    at('2026-02-01T00:30:00.000Z')
    expect(await look()).toBe(1)
    expect(await look()).toBe(0)
    const view = await org.read<RecordView>('record.get', { record: 'PRB-1' })
    expect(view).toMatchObject({ title: 'Recurring: Mail, Disk full (2 in 6 months)', service: { key: 'SVC-1' }, source: 'recurrence', creator: null })
    expect(view.fields.filter((field) => field.value !== null).map((field) => [field.id, field.value])).toEqual([['what', 'See the incidents.'], ['cause', 'Disk full']])
    expect(await linked('PRB-1')).toEqual([`raised from ${first.key}`, `raised from ${second.key}`])
    expect((await shown()).past).toMatchObject([{ month: '2026-01', groups: [{ same: ['Mail', 'Disk full'], count: 2, members: [second.key, first.key], record: 'PRB-1' }] }])
    const told = await world.database.sql`select text from record_notices where person_id = ${desk.dora.id} and kind = 'told'`
    expect(told.map((row) => row['text'])).toEqual(['Recurring: Mail, Disk full (2 in 6 months)'])
    expect(await world.database.sql`select 1 from ledger_entries where organisation_id = ${org.organisationId} and verb = 'record.recur'`).toHaveLength(1)
    expect((await verifyLedger(world.database.sql, org.organisationId, world.key.publicKey)).faults).toEqual([])
  })

  it('join what is open already, and are raised anew once that is closed', async () => {
    await raise('Disk full')
    await raise('Disk full')
    at('2026-02-10T09:00:00.000Z')
    await look()
    const third = await raise('Disk full')
    at('2026-03-02T09:00:00.000Z')
    await look()
    expect(await linked('PRB-1')).toContain(`raised from ${third.key}`)
    expect((await shown()).past.map(({ month, groups }) => [month, groups.map(({ count, record }) => `${count} ${record}`)])).toEqual([['2026-02', ['3 PRB-1']], ['2026-01', ['2 PRB-1']]])
    const { revision } = await org.read<RecordView>('record.get', { record: 'PRB-1' })
    let receipt = await org.act<Receipt>('record.advance', { record: 'PRB-1', revision, transition: 'take' }, desk.dora.caller)
    receipt = await org.act<Receipt>('record.advance', { record: 'PRB-1', revision: receipt.revision, transition: 'resolve', fields: { cause: 'Old disks' } }, desk.dora.caller)
    await org.act('record.close', { record: 'PRB-1', revision: receipt.revision, outcome: 'solved' }, desk.dora.caller)
    await raise('Disk full')
    at('2026-04-01T09:00:00.000Z')
    await look()
    expect((await shown()).past[0]).toMatchObject({ month: '2026-03', groups: [{ count: 4, record: 'PRB-2' }] })
  })

  it('are looked for in every month that was missed; that nothing was found is written down too', async () => {
    await raise('Disk full')
    await raise('Disk full')
    at('2026-02-03T09:00:00.000Z')
    await look()
    at('2026-07-03T09:00:00.000Z')
    expect(await look()).toBe(5)
    expect((await shown()).past.map(({ month, groups }) => [month, groups.length])).toEqual([['2026-06', 0], ['2026-05', 0], ['2026-04', 0], ['2026-03', 0], ['2026-02', 0], ['2026-01', 1]])
    await raise('Disk full')
    expect((await shown(true)).now).toEqual([])
    await raise('Disk full')
    expect((await shown(true)).now).toMatchObject([{ same: ['Mail', 'Disk full'], count: 2 }])
  })

  it('are refused a second look at the same month, and a look at one that goes on', async () => {
    at('2026-02-03T09:00:00.000Z')
    await look()
    const again = (month: string) => perform(world.runtime, recurRecordsAction as AnyAction, { routine: desk.routine.key, rule: 'cause', month }, { type: 'job', organisationId: org.organisationId, name: 'recurrence' })
    await expect(again('2026-01-01')).rejects.toThrow('2026-01 was looked at already.')
    await expect(again('2026-02-01')).rejects.toThrow('2026-02 has not ended.')
    await expect(org.act('record.recur', { routine: desk.routine.key, rule: 'cause', month: '2026-01-01' })).rejects.toThrow('Only the monthly look may record.recur.')
  })
})
