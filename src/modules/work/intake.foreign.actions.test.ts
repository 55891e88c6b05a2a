import { read as readBook, utils, write } from '@e965/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../test/support/world.ts'
import type { RecordImportResult, RecordPreview } from './intake.contract.ts'

let world: World
let org: Awaited<ReturnType<World['found']>>
beforeAll(async () => {
  world = await makeWorld()
  org = await world.found()
  await org.act('sms.start', { starter: 'just-enough' })
})
afterAll(() => world.close())

type Sent = { name: string; text?: string; base64?: string }
const suggest = (file: Sent) => org.read<RecordPreview>('record.preview', { file, routine: 'Incident' })
const bring = (file: Sent, mapping: string) => org.act<RecordImportResult>('record.import', { file, mapping })
const all = <T extends object>(text: string) => world.database.sql.unsafe<T[]>(text)
const shown = ({ cases }: RecordPreview) => cases.map(({ key, state, priority, openedAt, events }) => `${key} ${state} ${priority} ${openedAt.slice(0, 16)} ${events}`)

/** What a newcomer does: takes the mapping as it is suggested, sends the file, and sends it again. */
async function taken(file: Sent) {
  const preview = await suggest(file)
  expect(preview.faults).toEqual([])
  const first = await bring(file, preview.mapping)
  expect([first.rejected, first.counts.created]).toEqual([[], preview.counts.created])
  expect((await bring(file, preview.mapping)).counts).toMatchObject({ created: 0, changed: 0, unchanged: first.counts.created, events: 0 })
  return { preview, first }
}

describe('what other tools give out is taken by the mapping that is suggested, and again changes nothing', () => {
  it('Jira: columns of one name, days with the month\'s name and two digits of the year', async () => {
    const { preview } = await taken({ name: 'jira.csv', text: 'Summary,Issue key,Status,Priority,Resolution,Reporter,Created,Resolved,Component/s,Component/s,Comment,Comment\nLaptop,ITSD-1,Waiting for customer,Highest,,bob,03/Feb/26 9:14 AM,,Mail,Web,first,"second\r\nline"\nPhone,ITSD-2,Done,Low,Done,bob,04/Feb/26 12:01 AM,04/Feb/26 1:00 PM,,,,\n' })
    expect(shown(preview)).toEqual(['ITSD-1 Await user Critical 2026-02-03T08:14 1', 'ITSD-2 Confirm Low 2026-02-03T23:01 2'])
    expect(preview.cases.map(({ open, closedAt }) => [open, closedAt?.slice(0, 16)])).toEqual([[true, undefined], [false, '2026-02-04T12:00']])
    expect(preview.notices[0]).toBe('jira.csv: columns have one name: "Component/s" (2 times), "Comment" (2 times). The second is called "Component/s (2)", and so on.')
  })

  it('GLPI in French and Latin-1, where the first letter beyond ASCII stands far in', async () => {
    const rows = Array.from({ length: 4000 }, (_, at) => `"${at + 1}";"Imprimante ${'x'.repeat(300)}";"${at === 0 ? 'Clos' : 'Nouveau'}";"Haute";"2026-02-01 10:00"`)
    const text = ['"ID";"Titre";"Statut";"Priorite";"Date d\'ouverture"', ...rows, '"9999";"Défaut";"Clos";"Haute";"2026-02-01 09:00"'].join('\r\n')
    const { preview, first } = await taken({ name: 'glpi.csv', base64: Buffer.from(text, 'latin1').toString('base64') })
    expect([preview.counts.created, first.notices]).toEqual([4001, ['glpi.csv is not UTF-8 and was read as Windows-1252 (Latin-1). If letters look wrong, save it as UTF-8 or name its encoding under source.']])
    expect(await all(`select title, state, priority from records where source = 'glpi' and external_id = '9999'`)).toMatchObject([{ title: 'Défaut', state: 'confirm', priority: 'High' }])
  }, 60_000)

  it('ServiceNow: choices by other names are left out and said, so that the incidents come', async () => {
    const { first } = await taken({ name: 'incident.csv', text: '"number","short_description","priority","state","category","impact","opened_at"\r\n"INC1","Épée ☃\r\nsecond","2 - High","In Progress","Hardware","2 - Medium","2026-03-01 09:00:00"\r\n' })
    expect(first.notices).toEqual(expect.arrayContaining(['category: 1 name is unknown here and was left out: "Hardware"', 'impact: 1 name is unknown here and was left out: "2 - Medium"']))
  })

  it('sys_audit: an entry for each change, unsorted and some twice', async () => {
    const change = (key: string, name: string, to: string, at: string) => `incident,${key},${name},,${to},ada,2026-03-02 ${at}`
    const rows = [change('b', 'state', 'Resolved', '12:00'), change('a', 'short_description', 'Printer', '08:00'), change('a', 'priority', '2 - High', '08:40'), change('b', 'short_description', 'Mail', '09:00'), change('a', 'state', 'New', '08:00'), change('a', 'state', 'In Progress', '08:30'), change('a', 'state', 'In Progress', '08:30')]
    const { preview } = await taken({ name: 'sys_audit.csv', text: `tablename,documentkey,fieldname,oldvalue,newvalue,user,sys_created_on\n${rows.join('\n')}\n` })
    expect(shown(preview).sort()).toEqual(['a Restore High 2026-03-02T07:00 3', 'b Confirm  2026-03-02T08:00 2'])
    const events = await all<{ set: { state?: string; priority?: string }; at: Date }>(`select e.occurred_at as at, e.content::jsonb -> 'set' as set from record_events e join records r on r.id = e.record_id where r.source = 'sys_audit' and r.external_id = 'a' order by e.position`)
    expect(events.map(({ set, at }) => [at.toISOString().slice(11, 16), set.state, set.priority])).toEqual([['07:00', 'register', undefined], ['07:30', 'restore', undefined], ['07:40', undefined, 'High']])
  })

  it('a log of process mining: names with colons, what was done beside the state, times with their offset', async () => {
    const entry = (act: string, life: string, at: string) => `1-36,${act},${life},2026-01-01 ${at}.000+01:00,Siebel,Case one`
    const { preview } = await taken({ name: 'log.csv', text: `case:concept:name,concept:name,lifecycle:transition,time:timestamp,org:resource,case:title\n${[entry('Accepted', 'In Progress', '08:00:00'), entry('Queued', 'Awaiting Assignment', '08:37:00'), entry('Completed', 'Resolved', '09:14:00')].join('\n')}\n` })
    expect(shown(preview)).toEqual(['1-36 Confirm  2026-01-01T07:00 3'])
  })

  it('Zammad: JSON lines whose values are objects', async () => {
    const line = (id: number, state: string) => JSON.stringify({ id, number: `3100${id}`, title: 'Ticket ü', state: { id: 2, name: state }, priority: { id: 2, name: '2 normal' }, customer: { email: 'a@b.example' }, created_at: '2026-03-02T09:00:00.123Z' })
    const { preview } = await taken({ name: 'tickets.jsonl', text: `\uFEFF${line(1, 'new')}\n${line(2, 'pending reminder')}\n` })
    expect(shown(preview)).toEqual(['31001 Register Medium 2026-03-02T09:00 1', '31002 Await user Medium 2026-03-02T09:00 1'])
  })

  it('a workbook whose table stands below a title on the second sheet, with days as Excel counts them', async () => {
    const book = utils.book_new()
    utils.book_append_sheet(book, utils.aoa_to_sheet([['How to read this'], ['Ask Ada']]), 'Read me')
    utils.book_append_sheet(book, utils.aoa_to_sheet([['Tickets of March 2026'], ['Made by', 'Ada'], [], ['Ticket ID', 'Subject', 'Status', 'Priority', 'Created Time'], [7, 'Mail', 'Open', 'Urgent', 46_082.395_833], [8, 'Web', 'Pending', 'Low', 46_083]]), 'Tickets')
    const { preview } = await taken({ name: 'fresh.xlsx', base64: Buffer.from(write(book, { type: 'buffer', bookType: 'xlsx' }) as Uint8Array).toString('base64') })
    expect(shown(preview)).toEqual(['7 Register Critical 2026-03-01T08:30 1', '8 Await user Low 2026-03-01T23:00 1'])
    expect(preview.notices.slice(0, 2)).toEqual(['fresh.xlsx: the sheet "Tickets" was read; there is also "Read me".', 'fresh.xlsx: row 4 was taken for the names of the columns, since above it stand only "Tickets of March 2026", "Made by".'])
    expect(readBook(write(book, { type: 'buffer' })).SheetNames).toHaveLength(2)
  })

  it('a log in two time zones, parted by full stops', async () => {
    const { preview } = await taken({ name: 'desk.tsv', text: 'Ticket\tLogged\tTZ\tSubject\tState\nH1\t01.03.2026 8:00\tEurope/Oslo\tPhone\topen\nH1\t01.03.2026 9:00\tEurope/Oslo\tPhone\tclosed\nH2\t01.03.2026 8:00\tAmerica/New_York\tPhone\topen\nH2\t02.03.2026 8:00\tAmerica/New_York\tPhone\topen\n' })
    expect(shown(preview)).toEqual(['H1 Confirm  2026-03-01T07:00 2', 'H2 Register  2026-03-01T13:00 1'])
    expect(preview.cases.map(({ open, closedAt }) => [open, closedAt?.slice(0, 16)])).toEqual([[false, '2026-03-01T08:00'], [true, undefined]])
  })
})

it('a routine without steps takes no records', async () => {
  await org.enact('routine', { title: 'Empty', body: { recordPrefix: 'EMP', steps: [] } } as never)
  await expect(bring({ name: 'a.csv', text: 'id,title,at\n1,t,2026-01-01\n' }, 'kind: record\nroutine: Empty\nsystem: s\nkey: id\nfields: { title: title, opened: at }\n')).rejects.toThrow('Empty has no steps yet; add them first.')
})

it('an hour that clocks show twice ends after it began', async () => {
  const mapping = 'kind: record\nroutine: Incident\nsystem: night\nkey: id\nfields: { title: id, resolved: resolved, state: { from: id, default: confirm, values: {} }, opened: created }\ntimeZone: Europe/Oslo\n'
  const result = await bring({ name: 'night.csv', text: 'id,created,resolved\n1,2025-10-26 02:50,2025-10-26 02:10\n2,2025-10-26 02:10,2025-10-26 02:50\n3,2025-10-26 03:50,2025-10-26 03:10\n' }, mapping.replace(', values: {}', '').replace('from: id, ', ''))
  expect(result.rejected.map(({ row, kind }) => [row, kind])).toEqual([[4, 'order']])
  expect((await all<{ minutes: string }>(`select extract(epoch from resolved_at - opened_at) / 60 as minutes from records where source = 'night' order by external_id`)).map(({ minutes }) => Number(minutes))).toEqual([20, 40])
})

describe('what nobody can keep', () => {
  const mapping = 'kind: record\nroutine: Incident\nsystem: odd\nkey: id\nfields: { title: title, state: { from: status, values: { New: register } }, opened: { from: created, zone: UTC } }\n'

  it('is taken out of texts, and refuses a key', async () => {
    const line = (id: string, title: string) => JSON.stringify({ id, title, status: 'New', created: '2026-03-01' })
    const result = await bring({ name: 'odd.jsonl', base64: Buffer.from([line('a\0b', 'x'), line('s\ud800', 'y'), line('ok', 't\0i\u202et\u0007le\ud800')].join('\n')).toString('base64') }, mapping)
    expect(result.rejected.map(({ row, column, reason }) => `${row} ${column}: ${reason}`)).toEqual([1, 2].map((row) => `${row} id: The key holds control characters, or half of a letter; take them out.`))
    expect(await all(`select title from records where source = 'odd'`)).toEqual([{ title: 'title\ufffd' }])
  })

  it('comes back to be mended in the form that the mapping reads', async () => {
    const own = `${mapping.replace('system: odd', 'system: own')}source: { delimiter: ";", encoding: windows-1252 }\n`
    const result = await bring({ name: 'own.csv', base64: Buffer.from('id;title;status;created\n1;=Größe, 5;New;gestern\n2;Gut;New;2026-03-01\n', 'latin1').toString('base64') }, own)
    expect(result.counts).toMatchObject({ created: 1, refused: 1 })
    const again = await bring({ name: 'mend.csv', text: result.mend! }, own)
    expect(again.mend!.split('\n')[0]).toBe('\ufeffid;title;status;created;refused because')
    expect((await bring({ name: 'mend.csv', text: again.mend!.replace('gestern', '2026-03-02') }, own)).counts).toMatchObject({ created: 1, refused: 0 })
    expect(await all(`select title from records where source = 'own' and external_id = '1'`)).toEqual([{ title: '=Größe, 5' }])
  })
})
