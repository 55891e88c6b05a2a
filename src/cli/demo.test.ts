import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld } from '../../test/support/world.ts'
import type { World } from '../../test/support/world.ts'
import { perform } from '../kernel/action.ts'
import { verifyLedger } from '../kernel/ledger.verify.ts'
import type { Caller } from '../kernel/caller.ts'
import { ask } from '../kernel/query.ts'
import type { A3Page } from '../modules/a3/a3.contract.ts'
import { daysFrom } from '../modules/demo/days.ts'
import type { RecordView } from '../modules/work/record.contract.ts'
import type { FindingView } from '../modules/xray/xray.contract.ts'
import { actionsByName, queriesByName } from '../server/features.ts'
import { playDemo } from './demo.play.ts'

const today = '2026-11-23'
const day = (days: number) => daysFrom(today, days)

let world: World
let organisationId = ''
beforeAll(async () => {
  world = await makeWorld({ at: `${today}T13:00:00.000Z` })
  organisationId = (await playDemo({ database: world.database, log: world.runtime.log, vault: world.runtime.vault, key: world.key }, { today })).organisationId
})
afterAll(() => world.close())

async function read<T>(name: string, input: object = {}, of = world, id = organisationId): Promise<T> {
  return (await ask(of.runtime, queriesByName.get(name)!, input, { type: 'operator', organisationId: id })) as T
}

const scopeOn = async (asOf: string) => {
  const { scope } = await read<A3Page>('a3.page', { asOf })
  return { in: scope.counts.in, notYet: scope.counts.notYet }
}

describe('the history of the demo organisation', () => {
  it('is told by a ledger that verifies, each entry of it simulated', async () => {
    expect(await verifyLedger(world.database.sql, organisationId, world.key.publicKey)).toMatchObject({ ok: true, faults: [] })
    const entries = await world.database.sql<{ content: string }[]>`select content from ledger_entries where organisation_id = ${organisationId}`
    expect(entries.length).toBeGreaterThan(500)
    expect(entries.every(({ content }) => (JSON.parse(content) as { simulated?: true }).simulated === true)).toBe(true)
  })

  it('lies within eighteen months before today, and on working days', async () => {
    const rows = await world.database.sql<{ at: Date }[]>`select at from ledger_entries where organisation_id = ${organisationId} order by at`
    const days = [...new Set(rows.map(({ at }) => at.toISOString().slice(0, 10)))]
    expect([days[0], days.at(-1)! < today]).toEqual([day(-549), true])
    expect(days.filter((on) => [0, 6].includes(new Date(on).getUTCDay()))).toEqual([])
  })

  it('was another on other days: scope grew, and the A3 with it', async () => {
    const [first, middle, last] = [await scopeOn(day(-500)), await scopeOn(day(-250)), await scopeOn(today)]
    expect(first.in).toBeLessThan(middle.in)
    expect(middle.in).toBeLessThan(last.in)
    expect(first.notYet).toBeGreaterThan(middle.notYet)
    expect(middle.notYet).toBeGreaterThan(last.notYet)
  })

  it('shows on a past day who held a role and what a rule said then', async () => {
    const officer = async (asOf: string) => (await read<{ rows: { role: { key: string }; person: { name: string }; deputy: boolean }[] }>('holder.list', { asOf, role: 'ROL-11' })).rows.filter((row) => !row.deputy).map((row) => row.person.name)
    expect([await officer(day(-400)), await officer(today)]).toEqual([['Jonas Tveiten'], ['Amalie Brekke']])
    const declared = async (asOf: string) => /within (\d+) minutes/.exec((await read<{ body: { statement: string } }>('policy.get', { element: 'POL-3', asOf })).body.statement)?.[1]
    expect([await declared(day(-400)), await declared(today)]).toEqual(['15', '10'])
  })

  it('holds proposals that were approved, refused and withdrawn, none by their author, and some that wait', async () => {
    const { rows } = await read<{ rows: { state: string; author: string }[] }>('proposal.list', { state: 'any', limit: '200' })
    const states = Map.groupBy(rows, (row) => row.state)
    expect([...states.keys()].sort()).toEqual(['approved', 'open', 'refused', 'withdrawn'])
    expect(states.get('approved')!.length).toBeGreaterThan(12)
    const alone = await world.database.sql`select key from proposals where organisation_id = ${organisationId} and state in ('approved', 'refused') and author = decided_by`
    expect(alone).toEqual([])
  })

  it('left the units reorganised and the routines as they were', async () => {
    const titles = async (asOf: string) => (await read<{ rows: { title: string }[] }>('unit.list', { asOf, status: 'in force', limit: '100' })).rows.map((row) => row.title)
    expect(await titles(day(-230))).toContain('Business applications')
    expect(await titles(today)).not.toContain('Business applications')
    expect(await titles(today)).toContain('Customer products')
    const versions = await world.database.sql<{ version: number }[]>`select distinct version from elements where organisation_id = ${organisationId} and kind = 'routine'`
    expect(versions.map(({ version }) => version)).toEqual([1])
  })
})

describe('the demo today', () => {
  it('has the flaws that it is to have, and nothing else that is grave', async () => {
    const { findings } = await read<{ findings: FindingView[] }>('xray.find')
    const found = (severity: string) => findings.filter((finding) => finding.severity === severity).map(({ check, element }) => `${check} ${element}`).sort()
    expect(found('high')).toEqual(['agreements.beyond-chain SVC-12', 'scope.service-unowned SVC-22'])
    expect(found('medium')).toEqual(['agreements.ending AGR-22', 'cadence.overdue POL-4', 'roles.seats-vacant ROL-3', 'scope.service-not-stated SVC-24', 'services.no-agreement SVC-23', 'suppliers.contract-ending SUP-5'])
    expect(found('low').length).toBeLessThan(6)
  })

  it('is defined, owned, linked and reviewed but for those flaws, and claims no figure', async () => {
    const page = await read<A3Page>('a3.page')
    expect(page.organisation.simulated).toBe(true)
    expect(page.measures.every((measure) => measure.value === null)).toBe(true)
    const { signs } = await read<{ signs: { sign: string; yes: number; no: number }[] }>('organisation.readiness')
    expect(signs.filter(({ sign }) => sign !== 'operating').every(({ yes, no }) => yes > 130 && no <= 1)).toBe(true)
  })

  it('has open work in every routine, closed work behind it, and clocks that run', async () => {
    const { routines } = await read<{ routines: { routine: { key: string }; open: number }[] }>('record.counts')
    expect(routines.filter(({ open }) => open === 0).map(({ routine }) => routine.key)).toEqual([])
    const [{ records, closed, running } = { records: 0, closed: 0, running: 0 }] = await world.database.sql<{ records: number; closed: number; running: number }[]>`
      select count(*)::int as records, count(*) filter (where not open)::int as closed, count(*) filter (where open and due_at is not null)::int as running from records where organisation_id = ${organisationId}`
    expect(records).toBeGreaterThan(500)
    expect(closed / records).toBeGreaterThan(0.8)
    expect(running).toBeGreaterThan(30)
  })

  it('has something for each of the three who sign in', async () => {
    const mine = async (name: string) => {
      const { rows } = await read<{ rows: { id: string; name: string }[] }>('person.list', { limit: '200' })
      const person: Caller = { type: 'person', organisationId, personId: rows.find((row) => row.name === name)!.id }
      return (await ask(world.runtime, queriesByName.get('record.mine')!, {}, person)) as { mine: { title: string }[]; roles: object[]; approvals: { title: string }[] }
    }
    const [marit, olav, sigrid] = await Promise.all([mine('Marit Solbakken'), mine('Olav Brattli'), mine('Sigrid Holm')])
    expect(marit.mine.map(({ title }) => title)).toContain('Owner for the data platform')
    expect(olav.approvals.map(({ title }) => title)).toContain('Control system to the release of the half-year')
    expect(olav.mine.length).toBeGreaterThan(3)
    expect(sigrid.mine.map(({ title }) => title)).toContain('Internal audit: roles and access')
  })

  it('tells its major incidents to the end of the law\'s clocks', async () => {
    const { rows } = await read<{ rows: { key: string; title: string; open: boolean }[] }>('record.list', { routine: 'RTN-2', standing: 'any', sort: 'number', direction: 'asc' })
    const [storm, invoices] = await Promise.all(rows.map(({ key }) => read<RecordView>('record.get', { record: key })))
    expect(storm).toMatchObject({ open: false, outcome: 'cause_open' })
    expect(storm!.clocks.filter(({ clock }) => ['early_warning', 'notification', 'final_report'].includes(clock)).map(({ met }) => met)).toEqual([true, true, true])
    expect(invoices!.clocks.find(({ clock }) => clock === 'final_report')).toMatchObject({ stoppedAt: null, met: null })
  })

  it('is the same system again with the same seed and day', async () => {
    const again = await makeWorld({ at: `${today}T13:00:00.000Z` })
    try {
      const { organisationId: other } = await playDemo({ database: again.database, log: again.runtime.log, vault: again.runtime.vault, key: again.key }, { today })
      const [one, two] = [await read<{ files: object[] }>('sms.export'), await read<{ files: object[] }>('sms.export', {}, again, other)]
      expect(one.files.length).toBeGreaterThan(150)
      expect(two.files).toEqual(one.files)
      const told = async (of = world, id = organisationId) => (await of.database.sql`select prefix, number, title, state, priority, outcome, opened_at, closed_at from records where organisation_id = ${id} order by prefix, number`).map((row) => ({ ...row }))
      expect(await told(again, other)).toEqual(await told())
    } finally {
      await again.close()
    }
  })
})

describe('a clock of its own', () => {
  it('is refused by a real organisation, which stays as it is', async () => {
    const org = await world.found('Nordby IT')
    const simulating = { ...world.runtime, simulates: true as const, now: () => new Date('2027-01-01T10:00:00Z') }
    const before = await world.database.sql`select count(*) from ledger_entries where organisation_id = ${org.organisationId}`
    await expect(perform(simulating, actionsByName.get('policy.draft')!, { title: 'Change', body: {} }, org.founder)).rejects.toThrow('Nordby IT is no simulation: what happens in it is recorded when it happens.')
    expect(await world.database.sql`select count(*) from ledger_entries where organisation_id = ${org.organisationId}`).toEqual(before)
    expect(await world.database.sql`select simulated from organisations where organisation_id = ${org.organisationId}`).toMatchObject([{ simulated: false }])
  })
})
