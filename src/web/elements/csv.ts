/** Rows as CSV (RFC 4180) with a byte order mark, so that spreadsheets read it as UTF-8; a cell never starts a formula. */
export function csvOf(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return `\uFEFF${[header, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Hands the reader a file. */
export function saveFile(name: string, content: string | Uint8Array<ArrayBuffer>, type = 'text/csv;charset=utf-8'): void {
  const address = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 1000)
}

/** Hands over rows that were refused, to be mended: CSV as spreadsheets want it, or JSON lines. */
export function saveMend(name: string, mend: string): void {
  if (mend.startsWith('{')) saveFile(`${name}.jsonl`, mend, 'application/x-ndjson')
  else saveFile(`${name}.csv`, mend.replace(/^\uFEFF?/, '\uFEFF'))
}
