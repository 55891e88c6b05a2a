/** A file in a tar archive. */
export type TarMember = { name: string; content: Buffer }

const block = 512

/** Header, content and padding of a file in a tar archive (POSIX.1-1988 ustar). `name` is ASCII of at most 100 characters. Throws RangeError. */
export function tarMember(name: string, content: Buffer, at: Date): Buffer[] {
  if (!/^[\x21-\x7e]{1,100}$/.test(name)) throw new RangeError(`"${name}" is not a name for a file in an archive.`)
  const header = Buffer.alloc(block)
  header.write(name, 0)
  header.write('0000600\0', 100)
  header.write('0000000\0', 108)
  header.write('0000000\0', 116)
  header.write(`${octal(content.length, 11)}\0`, 124)
  header.write(`${octal(Math.floor(at.getTime() / 1000), 11)}\0`, 136)
  header.write('0', 156)
  header.write('ustar\0' + '00', 257)
  header.write(`${octal(checksum(header), 6)}\0 `, 148)
  return [header, content, Buffer.alloc((block - (content.length % block)) % block)]
}

/** What ends a tar archive. */
export const tarEnd: Buffer = Buffer.alloc(2 * block)

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0')
}

/** The sum of the header's bytes, with its own field read as spaces. */
function checksum(header: Buffer): number {
  let sum = 0
  for (let i = 0; i < block; i++) sum += i >= 148 && i < 156 ? 32 : header[i]!
  return sum
}

/**
 * Reads the files of a tar archive one after the other; each is whole in memory, so none may have more than `most` bytes.
 * Throws RangeError where the archive is not one, or ends too early.
 */
export async function* readTar(source: AsyncIterable<Buffer>, most: number): AsyncGenerator<TarMember> {
  const bytes = new Bytes(source)
  try {
    for (;;) {
      const header = await bytes.take(block)
      if (header.equals(tarEnd.subarray(0, block))) break
      if (Number.parseInt(header.toString('latin1', 148, 156), 8) !== checksum(header)) throw new RangeError('the header of a file is wrong')
      const name = header.toString('latin1', 0, header.indexOf(0))
      const size = Number.parseInt(header.toString('latin1', 124, 136), 8)
      if (!(size >= 0 && size <= most)) throw new RangeError(`a file in it has ${size} bytes, and at most ${most} are right`)
      const content = await bytes.take(size)
      await bytes.take((block - (size % block)) % block)
      yield { name, content }
    }
    await bytes.rest()
  } finally {
    await bytes.close()
  }
}

/** Bytes of a stream, taken in the sizes that are asked for. */
class Bytes {
  readonly #source: AsyncIterator<Buffer>
  #held: Buffer[] = []
  #length = 0

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  async take(size: number): Promise<Buffer> {
    while (this.#length < size) {
      const { value, done } = await this.#source.next()
      if (done) throw new RangeError('it ends too early')
      this.#held.push(value)
      this.#length += value.length
    }
    const all = this.#held.length === 1 ? this.#held[0]! : Buffer.concat(this.#held)
    this.#held = [all.subarray(size)]
    this.#length -= size
    return all.subarray(0, size)
  }

  /** Reads to the end, so that a checksum behind the last file is checked too. */
  async rest(): Promise<void> {
    for (;;) if ((await this.#source.next()).done) return
  }

  async close(): Promise<void> {
    await this.#source.return?.()
  }
}
