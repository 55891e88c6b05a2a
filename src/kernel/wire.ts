// NOTE FROM THE LEAD (14:59): stop. No PostgreSQL protocol of our own: "outside what the product exists for, a well-kept library beats our own code, even a slower one".
// Remove wire*.ts, go back to postgres.js in database.ts, keep and commit only gains that do not need it (fewer statements, prepared SQL, less work per row), and report by 15:25.
import type { Socket } from 'node:net'
import { failureOf, textOf, typeOf } from './wire.values.ts'

/** Reads a text of PostgreSQL as a value; those of arrays are given it without its first brace. */
export type Parser = ((text: string) => unknown) & { array?: boolean }
export type Parsers = Record<number, Parser | undefined>

/** `count`: rows that the statement answered or changed. */
export type Answer = { rows: Record<string, unknown>[]; count: number; command: string }

type Column = { name: string; parser: Parser | undefined }
type Statement = { name: string; columns: Column[] | undefined; known: boolean }
type Waiting = { statement: Statement; key: string; rows: Record<string, unknown>[]; resolve: (answer: Answer) => void; reject: (error: unknown) => void }

const room = 1 << 16

/**
 * One connection that speaks PostgreSQL's extended protocol (chapter 54) in batches: what is asked without waiting leaves in one message with one Sync, and
 * its answers come back in one. Statements are prepared once and known by their text. Once one fails, the rest of its batch fails with it.
 */
export class Wire {
  /** Set once the connection is of no more use. */
  broken: Error | null = null
  readonly since = performance.now()
  readonly #socket: Socket
  readonly #parsers: Parsers
  readonly #statements = new Map<string, Statement>()
  readonly #batches: Waiting[][] = []
  #asked: Waiting[] = []
  #current: Waiting | undefined
  #failure: Error | null = null
  #out: Buffer = Buffer.allocUnsafe(room)
  #from = 0
  #at = 0
  /** Pieces of a message that is not whole yet, and how many bytes it lacks at least. */
  #pieces: Buffer[] = []
  #lacks = 0
  #leaving: NodeJS.Immediate | undefined

  /** `socket` has been signed in, and is this connection's alone from now on. */
  constructor(socket: Socket, parsers: Parsers) {
    this.#socket = socket
    this.#parsers = parsers
    socket.removeAllListeners('data').removeAllListeners('error').removeAllListeners('close').removeAllListeners('drain')
    socket.on('data', (chunk: Buffer) => this.#read(chunk))
    socket.on('error', (error) => this.#break(error))
    socket.on('close', () => this.#break(Object.assign(new Error('The database closed the connection.'), { code: 'CONNECTION_CLOSED' })))
  }

  /** Asks a statement; it leaves with others of the same turn, or with `send`. */
  ask(text: string, values: readonly unknown[]): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.broken) return reject(this.broken)
      const types = values.map(typeOf)
      const key = types.some((type) => type !== 0) ? `${types.join()} ${text}` : text
      const texts = values.map(textOf)
      let statement = this.#statements.get(key)
      if (!statement) {
        statement = { name: `s${this.#statements.size}.${Wire.#made++}`, columns: undefined, known: false }
        this.#statements.set(key, statement)
        this.#writeParse(statement.name, text, types)
      }
      this.#writeBind(statement.name, texts)
      this.#asked.push({ statement, key, rows: [], resolve, reject })
      this.#leaving ??= setImmediate(() => this.send())
    })
  }

  static #made = 0

  /** Sends what was asked, now. */
  send(): void {
    if (this.#leaving) clearImmediate(this.#leaving)
    this.#leaving = undefined
    if (this.#asked.length === 0) return
    this.#batches.push(this.#asked)
    this.#asked = []
    this.#need(5)
    this.#open(0x53)
    this.#close(this.#at - 4)
    this.#socket.write(this.#out.subarray(this.#from, this.#at))
    this.#from = this.#at
  }

  /** Says goodbye. */
  end(): void {
    this.broken ??= new Error('The connection was closed.')
    this.#socket.end(Buffer.from([0x58, 0, 0, 0, 4]))
    this.#socket.unref()
  }

  #need(bytes: number): void {
    if (this.#at + bytes <= this.#out.length) return
    const begun = this.#out.subarray(this.#from, this.#at)
    this.#out = Buffer.allocUnsafe(Math.max(room, (begun.length + bytes) * 2))
    begun.copy(this.#out)
    this.#from = 0
    this.#at = begun.length
  }

  /** Begins a message; its length, which counts itself, is written by `#close`. */
  #open(type: number): number {
    this.#out[this.#at] = type
    this.#at += 5
    return this.#at - 4
  }

  #close(lengthAt: number): void {
    this.#out.writeInt32BE(this.#at - lengthAt, lengthAt)
  }

  #text(text: string): void {
    this.#at += this.#out.write(text, this.#at)
    this.#out[this.#at++] = 0
  }

  #short(value: number): void {
    this.#at = this.#out.writeInt16BE(value, this.#at)
  }

  #writeParse(name: string, text: string, types: readonly number[]): void {
    this.#need(64 + 2 * name.length + 3 * text.length + 4 * types.length)
    const parse = this.#open(0x50)
    this.#text(name)
    this.#text(text)
    this.#short(types.length)
    for (const type of types) this.#at = this.#out.writeInt32BE(type, this.#at)
    this.#close(parse)
    const describe = this.#open(0x44)
    this.#out[this.#at++] = 0x53
    this.#text(name)
    this.#close(describe)
  }

  /** Bind to the unnamed portal, every value and column as text, and Execute. */
  #writeBind(name: string, texts: readonly (string | null)[]): void {
    let size = 64 + name.length
    for (const text of texts) size += 4 + (text === null ? 0 : 3 * text.length)
    this.#need(size)
    const bind = this.#open(0x42)
    this.#out[this.#at++] = 0
    this.#text(name)
    this.#short(0)
    this.#short(texts.length)
    for (const text of texts) {
      const length = text === null ? -1 : this.#out.write(text, this.#at + 4)
      this.#at = this.#out.writeInt32BE(length, this.#at) + Math.max(length, 0)
    }
    this.#short(0)
    this.#close(bind)
    const execute = this.#open(0x45)
    this.#out.fill(0, this.#at, (this.#at += 5))
    this.#close(execute)
  }

  #read(chunk: Buffer): void {
    this.#lacks -= chunk.length
    if (this.#pieces.length > 0) this.#pieces.push(chunk)
    if (this.#pieces.length > 0 && this.#lacks > 0) return
    const bytes = this.#pieces.length > 0 ? Buffer.concat(this.#pieces) : chunk
    let at = 0
    let next = 5
    while (bytes.length - at >= 5) {
      next = 1 + bytes.readInt32BE(at + 1)
      if (bytes.length - at < next) break
      try {
        this.#take(bytes[at]!, bytes, at + 5, at + next)
      } catch (error) {
        return this.#break(error as Error)
      }
      at += next
      next = 5
    }
    this.#pieces = at < bytes.length ? [bytes.subarray(at)] : []
    this.#lacks = next - (bytes.length - at)
  }

  /** One message of the server, whose content lies in [at, end). */
  #take(type: number, bytes: Buffer, at: number, end: number): void {
    switch (type) {
      case 0x44: // DataRow
        return void this.#answering().rows.push(rowOf(this.#answering().statement.columns ?? [], bytes, at))
      case 0x43: // CommandComplete
        return this.#complete(bytes.toString('latin1', at, end - 1))
      case 0x5a: // ReadyForQuery
        return this.#settle()
      case 0x31: // ParseComplete
        this.#answering().statement.known = true
        return
      case 0x54: // RowDescription
        this.#answering().statement.columns = columnsOf(bytes, at, this.#parsers)
        return
      case 0x45: // ErrorResponse
        return this.#fail(failureOf(bytes, at, end))
      default:
        // BindComplete, NoData, ParameterDescription, ParameterStatus, NoticeResponse: nothing to do.
        return
    }
  }

  /** The statement that the server answers now; answers come in the order of the questions. */
  #answering(): Waiting {
    const waiting = (this.#current ??= this.#batches[0]?.shift())
    if (!waiting) throw new Error('The database answered what was not asked.')
    return waiting
  }

  #complete(tag: string): void {
    const { rows, resolve } = this.#answering()
    this.#current = undefined
    const space = tag.lastIndexOf(' ')
    resolve({ rows, count: space < 0 ? 0 : Number(tag.slice(space + 1)), command: space < 0 ? tag : tag.slice(0, tag.indexOf(' ')) })
  }

  #fail(error: Error & { code?: string }): void {
    if (this.#batches.length === 0) return this.#break(error)
    const { statement, key, reject } = this.#answering()
    this.#current = undefined
    // What a statement answers may change with a migration; then it is prepared anew.
    if (error.code === '0A000' || error.code === '26000') this.#statements.clear()
    else if (!statement.known) this.#statements.delete(key)
    this.#failure = error
    reject(error)
  }

  /** A batch has ended: what was skipped after a failure fails with it. */
  #settle(): void {
    const left = this.#batches.shift() ?? []
    const skipped = this.#current ? [this.#current, ...left] : left
    this.#current = undefined
    const failure = this.#failure ?? new Error('The database did not answer.')
    this.#failure = null
    for (const { statement, key, reject } of skipped) {
      if (!statement.known) this.#statements.delete(key)
      reject(failure)
    }
  }

  #break(error: Error): void {
    if (this.broken) return
    this.broken = error
    if (this.#leaving) clearImmediate(this.#leaving)
    const waiting = [...(this.#current ? [this.#current] : []), ...this.#batches.flat(), ...this.#asked]
    this.#batches.length = 0
    this.#asked = []
    for (const { reject } of waiting) reject(error)
    this.#socket.destroy()
  }
}

function columnsOf(bytes: Buffer, from: number, parsers: Parsers): Column[] {
  const columns: Column[] = []
  let at = from + 2
  for (let left = bytes.readInt16BE(from); left > 0; left--) {
    const end = bytes.indexOf(0, at)
    columns.push({ name: bytes.toString('utf8', at, end), parser: parsers[bytes.readUInt32BE(end + 7)] })
    at = end + 19
  }
  return columns
}

function rowOf(columns: readonly Column[], bytes: Buffer, from: number): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  let at = from + 2
  for (const { name, parser } of columns) {
    const length = bytes.readInt32BE(at)
    at += 4
    if (length < 0) row[name] = null
    else {
      const text = bytes.toString('utf8', parser?.array ? at + 1 : at, at + length)
      row[name] = parser ? parser(text) : text
      at += length
    }
  }
  return row
}
