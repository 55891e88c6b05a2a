import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDuration, endOfDay } from '../../src/shared/days.ts'
import { systemAsOf } from '../../src/kernel/system.ts'
import { openFor } from '../../src/kernel/caller.ts'
import { keepSignDays } from '../../src/modules/xray/xray.jobs.ts'
import { signDay } from '../../src/modules/xray/vital-days.ts'
import type { SignDayView } from '../../src/modules/xray/xray.contract.ts'
import { makeWorld } from '../support/world.ts'
import type { World } from '../support/world.ts'

let world: World
beforeAll(async () => void (world = await makeWorld()))
afterAll(() => world.close())

type Org = Awaited<ReturnType<World['found']>>
type Found = { findings: { check: string; element: string | null; message: string }[]; checks: { check: string; count: number }[] }

/** Two weeks in which services, an owner and a policy come, change and go. */
async function lived(): Promise<Org> {
  const org = await world.found()
  const mail = await org.enact('service', { title: 'Mail', body: { description: 'Mail.', criticality: 1 } })
  world.pass(3)
  const policy = await org.enact('policy', { title: 'Change' })
  world.pass(4)
  await org.act('service.review', { element: mail.key, revision: mail.revision })
  const bo = await org.hire('Bo Li', ['policy.draft'])
  world.pass(3)
  await org.act('policy.retire', { element: policy.key, revision: policy.revision, reason: 'Not used.' })
  await org.act('person.leave', { person: bo.id })
  world.pass(4)
  return org
}

async function recomputed(org: Org, on: string): Promise<SignDayView> {
  return openFor(world.database, 'read', { type: 'operator', organisationId: org.organisationId }, world.clock.now, async (tx, resolving) => {
    const { tenant } = await resolving
    return signDay(await systemAsOf(tx, tenant, { on, at: endOfDay(on, tenant.timeZone), live: false }))
  })
}

const keptOf = (org: Org) => world.database.sql<{ day: string; rules: number; counts: string }[]>`select day, rules, counts from vital_sign_days where organisation_id = ${org.organisationId} order by day`

describe('the kept vital signs', () => {
  it('equal what the definitions of each day give, from the founding to yesterday, however often they are kept', async () => {
    const org = await lived()
    const days = await keepSignDays(world.runtime, org.organisationId)
    expect(days).toHaveLength(14)
    expect(await keepSignDays(world.runtime, org.organisationId)).toEqual([])
    const kept = await keptOf(org)
    expect(kept.map((row) => row.day)).toEqual([...days].sort())
    for (const { day, counts } of kept) expect({ day, ...(JSON.parse(counts) as object) }).toEqual(await recomputed(org, day))
    expect(new Set(kept.map((row) => row.counts)).size).toBeGreaterThan(2)
  })

  it('are made anew where an older rule made them, and a few at a time', async () => {
    const org = await lived()
    expect(await keepSignDays(world.runtime, org.organisationId, 5)).toHaveLength(5)
    await keepSignDays(world.runtime, org.organisationId)
    const before = await keptOf(org)
    await world.database.sql`update vital_sign_days set rules = 0, counts = '{}' where organisation_id = ${org.organisationId} and day < ${before[3]!.day}`
    expect(await keepSignDays(world.runtime, org.organisationId)).toHaveLength(3)
    expect(await keptOf(org)).toEqual(before)
  })

  it('give the trend, and where none is kept the trend is the same for the days that it shows', async () => {
    const org = await lived()
    const fresh = await org.read<{ now: SignDayView; trend: SignDayView[] }>('xray.signs')
    await keepSignDays(world.runtime, org.organisationId)
    expect(await org.read('xray.signs')).toEqual(fresh)
    expect(fresh.trend.map((each) => each.day)).toEqual(fresh.trend.map((each) => each.day).sort())
    expect(fresh.trend.at(-1)).toEqual(fresh.now)
    const past = addDuration(fresh.now.day, '-P7D')
    expect((await org.read<{ now: SignDayView }>('xray.signs', { asOf: past })).now).toEqual(await recomputed(org, past))
  })
})

describe('the X-ray', () => {
  it('of a past day says what was wrong then, and does not change with what comes later', async () => {
    const org = await lived()
    const before = (await recomputed(org, addDuration(world.clock.now.toISOString().slice(0, 10), '-P5D'))).day
    const then = await org.read<Found>('xray.find', { asOf: before, most: 1000 })
    expect(then.findings).toContainEqual(expect.objectContaining({ check: 'policies.govern-nothing', element: 'POL-1' }))
    expect((await org.read<Found>('xray.find')).findings.filter((finding) => finding.check === 'policies.govern-nothing')).toEqual([])
    await org.enact('service', { title: 'Later' })
    expect(await org.read('xray.find', { asOf: before, most: 1000 })).toEqual(then)
  })

  it('shows so many findings of each check as are asked for, and counts all', async () => {
    const org = await world.found()
    for (const title of ['A', 'B', 'C']) await org.enact('service', { title })
    const found = await org.read<Found>('xray.find', { most: 2 })
    expect(found.findings.filter((finding) => finding.check === 'services.no-team')).toHaveLength(2)
    expect(found.checks.find((each) => each.check === 'services.no-team')!.count).toBe(3)
    const one = await org.read<Found>('xray.find', { check: 'services.no-team' })
    expect(one.findings.map((finding) => finding.element)).toEqual(['SVC-1', 'SVC-2', 'SVC-3'])
  })

  it('names what is retired, and says what to do next', async () => {
    const org = await world.found()
    const network = await org.enact('service', { title: 'Network' })
    await org.enact('service', { title: 'Mail', links: [{ type: 'dependsOn', to: network.key }] })
    await org.act('service.retire', { element: network.key, revision: network.revision, reason: 'Replaced.' })
    const found = await org.read<Found>('xray.find', { check: 'services.dependency-not-in-force' })
    expect(found.findings).toEqual([expect.objectContaining({ element: 'SVC-2', message: `Mail depends on Network (SVC-1), retired on ${world.clock.now.toISOString().slice(0, 10)}.` })])
    expect((await org.read<{ things: unknown[] }>('begin.next')).things.length).toBeGreaterThan(3)
    expect(await org.read('service.promise', { element: 'SVC-2' })).toMatchObject({ availability: { unknown: ['Network'] } })
    await expect(org.read('service.promise', { element: 'SVC-9' })).rejects.toThrow('There is no service SVC-9 in force.')
  })

  it('takes one service in place of another as redundancy, and nothing else', async () => {
    const org = await world.found()
    const [one, other] = [await org.enact('service', { title: 'Line A' }), await org.enact('service', { title: 'Line B' })]
    const unit = await org.enact('unit', { title: 'Desk' })
    const links = (narrowed: string) => [{ type: 'dependsOn', to: one.key }, { type: 'dependsOn', to: other.key, for: narrowed }]
    await expect(org.enact('service', { title: 'Mail', links: links(unit.key) })).rejects.toThrow('Of "dependsOn", "for" names a service; a unit does not fit.')
    await expect(org.enact('service', { title: 'Mail', links: links('SVC-99') })).rejects.toThrow('There is no element SVC-99.')
    const goal = await org.enact('objective', { title: 'Reliable' })
    await expect(org.enact('service', { title: 'Mail', links: [{ type: 'serves', to: goal.key, for: one.key }] })).rejects.toThrow('"serves" is a link to one element; leave "for" out.')
    const mail = await org.enact('service', { title: 'Mail', links: links(one.key) })
    expect(await org.read('service.promise', { element: mail.key })).toMatchObject({ links: [{ title: 'Line A', standIns: [{ title: 'Line B' }] }] })
  })

  it('of a past day knows nothing of who left later', async () => {
    const org = await world.found()
    const bo = await org.hire('Bo Li', ['policy.draft'])
    const then = world.clock.now.toISOString().slice(0, 10)
    world.pass(3)
    const before = await org.read<Found>('xray.find', { asOf: then, most: 1000 })
    await org.act('person.leave', { person: bo.id })
    world.pass(2)
    expect(await org.read<Found>('xray.find', { asOf: then, most: 1000 })).toEqual(before)
    expect((await org.read<Found>('xray.find')).findings.map((finding) => finding.check)).toContain('roles.vacant')
  })
})
