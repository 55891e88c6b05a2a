import { describe, expect, it } from 'vitest'
import { parsePlainMapping, readPlain } from '../transfer/plain-mapping.ts'
import { planOutages, type OutagePlan, type PlanOutages } from './import-plan.ts'
import { outageTargets } from './import-row.ts'
import { namedServices, type KnownService } from './service-names.ts'

const known = (key: string, title: string, more: Partial<KnownService> = {}): KnownService => ({ id: `id of ${key}`, key, title, externalKey: null, status: 'in force', ...more })
const services = [known('SVC-1', 'Mail'), known('SVC-2', 'Portal', { externalKey: 'portal-prod' }), known('SVC-3', 'Old mail', { status: 'retired' }), known('SVC-4', 'Twin'), known('SVC-5', 'twin')]
const basic = { kind: 'outage', from: 'A list', key: 'id', fields: { service: 'service', start: 'start', end: 'end', planned: 'planned', registered: 'registered', share: 'share', title: 'title', record: 'record', zone: 'zone' } }

function plan(text: string, mapping: object = {}, more: Partial<PlanOutages> = {}, name = 'outages.csv'): OutagePlan {
  const parsed = parsePlainMapping({ ...basic, ...mapping }, 'outage', outageTargets)
  const source = readPlain([{ name, bytes: new TextEncoder().encode(text) }], parsed)
  let ids = 0
  return planOutages({ source, services: namedServices(services, parsed.services), draft: 'none', existing: new Map(), zone: 'Europe/Oslo', now: new Date('2026-03-02T12:00:00Z'), nextId: () => `new ${++ids}`, ...more })
}

const csv = (...rows: string[]) => ['id,service,start,end,planned,registered,share,title,record,zone', ...rows].join('\n')
const reasons = ({ rejected }: OutagePlan) => rejected.map(({ row, column, reason }) => `${row} ${column}: ${reason}`)

describe('an import of outages', () => {
  it('reads each time in the zone of its row, of the mapping, or of the organisation', () => {
    const text = csv('1,Mail,2026-01-05 10:00,2026-01-05 11:00,,,,,,America/New_York', '2,Mail,2026-01-05 10:00,2026-01-05 11:00,,,,,,', '3,Mail,2026-01-05T10:00:00Z,2026-01-05 11:00 UTC,,,,,,Asia/Tokyo')
    expect(plan(text).outages.map(({ startedAt }) => startedAt.toISOString().slice(11, 16))).toEqual(['15:00', '09:00', '10:00'])
    expect(plan(text, { dates: { zone: 'UTC' } }).outages.map(({ startedAt }) => startedAt.toISOString().slice(11, 16))).toEqual(['15:00', '10:00', '10:00'])
  })

  it('takes days as Jira writes them, an end that is not there yet, and an hour that clocks show twice', () => {
    const done = plan(csv('1,Mail,03/Jan/26 9:14 AM,03/Jan/26 1:14 PM,,,,,,', '2,Mail,2026-01-05 10:00,ongoing,,,,,,', '3,Mail,2025-10-26 02:50,2025-10-26 02:10,,,,,,'))
    expect([reasons(done), done.outages.map(({ startedAt, endedAt }) => endedAt && (endedAt.getTime() - startedAt.getTime()) / 60_000)]).toEqual([[], [240, null, 20]])
    expect(done.outages[0]!.startedAt.toISOString()).toBe('2026-01-03T08:14:00.000Z')
  })

  it('asks for the order of day and month where both are possible', () => {
    const text = csv('1,Mail,03/02/2026 10:00,03/02/2026 11:00,,,,,,')
    expect(reasons(plan(text))[0]).toContain('2 start: "03/02/2026 10:00" may be day first or month first')
    expect(plan(text, { dates: { order: 'day first', zone: 'UTC' } }).outages[0]!.startedAt.toISOString()).toBe('2026-02-03T10:00:00.000Z')
  })

  it('says row and column of everything that cannot be, and takes over the rest', () => {
    const text = csv(
      '1,Mail,2026-01-05T10:00Z,2026-01-05T09:00Z,,,,,,', '2,Mail,"Aug 5, 22025 10:00 +0000",,,,,,,', '3,?,2026-01-05T10:00Z,,,,,,,', '4,Mail,,,,,,,,', '5,Mail,2026-01-05T10:00Z,,maybe,,200 %,,,', ',Mail,2026-01-05T10:00Z,,,,,,,',
      '7,Mail,2026-04-05T10:00Z,,,,,,,', '8,Mail,2026-01-05T10:00Z,2026-01-05T11:00Z,yes,2027-01-01T00:00Z,,,,', '9,Mail,2026-01-05T10:00Z,?,,,,,,', '10,Mail,2026-01-05T10:00Z,,,,25 %,,?,', '10,Mail,2026-01-06T10:00Z,,,,,,,', '12,Mail,2026-01-05 10:00,,,,,,,Mars/Base',
    )
    const done = plan(text)
    expect(reasons(done)).toEqual([
      expect.stringContaining('2 end: It ends'), expect.stringContaining('3 start: The year 22025 cannot be'), '4 service: It names no service; give one.', '5 start: It says not when it began; give a date and time.',
      expect.stringContaining('6 planned: "maybe" says neither yes nor no'), expect.stringContaining('6 share: "200 %" is no share of the users'), expect.stringContaining('7 id: The key is empty'), expect.stringContaining('8 start: It has not begun'),
      '9 registered: It was registered later than now; mend the time.', expect.stringContaining('10 end: "?" says that nobody knows'), expect.stringContaining('12 id: "10" is the key of row 11 already'), expect.stringContaining('13 zone: There is no time zone "Mars/Base"'),
    ])
    expect(done.outages).toMatchObject([{ externalId: '10', share: 0.25, recordKey: '', endedAt: null }])
    expect(done.counts).toEqual({ created: 1, changed: 0, unchanged: 0, rejected: 11 })
  })

  it('finds services by key, key elsewhere and title, and by what the mapping says they mean', () => {
    const text = csv(...['SVC-1', 'portal-prod', 'MAIL', 'The mails', 'Twin', 'Old mail', 'Portall'].map((name, i) => `${i},${name},2026-01-05T10:00Z,2026-01-05T11:00Z,,,,,,`))
    const done = plan(text, { services: { 'the mails': 'SVC-1' } })
    expect(done.outages.map(({ serviceId }) => serviceId)).toEqual(['id of SVC-1', 'id of SVC-2', 'id of SVC-1', 'id of SVC-1'])
    expect(reasons(done)).toEqual([
      '6 service: 2 services are called "Twin"; say by its key which is meant.', '7 service: "Old mail" (SVC-3) is retired; name what took its place.', expect.stringContaining('8 service: There is no service "Portall"; did you mean SVC-2 Portal?'),
    ])
    expect(done.unknown).toEqual([{ name: 'Portall', rows: 1, near: { key: 'SVC-2', title: 'Portal' }, drafted: false }])
  })

  it('drafts only the unknown services that somebody chose', () => {
    const text = csv('1,Chat,2026-01-05T10:00Z,,,,,,,', '2,Chat,2026-01-06T10:00Z,2026-01-06T11:00Z,,,,,,', '3,Wiki,2026-01-05T10:00Z,,,,,,,')
    const done = plan(text, {}, { draft: new Set(['Chat']) })
    expect(done.drafts).toEqual([{ id: 'new 1', name: 'Chat' }])
    expect(done.outages.map(({ serviceId }) => serviceId)).toEqual(['new 1', 'new 1'])
    expect(done.unknown.map(({ name, drafted }) => [name, drafted])).toEqual([['Chat', true], ['Wiki', false]])
  })

  it('makes one outage for each service that a row names, of JSON lines too', () => {
    const lines = '{"id":1,"on":["Mail","Portal","Mail"],"start":"2026-01-05T10:00:00Z"}\n{"id":2,"on":["Mail","Nobody"],"start":"2026-01-06T10:00:00Z"}\n'
    const done = plan(lines, { fields: { service: 'on[*]', start: 'start' } }, {}, 'outages.jsonl')
    expect(done.outages.map(({ externalId, serviceId }) => `${externalId} ${serviceId}`)).toEqual(['1 id of SVC-1', '1 id of SVC-2', '2 id of SVC-1'])
    expect(done.counts).toEqual({ created: 2, changed: 0, unchanged: 0, rejected: 0 })
    expect(done.rejected).toHaveLength(1)
  })

  it('leaves what is known as it is, changes what changed, and never brings back what was withdrawn', () => {
    const text = csv('1,Mail,2026-01-05T10:00Z,2026-01-05T11:00Z,,,,No mail,,', '2,Mail,2026-01-06T10:00Z,,,,,,,')
    const first = plan(text).outages.map((outage, i) => ({ ...outage, key: `OUT-${i + 1}`, keyNumber: i + 1 }))
    const existing = new Map(first.map((outage) => [`${outage.externalId} ${outage.serviceId}`, outage]))
    expect(plan(text, {}, { existing })).toMatchObject({ counts: { unchanged: 2 }, outages: [] })
    const ended = plan(text.replace('2026-01-06T10:00Z,,', '2026-01-06T10:00Z,2026-01-06T12:00Z,'), {}, { existing })
    expect(ended).toMatchObject({ counts: { changed: 1, unchanged: 1 }, outages: [{ key: 'OUT-2', revision: 2, reason: 'Changed by an import of outages.csv.' }] })
    const withdrawn = new Map([...existing].map(([place, outage]) => [place, { ...outage, withdrawn: true }]))
    expect(plan(text.replaceAll('No mail', 'Mail down'), {}, { existing: withdrawn })).toMatchObject({ outages: [], notices: ['2 outages were withdrawn here, and stay so.'] })
  })

  it('of planned work to come is announced when it is first read, and anew when its times move', () => {
    const text = csv('1,Mail,2026-03-05T10:00Z,2026-03-05T11:00Z,yes,,,,,')
    const [work] = plan(text).outages
    expect(work).toMatchObject({ registeredBy: 'server', registeredAt: new Date('2026-03-02T12:00:00Z') })
    const existing = new Map([[`1 ${work!.serviceId}`, { ...work!, key: 'OUT-1', keyNumber: 1 }]])
    const later = { existing, now: new Date('2026-03-04T12:00:00Z') }
    expect(plan(text, {}, later).outages).toEqual([])
    expect(plan(text.replaceAll('03-05', '03-06'), {}, later).outages).toMatchObject([{ registeredAt: later.now, plannedFromAt: new Date('2026-03-06T10:00:00Z') }])
    const begun = { existing, now: new Date('2026-03-05T12:00:00Z') }
    expect(plan(text.replace('T11:00Z', 'T11:30Z'), {}, begun).outages).toMatchObject([{ registeredAt: work!.registeredAt, endedAt: new Date('2026-03-05T11:30:00Z'), plannedToAt: new Date('2026-03-05T11:00:00Z') }])
  })

  it('refuses a mapping that names columns or fields that there are not', () => {
    expect(() => plan(csv(), { fields: { service: 'servise', start: 'start' } })).toThrow('did you mean "service"?')
    expect(() => plan(csv(), { fields: { serfice: 'service' } })).toThrow('There is no field "serfice"; did you mean "service"?')
    expect(() => plan(csv(), { kind: 'item' })).toThrow('This mapping is for the kind item')
    expect(() => plan(csv(), { dates: { zone: 'Mars' } })).toThrow('dates.zone')
  })
})
