import { read, utils } from '@e965/xlsx'
import { expect, it } from 'vitest'
import { spreadsheetOf } from './spreadsheet.ts'

it('a spreadsheet holds the list as it is shown, and nothing in it is a formula', async () => {
  const rows = [['SVC-1', '=1+1', 'Ærø, "Øst"'], ['SVC-2', '-5', 'two\nlines'], ['SVC-3', '', '007']]
  const sheet = read(await spreadsheetOf(['Key', 'Title', 'Note'], rows), { type: 'array' }).Sheets.List!
  expect(utils.sheet_to_json(sheet, { header: 1, defval: '' })).toEqual([['Key', 'Title', 'Note'], ...rows])
  expect(Object.entries(sheet).filter(([place]) => !place.startsWith('!')).flatMap(([, cell]) => [cell.t, cell.f])).not.toContain('n')
  expect(sheet.B2).toMatchObject({ t: 's', v: '=1+1' })
  expect(sheet.B2.f).toBeUndefined()
})
