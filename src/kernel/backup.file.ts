import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream, fsyncSync, openSync, closeSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { Problem } from '../shared/problem.ts'
import { backupFormat, manifestName, noteName, readManifest } from './backup.manifest.ts'
import type { Manifest, TableSum } from './backup.manifest.ts'
import { isAlive, processName } from './postgres-claims.ts'
import { isCode } from './postgres-programs.ts'
import { readTar, tarEnd, tarMember } from './tar.ts'

export type BackupFile = {
  add: (name: string, content: Buffer) => Promise<void>
  /** Puts the file in its place; answers its size in bytes and its SHA-256. */
  finish: () => Promise<{ bytes: number; sha256: string }>
  abandon: () => Promise<void>
}

/** Begins a backup file under another name beside its own. Throws Problem with one sentence, as do its functions; then nothing is left behind. */
export function writeBackup(file: string, at: Date): BackupFile {
  const unfinished = `${file}.unfinished.${processName()}`
  const descriptor = open(file, unfinished)
  const gzip = createGzip({ level: 4 })
  const hash = createHash('sha256')
  let bytes = 0
  const tap = new PassThrough()
  tap.on('data', (chunk: Buffer) => {
    hash.update(chunk)
    bytes += chunk.length
  })
  const written = pipeline(gzip, tap, createWriteStream(unfinished, { fd: descriptor, flush: true }))
  written.catch(() => {})
  const put = async (content: Buffer) => {
    if (gzip.destroyed) await written
    if (!gzip.write(content)) await Promise.race([once(gzip, 'drain').catch(() => written), written])
  }
  const abandon = async () => {
    gzip.destroy()
    await written.catch(() => {})
    rmSync(unfinished, { force: true })
  }
  const orSentence = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      await abandon()
      throw writeFault(error, file)
    }
  }
  return {
    add: (name, content) => orSentence(async () => {
      for (const part of tarMember(name, content, at)) await put(part)
    }),
    finish: () => orSentence(async () => {
      gzip.end(tarEnd)
      await written
      renameSync(unfinished, file)
      keepFolder(dirname(file))
      return { bytes, sha256: hash.digest('hex') }
    }),
    abandon,
  }
}

function open(file: string, unfinished: string): number {
  try {
    const there = statSync(file, { throwIfNoEntry: false })
    if (there && !there.isFile()) throw new Problem('invalid', `${file} is not an ordinary file. Name the file to write, not its folder.`)
    const prefix = `${basename(file)}.unfinished.`
    for (const name of readdirSync(dirname(file))) if (name.startsWith(prefix) && !isAlive(name.slice(prefix.length))) rmSync(join(dirname(file), name), { force: true })
    return openSync(unfinished, 'wx', 0o600)
  } catch (error) {
    throw writeFault(error, file)
  }
}

/** A rename is only sure to outlive a power cut once its folder is on the disk. */
function keepFolder(folder: string): void {
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } catch (error) {
    if (!isCode(error, 'EINVAL', 'ENOTSUP', 'EPERM')) throw error
  } finally {
    closeSync(descriptor)
  }
}

function writeFault(error: unknown, file: string): unknown {
  if (isCode(error, 'ENOSPC', 'EDQUOT')) return new Problem('unavailable', `The disk that holds ${file} is full, so no backup was written. Free some space, or name a file on another disk.`)
  if (isCode(error, 'EFBIG')) return new Problem('unavailable', `${file} grows larger than its disk or this account allows, so no backup was written. Name a file on another disk.`)
  if (isCode(error, 'EACCES', 'EPERM', 'EROFS')) return new Problem('unavailable', `There is no permission to write ${file}. Mend that, or name a file in another folder.`)
  if (isCode(error, 'ENOENT', 'ENOTDIR')) return new Problem('invalid', `There is no folder ${dirname(file)}. Make it, or name a file in another.`)
  return error
}

const parts = /^tables\/\d+-([^/]+)\/\d+\.copy$/
/** Larger than a page of the largest rows, and than a manifest of many organisations. */
const mostBytes = 256_000_000

export type ReadOptions = {
  /** Given each table's rows, in order; the tables come one after the other. */
  onPage?: (table: string, page: Buffer) => Promise<void>
  /** Told now and then how many of how many bytes of the file were read. */
  onProgress?: (done: number, total: number) => void
}

/**
 * Reads a backup from beginning to end and checks all of it: form, every sum, and that nothing is missing or extra.
 * Answers its manifest and the file's SHA-256. Throws Problem 'unprocessable' or 'notFound' with one sentence.
 */
export async function readBackup(file: string, options: ReadOptions = {}): Promise<{ manifest: Manifest; sha256: string }> {
  const size = sizeOf(file)
  const whole = createHash('sha256')
  const sums: { name: string; rows: number; bytes: number; hash: Hash }[] = []
  let manifest: Manifest | undefined
  let first = true
  try {
    for await (const { name, content } of readTar(unzipped(file, size, whole, options.onProgress), mostBytes)) {
      if (first) checkNote(name, content, file)
      else if (manifest) throw new Problem('unprocessable', `${file} is damaged: ${name} follows its manifest. Use another copy.`)
      else if (name === manifestName) manifest = readManifest(content, file)
      else await addPage(sums, parts.exec(name)?.[1], content, options.onPage)
      first = false
    }
  } catch (error) {
    throw readFault(error, file, first)
  }
  if (first) throw new Problem('unprocessable', `${file} is not a backup of Wellrun.`)
  if (!manifest) throw new Problem('unprocessable', `${file} is damaged: it has no manifest. Use another copy.`)
  compareSums(manifest, sums, file)
  return { manifest, sha256: whole.digest('hex') }
}

function sizeOf(file: string): number {
  try {
    const found = statSync(file)
    if (found.isFile() && found.size === 0) throw new Problem('unprocessable', `${file} is not a backup of Wellrun: it is empty.`)
    if (found.isFile()) return found.size
  } catch (error) {
    if (error instanceof Problem) throw error
    if (isCode(error, 'EACCES', 'EPERM')) throw new Problem('unavailable', `There is no permission to read ${file}.`)
    throw new Problem('notFound', `There is no file ${file}.`)
  }
  throw new Problem('invalid', `${file} is not a file.`)
}

async function* unzipped(file: string, size: number, whole: Hash, onProgress?: ReadOptions['onProgress']): AsyncGenerator<Buffer> {
  const source = createReadStream(file, { highWaterMark: 256 * 1024 })
  const gunzip = createGunzip({ chunkSize: 256 * 1024 })
  let done = 0
  source.on('data', (chunk) => {
    whole.update(chunk)
    onProgress?.((done += chunk.length), size)
  })
  const read = pipeline(source, gunzip)
  read.catch(() => {})
  try {
    for await (const chunk of gunzip) yield chunk as Buffer
    await read
  } finally {
    source.destroy()
  }
}

function checkNote(name: string, content: Buffer, file: string): void {
  const format = name === noteName ? /^Wellrun backup, format (\d+)\n/.exec(content.toString('utf8'))?.[1] : undefined
  if (format === undefined) throw new Problem('unprocessable', `${file} is not a backup of Wellrun.`)
  if (Number(format) > backupFormat) throw new Problem('unprocessable', `${file} was made by a newer Wellrun (format ${format}). Restore it with that version or a newer one.`)
}

async function addPage(sums: { name: string; rows: number; bytes: number; hash: Hash }[], name: string | undefined, content: Buffer, onPage: ReadOptions['onPage']): Promise<void> {
  if (name === undefined) throw new RangeError('it holds a file that is none of a backup')
  if (sums.at(-1)?.name !== name) sums.push({ name, rows: 0, bytes: 0, hash: createHash('sha256') })
  const sum = sums.at(-1)!
  sum.rows += rowsIn(content)
  sum.bytes += content.length
  sum.hash.update(content)
  await onPage?.(name, content)
}

/** In COPY's text format every row ends with a line feed, and no value holds one. */
export function rowsIn(page: Buffer): number {
  let rows = 0
  for (let at = page.indexOf(10); at !== -1; at = page.indexOf(10, at + 1)) rows++
  return rows
}

function compareSums(manifest: Manifest, sums: { name: string; rows: number; bytes: number; hash: Hash }[], file: string): void {
  const expected = manifest.tables.filter((table) => table.rows > 0)
  const found: Pick<TableSum, 'rows' | 'bytes' | 'sha256'>[] = sums.map(({ rows, bytes, hash }) => ({ rows, bytes, sha256: hash.digest('hex') }))
  const wrong = expected.find((table, i) => sums[i]?.name !== `${table.schema}.${table.name}` || found[i]!.sha256 !== table.sha256 || found[i]!.rows !== table.rows || found[i]!.bytes !== table.bytes)
  if (wrong || sums.length !== expected.length) throw new Problem('unprocessable', `${file} is damaged: ${wrong ? `the rows of ${wrong.name} are not those that were backed up` : 'it holds more than its manifest says'}. Use another copy.`)
}

function readFault(error: unknown, file: string, first: boolean): unknown {
  if (error instanceof RangeError) return first ? new Problem('unprocessable', `${file} is not a backup of Wellrun.`) : new Problem('unprocessable', `${file} is damaged: ${error.message}. Use another copy.`)
  if (isCode(error, 'Z_BUF_ERROR')) return new Problem('unprocessable', `${file} is damaged: it was cut off. Use another copy.`)
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
    return first && error.message === 'incorrect header check' ? new Problem('unprocessable', `${file} is not a backup of Wellrun.`) : new Problem('unprocessable', `${file} is damaged: ${error.message}. Use another copy.`)
  }
  if (isCode(error, 'EACCES', 'EPERM')) return new Problem('unavailable', `There is no permission to read ${file}.`)
  if (isCode(error, 'EIO')) return new Problem('unavailable', `The disk could not read ${file}. Use another copy.`)
  return error
}
