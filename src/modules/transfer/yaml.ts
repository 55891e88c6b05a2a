import { LineCounter, isCollection, isMap, isSeq, parseAllDocuments, type Document, type Node } from 'yaml'
import { fileProblem, most } from './rows.ts'

const mostAliases = 100
const nestedTooDeeply = 'it is nested too deeply to be read.'

/** A YAML text as one value per document, with a way to the line of the item at a path. Anchors may be used at most a hundred times. */
export function parseYaml(text: string, file: string): { value: unknown; lineOf: (path: readonly (string | number)[]) => number | undefined }[] {
  if (text.length > most.yamlBytes) throw fileProblem(file, undefined, `this is more than ${most.yamlBytes / 1_000_000} MB of YAML, which takes too long to read; give JSON, or several files.`)
  const lines = new LineCounter()
  const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, merge: true, logLevel: 'silent' })
  const documents = Array.isArray(parsed) ? (parsed as Document.Parsed[]) : []
  return documents.map((document) => {
    const error = document.errors[0]
    if (error) throw fileProblem(file, lines.linePos(error.pos[0]).line, /call stack/.test(error.message) ? nestedTooDeeply : `this is not YAML: ${firstSentence(error.message)}`)
    return { value: plain(document, file), lineOf: (path) => lineAt(document, path, lines) }
  })
}

function plain(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: mostAliases }) as unknown
  } catch (error) {
    if (error instanceof ReferenceError) throw fileProblem(file, undefined, `its anchors unfold without bound (more than ${mostAliases} times); write the values out.`)
    if (error instanceof RangeError) throw fileProblem(file, undefined, nestedTooDeeply)
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
