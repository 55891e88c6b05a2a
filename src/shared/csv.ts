/** One row of CSV (RFC 4180) without its end; a cell never starts a formula where a spreadsheet opens it. */
export function csvRow(cells: readonly string[]): string {
  return cells.map(cell).join(',')
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** What stands before the first row, so that spreadsheets read the file as UTF-8. */
export const csvMark = '\uFEFF'
