import { utils, write } from '@e965/xlsx'
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { growthOf } from '../../../test/support/growth.ts'
import { readSources } from './read.ts'
import type { SourceFile, SourceOptions } from './rows.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const file = (name: string, text: string): SourceFile => ({ name, bytes: bytes(text) })
const read = (name: string, text: string, rows?: string, options?: SourceOptions) => readSources([file(name, text)], options, rows)
const values = (name: string, text: string, rows?: string, options?: SourceOptions) => read(name, text, rows, options).rows.map((row) => ({ ...(row.value as object) }))

function workbook(sheets: Record<string, unknown[][]>): SourceFile {
  const book = utils.book_new()
  for (const [name, cells] of Object.entries(sheets)) utils.book_append_sheet(book, utils.aoa_to_sheet(cells, { cellDates: true, UTC: true }), name)
  return { name: 'services.xlsx', bytes: new Uint8Array(write(book, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer) }
}

describe('reading CSV', () => {
  it.each([',', ';', '\t', '|'])('the delimiter %j is found from the text', (d) => {
    expect(values('a.csv', `name${d}note\nPayroll${d}"a${d}b"\n`)).toEqual([{ name: 'Payroll', note: `a${d}b` }])
  })

  it('a byte order mark does not become part of the first column', () => {
    expect(values('a.csv', '\uFEFFname,team\nPayroll,HR\n')).toEqual([{ name: 'Payroll', team: 'HR' }])
  })

  it('a file in Latin-1 is read, and a notice says so', () => {
    const source = readSources([{ name: 'a.csv', bytes: Uint8Array.from([...bytes('name\nL'), 0xf8, ...bytes('nn\n')]) }])
    expect(source.rows[0]!.value).toMatchObject({ name: 'Lønn' })
    expect(source.notices).toEqual(['a.csv is not UTF-8 and was read as Windows-1252 (Latin-1). If letters look wrong, save it as UTF-8 or name its encoding under source.'])
  })

  it('UTF-16 as Excel writes it is read by its mark', () => {
    const text = '\uFEFFname\tteam\r\nPayroll\tHR\r\n'
    const utf16 = new Uint8Array(text.length * 2)
    for (let i = 0; i < text.length; i++) new DataView(utf16.buffer).setUint16(i * 2, text.charCodeAt(i), true)
    expect(readSources([{ name: 'a.txt', bytes: utf16 }]).rows[0]!.value).toMatchObject({ name: 'Payroll', team: 'HR' })
  })

  it('rows are numbered as a spreadsheet numbers them and know the line they begin on', () => {
    const { rows } = read('a.csv', 'name,note\nA,"two\nlines"\n\nB,x\n')
    expect(rows.map(({ row, line }) => [row, line])).toEqual([[2, 2], [4, 5]])
  })

  it('cells beyond the header make a row faulty, empty ones do not', () => {
    const { rows } = read('a.csv', 'name,note\nA,b,c\nB,c,\nC\n')
    expect(rows.map((row) => row.fault)).toEqual(['The row has 3 cells and the header 2; a cell that holds the delimiter must stand in quotation marks.', undefined, undefined])
    expect(rows[2]!.value).toMatchObject({ name: 'C', note: null })
  })

  it('a quotation mark that is never closed is named with its line', () => {
    expect(() => read('a.csv', 'name,note\nA,b\nB,"open\nC,d\n')).toThrow('a.csv, line 3: a quotation mark is opened in this row and never closed.')
  })

  it('columns of one name are told apart, and that is said', () => {
    const { header, rows, notices } = read('a.csv', 'name,note,note,note (2),note\nA,1,2,3,4\n')
    expect(header).toEqual(['name', 'note', 'note (3)', 'note (2)', 'note (4)'])
    expect(rows[0]!.value).toMatchObject({ note: '1', 'note (3)': '2', 'note (2)': '3', 'note (4)': '4' })
    expect(notices).toEqual(['a.csv: columns have one name: "note" (4 times). The second is called "note (2)", and so on.'])
  })

  it('a title and a date above the table are no names of columns', () => {
    const { header, rows, notices } = read('a.csv', 'Report of March;;;\nMade;2026-04-01;;\n\nNumber;Title;State;Opened\nA1;Mail;Open;2026-03-01\nA2;Web;Open;2026-03-02\n')
    expect(header).toEqual(['Number', 'Title', 'State', 'Opened'])
    expect(rows.map(({ row, value }) => [row, (value as Record<string, unknown>)['Number']])).toEqual([[5, 'A1'], [6, 'A2']])
    expect(notices).toEqual(['a.csv: row 4 was taken for the names of the columns, since above it stand only "Report of March", "Made".'])
    expect(read('a.csv', 'name,note\nA,b,c,d\n').header).toEqual(['name', 'note'])
    expect(read('a.csv', 'Report of 3 March, and 4 April\nNumber;Title;State\nA1;Mail;Open\nA2;Mail;Open\n').header).toEqual(['Number', 'Title', 'State'])
  })

  it('an empty file, a binary file and an old workbook are refused in one sentence', () => {
    expect(() => read('a.csv', '')).toThrow('a.csv: the file is empty.')
    expect(() => read('a.csv', ' \n')).toThrow('a.csv: the file is empty.')
    expect(() => readSources([{ name: 'a.csv', bytes: Uint8Array.from([0, 1, 2, 0xff]) }])).toThrow('a.csv: this is not text; give CSV, XLSX, YAML or JSON.')
    expect(() => readSources([{ name: 'a.xls', bytes: Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0]) }])).toThrow('a.xls: this is an old Excel workbook (.xls) or one with a password; save it as .xlsx.')
  })

  it('an encoding that was named and is not the file\'s is refused', () => {
    expect(() => read('a.csv', 'name\n', undefined, { encoding: 'klingon' })).toThrow('a.csv: there is no encoding "klingon"; use utf-8, utf-16le, windows-1252 or iso-8859-1.')
    expect(() => readSources([{ name: 'a.csv', bytes: Uint8Array.from([0x61, 0xff]) }], { encoding: 'utf-8' })).toThrow('a.csv: this is not utf-8')
  })

  it('four times the rows take four times as long to read, not sixteen times', { timeout: 60_000 }, () => {
    const growth = growthOf((count) => {
      const text = `name,note,criticality\n${Array.from({ length: count }, (_, i) => `service-${i},"Note, ${i}",${(i % 4) + 1}`).join('\n')}\n`
      expect(read('a.csv', text).rows).toHaveLength(count)
    }, 20_000)
    expect(growth).toBeLessThan(10)
  })
})

describe('reading workbooks', () => {
  it('the first sheet with rows is read, dates come as days, and the other sheets are named', () => {
    const source = readSources([workbook({ Services: [['name', 'since', 'crit'], ['Payroll', new Date(Date.UTC(2024, 1, 29)), 2], [], ['Mail', null, 3]], Notes: [['x']] })])
    expect(source.rows.map((row) => [row.row, { ...(row.value as object) }])).toEqual([
      [2, { name: 'Payroll', since: '2024-02-29', crit: 2 }],
      [4, { name: 'Mail', since: null, crit: 3 }],
    ])
    expect(source.notices).toEqual(['services.xlsx: the sheet "Services" was read; there is also "Notes".'])
  })

  it('a sheet is chosen by name or number, and a missing one is answered with those that exist', () => {
    const book = workbook({ One: [['a'], [1]], Two: [['b'], [2]] })
    expect(readSources([book], { sheet: 'two' }).header).toEqual(['b'])
    expect(readSources([book], { sheet: 2 }).header).toEqual(['b'])
    expect(() => readSources([book], { sheet: 'Three' })).toThrow('services.xlsx: there is no sheet "Three"; it has "One", "Two".')
    expect(() => readSources([book], { sheet: 3 })).toThrow('services.xlsx: there is no sheet 3; it has "One", "Two".')
  })

  it('what is not a workbook, or would unpack without bound, is refused', () => {
    expect(() => readSources([file('a.xlsx', 'name\nA\n')])).toThrow('a.xlsx: this is not an .xlsx workbook; save it again from the spreadsheet, or as CSV.')
    expect(() => readSources([{ name: 'a.xlsx', bytes: zipSync({ 'x.txt': bytes('x') }) }])).toThrow('a.xlsx: this is not a workbook that can be read')
    const bomb = zipSync({ 'x.xml': new Uint8Array(160_000_000) }, { level: 1 })
    const entry = bomb.findIndex((_, i) => bomb[i] === 0x50 && bomb[i + 1] === 0x4b && bomb[i + 2] === 1 && bomb[i + 3] === 2)
    // What it says of itself is a lie.
    for (const at of [entry + 24, 22]) new DataView(bomb.buffer).setUint32(at, 10, true)
    expect(bomb.length).toBeLessThan(2_000_000)
    expect(() => readSources([{ name: 'a.xlsx', bytes: bomb }])).toThrow('a.xlsx: the workbook unpacks to more than 150 MB; split it or save the sheet as CSV.')
  })
})

describe('reading YAML and JSON', () => {
  it('rows are the items at a path, with their lines', () => {
    const { rows } = read('a.yml', 'tiers: []\nservices:\n  - name: api\n    deps: [x]\n\n  - name: web\n', 'services')
    expect(rows.map(({ row, line, value }) => [row, line, (value as { name: string }).name])).toEqual([[1, 3, 'api'], [2, 6, 'web']])
  })

  it('a list is its items, a map is one row, and the values of a map are rows with names', () => {
    expect(values('a.json', '[{"a":1},{"a":2}]')).toEqual([{ a: 1 }, { a: 2 }])
    expect(values('a.json', '{"a":1}')).toEqual([{ a: 1 }])
    const { rows } = read('a.yml', 'services: {web: {port: 80}, db: {port: 5432}}', 'services.*')
    expect(rows.map((row) => row.name)).toEqual(['web', 'db'])
  })

  it('rows inside rows keep the document they stand in', () => {
    const { rows } = read('a.json', '{"app":"x","environments":[{"name":"dev"},{"name":"prod"}]}', 'environments[*]')
    expect(rows.map((row) => [(row.value as { name: string }).name, (row.root as { app: string }).app])).toEqual([['dev', 'x'], ['prod', 'x']])
  })

  it('a path that leads nowhere is answered with what there is', () => {
    expect(() => read('a.yml', 'services: []\nteams: []\n', 'servces')).toThrow('a.yml: there is nothing at "servces"; the document has services, teams.')
    expect(() => read('a.yml', '[1]', 'services')).toThrow('a.yml: there is nothing at "services"; the document is a list, so its rows are at "$".')
    expect(() => read('a.yml', 'a: 1', 'b[')).toThrow('The path "b[" cannot be read at "["')
  })

  it('an item that is no row is faulty', () => {
    expect(read('a.json', '[{"a":1}, 7]').rows.map((row) => row.fault)).toEqual([undefined, 'This item is not a row: a row has named columns.'])
  })

  it('a fault in the text is named with its line', () => {
    expect(() => read('a.json', '{"a": 1,\n "b": }')).toThrow('a.json, line 2: this is not JSON: "}" does not belong here.')
    expect(() => read('a.json', '[{"a": 1}\n{"b": 2}]')).toThrow('a.json, line 2: this is not JSON')
    expect(() => read('a.json', '[{"a": 1},\n')).toThrow('a.json, line 2: this is not JSON: the text ends too early.')
    expect(() => read('a.yml', 'a: 1\nb: [1\nc: 2\n')).toThrow(/^a\.yml, line \d: this is not YAML: .+\.$/)
    expect(() => read('a.ndjson', '{"a":1}\n{"a":\n')).toThrow('a.ndjson, line 2: this line is not one JSON value; newline-delimited JSON has one object on each line.')
  })

  it('anchors that unfold without bound are refused', () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x,x]', ...'bcdefgh'.split('').map((c, i) => `${c}: &${c} [${Array(10).fill(`*${'abcdefgh'[i]}`).join(',')}]`)].join('\n')
    expect(() => read('a.yml', bomb)).toThrow('a.yml: its anchors unfold without bound (more than 100 times); write the values out.')
  })

  it('newline-delimited JSON has one row a line', () => {
    expect(read('a.ndjson', '{"a":1}\n\n{"a":2}\n').rows.map(({ row, value }) => [row, value])).toEqual([[1, { a: 1 }], [3, { a: 2 }]])
  })

  it('what has no telling name is told by its content', () => {
    const formats = ['{"a":1}', '[1]', '{"a":1}\n{"a":2}', 'a: 1', '- a: 1', '# x\nname: y', 'a,b\n1,2'].map((text) => read('standard input', text).format)
    expect(formats).toEqual(['json', 'json', 'ndjson', 'yaml', 'yaml', 'yaml', 'csv'])
  })

  it('several files are one source; rows are numbered over all of them', () => {
    const source = readSources([file('x/one.json', '{"a":1}'), file('x/two.json', '{"a":2}')])
    expect(source.rows.map((row) => [row.row, row.file])).toEqual([[1, 'x/one.json'], [2, 'x/two.json']])
  })
})
