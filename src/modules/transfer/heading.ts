import { fileProblem, type Notice } from './rows.ts'

/** Rows that are looked at to find the one that names the columns. */
export const headingRows = 20

/**
 * Which of the first rows of a table names its columns: the first that holds anything, or, where one or two cells stand above a wider table (a title, when it
 * was written), the first row of words after them. `rows` are the first of the table, without empty ones.
 */
export function headingAt(rows: readonly (readonly unknown[])[]): number {
  const filled = rows.map((cells) => cells.filter((cell) => isWritten(cell)).length)
  if ((filled[0] ?? 0) > 2) return 0
  const at = filled.findIndex((count) => count > 2)
  if (at < 1) return 0
  const below = filled.slice(at + 1)
  const isTable = below.filter((count) => count > 2).length * 2 > below.length && filled[at]! * 2 > Math.max(...below)
  return isTable && rows[at]!.every((cell) => !isWritten(cell) || /\p{L}/u.test(String(cell))) ? at : 0
}

function isWritten(cell: unknown): boolean {
  return cell !== null && cell !== undefined && String(cell as string | number).trim() !== ''
}

/** What stands above a table, said in one sentence. */
export function headingNotice(file: string, rows: readonly { cells: readonly unknown[]; row: number }[], at: number): Notice[] {
  if (at === 0) return []
  const above = rows.slice(0, at).map(({ cells }) => `"${String(cells.find(isWritten)).trim().slice(0, 60)}"`)
  return [`${file}: row ${rows[at]!.row} was taken for the names of the columns, since above it stand${at === 1 ? 's' : ''} only ${above.join(', ')}.`]
}

/** Column names of a table, trimmed; '' where a cell is empty. Of several with one name the second is called "Comment (2)", and so on; a notice says so. */
export function namesOf(cells: readonly unknown[], file: string): { header: string[]; notices: Notice[] } {
  const header = cells.map((cell) => String((cell as string | number | null | undefined) ?? '').replaceAll('\0', '').trim())
  const taken = new Set(header)
  const counts = new Map<string, number>()
  const named = header.map((column) => {
    if (column === '') return ''
    let count = (counts.get(column) ?? 0) + 1
    if (count > 1) while (taken.has(`${column} (${count})`)) count++
    counts.set(column, count)
    if (count === 1) return column
    taken.add(`${column} (${count})`)
    return `${column} (${count})`
  })
  const again = [...counts].filter(([, count]) => count > 1)
  if (again.length === 0) return { header: named, notices: [] }
  const shown = again.slice(0, 5).map(([column, count]) => `"${column}" (${count} times)`).join(', ')
  return { header: named, notices: [`${file}: columns have one name: ${shown}${again.length > 5 ? ` and ${again.length - 5} more` : ''}. The second is called "${again[0]![0]} (2)", and so on.`] }
}

/** Refuses a file that holds no table. */
export function demandHeading(found: boolean, file: string): void {
  if (!found) throw fileProblem(file, undefined, 'the file is empty; its first line must name the columns.')
}
