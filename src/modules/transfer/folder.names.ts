import type { Kind } from '../../shared/kind.ts'
import { kindByPath, kinds } from '../kinds.ts'
import { keyParts } from './folder.ts'
import type { FolderFault } from './folder.ts'
import { nearest } from './nearest.ts'
import type { SourceFile } from './rows.ts'

/** The files of one element. */
export type ElementFiles = { kind: Kind; key: string; yaml: SourceFile | undefined; prose: SourceFile | undefined }

/** The files of a folder by what their names say. */
export type Sorted = { manifest: SourceFile | undefined; people: SourceFile | undefined; holders: SourceFile | undefined; elements: ElementFiles[]; faults: FolderFault[]; notices: string[] }

const roots = { 'sms.yaml': 'manifest', 'people.yaml': 'people', 'holders.yaml': 'holders' } as const

/** Sorts files by their names. What is hidden, the schemas and files that are neither YAML nor Markdown of an element are nobody's business here. */
export function sortFiles(files: readonly SourceFile[]): Sorted {
  const sorted: Sorted = { manifest: undefined, people: undefined, holders: undefined, elements: [], faults: [], notices: [] }
  const byKey = new Map<string, ElementFiles>()
  for (const given of files) {
    const file = { ...given, name: given.name.replaceAll('\\', '/').replace(/^(\.\/)+/, '') }
    const parts = file.name.split('/')
    if (parts.some((part) => part.startsWith('.')) || parts[0] === 'schemas') continue
    if (parts.length === 1) placeRoot(sorted, file)
    else if (/\.(ya?ml|md)$/i.test(file.name)) placeElement(sorted, byKey, file, parts)
  }
  sorted.elements = [...byKey.values()]
  return sorted
}

function fault(sorted: Sorted, file: string, message: string): void {
  sorted.faults.push({ file, line: null, path: '', message })
}

function placeRoot(sorted: Sorted, file: SourceFile): void {
  if (!/\.ya?ml$/i.test(file.name)) return
  const name = file.name.replace(/\.yml$/i, '.yaml')
  if (!Object.hasOwn(roots, name)) {
    const meant = nearest(name, Object.keys(roots))
    if (meant) fault(sorted, file.name, `There is no such file in a folder; name it ${meant}.`)
    else sorted.notices.push(`${file.name} was left out: at the top stand sms.yaml, people.yaml and holders.yaml.`)
    return
  }
  const place = roots[name as keyof typeof roots]
  if (sorted[place]) fault(sorted, file.name, `${sorted[place].name} is there already; keep one of the two.`)
  else sorted[place] = file
}

function placeElement(sorted: Sorted, byKey: Map<string, ElementFiles>, file: SourceFile, parts: readonly string[]): void {
  const [, base = '', ending = ''] = /^(.*)\.(ya?ml|md)$/i.exec(parts.at(-1)!) ?? []
  const kind = parts.length === 2 ? kindByPath(parts[0]!) : undefined
  const key = keyParts(base)
  if (!kind || !key) {
    const wrong = misplaced(parts, base, kind)
    if (wrong.fault || (kind && !/md/i.test(ending))) fault(sorted, file.name, wrong.message)
    else sorted.notices.push(`${file.name} was left out: ${wrong.message}`)
    return
  }
  if (key.prefix !== kind.prefix) return fault(sorted, file.name, wrongPrefix(base, kind))
  if (kind.single && key.number !== 1) return fault(sorted, file.name, `There is exactly one ${kind.noun}; name its file ${kind.prefix}-1.yaml.`)
  const known = byKey.get(base) ?? { kind, key: base, yaml: undefined, prose: undefined }
  byKey.set(base, known)
  const place = /md/i.test(ending) ? 'prose' : 'yaml'
  if (known[place]) return fault(sorted, file.name, `${known[place].name} stands for ${base} already; keep one file of the two.`)
  known[place] = file
}

function wrongPrefix(key: string, kind: Kind): string {
  const own = kinds.find((each) => each.prefix === keyParts(key)?.prefix)
  return own ? `${key} is the key of a ${own.noun}; move it to ${own.path}/.` : `No kind has keys such as ${key}; here keys are ${kind.prefix}-1, ${kind.prefix}-2 …`
}

/** Why a file has no place where it lies; a fault where its name looks like that of an element. */
function misplaced(parts: readonly string[], base: string, kind: Kind | undefined): { fault: boolean; message: string } {
  const upper = keyParts(base.toUpperCase())
  const own = upper && kinds.find((each) => each.prefix === upper.prefix)
  if (kind) return { fault: own !== undefined, message: own ? `Write the key in capitals: ${base.toUpperCase()}.` : `Name the file by a key, such as ${kind.prefix}-1.yaml.` }
  if (own) return { fault: true, message: `Files of ${own.plural} lie in ${own.path}/; move it there.` }
  const meant = nearest(parts[0]!, kinds.map((each) => each.path))
  return { fault: meant !== undefined, message: `There is no folder ${parts.slice(0, -1).join('/')}/${meant ? `; did you mean ${meant}/?` : ' for elements.'}` }
}
