import { ask } from '../../../web/api.ts'
import { base64Of } from '../../../web/files.ts'

/** A chosen file with its bytes in base64, read once. */
export type Chosen = { name: string; size: number; changed: number; base64: string }

/** Reads chosen files, in the order of their names; a folder gives each file under its path. */
export async function chosenFiles(files: readonly File[]): Promise<Chosen[]> {
  const read = await Promise.all(files.map(async (file) => ({ name: file.webkitRelativePath || file.name, size: file.size, changed: file.lastModified, base64: await base64Of(file) })))
  return read.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Sends files with the rest of the input. */
export function sendFiles<T>(name: string, input: object, files: readonly Chosen[], options: { key?: string; signal?: AbortSignal } = {}): Promise<T> {
  const body = JSON.stringify({ ...input, files: files.map((file) => ({ name: file.name, base64: file.base64 })) })
  const headers = { 'content-type': 'application/json', ...(options.key ? { 'idempotency-key': options.key } : {}) }
  return ask(`/api/${name}`, { method: 'POST', body, headers, ...(options.signal ? { signal: options.signal } : {}) })
}
