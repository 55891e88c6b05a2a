/** Most rows that a spreadsheet of the browser is made of; what is longer is a CSV's matter. */
export const mostSheetRows = 100_000

/** A workbook with one sheet. Every cell is a text, so that none starts a formula; the library comes with the first use. */
export async function spreadsheetOf(header: readonly string[], rows: readonly (readonly string[])[]): Promise<Uint8Array<ArrayBuffer>> {
  const { utils, write } = await import('@e965/xlsx')
  const sheet = utils.aoa_to_sheet([[...header], ...rows.map((row) => [...row])])
  sheet['!cols'] = header.map((title, at) => ({ wch: Math.min(60, Math.max(title.length, ...rows.slice(0, 200).map((row) => row[at]?.length ?? 0)) + 1) }))
  const book = utils.book_new()
  utils.book_append_sheet(book, sheet, 'List')
  const bytes: unknown = write(book, { type: 'array', bookType: 'xlsx', compression: true })
  if (!(bytes instanceof ArrayBuffer)) throw new TypeError('The workbook could not be written.')
  return new Uint8Array(bytes)
}
