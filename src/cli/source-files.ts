import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../shared/problem.ts'
import type { SentFile } from '../modules/transfer/transfer.contract.ts'
import { readStdin } from './command.ts'

const known = /\.(csv|tsv|txt|xlsx|xlsm|ya?ml|json|ndjson|jsonl|md|markdown)$/i

/** The files that paths name: a file, every known file of a folder in the order of names, or `-` for standard input. */
export async function sourceFiles(paths: readonly string[], note: (text: string) => void): Promise<SentFile[]> {
  const files: SentFile[] = []
  for (const path of paths) {
    if (path === '-') files.push({ name: 'standard input', base64: (await readStdin()).toString('base64') })
    else for (const file of filesAt(path, note)) files.push({ name: file, base64: contentOf(file).toString('base64') })
  }
  return files
}

function filesAt(path: string, note: (text: string) => void): string[] {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) throw new Problem('invalid', `${path}: there is no such file or folder.`)
  if (!found.isDirectory()) return [path]
  const names = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.startsWith('.')).map((entry) => entry.name).sort()
  const taken = names.filter((name) => known.test(name))
  const skipped = names.filter((name) => !known.test(name))
  if (skipped.length > 0) note(`Left out: ${skipped.slice(0, 5).join(', ')}${skipped.length > 5 ? ` and ${skipped.length - 5} more` : ''}, which are no CSV, XLSX, YAML, JSON or Markdown.`)
  if (taken.length === 0) throw new Problem('invalid', `${path}: the folder holds no CSV, XLSX, YAML, JSON or Markdown file.`)
  return taken.map((name) => join(path, name))
}

/** The bytes of a file; throws one sentence when it cannot be read. */
export function contentOf(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Problem('invalid', code === 'ENOENT' ? `${path}: there is no such file.` : `${path} cannot be read (${code ?? String(error)}).`)
  }
}
