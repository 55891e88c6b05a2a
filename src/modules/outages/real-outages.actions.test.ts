import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld } from '../../../test/support/world.ts'
import type { World } from '../../../test/support/world.ts'
import { verifyLedger } from '../../kernel/ledger.verify.ts'
import type { OutageImport, OutagePreview } from './import.contract.ts'
import type { OutageView } from './outage.contract.ts'
import { lostTime, spanOf, standingOf, type Outage } from './outage.ts'
import { lengthOf } from './spans.ts'

const data = new URL('../../../../shared/data/', import.meta.url)
const mappings = new URL('../../../content/mappings/', import.meta.url)
const there = (path: string) => existsSync(new URL(path, data))
const mappingOf = (name: string) => readFileSync(new URL(name, mappings), 'utf8')
const expectedOf = <T>(folder: string) => JSON.parse(readFileSync(new URL(`${folder}/expected.json`, data), 'utf8')) as T

let world: World
beforeAll(async () => void (world = await makeWorld({ at: '2026-03-02T12:00:00.000Z' })))
afterAll(() => world.close())

/** Every outage that is stored, as lists answer it. */
async function stored(org: Awaited<ReturnType<World['found']>>): Promise<OutageView[]> {
  const rows: OutageView[] = []
  for (let after: string | null = ''; after !== null; ) {
    const page: { rows: OutageView[]; next: string | null } = await org.read('outage.list', { direction: 'asc', limit: 500, ...(after ? { after } : {}) })
    rows.push(...page.rows)
    after = page.next
  }
  return rows
}

const countedOf = ({ service, startedAt, endedAt, planned, registeredAt, share }: OutageView): Outage => ({
  serviceId: service.id, startedAt: Date.parse(startedAt), endedAt: endedAt === null ? null : Date.parse(endedAt), registeredAt: Date.parse(registeredAt), share,
  planned: planned && { from: Date.parse(planned.from), to: Date.parse(planned.to) },
})

/** Percentiles of type 7, with the mean and the sum. */
function figures(values: readonly number[], digits: number) {
  const ordered = [...values].sort((a, b) => a - b)
  const at = (share: number) => {
    const place = (ordered.length - 1) * share
    const low = Math.floor(place)
    return ordered[low]! + (ordered[Math.min(low + 1, ordered.length - 1)]! - ordered[low]!) * (place - low)
  }
  const sum = values.reduce((a, b) => a + b, 0)
  const rounded = (value: number) => Math.round(value * 10 ** digits) / 10 ** digits
  return Object.fromEntries(Object.entries({ n: values.length, mean: sum / values.length, median: at(0.5), p75: at(0.75), p90: at(0.9), p95: at(0.95), min: ordered[0]!, max: ordered.at(-1)!, sum }).map(([name, value]) => [name, rounded(value)]))
}

/** Figures that differ from the expected ones by more than the last digit that is given. */
function differing(values: readonly number[], expected: Record<string, number>, digits: number): string[] {
  const found = figures(values, digits)
  return Object.entries(expected).filter(([name, value]) => !(Math.abs(found[name]! - value) <= 1.01 * 10 ** -digits)).map(([name, value]) => `${name}: ${found[name]} for ${value}`)
}

const countsBy = <T>(rows: readonly T[], keyOf: (row: T) => string) => Object.fromEntries([...Map.groupBy(rows, keyOf)].map(([key, some]) => [key, some.length]))

describe.skipIf(!there('jenkins_status_2022/issues'))('the status page of Jenkins in 2022 (skipped where ../shared/data is absent)', () => {
  type Expected = {
    by_severity: Record<string, number>; by_month: Record<string, number>; duration_min_by_severity: Record<string, Record<string, number>>; top10_affected: Record<string, number>
    availability_2022_severity_down: Record<string, { down_minutes: number; records: number; availability_pct: number }>
  }
  const folder = new URL('jenkins_status_2022/issues/', data)
  const files = () => readdirSync(folder).sort().map((name) => ({ name: `issues/${name}`, base64: readFileSync(new URL(name, folder)).toString('base64') }))
  let org: Awaited<ReturnType<World['found']>>
  let done: OutageImport
  let rows: OutageView[]
  beforeAll(async () => {
    org = await world.found('Jenkins')
    done = await org.act<OutageImport>('outage.import', { files: files(), mapping: mappingOf('outages-jenkins-status.yml'), draft: 'all' })
    rows = await stored(org)
  })
  const incidents = () => [...Map.groupBy(rows, ({ externalId }) => externalId).values()].map(([first]) => first!)

  it('offers what it does not know, and writes nothing until somebody decides', async () => {
    const other = await world.found('Elsewhere')
    await other.enact('service', { title: 'ci.jenkins.io' })
    const preview = await other.read<OutagePreview>('outage.preview', { files: files(), mapping: mappingOf('outages-jenkins-status.yml') })
    expect(preview).toMatchObject({ read: 56, suggested: false, faults: [] })
    expect(preview.unknown.find(({ name }) => name === 'repo.jenkins-ci.org')).toEqual({ name: 'repo.jenkins-ci.org', rows: 9, near: null, drafted: false })
    expect(preview.unknown.some(({ name }) => name === 'ci.jenkins.io')).toBe(false)
    const suggested = await other.read<OutagePreview>('outage.preview', { files: files() })
    expect(suggested.suggested).toBe(true)
    expect(suggested.mapping).toContain('service: affected[*]')
    expect(suggested.mapping).toContain('start: date')
  })

  it('keeps the one file that ends before it starts apart, with its name and why', () => {
    expect(done).toMatchObject({ read: 56, created: 55, changed: 0, unchanged: 0 })
    expect(done.rejected).toEqual([{
      row: files().findIndex(({ name }) => name.endsWith('2022-06-13-repo-slow.md')) + 1, column: 'resolvedWhen', file: 'issues/2022-06-13-repo-slow.md', line: 1, key: '2022-06-13-repo-slow',
      reason: expect.stringMatching(/^It ends \(2022-05-15T11:00:00.000Z\) before it starts \(2022-06-13T08:30:00.000Z\)/) as string,
    }])
    expect(done.notices).toEqual([expect.stringContaining('planned outages from the past do not say when they were registered, so they count as unplanned')])
  })

  it('counts by severity and month as expected, but for the file that is kept apart', () => {
    const expected = expectedOf<Expected>('jenkins_status_2022')
    expect(countsBy(incidents(), ({ severity }) => severity)).toEqual({ ...expected.by_severity, disrupted: expected.by_severity['disrupted']! - 1 })
    expect(countsBy(incidents(), ({ startedAt }) => startedAt.slice(0, 7))).toEqual({ ...expected.by_month, '2022-06': expected.by_month['2022-06']! - 1 })
  })

  it('lasts as long as expected, by severity', () => {
    const expected = expectedOf<Expected>('jenkins_status_2022').duration_min_by_severity
    for (const [severity, want] of Object.entries(expected)) {
      const lengths = incidents().filter((each) => each.severity === severity).map((each) => lengthOf([spanOf(countedOf(each), 0)]) / 60_000)
      expect(differing(lengths, want, 2)).toEqual([])
    }
    expect(Object.keys(expected)).toHaveLength(3)
  })

  it('leaves each service the availability that was expected, from the union of what took it down', () => {
    const period = { from: Date.UTC(2022, 0, 1), to: Date.UTC(2023, 0, 1) }
    const down = Map.groupBy(rows.filter(({ severity }) => severity === 'down'), ({ service }) => service.title)
    const found = Object.fromEntries([...down].map(([title, some]) => {
      const { lostMs, availability, outages } = lostTime({ outages: some.map(countedOf), period, now: world.clock.now.getTime() })
      return [title, { down_minutes: Math.round(lostMs / 600) / 100, records: outages.length, availability_pct: Math.round(availability! * 1e7) / 1e5 }]
    }))
    const expected = expectedOf<Expected>('jenkins_status_2022').availability_2022_severity_down
    for (const [title, want] of Object.entries(expected)) expect(found[title], title).toEqual(want)
    expect(Object.keys(expected).length).toBeGreaterThan(5)
  })

  it('changes nothing when it is read again, and only what changed when a file did', async () => {
    const again = await org.act<OutageImport>('outage.import', { files: files(), mapping: mappingOf('outages-jenkins-status.yml') })
    expect(again).toMatchObject({ created: 0, changed: 0, unchanged: 55, outages: 0, drafted: [] })
    const mended = files().map((file) => (file.name.endsWith('2022-06-13-repo-slow.md') ? { name: file.name, text: Buffer.from(file.base64, 'base64').toString('utf8').replace('2022-05-15', '2022-06-15') } : file))
    const more = await org.act<OutageImport>('outage.import', { files: mended, mapping: mappingOf('outages-jenkins-status.yml') })
    expect(more).toMatchObject({ created: 1, changed: 0, unchanged: 55, rejected: [] })
    await world.seal(org.organisationId)
    expect(await verifyLedger(world.database.sql, org.organisationId, world.key.publicKey)).toMatchObject({ ok: true, faults: [] })
  })
})

describe.skipIf(!there('osg_downtimes_2019_2020/downtimes.csv'))('the downtimes of the Open Science Grid of 2019 and 2020 (skipped where ../shared/data is absent)', () => {
  type Expected = Record<'by_class' | 'by_severity' | 'by_facility' | 'by_month' | `${'duration' | 'notice'}_h_${'SCHEDULED' | 'UNSCHEDULED'}`, Record<string, number>>
  const text = () => readFileSync(new URL('osg_downtimes_2019_2020/downtimes.csv', data), 'utf8')
  let org: Awaited<ReturnType<World['found']>>
  let done: OutageImport
  let rows: OutageView[]
  const mapping = mappingOf('outages-osg-downtimes.yml')
  beforeAll(async () => {
    org = await world.found('Open Science Grid', 'America/Chicago')
    done = await org.act<OutageImport>('outage.import', { files: [{ name: 'downtimes.csv', text: text() }], mapping, draft: 'all' })
    rows = await stored(org)
  })
  const ofClass = (name: string) => rows.filter(({ planned }) => (planned !== null) === (name === 'SCHEDULED'))

  it('comes over whole, its 23 facilities as drafts', () => {
    expect(done).toMatchObject({ read: 510, created: 510, outages: 510, rejected: [] })
    expect(done.drafted).toHaveLength(23)
    expect(rows).toHaveLength(510)
    expect(new Set(rows.map(({ registeredBy }) => registeredBy))).toEqual(new Set(['source']))
  })

  it('counts by class, severity, facility and month as expected', () => {
    const expected = expectedOf<Expected>('osg_downtimes_2019_2020')
    expect({ SCHEDULED: ofClass('SCHEDULED').length, UNSCHEDULED: ofClass('UNSCHEDULED').length }).toEqual(expected.by_class)
    expect(countsBy(rows, ({ severity }) => severity)).toEqual(expected.by_severity)
    expect(countsBy(rows, ({ service }) => service.title)).toMatchObject(expected.by_facility)
    expect(countsBy(rows, ({ startedAt }) => startedAt.slice(0, 7))).toEqual(expected.by_month)
  })

  it.each(['SCHEDULED', 'UNSCHEDULED'] as const)('lasts and was announced as expected: %s', (name) => {
    const expected = expectedOf<Expected>('osg_downtimes_2019_2020')
    const hours = (ms: number) => ms / 3_600_000
    expect(differing(ofClass(name).map((each) => hours(lengthOf([spanOf(countedOf(each), 0)]))), expected[`duration_h_${name}`], 4)).toEqual([])
    expect(differing(ofClass(name).map((each) => hours(Date.parse(each.startedAt) - Date.parse(each.registeredAt))), expected[`notice_h_${name}`], 4)).toEqual([])
  })

  it('shows what was registered late: planned work that had begun when it was registered counts as unplanned', () => {
    const late = ofClass('SCHEDULED').filter(({ registeredAt, startedAt }) => registeredAt >= startedAt)
    expect(late.length).toBeGreaterThan(0)
    expect(late.every((each) => each.standing === 'registered late' && standingOf(countedOf(each)) === 'registered late')).toBe(true)
    expect(ofClass('SCHEDULED').filter(({ standing }) => standing === 'registered late')).toHaveLength(late.length)
    expect(done.notices).toEqual([`${late.length} planned outages were registered after beginning, as the source says, so they count as unplanned.`])
  })

  it('keeps impossible dates apart with row and column, and the rest comes over', async () => {
    const lines = text().split('\n')
    lines[1] = lines[1]!.replace('"Mar 24, 2019 20:00 +0000"', '"Mar 24, 22025 20:00 +0000"').replace(/^[^,]*/, 'bad-1')
    lines[2] = lines[2]!.replace('"Feb 16, 2020 01:00 +0000"', '?').replace(/^[^,]*/, 'bad-2')
    const result = await org.act<OutageImport>('outage.import', { files: [{ name: 'downtimes.csv', text: lines.slice(0, 5).join('\n') }], mapping })
    expect(result.rejected).toEqual([
      { row: 2, column: 'end', file: 'downtimes.csv', line: 2, key: 'bad-1', reason: 'The year 22025 cannot be (was 2025 meant?); give one from 1970 to 2199.' },
      { row: 3, column: 'start', file: 'downtimes.csv', line: 3, key: 'bad-2', reason: '"?" says that nobody knows; find out, or take the row out.' },
    ])
    expect(result).toMatchObject({ read: 4, unchanged: 2 })
    expect(result.mend).toContain('end: The year 22025 cannot be')
  })
})
