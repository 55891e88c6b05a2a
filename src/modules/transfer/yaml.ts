import { LineCounter, isCollection, isMap, isScalar, isSeq, parseAllDocuments, visit, type Document, type Node } from 'yaml'
import { fileProblem, most } from './rows.ts'

const mostAliases = 100
const nestedTooDeeply = 'it is nested too deeply to be read.'

/** A YAML document: its value, and the line of the item at a path within it. */
export type YamlDocument = { value: unknown; lineOf: (path: readonly (string | number)[]) => number | undefined }
/** Why a text cannot be read as YAML, as the end of a sentence that names the file. */
export type YamlFault = { line: number | undefined; wrong: string }

/** A YAML text as one value per document, or what is wrong with it. Anchors may be used at most a hundred times. */
export function readYaml(text: string): YamlDocument[] | YamlFault {
  if (text.length > most.yamlBytes) return { line: undefined, wrong: `this is more than ${most.yamlBytes / 1_000_000} MB of YAML, which takes too long to read; give JSON, or several files.` }
  if (marksIn(text) > most.yamlMarks) return { line: undefined, wrong: `this YAML holds more than ${most.yamlMarks.toLocaleString('en')} marks such as commas, colons and line ends, which takes too long to read; give JSON, or several files.` }
  const lines = new LineCounter()
  const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, merge: true, uniqueKeys: false, logLevel: 'silent' })
  const documents: YamlDocument[] = []
  for (const document of Array.isArray(parsed) ? (parsed as Document.Parsed[]) : []) {
    const error = document.errors[0]
    if (error) return { line: lines.linePos(error.pos[0]).line, wrong: /call stack/.test(error.message) ? nestedTooDeeply : `this is not YAML: ${firstSentence(error.message)}` }
    const plain = plainOf(document, lines)
    if ('wrong' in plain) return plain
    documents.push({ value: plain.value, lineOf: (path) => lineAt(document, path, lines) })
  }
  return documents
}

/** As `readYaml`; throws a Problem that names the file and the line. */
export function parseYaml(text: string, file: string): YamlDocument[] {
  const read = readYaml(text)
  if ('wrong' in read) throw fileProblem(file, read.line, read.wrong)
  return read
}

/** What stands between values: each costs time to read, however short it is. */
function marksIn(text: string): number {
  let marks = 0
  for (let at = 0; at < text.length; at++) if (isMark[text.charCodeAt(at)]) marks++
  return marks
}

const isMark: readonly boolean[] = Array.from({ length: 128 }, (_, code) => '\n,:-?[]{}&*!|>'.includes(String.fromCharCode(code)))

/** The first key that stands twice in one map. The library compares each key with all before it, which takes minutes for a long map. */
function repeatedKey(document: Document, lines: LineCounter): YamlFault | undefined {
  let found: YamlFault | undefined
  visit(document, {
    Map: (_key, map) => {
      const seen = new Set<unknown>()
      for (const { key } of map.items) {
        if (!isScalar(key) || typeof key.value === 'symbol' || key.value === '<<') continue
        if (seen.has(key.value)) {
          found = { line: lines.linePos(key.range?.[0] ?? 0).line, wrong: 'this is not YAML: Map keys must be unique.' }
          return visit.BREAK
        }
        seen.add(key.value)
      }
      return undefined
    },
  })
  return found
}

function plainOf(document: Document, lines: LineCounter): { value: unknown } | YamlFault {
  try {
    const repeated = repeatedKey(document, lines)
    if (repeated) return repeated
    return { value: document.toJS({ maxAliasCount: mostAliases }) as unknown }
  } catch (error) {
    if (error instanceof ReferenceError) return { line: undefined, wrong: `its anchors unfold without bound (more than ${mostAliases} times); write the values out.` }
    if (error instanceof RangeError) return { line: undefined, wrong: nestedTooDeeply }
    throw error
  }
}

function lineAt(document: Document, path: readonly (string | number)[], lines: LineCounter): number | undefined {
  let node: unknown = document.contents
  for (const step of path) {
    if (isSeq(node)) node = node.items[Number(step)]
    else if (isMap(node)) node = node.items.find((pair) => String(pair.key) === String(step))?.value
    else return undefined
  }
  const range = isCollection(node) || (typeof node === 'object' && node !== null && 'range' in node) ? (node as Node).range : undefined
  return range ? lines.linePos(range[0]).line : undefined
}

function firstSentence(message: string): string {
  const text = message.split('\n')[0]!.trim()
  return text.endsWith('.') ? text : `${text}.`
}
