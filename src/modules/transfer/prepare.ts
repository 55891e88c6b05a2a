import type { Fault } from '../../shared/kind.ts'
import { linkRules, linkTypes } from '../../shared/links.ts'
import { Problem } from '../../shared/problem.ts'
import { columnFaults, columnsOf } from './columns.ts'
import { compileMapping, type CompiledPart, type Kinds } from './compile.ts'
import { parseMapping, type Mapping } from './mapping.ts'
import { isObject } from './paths.ts'
import { readSources, type SourceRows } from './read.ts'
import type { SourceFile } from './rows.ts'
import { suggestMapping } from './suggest.ts'
import type { SentFile } from './transfer.contract.ts'
import { parseYaml } from './yaml.ts'

/** An import as far as it can be told from its files and its mapping alone. */
export type Prepared = { files: SourceFile[]; mapping: Mapping; suggested: boolean; source: SourceRows; parts: CompiledPart[]; faults: Fault[] }

type Sent = { files: readonly SentFile[]; mapping?: unknown; kind?: string | undefined }

/** Reads the files by the mapping, or by one suggested for the kind where none is given. Throws a Problem when a file or the mapping cannot be read. */
export function prepareImport(sent: Sent, kinds: Kinds): Prepared {
  const files = sent.files.map(fileOf)
  const given = sent.mapping === undefined ? undefined : parseMapping(withKind(sent.mapping, sent.kind))
  if (given === undefined && sent.kind === undefined) throw new Problem('invalid', 'Give a mapping, or at least the kind that the rows become.', [{ path: 'mapping', message: 'Give a mapping.' }])
  if (given && sent.kind !== undefined && given.kind !== sent.kind) {
    throw new Problem('invalid', `The mapping is for the kind ${given.kind}, and ${sent.kind} was asked for; use the mapping that fits.`, [{ path: 'kind', message: `The mapping says ${given.kind}.` }])
  }
  const whole = readSources(files, given?.source, given?.rows)
  const rowsPath = given === undefined && files.length === 1 ? whole.rowPaths[0] : undefined
  const source = rowsPath === undefined ? whole : readSources(files, {}, rowsPath)
  const mapping = given ?? { ...suggestMapping(sent.kind!, columnsOf(source.rows, source.header), kinds), ...(rowsPath === undefined ? {} : { rows: rowsPath }) }
  const { parts, faults } = compileMapping(mapping, kinds)
  return { files, mapping, suggested: given === undefined, source, parts, faults: [...faults, ...columnFaults(parts, source.rows, source.header)] }
}

function withKind(mapping: unknown, kind: string | undefined): unknown {
  const value: unknown = typeof mapping === 'string' ? parseYaml(mapping, 'mapping')[0]?.value : mapping
  return kind !== undefined && isObject(value) && !('kind' in value) ? { kind, ...value } : value
}

/** A file as it was sent, as bytes. Throws a Problem when it is neither text nor base64. */
export function fileOf({ name, base64, text }: SentFile): SourceFile {
  if ((base64 === undefined) === (text === undefined)) throw new Problem('invalid', `${name}: give either base64 or text.`, [{ path: 'files', message: 'Give either base64 or text.' }])
  return { name, bytes: text === undefined ? bytesOf(base64!, name) : new TextEncoder().encode(text) }
}

function bytesOf(base64: string, name: string): Uint8Array {
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(base64)) throw new Problem('invalid', `${name}: its content is not base64.`, [{ path: 'files', message: 'Send the bytes in base64.' }])
  return Buffer.from(base64, 'base64')
}

/** The kinds whose elements a plan must know: those that rows make, and those that they may link to. */
export function kindsNeeded(parts: readonly CompiledPart[], kinds: Kinds): string[] {
  const needed = new Set<string>()
  for (const part of parts) {
    if (part.definition) needed.add(part.kind)
    for (const link of part.links) needed.add(link.to)
    if (part.kind === 'holder') for (const kind of ['role', 'service', 'routine', 'supplier', 'unit']) needed.add(kind)
    if (part.fields.some(({ target }) => target.name === 'accountable')) needed.add('role')
  }
  return [...needed].filter((kind) => kinds.has(kind))
}

/** Every link that an element of a kind may have to elements of other kinds, as a page offers it. */
export function linksOffered(kind: string, kinds: Kinds): { type: string; to: string; direction: 'out' | 'in'; phrase: string }[] {
  const may = (from: string, type: string) => ((kinds.get(from)?.links ?? []) as readonly string[]).includes(type)
  return linkTypes.flatMap((type) => {
    const rule: { from: readonly string[] | '*'; to: readonly string[]; forward: string; backward: string } = linkRules[type]
    const out = may(kind, type) ? rule.to.filter((to) => kinds.has(to)).map((to) => ({ type, to, direction: 'out' as const, phrase: rule.forward })) : []
    const sources = rule.to.includes(kind) && rule.from !== '*' ? rule.from.filter((from) => may(from, type) && from !== kind) : []
    return [...out, ...sources.map((to) => ({ type, to, direction: 'in' as const, phrase: rule.backward }))]
  })
}
