import { existsSync, readFileSync } from 'node:fs'
import { read, utils, write } from '@e965/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyLedger } from '../../kernel/ledger.verify.ts'
import { canonicalJson } from '../../shared/canonical.ts'
import { makeWorld, type World } from '../../../test/support/world.ts'
import type { RecordImportResult, RecordPreview } from './intake.contract.ts'
import { fillDueWords } from './words.jobs.ts'

type Org = Awaited<ReturnType<World['found']>>

const mapping = `
kind: record
routine: Incident
system: desk
timeZone: Europe/Oslo
key: number
fields:
  title: what
  state: { from: state, values: { New: register, Working: restore, Waiting: wait, Done: confirm } }
  priority: priority
  opened: opened
  resolved: resolved
  closed: closed
  category: category
`
const header = 'number,what,state,priority,opened,resolved,closed,category\n'
const rows = [
  'D-1,Mail is down,Done,High,2026-01-10 08:00,2026-01-10 12:00,2026-01-12 09:00,Application',
  'D-2,Printer jams,Working,Low,2026-01-09 08:00,?,,Device',
]
const csv = (...lines: string[]) => `${header}${lines.join('\n')}\n`

let world: World
let org: Org
const send = (text: string, given = mapping, name = 'desk.csv') => org.act<RecordImportResult>('record.import', { file: { name, text }, mapping: given })
const all = <T extends object>(text: string) => world.database.sql.unsafe<T[]>(text)
const one = async (number: string) => (await all<Record<string, unknown>>(`select prefix || '-' || number as key, * from records where external_id = '${number}'`))[0]!
const said = (result: Pick<RecordImportResult, 'rejected'>) => result.rejected.map(({ row, column, reason }) => `${row} ${column}: ${reason}`)

beforeAll(async () => {
  world = await makeWorld()
  org = await world.found()
  await org.act('sms.start', { starter: 'just-enough' })
})
afterAll(() => world.close())

describe('an import of records', () => {
  it('takes each row as a record with its history, numbered in the order in which they were opened', async () => {
    const result = await send(csv(...rows))
    expect(result).toMatchObject({ counts: { cases: 2, created: 2, changed: 0, unchanged: 0, refused: 0 }, firstKey: 'INC-1', lastKey: 'INC-2', routine: { title: 'Incident' } })
    expect(await one('D-2')).toMatchObject({ key: 'INC-1', open: true, state: 'restore', priority: 'Low', fields: { category: 'Device' }, opened_at: new Date('2026-01-09T07:00:00Z'), resolved_at: null, source: 'desk' })
    expect(await one('D-1')).toMatchObject({ key: 'INC-2', open: false, state: 'confirm', closed_at: new Date('2026-01-12T08:00:00Z'), resolved_at: new Date('2026-01-10T11:00:00Z') })
    const events = await all<{ type: string; occurred_at: Date; content: string }>(`select e.* from record_events e join records r on r.id = e.record_id where r.external_id = 'D-1' order by position`)
    expect(events.map(({ type, occurred_at }) => [type, occurred_at.toISOString().slice(0, 16)])).toEqual([['create', '2026-01-10T07:00'], ['advance', '2026-01-10T11:00'], ['close', '2026-01-12T08:00']])
    for (const { content } of events) expect(content).toBe(canonicalJson(JSON.parse(content)))
  })

  it('is seen on a past day by when things happened, though it was brought in later', async () => {
    const on = async (asOf: string, query: object = {}) => (await org.read<{ rows: { key: string; state: { id: string } }[] }>('record.list', { ...query, asOf })).rows.map((row) => `${row.key} ${row.state.id}`)
    expect(await on('2026-01-08', { standing: 'any' })).toEqual([])
    expect(await on('2026-01-09')).toEqual(['INC-1 restore'])
    expect(await on('2026-01-11')).toEqual(['INC-2 confirm', 'INC-1 restore'])
    expect(await on('2026-01-12')).toEqual(['INC-1 restore'])
    expect(await on('2026-01-12', { standing: 'closed', routine: 'incident' })).toEqual([])
    const record = await org.read<{ open: boolean; instants: object; routine: { title: string }; priority: string }>('record.get', { record: 'INC-2', asOf: '2026-01-10' })
    expect(record).toMatchObject({ open: true, priority: 'High', routine: { title: 'Incident' }, instants: { opened: '2026-01-10T07:00:00.000Z' } })
    expect(record.instants).not.toHaveProperty('closed')
  })

  it('sent again does nothing, and changed does only the difference', async () => {
    const entries = () => all('select 1 from record_events')
    const before = (await entries()).length
    expect((await send(csv(...rows))).counts).toMatchObject({ created: 0, changed: 0, unchanged: 2, events: 0 })
    expect(await entries()).toHaveLength(before)
    const result = await send(csv(rows[0]!, 'D-2,Printer jams again,Done,Low,2026-01-09 08:00,2026-02-01 10:00,2026-02-02 10:00,Device'))
    expect(result.counts).toMatchObject({ changed: 1, unchanged: 1 })
    expect(await one('D-2')).toMatchObject({ title: 'Printer jams again', open: false, state: 'confirm', resolved_at: new Date('2026-02-01T09:00:00Z') })
  })

  it('keeps what people changed here, unless the source says something new', async () => {
    await send(csv('D-3,VPN is slow,Working,Low,2026-02-01 08:00,,,Network'))
    const before = await one('D-3')
    await org.act('record.fill', { record: before['key'], revision: before['revision'], title: 'VPN is slow in Bergen' })
    expect((await send(csv('D-3,VPN is slow,Working,Low,2026-02-01 08:00,,,Network'))).counts).toMatchObject({ unchanged: 1 })
    await send(csv('D-3,VPN is slow,Working,High,2026-02-01 08:00,,,Network'))
    expect(await one('D-3')).toMatchObject({ title: 'VPN is slow in Bergen', priority: 'High' })
  })

  it('says of each case that cannot be taken what is wrong in which row and column, takes the rest, and gives the rows back to be mended', async () => {
    const bad = [
      'D-10,Unknown state,Frozen,High,2026-01-10 08:00,,,Device', 'D-11,Ends first,Done,High,2026-01-10 08:00,2026-01-09 08:00,2026-01-12 09:00,Device', 'D-12,Far year,Working,High,22025-01-10 08:00,,,Device',
      'D-13,Day first,Working,High,10/01/2026 08:00,,,Device', 'D-14,,Working,High,2026-01-10 08:00,,,Device', ',No key,Working,High,2026-01-10 08:00,,,Device', 'D-15,Closed at work,Working,High,2026-01-10 08:00,,2026-01-12 09:00,Device',
      'D-16,Odd choice,Working,High,2026-01-10 08:00,,,Spaceship', 'D-17,Two,Working,High,2026-01-10 08:00,,,Device,extra', 'D-18,Good,Working,High,2026-01-10 08:00,n/a,-,?', 'D-18,Twice,Working,High,2026-01-10 08:00,,,Device', 'D-19,Cut,Wor',
    ]
    const text = csv(...bad).trimEnd()
    const preview = await org.read<RecordPreview>('record.preview', { file: { name: 'bad.csv', text }, mapping })
    const result = await send(text, mapping, 'bad.csv')
    expect(said(preview)).toEqual(said(result))
    expect(preview.counts).toMatchObject({ created: 1, refused: 11 })
    expect(said(result)).toEqual([
      '2 state: "Frozen" is no step of Incident: translate it to register, classify, wait, restore, confirm.',
      '3 resolved: It was resolved at 2026-01-09 07:00 UTC, before it was opened at 2026-01-10 07:00 UTC; correct one of the two.',
      '4 opened: "22025-01-10 08:00": 22025 is no year that can be meant; write one between 1970 and 2100.',
      '5 opened: "10/01/2026 08:00" may begin with the day or with the month; say dates: day first or dates: month first.',
      '6 what: There is no title; without one nobody can tell what it is.',
      '7 number: The key is empty; without it the next import could not find this case again.',
      '8 closed: It was closed, and its state "restore" is no end of Incident: translate the state to "Confirm", or leave closed empty.',
      '9 category: "Spaceship" does not fit "Category": translate it to Application, Device, Network, Access, Data, Supplier, Other, or say under unknown what to do.',
      '10 null: The row has 9 cells and the header 8; a cell that holds the delimiter must stand in quotation marks.',
      '12 number: "D-18" stands in an earlier row already; give each case one row, or say under log what its rows are.',
      '13 null: The file ends within this row, after 3 of 8 cells: it was cut off here. Send the whole file again.',
    ])
    expect(result.counts).toMatchObject({ created: 1, refused: 11 })
    expect(result.mend!.split('\n')[0]).toBe(`${header.trim()},refused because`)
    const mended = result.mend!.split('\n').filter((line) => line.startsWith('D-10')).map((line) => line.replace('Frozen', 'Working'))
    expect((await send(`${result.mend!.split('\n')[0]}\n${mended.join('\n')}\n`)).counts).toMatchObject({ created: 1, refused: 0 })
    const { rows: kept } = await org.read<{ rows: { id: string; state: string; mendable: boolean; faultsByKind: object[] }[] }>('record.imports', { import: result.import })
    expect(kept).toMatchObject([{ state: 'done', mendable: true }])
    expect(await org.read('record.refusedRows', { import: result.import })).toEqual({ file: 'bad.csv', mend: result.mend })
  })

  it('reads two time zones in one file, told by the column or by each row', async () => {
    const zoned = mapping.replace('timeZone: Europe/Oslo', 'timeZone: zone').replace('resolved: resolved', 'resolved: { from: resolved, zone: UTC }')
    const result = await send('number,what,state,priority,opened,resolved,closed,category,zone\nZ-1,Oslo,Working,Low,2026-02-01 12:00,,,Data,Europe/Oslo\nZ-2,Rio,Done,Low,2026-02-01 12:00,2026-02-01 16:00,,Data,America/Sao_Paulo\nZ-3,Mars,Working,Low,2026-02-01 12:00,,,Data,Mars/Phobos\n', zoned)
    expect(said(result)).toEqual(['4 opened: "Mars/Phobos" in zone is no time zone; write one such as Europe/Oslo.'])
    expect([(await one('Z-1'))['opened_at'], (await one('Z-2'))['opened_at'], (await one('Z-2'))['resolved_at']]).toEqual([new Date('2026-02-01T11:00:00Z'), new Date('2026-02-01T15:00:00Z'), new Date('2026-02-01T16:00:00Z')])
  })

  it('takes the entries of a log for one case whether they stand together or not, and JSON lines of which one is broken', async () => {
    const log = `${mapping.replace('opened: opened', 'opened: { from: opened }')}log: { at: at, by: who }\n`.replace('system: desk', 'system: log')
    const entry = (number: string, state: string, at: string) => JSON.stringify({ number, what: `Case ${number}`, state, opened: '2026-02-01 08:00', at, who: 'Ada Berg', category: null })
    const lines = [entry('L-1', 'New', '2026-02-01 08:05'), entry('L-2', 'New', '2026-02-01 09:00'), entry('L-1', 'Waiting', '2026-02-02 08:00'), entry('L-1', 'Working', '2026-02-02 20:00'), '{"number": "L-3", "what'].join('\n')
    const result = await send(lines, log, 'log.jsonl')
    expect(result.counts).toMatchObject({ cases: 3, created: 2, refused: 1, events: 4 })
    expect(said(result)).toEqual(['5 null: This line is not one JSON value; each line holds one object. If it is the last, the file was cut off here.'])
    const later = [lines.split('\n')[0], lines.split('\n')[2], lines.split('\n')[3], entry('L-1', 'Done', '2026-02-03 08:00')].join('\n')
    expect((await send(later, log, 'log.jsonl')).counts).toMatchObject({ changed: 1, events: 1 })
    expect(await one('L-1')).toMatchObject({ state: 'confirm', revision: 4, entered_at: new Date('2026-02-03T07:00:00Z') })
  })

  it('refuses a mapping with every fault in its place, and suggests one from the columns', async () => {
    const preview = await org.read<RecordPreview>('record.preview', { file: { name: 'a.csv', text: csv(...rows) }, mapping: { kind: 'record', system: 'x', key: 'nummer', routine: 'Incident', fields: { titel: 'what', title: 'wath', opened: { from: 'opened', dates: 'backwards' } } } })
    expect(preview.faults.map(({ path, message }) => `${path} ${message.split(';')[0]}`)).toEqual([
      'fields.titel A record of this routine has no "titel"', 'key The file has no column "nummer"', 'fields.title The file has no column "wath"', 'fields.opened "backwards" is no way to write dates',
    ])
    const guessed = await org.read<RecordPreview>('record.preview', { file: { name: 'a.csv', text: 'Issue key,Summary,Status,Priority,Created,Resolved\nIT-1,Mail,Resolved,Highest,13/02/2026 09:00,14/02/2026 10:00\nIT-2,Web,In Progress,Low,01/02/2026 09:00,\n' }, routine: 'RTN-1' })
    expect(guessed).toMatchObject({ suggested: true, faults: [], counts: { created: 2, refused: 0 } })
    expect(guessed.cases.map(({ key, state, priority }) => `${key} ${state} ${priority}`)).toEqual(['IT-1 Confirm Critical', 'IT-2 Restore Low'])
  })

  it('is done by a mapping that was saved, beside those to elements', async () => {
    await org.act('mapping.save', { name: 'Desk', mapping })
    await org.act('mapping.save', { name: 'Units', mapping: 'kind: unit\nkey: name\nfields: { title: name }' })
    const { rows: saved } = await org.read<{ rows: { name: string; kind: string }[] }>('mapping.list')
    expect(saved.map(({ name, kind }) => `${name}: ${kind}`)).toEqual(['Desk: record', 'Units: unit'])
    const file = { name: 'desk.csv', text: csv(...rows) }
    expect((await org.act<RecordImportResult>('record.import', { file, savedMapping: 'Desk' })).counts).toMatchObject({ cases: 2, created: 0 })
    await expect(org.act('record.import', { file, savedMapping: 'Units' })).rejects.toThrow('is no mapping to records')
    await expect(org.act('record.import', { file, mapping: mapping.replace('Incident', 'Nothing') })).rejects.toThrow('There is no routine "Nothing" in force here; there is Incident')
  })

  it('of very many is made known to search in the background, and verifies before that and after', async () => {
    const many = Array.from({ length: 2100 }, (_, at) => `W-${at},Walrus ${at},Working,Low,2026-02-01 08:00,,,Data`)
    await send(csv(...many))
    const known = async () => (await all(`select 1 from record_words w join records r on r.id = w.id where r.external_id like 'W-%'`)).length
    const verify = async () => (await verifyLedger(world.database.sql, org.organisationId, world.key.publicKey)).faults.filter(({ type }) => type !== 'unsigned')
    expect([await known(), await verify()]).toEqual([0, []])
    expect(await fillDueWords(world.runtime, org.organisationId)).toBe(2100)
    expect([await known(), await verify(), await fillDueWords(world.runtime, org.organisationId)]).toEqual([2100, [], 0])
    expect((await org.read<{ rows: object[] }>('record.list', { text: 'walrus 2077' })).rows).toMatchObject([{ title: 'Walrus 2077' }])
  })

  it('leaves one ledger entry with the file and the counts, and verification finds what is edited later', async () => {
    const [entry] = await all<{ content: string }>(`select content from ledger_entries where verb = 'record.import' order by id limit 1`)
    expect(JSON.parse(entry!.content)).toMatchObject({ bulk: { file: expect.stringMatching(/^desk\.csv sha256:[0-9a-f]{64}$/) as string, counts: { created: 2 } } })
    await send(csv(...Array.from({ length: 40 }, (_, at) => `M-${at},Many ${at},Done,Low,2026-02-${String((at % 20) + 1).padStart(2, '0')} 08:00,2026-02-27 08:00,2026-02-28 08:00,Data`)))
    await world.seal(org.organisationId)
    const verify = async () => (await verifyLedger(world.database.sql, org.organisationId, world.key.publicKey)).faults.map(({ type, where, what }) => `${type} ${where.split(' ')[0]}: ${what}`)
    expect(await verify()).toEqual([])
    await world.database.sql.unsafe(`update records set priority = 'High' where external_id = 'M-7'`)
    expect(await verify()).toEqual(['altered records: priority: not what its events come to.'])
  })
})

const data = new URL('../../../../shared/data/', import.meta.url)
const incidents = new URL('uci_incident_sample/', data)

describe.skipIf(!existsSync(incidents))('780 incidents of a ServiceNow audit log (skipped where ../shared/data is absent)', () => {
  type Expected = { sample: { cases: number; by_priority: Record<string, number>; reopened: number; time_to_resolve_h: Record<string, number> }; sla_with_test_targets: { paused_h: Record<string, number>; by_priority: Record<string, { n: number; within_elapsed: number; within_net_of_awaiting: number }> } }
  let expected: Expected
  let result: RecordImportResult
  beforeAll(async () => {
    expected = JSON.parse(readFileSync(new URL('expected.json', incidents), 'utf8')) as Expected
    result = await org.act<RecordImportResult>('record.import', {
      file: { name: 'sample.csv', base64: readFileSync(new URL('sample_2016-03-01_02.csv', incidents)).toString('base64') }, mapping: readFileSync(new URL('../../../content/mappings/servicenow-incident-log.yml', import.meta.url), 'utf8'),
    })
  }, 60_000)

  it('are all taken, with their priorities', async () => {
    expect(result.counts).toMatchObject({ cases: expected.sample.cases, created: expected.sample.cases, refused: 0 })
    const counts = await all<{ priority: string; count: string }>(`select priority, count(*) from records where source = 'servicenow' group by priority`)
    const names: Record<string, string> = { Critical: '1 - Critical', High: '2 - High', Medium: '3 - Moderate', Low: '4 - Low' }
    expect(Object.fromEntries(counts.map(({ priority, count }) => [names[priority], Number(count)]))).toEqual(expected.sample.by_priority)
  })

  it('take as long to resolve as was computed apart', async () => {
    const [row] = await all<Record<string, string>>(`select count(*) as n, avg(h) as mean, percentile_cont(0.5) within group (order by h) as median, percentile_cont(0.9) within group (order by h) as p90, min(h), max(h), sum(h)
      from (select extract(epoch from resolved_at - opened_at) / 3600 as h from records where source = 'servicenow' and resolved_at is not null) t`)
    for (const name of ['n', 'mean', 'median', 'p90', 'min', 'max', 'sum']) expect(Number(row![name])).toBeCloseTo(expected.sample.time_to_resolve_h[name]!, 3)
  })

  const states = `select e.record_id, e.position, (c ->> 'state') as state, (c ->> 'entered_at')::timestamptz as from_at, lead((c ->> 'entered_at')::timestamptz) over (partition by e.record_id order by e.position) as to_at
    from (select record_id, position, content::jsonb -> 'set' as c from record_events) e join records r on r.id = e.record_id where r.source = 'servicenow' and c ? 'state'`

  it('were reopened as often', async () => {
    const [row] = await all<{ count: string }>(`select count(distinct record_id) from (select record_id, state, lag(state) over (partition by record_id order by position) as before from (${states}) s) t where before = 'confirm' and state <> 'confirm'`)
    expect(Number(row!.count)).toBe(expected.sample.reopened)
  })

  it('waited as long, and kept their targets as often with and without the waiting', async () => {
    const waited = `select r.id, r.priority, extract(epoch from r.resolved_at - r.opened_at) / 3600 as h, coalesce((select sum(greatest(0, extract(epoch from least(s.to_at, r.resolved_at) - greatest(s.from_at, r.opened_at)))) / 3600
      from (${states}) s where s.record_id = r.id and s.state = 'wait'), 0) as w from records r where r.source = 'servicenow' and r.resolved_at is not null`
    const [row] = await all<Record<string, string>>(`select count(*) as n, avg(w) as mean, percentile_cont(0.9) within group (order by w) as p90, max(w), sum(w) from (${waited}) t`)
    for (const name of ['n', 'mean', 'p90', 'max', 'sum']) expect(Number(row![name])).toBeCloseTo(expected.sla_with_test_targets.paused_h[name]!, 3)
    const targets = { Critical: ['1 - Critical', 4], High: ['2 - High', 8], Medium: ['3 - Moderate', 24], Low: ['4 - Low', 72] } as const
    for (const [priority, [name, hours]] of Object.entries(targets)) {
      const [met] = await all<{ elapsed: string; net: string }>(`select count(*) filter (where h <= ${hours}) as elapsed, count(*) filter (where h - w <= ${hours}) as net from (${waited}) t where priority = '${priority}'`)
      expect([Number(met!.elapsed), Number(met!.net)]).toEqual([expected.sla_with_test_targets.by_priority[name]!.within_elapsed, expected.sla_with_test_targets.by_priority[name]!.within_net_of_awaiting])
    }
  })
})

const tracker = new URL('calendar_and_templates/', data)

describe.skipIf(!existsSync(tracker))('the risk tracker of 18F (skipped where ../shared/data is absent)', () => {
  const mappingText = readFileSync(new URL('../../../content/mappings/risk-tracker.yml', import.meta.url), 'utf8')
  const template = () => readFileSync(new URL('18F_TEMPLATE_Risk_tracker.xlsx', tracker))
  const bring = (bytes: Buffer) => org.act<RecordImportResult>('record.import', { file: { name: 'risks.xlsx', base64: bytes.toString('base64') }, mapping: mappingText })

  it('as it is gives no risk, and filled in gives each with its step and the level that the grid says', async () => {
    expect((await bring(template())).counts).toMatchObject({ cases: 0, created: 0, refused: 0 })
    const { risk_tracker: expected } = JSON.parse(readFileSync(new URL('expected.json', tracker), 'utf8')) as { risk_tracker: { impact_and_likelihood_values: string[]; status_values: string[] } }
    const levels = expected.impact_and_likelihood_values
    const filled = expected.status_values.flatMap((status) => levels.flatMap((impact) => levels.map((likelihood) => [impact, likelihood, status] as const)))
    const book = read(template())
    utils.sheet_add_aoa(book.Sheets['Risks']!, filled.map(([impact, likelihood, status], at) => [`Risk ${at + 1}`, 'A supplier fails', impact, likelihood, status, 'We have a second one', 'Ada Berg', 46_000 + at, 'Talked about']), { origin: 'A2' })
    const bytes = Buffer.from(write(book, { type: 'buffer', bookType: 'xlsx' }) as Uint8Array)
    const result = await bring(bytes)
    expect([said(result), result.counts.created]).toEqual([[], filled.length])
    const risks = await all<{ external_id: string; state: string; priority: string; priority_by: string; prefix: string }>(`select * from records where source = 'risk tracker' order by number`)
    expect(new Set(risks.map(({ prefix, priority_by }) => `${prefix} ${priority_by}`))).toEqual(new Set(['RSK grid']))
    const steps = filled.map(([, , status]) => (status.startsWith('New') ? 'identify' : status.startsWith('Owned') ? 'treat' : 'watch'))
    expect(risks.map(({ state }) => state)).toEqual(steps)
    const high = risks.filter((_, at) => filled[at]![0] === '3 - High' && filled[at]![1] === '3 - High')
    expect(new Set(high.map(({ priority }) => priority))).toEqual(new Set(['High']))
    expect((await bring(bytes)).counts).toMatchObject({ unchanged: filled.length, events: 0 })
  })
})
