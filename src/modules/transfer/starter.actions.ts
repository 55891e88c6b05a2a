import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { SourceFile } from './rows.ts'

/** The folders of starters, by the names under which people choose them. */
const folders = { 'just-enough': new URL('../../../content/starter/', import.meta.url) } as const

/** The files of a starter that ships with Wellrun, in the order of their names. */
export async function starterFiles(starter: keyof typeof folders): Promise<SourceFile[]> {
  const root = fileURLToPath(folders[starter])
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const names = entries.filter((entry) => entry.isFile()).map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length).replace(/^\/+/, '')).sort()
  return Promise.all(names.map(async (name) => ({ name, bytes: await readFile(`${root}${name}`) })))
}
