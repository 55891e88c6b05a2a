import { isObject } from './paths.ts'
import type { FileRows, SourceRow } from './rows.ts'
import { readYaml } from './yaml.ts'

/**
 * A Markdown file with YAML front matter between two lines of dashes: one row with what stands there, and the text below as `body`. A file without
 * front matter is a row that says so, so that one such file does not stop a folder.
 */
export function readMarkdown(text: string, file: string): FileRows {
  const match = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n?---[ \t]*(?:\r?\n|$)([\s\S]*)$/.exec(text)
  const row = (value: unknown, fault?: string, line?: number): FileRows => {
    const only: SourceRow = { value, root: value, name: undefined, file, row: 0, line: line ?? 1, fault }
    return { rows: [only], header: undefined, notices: [] }
  }
  if (!match) return row({}, 'There is no front matter: begin the file with a line ---, then settings such as title: …, then a line ---.')
  const read = readYaml(match[1]!)
  if ('wrong' in read) return row({}, `The front matter is faulty: ${read.wrong}`, read.line === undefined ? 1 : read.line + 1)
  const value = read[0]?.value ?? {}
  if (!isObject(value)) return row({}, 'The front matter is no list of settings such as title: ….')
  return row({ ...value, body: match[2]!.trim() })
}
