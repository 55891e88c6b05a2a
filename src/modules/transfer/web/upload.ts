import { Problem } from '../../../shared/problem.ts'
import { ask, post } from '../../../web/api.ts'

/** A chosen file with its bytes in base64, read once. */
export type Chosen = { name: string; size: number; base64: string; file: File }

const mostInJson = 6_000_000

/** Reads chosen files, in the order of their names; a folder gives each file under its path. */
export async function chosenFiles(files: readonly File[]): Promise<Chosen[]> {
  const read = await Promise.all(files.map(async (file) => ({ name: file.webkitRelativePath || file.name, size: file.size, base64: await base64Of(file), file })))
  return read.sort((a, b) => (a.name < b.name ? -1 : 1))
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, fail) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => fail(new Problem('invalid', `${file.name} cannot be read. Choose it again.`))
    reader.readAsDataURL(file)
  })
}

/** Sends files with the rest of the input: as JSON while they are small, a single large one as a form. */
export function sendFiles<T>(name: string, input: object, files: readonly Chosen[], options: { key?: string; signal?: AbortSignal } = {}): Promise<T> {
  const headers: Record<string, string> = options.key ? { 'idempotency-key': options.key } : {}
  const size = files.reduce((sum, file) => sum + file.base64.length, 0)
  const [only] = files
  if (size <= mostInJson || files.length !== 1 || !only) return post(`/api/${name}`, { ...input, files: files.map((file) => ({ name: file.name, base64: file.base64 })) }, headers)
  const form = new FormData()
  form.append('input', JSON.stringify(input))
  form.append('file', only.file, only.name)
  return ask(`/api/${name}`, { method: 'POST', body: form, headers, ...(options.signal ? { signal: options.signal } : {}) })
}
