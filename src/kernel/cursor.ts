import { isId } from '../shared/ids.ts'
import { Problem } from '../shared/problem.ts'

/** A place in a list that is read page by page: what the last row shown is sorted by, and its id. */
export type Cursor = readonly [position: string, id: string]

/** The text by which a caller asks for what comes after a row. */
export function cursorText(position: string, id: string): string {
  return Buffer.from(JSON.stringify([position, id])).toString('base64url')
}

/** Reads a cursor; null where none is given. `fits` says whether the position is one of the column. Throws `invalid`. */
export function readCursor(after: string | undefined, fits: (position: string) => boolean = isStorable): Cursor | null {
  if (!after) return null
  try {
    const [position, id] = JSON.parse(Buffer.from(after, 'base64url').toString()) as [unknown, unknown]
    if (typeof position === 'string' && typeof id === 'string' && isId(id) && fits(position)) return [position, id]
  } catch {
    // Falls through to the refusal.
  }
  throw new Problem('invalid', 'after: This is not a place in the list. Start again without it.', [{ path: 'after', message: 'Start again without it.' }])
}

/** True for a text that the database can compare with. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000')
}
