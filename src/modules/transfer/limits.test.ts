import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { spentOn } from '../../../test/support/growth.ts'
import { importing } from '../../../test/support/importing.ts'
import { kinds } from '../kinds.ts'
import { readFolder, readFolderInTurns } from './folder.read.ts'
import { mendable } from './mend.ts'
import { readSources } from './read.ts'
import { readYaml } from './yaml.ts'

const read = (name: string, content: string | Uint8Array) => readSources([{ name, bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content }])
/** Does it with little of the processor, where a careless reader would take minutes; answers what was thrown, else what it gave. */
function quickly<T>(work: () => T): T | string {
  const { answer, milliseconds } = spentOn(work)
  expect(milliseconds).toBeLessThan(15_000)
  return answer
}

/** A workbook with one sheet, of which only what stands in `data` is given. */
function workbook(data: string): Uint8Array {
  const main = 'http://schemas.openxmlformats.org/'
  const files = {
    '[Content_Types].xml': `<Types xmlns="${main}package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${main}package/2006/relationships"><Relationship Id="r1" Type="${main}officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}spreadsheetml/2006/main" xmlns:r="${main}officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${main}package/2006/relationships"><Relationship Id="r1" Type="${main}officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}spreadsheetml/2006/main"><sheetData>${data}</sheetData></worksheet>`,
  }
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(`<?xml version="1.0"?>${text}`)])))
}
const row = (at: number, ...cells: [string, string][]) => `<row r="${at}">${cells.map(([column, text]) => `<c r="${column}${at}" t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`

describe('one import', () => {
  it('holds at most 300,000 rows and 2,000 columns', () => {
    expect(quickly(() => read('a.csv', `name\n${'x\n'.repeat(300_001)}`))).toBe('a.csv: there are more than 300,000 rows; split the file.')
    expect(quickly(() => read('a.csv', Array.from({ length: 2001 }, (_, at) => `c${at}`).join()))).toBe('a.csv: there are more than 2,000 columns; leave out those that are not needed.')
    expect(quickly(() => read('a.xlsx', workbook(row(1, ['A', 'name'], ['XFD', 'last']))))).toBe('a.xlsx: there are more than 2,000 columns; leave out those that are not needed.')
    expect(quickly(() => read('a.yml', `- ${'x'.repeat(8_000_001)}`))).toBe('a.yml: this is more than 8 MB of YAML, which takes too long to read; give JSON, or several files.')
  })

  it('is not held up by YAML of very many keys or very short items', () => {
    const keys = (count: number) => Array.from({ length: count }, (_, at) => `k${at}: 1`).join('\n')
    expect(quickly(() => readYaml(keys(20_000)))).toHaveLength(1)
    expect(quickly(() => readYaml(`${keys(20_000)}\nk7: 2`))).toEqual({ line: 20_001, wrong: 'this is not YAML: Map keys must be unique.' })
    for (const dense of [`[${'a,'.repeat(3_900_000)}]`, '- a: 1\n'.repeat(1_100_000)]) expect(quickly(() => readYaml(dense))).toMatchObject({ wrong: expect.stringMatching(/^this YAML holds more than 1,000,000 marks/) as string })
  })

  it('that is a folder of thousands of files lets everybody else have a turn meanwhile, and reads the same', async () => {
    const files = ['sms.yaml', ...Array.from({ length: 2000 }, (_, at) => `services/SVC-${at + 1}.yaml`)].map((name, at) => ({ name, bytes: new TextEncoder().encode(at === 0 ? 'format: wellrun-sms/1\n' : `title: Service ${at}\n`) }))
    let turns = 0
    const others = setInterval(() => turns++, 1)
    const read = await readFolderInTurns(files)
    clearInterval(others)
    expect(turns).toBeGreaterThan(2)
    expect([read.folder, read.faults]).toEqual([readFolder(files).folder, []])
    expect(read.folder.elements).toHaveLength(2000)
  })

  it('reads a sheet whose last row and column are filled as quickly as one without', () => {
    const answer = quickly(() => read('a.xlsx', workbook(`${row(1, ['A', 'name'])}${row(2, ['A', 'Mail'])}${row(1_048_576, ['A', 'Web'])}${Array.from({ length: 500 }, (_, at) => row(at + 3, ['XFD', 'x'])).join('')}`)))
    expect(answer).toMatchObject({ header: ['name'] })
    const { rows } = answer as ReturnType<typeof read>
    expect(rows.map((each) => [each.row, each.fault])).toHaveLength(502)
    expect(rows.find((each) => each.row === 1_048_576)).toMatchObject({ value: { name: 'Web' }, fault: undefined })
    expect(rows.find((each) => each.row === 3)!.fault).toBe('The row has 16384 cells and the header 1; a cell that holds the delimiter must stand in quotation marks.')
  })

  it('refuses a sheet with cells where no spreadsheet has any', () => {
    for (const data of [row(99_999_999_999, ['A', 'x']), row(1_048_577, ['A', 'x'])]) {
      expect(quickly(() => read('a.xlsx', workbook(row(1, ['A', 'name']) + data)))).toBe('a.xlsx: it names cells beyond the last row or column of a sheet; save it again from the spreadsheet.')
    }
  })

  it('is not held up by long cells, deep nesting or anchors that unfold', () => {
    const people = 'kind: person\nkey: name\nfields: {name: who, email: mail}'
    for (const cell of ['a'.repeat(200_000), 'a@'.repeat(100_000), `@${'a.'.repeat(100_000)}`, `a${' '.repeat(100_000)}b`, `a${';'.repeat(100_000)}b`]) {
      expect(quickly(() => importing(kinds).plan(people, `name,who,mail\nx,${cell},${cell}\n`))).toMatchObject({ read: 1, created: 1 })
    }
    expect(quickly(() => read('a.yml', '['.repeat(100_000)))).toBe('a.yml, line 1: it is nested too deeply to be read.')
    expect(quickly(() => read('a.yml', `a0: &a0 [x, x]\n${Array.from({ length: 30 }, (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}]`).join('\n')}`))).toBe('a.yml: its anchors unfold without bound (more than 100 times); write the values out.')
    expect(quickly(() => read('a.json', '['.repeat(1_000_000)))).toBe('a.json, line 1: this is not JSON: the text ends too early.')
  })

  it('takes names that every object has for ordinary names', () => {
    const { plan } = importing(kinds)
    expect(plan('kind: service\nkey: constructor\nfields: {title: toString, description: __proto__}', 'constructor,toString,__proto__\nkey-1,Mail,Sends\n').elements).toMatchObject([{ externalKey: 'key-1', title: 'Mail', body: { description: 'Sends' } }])
    expect(() => plan('kind: service\nkey: name\nlinks: [{type: constructor, each: name, to: service}]', 'name\nx\n')).toThrow('mapping: links.0.type: There is no link "constructor"; use one of')
    expect(() => plan('kind: constructor\nkey: name', 'name\nx\n')).toThrow('mapping: kind: There is no kind "constructor"; use')
    expect(readSources([{ name: 'a.constructor', bytes: new TextEncoder().encode('name\nx\n') }])).toMatchObject({ format: 'csv', header: ['name'] })
  })

  it('gives nobody an address that no mail could reach', () => {
    const { plan } = importing(kinds)
    const json = JSON.stringify([{ name: 'a', mail: 'a\u0000b@example.org' }, { name: 'b', mail: 'b\ud800@example.org' }, { name: 'c', mail: `${'c'.repeat(400)}@example.org` }, { name: 'd', mail: 'Dee <dee@example.org>' }])
    const { people, rejected } = plan('kind: person\nkey: name\nfields: {email: mail}', { name: 'a.json', bytes: new TextEncoder().encode(json) })
    expect(people.map((person) => person.email)).toEqual([null, null, null, 'dee@example.org'])
    expect(rejected.map((each) => [each.row, each.reason.endsWith('holds no e-mail address; give one such as name@example.org.')])).toEqual([[1, true], [2, true], [3, true]])
  })
})

describe('the rejected rows of a table', () => {
  it('start no formula in a spreadsheet, and are read again as they were', () => {
    const cells = ['=HYPERLINK("http://evil.example")', '+1', '-5', '@SUM(A1)', '\tx', "'quoted", 'plain']
    const source = read('a.csv', `=name,note\n${cells.map((cell) => `x,"${cell.replaceAll('"', '""')}"`).join('\n')}\n`)
    const rejected = source.rows.map(({ file, row: at }) => ({ file, row: at, line: null, key: null, column: '=name', reason: 'It is wrong.' }))
    const mend = mendable(source, rejected)!
    expect(mend.split('\n')[1]).toBe('x,"\'=HYPERLINK(""http://evil.example"")",\'=name: It is wrong.')
    expect(mend).not.toMatch(/(^|[,"\n])[=+\-@\t\r]/)
    const again = read('mended.csv', mend)
    expect(again.header).toEqual(['=name', 'note', 'rejected because'])
    expect(again.rows.map((each) => (each.value as { note: string }).note)).toEqual(cells.map((cell) => cell.trim()))
  })
})
