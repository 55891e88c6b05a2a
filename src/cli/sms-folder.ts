import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { kindByPath } from '../modules/kinds.ts'
import { keyParts } from '../modules/transfer/folder.ts'
import type { FolderFile } from '../modules/transfer/folder.ts'
import type { SourceFile } from '../modules/transfer/rows.ts'
import { Problem } from '../shared/problem.ts'
import { contentOf } from './source-files.ts'

const deepest = 3

/** The YAML and Markdown files of a folder with their paths in it; what is hidden and the schemas are left where they are. */
export function readDirectory(path: string): SourceFile[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Problem('invalid', `${path}: there is no such folder.`)
  return namesIn(path).filter((name) => /\.(ya?ml|md)$/i.test(name)).map((name) => ({ name, bytes: contentOf(join(path, name)) }))
}

function namesIn(root: string, within = '', depth = 1): string[] {
  return readdirSync(join(root, within), { withFileTypes: true }).flatMap((entry) => {
    const name = within === '' ? entry.name : `${within}/${entry.name}`
    if (entry.name.startsWith('.') || name === 'schemas' || name === 'node_modules') return []
    if (entry.isDirectory()) return depth < deepest ? namesIn(root, name, depth + 1) : []
    return entry.isFile() ? [name] : []
  }).sort()
}

export type Kept = { written: string[]; removed: string[]; unchanged: number }

/**
 * Brings a folder to the state of these files: what differs is written, files of elements that are no more are taken away, all others stay,
 * and so does a sms.yaml that is there. Refuses a folder with something else in it.
 */
export function keepDirectory(path: string, files: readonly FolderFile[]): Kept {
  demandOwn(path)
  const names = new Set(files.map((file) => file.name))
  const removed = existsSync(path) ? namesIn(path).filter((name) => isOurs(name) && !names.has(name)) : []
  demandNoLinks(path, files)
  const written = files.filter((file) => !isKept(path, file))
  for (const { name, text } of written) {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), text)
  }
  for (const name of removed) rmSync(join(path, name))
  return { written: written.map((file) => file.name), removed, unchanged: files.length - written.length }
}

function demandOwn(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) return
  if (!found.isDirectory()) throw new Problem('unprocessable', `${path} is a file; name a folder.`)
  const strangers = readdirSync(path).filter((name) => !name.startsWith('.'))
  if (strangers.length > 0 && !existsSync(join(path, 'sms.yaml'))) throw new Problem('unprocessable', `${path} holds other files and no sms.yaml; name an empty folder, or the one of an earlier export.`)
}

/** A folder that came from elsewhere may hold links; what is written through one would land outside. */
function demandNoLinks(path: string, files: readonly FolderFile[]): void {
  const places = new Set(files.flatMap(({ name }) => [dirname(name), name]))
  for (const place of places) {
    if (place !== '.' && lstatSync(join(path, place), { throwIfNoEntry: false })?.isSymbolicLink()) throw new Problem('unprocessable', `${join(path, place)} is a link to elsewhere; an export writes within its folder alone. Remove the link.`)
  }
}

/** A file that an export writes: of an element, of people or of holders. */
function isOurs(name: string): boolean {
  if (name === 'people.yaml' || name === 'holders.yaml') return true
  const [folder = '', file = '', ...deeper] = name.split('/')
  const [, key = ''] = /^(.*)\.(?:ya?ml|md)$/.exec(file) ?? []
  return deeper.length === 0 && keyParts(key) !== undefined && kindByPath(folder)?.prefix === keyParts(key)!.prefix
}

function isKept(path: string, { name, text }: FolderFile): boolean {
  const place = join(path, name)
  return existsSync(place) && (name === 'sms.yaml' || readFileSync(place, 'utf8') === text)
}
