import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { incidentBody, openDesk, type Receipt } from '../../../test/support/desk.ts'
import { makeWorld, type World } from '../../../test/support/world.ts'
import type { A3Page } from './a3.contract.ts'
import { foldOpenCounts } from '../work/record.jobs.ts'

let world: World
beforeAll(async () => void (world = await makeWorld({ at: '2026-03-02T22:30:00.000Z' })))
afterAll(() => world.close())

describe('the records of an A3', () => {
  it('are counted once the day is over where the organisation is, counted already or not, and move with a corrected opening', async () => {
    const org = await world.found()
    const { routine } = await openDesk(org)
    const raise = () => org.act<Receipt>('record.create', { routine: routine.key, title: 'Mail is down', fields: {} })
    const seen = async (asOf?: string) => (await org.read<A3Page>('a3.page', asOf ? { asOf } : {})).routines.find((row) => row.routine.id === routine.id)!.records
    const counted = async () => world.database.sql`select on_day::text as day, opened from operated_days where organisation_id = ${org.organisationId} and subject_id = ${routine.id} order by on_day`.then((rows) => rows.map((row) => [row['day'], row['opened']]))
    await raise()
    const second = await raise()
    expect(await seen()).toBeNull()

    // Half past midnight in Oslo, half past eleven in London.
    world.clock.now = new Date('2026-03-02T23:30:00.000Z')
    await raise()
    expect(await seen()).toEqual({ count: 2, trend: [0, 0, 0, 0, 0, 0, 0, 0, 2] })
    await foldOpenCounts(world.runtime, org.organisationId)
    expect(await counted()).toEqual([['2026-03-02', 2], ['2026-03-03', null]])
    expect(await seen()).toMatchObject({ count: 2 })

    await org.act('record.correct', { record: second.key, revision: second.revision, instants: { opened: '2026-02-20T10:00:00.000Z' }, reason: 'It was reported on paper before.' })
    expect(await counted()).toEqual([['2026-02-20', null], ['2026-03-02', null], ['2026-03-03', null]])
    expect(await seen()).toEqual({ count: 2, trend: [0, 0, 0, 0, 0, 0, 0, 1, 1] })
    await foldOpenCounts(world.runtime, org.organisationId)
    expect(await counted()).toEqual([['2026-02-20', 1], ['2026-03-02', 1], ['2026-03-03', null]])
    world.clock.now = new Date('2026-03-05T09:00:00.000Z')
    expect([await seen('2026-03-03'), await seen()]).toEqual([{ count: 2, trend: [0, 0, 0, 0, 0, 0, 0, 1, 1] }, { count: 3, trend: [0, 0, 0, 0, 0, 0, 0, 1, 2] }])
  })

  it('ends with the highest that are open in a routine that says what treatment leads to, as they stood on that day', async () => {
    const org = await world.found()
    const { routine } = await openDesk(org, { fields: [...incidentBody('x')['fields'] as object[], { id: 'after', label: 'After', type: 'choice', choices: ['1', '2', '3', '4', '5'], elementKind: '', hint: '' }], aim: 'after' })
    const raise = (title: string, impact: string, after: string) => org.act<Receipt>('record.create', { routine: routine.key, title, fields: { impact, urgency: impact, ...(after && { after }) } })
    await raise('Low one', 'Low', '')
    const high = await raise('High one', 'High', '2')
    await raise('Other high one', 'High', '')
    await raise('Middle one', 'Medium', '4')
    await org.act('record.create', { routine: routine.key, title: 'Not rated', fields: {} })
    const risks = async (asOf?: string) => (await org.read<A3Page>('a3.page', asOf ? { asOf } : {})).risks.map(({ title, now, aim }) => [title, now, aim].join(' '))
    expect(await risks()).toEqual(['High one 1 2', 'Other high one 1 ', 'Middle one 3 4'])
    const on = world.clock.now.toISOString().slice(0, 10)
    world.clock.now = new Date(world.clock.now.getTime() + 3 * 86_400_000)
    await org.act('record.prioritise', { record: high.key, revision: high.revision, priority: '5', reason: 'It is mended.' })
    expect(await risks()).toEqual(['Other high one 1 ', 'Middle one 3 4', 'Low one 5 '])
    expect(await risks(on)).toEqual(['High one 1 2', 'Other high one 1 ', 'Middle one 3 4'])
  })
})
