import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { KeyObject } from 'node:crypto'
import { Problem } from '../shared/problem.ts'
import { sha256 } from './hash.ts'
import type { ExportLine } from './ledger.export.ts'
import { Faults, rowName } from './ledger.faults.ts'
import { keyId, readPublicKey } from './ledger.head.ts'
import { compareRoot, compareRows, gather, openEntry } from './ledger.rows.ts'
import type { OpenEntry } from './ledger.rows.ts'
import { readEntry, rowText } from './ledger.ts'
import { TreeCheck } from './ledger.tree.ts'
import type { KnownHead } from './ledger.tree.ts'
import { shownHead } from './ledger.verify.ts'
import type { Verification } from './ledger.verify.ts'
import { bytesOf, Frontier, hashOf, leafHash } from './merkle.ts'

export type FileVerification = Verification & {
  organisation: { id: string; key: string; name: string }
  /** Ids of the keys that heads were held against. */
  keys: string[]
  /** True when those keys were given; false when the file's own were believed. */
  keysGiven: boolean
}

export type FileOptions = { publicKeys?: readonly KeyObject[]; known?: readonly KnownHead[]; onProgress?: (entries: number) => void }

/**
 * Verifies an exported ledger without any database and in bounded memory: entries against leaves, leaves against signed heads, rows against entries.
 * Without `publicKeys` the file's own are believed, and then `known` heads or the key's id, kept elsewhere, are what proves that it is not forged as a whole.
 * Throws Problem 'invalid' when the file is not an exported ledger.
 */
export async function verifyFile(path: string, options: FileOptions = {}): Promise<FileVerification> {
  const lines = linesOf(path)
  const { value: first } = await lines.next()
  if (first === undefined || 'wrong' in first || first.type !== 'ledger' || first.format !== 1) throw new Problem('invalid', `${path} is not an exported ledger; its first line should say {"type":"ledger","format":1, …}.`)
  const publicKeys = options.publicKeys ?? first.publicKeys.map(readPublicKey)
  const reader = new FileReader(first.organisation.id, publicKeys, options)
  for await (const line of lines) reader.take(line)
  const { faults, tree, sealed, entries } = reader.finish()
  return {
    ok: faults.count === 0, entries, head: shownHead(tree.head), sealed, unsealed: entries - sealed, faults: faults.all(),
    organisation: first.organisation, keys: publicKeys.map(keyId), keysGiven: options.publicKeys !== undefined,
  }
}

type Line = ExportLine | { wrong: number }

async function* linesOf(path: string): AsyncGenerator<Line, undefined> {
  let number = 0
  try {
    for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
      number++
      yield parsed(text) ?? { wrong: number }
    }
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') throw new Problem('notFound', `There is no file ${path}.`)
    throw error
  }
  return undefined
}

function parsed(text: string): ExportLine | undefined {
  try {
    const line = JSON.parse(text) as ExportLine | null
    return line !== null && typeof line === 'object' && typeof line.type === 'string' ? line : undefined
  } catch {
    return undefined
  }
}

/** What is sealed was checked when it was written; reading it whole again would take most of the time. */
function sealedEntry(content: string): { id: string; organisationId: string } | { wrong: string } {
  try {
    const { id, organisationId } = Object(JSON.parse(content)) as { id?: unknown; organisationId?: unknown }
    return typeof id === 'string' && typeof organisationId === 'string' ? { id, organisationId } : { wrong: 'it has no id' }
  } catch {
    return { wrong: 'its content is not JSON' }
  }
}

class FileReader {
  readonly faults = new Faults()
  readonly tree: TreeCheck
  entries = 0
  sealed = 0
  #rows = 0
  #line = 1
  #ended = false
  #open: { entry: OpenEntry; root: Frontier } | undefined
  readonly #organisationId: string
  readonly #onProgress: FileOptions['onProgress']

  constructor(organisationId: string, publicKeys: readonly KeyObject[], options: FileOptions) {
    this.#organisationId = organisationId
    this.#onProgress = options.onProgress
    this.tree = new TreeCheck(organisationId, this.faults, { publicKeys, known: options.known }, false)
  }

  take(line: Line): void {
    this.#line++
    if ('wrong' in line) return this.faults.add('malformed', `line ${line.wrong}`, 'This line is not one of an exported ledger.')
    if (line.type === 'row') return this.#row(line)
    this.#close()
    if (line.type === 'entry') this.#entry(line)
    else if (line.type === 'head') this.#head(line)
    else if (line.type === 'end') this.#end(line)
  }

  #entry({ number, leaf, content }: Extract<ExportLine, { type: 'entry' }>): void {
    if (++this.entries % 10_000 === 0) this.#onProgress?.(this.entries)
    const read = number === undefined ? readEntry(content) : sealedEntry(content)
    const id = 'wrong' in read ? `of line ${this.#line}` : read.id
    const where = `ledger_entries ${id}`
    if ('wrong' in read) this.faults.add('malformed', where, `This entry is not as it was written: ${read.wrong}.`)
    else if (read.organisationId !== this.#organisationId) this.faults.add('extra', where, 'This entry is of another organisation.')
    if (number !== undefined) this.#leaf(number, leaf, content, where)
    const rowsAt = content.indexOf(',"rows":[') + 9
    this.#open = { entry: openEntry(id, 0, content, rowsAt === 8 ? -1 : rowsAt), root: new Frontier() }
  }

  #leaf(number: number, leaf: string | undefined, content: string, where: string): void {
    if (number !== this.tree.size) this.faults.add('missing', `ledger_leaves ${this.tree.size}`, `The entry sealed as leaf ${this.tree.size} is not in the file; leaf ${number} follows.`)
    const sealed = hashOf(Buffer.from(leaf ?? '', 'hex'))
    if (leafHash(content) !== sealed) this.faults.add('altered', where, `The content of this entry is not what was sealed as leaf ${number}.`)
    this.tree.leaf(sealed)
    this.sealed++
  }

  #row({ entry, subject, id, revision, hash, content }: Extract<ExportLine, { type: 'row' }>): void {
    this.#rows++
    const where = rowName(subject, id, revision)
    if (sha256(content).toString('hex') !== hash) this.faults.add('altered', where, 'Its content does not have the hash stored beside it.')
    if (this.#open?.entry.id !== entry) return this.faults.add('missing', where, `The entry ${entry} that wrote this row is not before it in the file.`)
    const text = rowText([subject, id, revision, hash])
    gather(this.#open.entry, text)
    if (this.#open.entry.bulk) this.#open.root.append(leafHash(text))
  }

  #close(): void {
    if (!this.#open) return
    const { entry, root } = this.#open
    const bulk = compareRows(entry, this.faults)
    if (bulk) compareRoot(entry, bulk, { count: root.size, root: bytesOf(root.root()).toString('hex') }, this.faults)
    this.#open = undefined
  }

  #head({ size, root, at, keyId: key, signature }: Extract<ExportLine, { type: 'head' }>): void {
    if (size > this.tree.size) return this.tree.headBeyond({ size })
    this.tree.checkHead({ organisationId: this.#organisationId, size, root: Buffer.from(root, 'hex'), at: new Date(at), keyId: key, signature: Buffer.from(signature, 'hex') })
  }

  #end({ entries, rows }: Extract<ExportLine, { type: 'end' }>): void {
    this.#ended = true
    if (entries !== this.entries) this.faults.add(entries > this.entries ? 'missing' : 'extra', 'the file', `It was written with ${entries} entries and has ${this.entries}.`)
    if (rows !== this.#rows) this.faults.add(rows > this.#rows ? 'missing' : 'extra', 'the file', `It was written with ${rows} rows and has ${this.#rows}.`)
  }

  finish(): this {
    this.#close()
    if (!this.#ended) this.faults.add('missing', 'the file', 'It ends early: the last line, which counts the others, is not there.')
    const signed = this.tree.head?.size ?? 0
    if (signed < this.sealed) this.faults.add('extra', `ledger_leaves ${signed} to ${this.sealed - 1}`, `No good head covers these leaves; the last covers ${signed}.`)
    this.tree.finish()
    return this
  }
}
