import { fileProblem, type SourceRow } from './rows.ts'

/** A JSON text as a value; a fault names its line. */
export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    const at = faultAt(text)
    const line = text.slice(0, at).split('\n').length
    const found = at >= text.trimEnd().length ? 'the text ends too early' : `"${text.slice(at, at + 20).split('\n')[0]}" does not belong here`
    if (error instanceof SyntaxError) throw fileProblem(file, line, `this is not JSON: ${found}.`)
    throw error
  }
}

/** Rows of newline-delimited JSON: one object per line, empty lines skipped. Rows are numbered by their lines. */
export function readNdjson(text: string, file: string): SourceRow[] {
  const rows: SourceRow[] = []
  let line = 0
  for (const part of text.split('\n')) {
    line++
    if (part.trim() === '') continue
    try {
      const value: unknown = JSON.parse(part)
      rows.push({ value, root: value, name: undefined, file, row: line, line, fault: undefined })
    } catch {
      throw fileProblem(file, line, 'this line is not one JSON value; newline-delimited JSON has one object on each line.')
    }
  }
  return rows
}

type Token = { kind: string; at: number }

/** The tokens of a text, then one `end` where the text ends or stops being JSON. */
function* tokensOf(text: string): Generator<Token, void> {
  const token = /\s*(?:([{}[\],:])|("(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.]))/uy
  for (;;) {
    const from = token.lastIndex
    const match = token.exec(text)
    if (!match) {
      yield { kind: 'end', at: text.length - text.slice(from).trimStart().length }
      return
    }
    const [whole, mark, string, value] = match
    const written = (mark ?? string ?? value)!
    yield { kind: mark ?? (string === undefined ? 'value' : 'string'), at: from + whole.length - written.length }
  }
}

type Expected = 'value' | 'item or ]' | 'name or }' | 'name' | 'colon' | 'comma or end'

/** Where a text stops being JSON: the position of the first character that cannot stand there. */
function faultAt(text: string): number {
  const open: string[] = []
  let expected: Expected = 'value'
  for (const { kind, at } of tokensOf(text)) {
    const next = expectedAfter(kind, expected, open)
    if (!next) return at
    expected = next
  }
  return text.length
}

function expectedAfter(kind: string, expected: Expected, open: string[]): Expected | undefined {
  if (/ (or|end)/.test(expected) && closes(kind, open)) {
    open.pop()
    return 'comma or end'
  }
  if (expected === 'comma or end') return afterComma(kind, open)
  if (expected === 'name' || expected === 'name or }') return kind === 'string' ? 'colon' : undefined
  if (expected === 'colon') return kind === ':' ? 'value' : undefined
  if (kind === 'string' || kind === 'value') return 'comma or end'
  if (kind !== '{' && kind !== '[') return undefined
  open.push(kind)
  return kind === '{' ? 'name or }' : 'item or ]'
}

function closes(kind: string, open: readonly string[]): boolean {
  return (kind === '}' && open.at(-1) === '{') || (kind === ']' && open.at(-1) === '[')
}

function afterComma(kind: string, open: readonly string[]): Expected | undefined {
  if (kind !== ',' || open.length === 0) return undefined
  return open.at(-1) === '{' ? 'name' : 'value'
}
