import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { csvOf } from './csv.ts'

const read = (text: string) => parse(text, { bom: true }) as string[][]

describe('a list as CSV', () => {
  it('is read back as it was, with commas, quotes and line breaks in its cells', () => {
    const rows = [
      ['POL-1', 'Risk, appetite'],
      ['POL-2', 'The "lead"\nalone'],
    ]
    expect(read(csvOf(['Key', 'Title'], rows))).toEqual([['Key', 'Title'], ...rows])
  })

  it('begins with a byte order mark, so that spreadsheets read it as UTF-8', () => {
    expect(csvOf(['Ærlig'], []).charCodeAt(0)).toBe(0xfeff)
  })

  it('has no cell that a spreadsheet would take for a formula', () => {
    const [, ...rows] = read(csvOf(['Title'], [['=HYPERLINK("x")'], ['+1'], ['-1'], ['@sum'], ['plain']]))
    expect(rows.flat()).toEqual(['\'=HYPERLINK("x")', "'+1", "'-1", "'@sum", 'plain'])
  })
})
