import type { z } from 'zod'
import { issueFaults, unwritable } from '../../shared/issues.ts'
import type { Fault } from '../../shared/kind.ts'
import { elementOf, kindOfKey } from './folder.element.ts'
import { sortFiles } from './folder.names.ts'
import type { ElementFiles } from './folder.names.ts'
import { folderHolder, folderPerson, manifest } from './folder.schema.ts'
import { readText } from './folder.text.ts'
import { readingOrder } from './folder.system.ts'
import { folderFormat, personName } from './folder.ts'
import type { Folder, FolderElement, FolderFault, FolderHolder, FolderPerson } from './folder.ts'
import { isObject } from './paths.ts'
import type { SourceFile } from './rows.ts'
import { readYaml } from './yaml.ts'
import type { YamlDocument } from './yaml.ts'

/** Where a path of an element's file, or of a row of people or holders, is written. */
export type Placed = { file: string; lineOf: (path: string) => number | null; prose?: { path: string; file: string } }

export type ReadFolder = {
  folder: Folder
  faults: FolderFault[]
  notices: string[]
  /** Places by the key of an element, and of the rows of people.yaml and holders.yaml in their order. */
  places: { elements: ReadonlyMap<string, Placed>; people: readonly Placed[]; holders: readonly Placed[] }
}

type Reading = { faults: FolderFault[] }

/** A folder's files as a system, with everything that is wrong about them by themselves. The order of the files does not matter. */
export function readFolder(files: readonly SourceFile[]): ReadFolder {
  const sorted = sortFiles(files)
  const reading: Reading = { faults: [...sorted.faults] }
  readManifest(reading, sorted.manifest)
  const places = new Map<string, Placed>()
  const elements = sorted.elements.flatMap((own) => readElement(reading, own, places)).sort(readingOrder)
  const people = readRows(reading, sorted.people, folderPerson)
  const holders = readRows(reading, sorted.holders, folderHolder)
  const folder: Folder = { elements, people: people.rows.map(personOf), holders: holders.rows.map(holderOf) }
  repeatedPeople(reading, folder.people, people.places)
  for (const [at, holder] of folder.holders.entries()) checkHolder(reading, holder, holders.places[at]!)
  const faults = reading.faults.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : (a.line ?? 0) - (b.line ?? 0)))
  return { folder, faults, notices: sorted.notices, places: { elements: places, people: people.places, holders: holders.places } }
}

/** YAML that was read ahead, by its file. */
const ahead = new WeakMap<SourceFile, ReturnType<typeof readYaml>>()
/** Milliseconds for which nobody else gets a turn. */
const turn = 15

/** As `readFolder`; between its files, of which there may be many, everybody else gets a turn. */
export async function readFolderInTurns(files: readonly SourceFile[]): Promise<ReadFolder> {
  let since = performance.now()
  for (const file of files) {
    if (!/\.ya?ml$/i.test(file.name)) continue
    const read = readText(file.bytes)
    if ('text' in read) ahead.set(file, readYaml(read.text))
    if (performance.now() - since < turn) continue
    await new Promise((resolve) => setImmediate(resolve))
    since = performance.now()
  }
  return readFolder(files)
}

/** A fault at a path of something that was read. */
export function faultAt(placed: Placed, { path, message }: Fault): FolderFault {
  if (placed.prose && (path === placed.prose.path || path.startsWith(`${placed.prose.path}.`))) return { file: placed.prose.file, line: 1, path, message }
  return { file: placed.file, line: placed.lineOf(path), path, message }
}

function readManifest(reading: Reading, file: SourceFile | undefined): void {
  if (!file) return void reading.faults.push({ file: 'sms.yaml', line: null, path: '', message: `There is no sms.yaml, so this is not the folder of a system. Its first line is "format: ${folderFormat}".` })
  const document = readDocument(reading, file)
  if (!document) return
  const parsed = manifest.safeParse(document.value)
  const placed = placedIn(file, document)
  const unheld = unwritable(document.value)
  if (unheld) reading.faults.push(faultAt(placed, unheld))
  else if (!parsed.success) reading.faults.push(...issueFaults(parsed.error).map((fault) => faultAt(placed, fault)))
  else if (parsed.data.format !== folderFormat) reading.faults.push(faultAt(placed, { path: 'format', message: `This Wellrun reads the format ${folderFormat}, and not "${parsed.data.format}".` }))
}

/** The one document of a file; otherwise a fault. */
function readDocument(reading: Reading, file: SourceFile): YamlDocument | undefined {
  const text = contentOf(reading, file)
  if (text === undefined) return undefined
  const read = ahead.get(file) ?? readYaml(text)
  if ('wrong' in read) return refuse(reading, file, read)
  if (read.length > 1) return refuse(reading, file, { line: read[1]!.lineOf([]), wrong: 'a second document begins here; one file holds one.' })
  return read[0] ?? { value: null, lineOf: () => 1 }
}

function contentOf(reading: Reading, file: SourceFile): string | undefined {
  const read = readText(file.bytes)
  return 'text' in read ? read.text : refuse(reading, file, read)
}

function refuse(reading: Reading, file: SourceFile, { line, wrong }: { line: number | undefined; wrong: string }): undefined {
  reading.faults.push({ file: file.name, line: line ?? null, path: '', message: `${wrong[0]!.toUpperCase()}${wrong.slice(1)}` })
}

/** The line of a path, or of the nearest thing around it that is written. */
function placedIn(file: SourceFile, document: YamlDocument, within: readonly (string | number)[] = []): Placed {
  const lineOf = (path: string) => {
    const steps = [...within, ...(path === '' ? [] : path.split('.'))]
    for (let length = steps.length; length >= 0; length--) {
      const line = document.lineOf(steps.slice(0, length))
      if (line !== undefined) return line
    }
    return 1
  }
  return { file: file.name, lineOf }
}

function readElement(reading: Reading, { kind, key, yaml, prose }: ElementFiles, places: Map<string, Placed>): FolderElement[] {
  if (!yaml) {
    reading.faults.push({ file: prose!.name, line: null, path: '', message: `It stands alone; ${kind.path}/${key}.yaml, which says what ${key} is, is not there.` })
    return []
  }
  const document = readDocument(reading, yaml)
  const text = prose && contentOf(reading, prose)
  if (!document || (prose && text === undefined)) return []
  const trimmed = text?.trim()
  const { element, faults } = elementOf(kind, key, document.value, trimmed === '' ? undefined : trimmed)
  const placed: Placed = { ...placedIn(yaml, document), ...(trimmed && kind.prose && !isWritten(document.value, kind.prose) ? { prose: { path: `body.${kind.prose}`, file: prose!.name } } : {}) }
  places.set(key, placed)
  reading.faults.push(...faults.map((fault) => faultAt(placed, fault)))
  return element ? [element] : []
}

/** True where the long text stands in the file itself. */
function isWritten(value: unknown, name: string): boolean {
  return isObject(value) && isObject(value['body']) && Object.hasOwn(value['body'], name)
}

function readRows<Row>(reading: Reading, file: SourceFile | undefined, schema: z.ZodType<Row>): { rows: Row[]; places: Placed[] } {
  const found: { rows: Row[]; places: Placed[] } = { rows: [], places: [] }
  const document = file && readDocument(reading, file)
  if (!file || !document || document.value === null || document.value === undefined) return found
  if (!Array.isArray(document.value)) {
    reading.faults.push({ file: file.name, line: document.lineOf([]) ?? 1, path: '', message: 'This file is a list; begin each entry with "- ".' })
    return found
  }
  for (const [at, value] of document.value.entries()) {
    const placed = placedIn(file, document, [at])
    const unheld = unwritable(value)
    const parsed = schema.safeParse(value)
    if (unheld) reading.faults.push(faultAt(placed, unheld))
    else if (!parsed.success) reading.faults.push(...issueFaults(parsed.error).map((fault) => faultAt(placed, fault)))
    else {
      found.rows.push(parsed.data)
      found.places.push(placed)
    }
  }
  return found
}

function personOf({ name, email, from, to }: z.infer<typeof folderPerson>): FolderPerson {
  return { name, email: email?.toLowerCase() ?? null, from: from ?? null, to: to ?? null }
}

function holderOf({ role, person, element, deputy, from, to }: z.infer<typeof folderHolder>): FolderHolder {
  return { role, person: person.includes('@') ? person.toLowerCase() : person, element: element ?? null, deputy, from: from ?? null, to: to ?? null }
}

function repeatedPeople(reading: Reading, people: readonly FolderPerson[], places: readonly Placed[]): void {
  const seen = new Set<string>()
  for (const [at, person] of people.entries()) {
    const name = personName(person)
    const refuseAt = (path: string, message: string) => reading.faults.push(faultAt(places[at]!, { path, message }))
    if (seen.has(name)) refuseAt(person.email ? 'email' : 'name', person.email ? `${name} is in the list already; one address belongs to one person.` : `${name} is in the list already; give e-mail addresses, so that the two can be told apart.`)
    if (person.from !== null && person.to !== null && person.to < person.from) refuseAt('to', `It ends on ${person.to}, before it starts on ${person.from}; give a later end.`)
    seen.add(name)
  }
}

function checkHolder(reading: Reading, holder: FolderHolder, placed: Placed): void {
  const refuseAt = (path: string, message: string) => reading.faults.push(faultAt(placed, { path, message }))
  if (kindOfKey(holder.role)?.kind !== 'role') refuseAt('role', `${holder.role} is no role; name one, such as ROL-1.`)
  if (holder.from !== null && holder.to !== null && holder.to < holder.from) refuseAt('to', `It ends on ${holder.to}, before it starts on ${holder.from}; give a later end.`)
}
