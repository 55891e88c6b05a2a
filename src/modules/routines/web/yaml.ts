import { isMap, isNode, LineCounter, parseDocument, stringify } from 'yaml'
import type { Fault } from '../../../shared/kind.ts'
import type { Body } from '../../../web/forms/form.ts'
import { routineBody } from '../routine-body.ts'

export type LineFault = { line: number; message: string }

const empty = routineBody.parse({}) as Body
/** Longer texts would hold the page up while one types. */
const longest = 400_000

/** A body as text, without what is empty. */
export function yamlOf(body: Body): string {
  return stringify(bare(body), { lineWidth: 120 })
}

/** What is said; empty texts, lists and objects and what is false are left out, as they are where a body begins. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).flatMap(([name, child]) => (isEmpty(child) ? [] : [[name, bare(child)]])))
}

function isEmpty(value: unknown): boolean {
  if (value === '' || value === null || value === undefined || value === false) return true
  if (Array.isArray(value)) return value.length === 0
  return typeof value === 'object' && Object.values(value).every(isEmpty)
}

/** The body that a text says, or what keeps it from being read, by line. */
export function bodyOfYaml(text: string): { body: Body | null; faults: LineFault[] } {
  if (text.length > longest) return { body: null, faults: [{ line: 1, message: 'The text is longer than a routine may be.' }] }
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, maxAliasCount: 0 } as Parameters<typeof parseDocument>[1])
  const broken = document.errors.map((error) => ({ line: counter.linePos(error.pos[0]).line, message: error.message.split(' at line ')[0] ?? error.message }))
  if (broken.length > 0) return { body: null, faults: broken }
  if (document.contents !== null && !isMap(document.contents)) return { body: null, faults: [{ line: 1, message: 'Write fields, each with a colon, such as "trigger: a room is handed over".' }] }
  const value = valueOf(document)
  if (value === null) return { body: null, faults: [{ line: 1, message: 'References within the text are not read; write the value out.' }] }
  const whole = { ...empty, ...value }
  const parsed = routineBody.safeParse(whole)
  return { body: parsed.success ? (parsed.data as Body) : whole, faults: [] }
}

function valueOf(document: ReturnType<typeof parseDocument>): Body | null {
  try {
    return (document.toJS({ maxAliasCount: 0 }) ?? {}) as Body
  } catch {
    return null
  }
}

/** Faults of the body at the lines of the text where they lie, or those of what lies around them. */
export function placedFaults(text: string, faults: readonly Fault[]): LineFault[] {
  if (faults.length === 0) return []
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter })
  return faults.map(({ path, message }) => {
    const way = path.split('.').slice(1).map((part) => (/^\d+$/.test(part) ? Number(part) : part))
    for (let length = way.length; length > 0; length--) {
      const node = document.getIn(way.slice(0, length), true)
      if (isNode(node) && node.range) return { line: counter.linePos(node.range[0]).line, message }
    }
    return { line: 1, message }
  }).toSorted((one, other) => one.line - other.line)
}
