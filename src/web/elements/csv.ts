import { csvMark, csvRow } from '../../shared/csv.ts'

/** Rows as CSV with a byte order mark. */
export function csvOf(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${csvMark}${[header, ...rows].map(csvRow).join('\r\n')}\r\n`
}

/** Hands the reader a file. */
export function saveFile(name: string, content: string | Uint8Array<ArrayBuffer>, type = 'text/csv;charset=utf-8'): void {
  const address = URL.createObjectURL(new Blob([content], { type }))
  fetchFile(name, address)
  setTimeout(() => URL.revokeObjectURL(address), 1000)
}

/** Hands the reader a file that stands at an address. */
export function fetchFile(name: string, address: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
}

/** Hands over rows that were refused, to be mended: CSV as spreadsheets want it, or JSON lines. */
export function saveMend(name: string, mend: string): void {
  if (mend.startsWith('{')) saveFile(`${name}.jsonl`, mend, 'application/x-ndjson')
  else saveFile(`${name}.csv`, mend.replace(/^\uFEFF?/, '\uFEFF'))
}
