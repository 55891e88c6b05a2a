import net from 'node:net'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import postgres from 'postgres'

/** A query of postgres.js as its own parts use it (3.4): made by one function, sent by whatever `handler` is when it is first awaited. */
export type Query = { handler: (query: Query) => void; resolve: (value: unknown) => void; reject: (error: unknown) => void; streaming?: boolean; cursorRows?: number }

/** What `postgres(url, options)` made of its options; given to another `postgres` they are taken as they are, types that were read from the server included. */
export type Parsed = { host: string[]; port: number[]; path: string | false; max: number; connect_timeout: number; idle_timeout: number | null; fetch_types: boolean }

const closed = () => Object.assign(new Error('The connection to the database was closed.'), { code: 'CONNECTION_CLOSED' })
const never = () => new Promise<never>(() => {})
const late = () => Object.assign(new Error('The database did not answer in time.'), { code: 'CONNECT_TIMEOUT' })

/**
 * One connection to PostgreSQL, on one socket, for one user at a time. Every query given to it is answered or rejected: a driver that opens the same
 * connection object again loses what was written while its socket closed, and may answer it to whoever has the connection next (docs/decisions/lost-connections.md).
 */
export class Connection {
  readonly openedAt = Date.now()
  /** When it was last given back. */
  idleAt = Date.now()
  /** Milliseconds after which a statement that is not answered means that the server is gone; 0 for no end. */
  patience = 0
  #asked = 0
  #lost: Error | null = null
  #socket: net.Socket | undefined
  #client: postgres.Sql | undefined
  #reserved: postgres.ReservedSql | undefined
  #send: Query['handler'] = () => {}
  readonly #pending = new Set<Query>()
  readonly #told: () => void

  private constructor(told: () => void) {
    this.#told = told
  }

  /** Opens a connection within `connect_timeout`; rejects with what the server or the way to it says. `told` hears when it is gone, for whatever reason. */
  static async open(options: Parsed, told: () => void): Promise<Connection> {
    const connection = new Connection(told)
    let opened = false
    const opening = new Promise<never>((_resolve, reject) => {
      connection.#onceLost = (error) => void (opened || reject(error))
    })
    const timer = setTimeout(() => connection.drop(late()), (options.connect_timeout || 30) * 1000)
    try {
      await Promise.race([connection.#begin(options), opening])
      opened = true
      return connection
    } catch (error) {
      connection.drop(closed())
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  #onceLost: (error: Error) => void = () => {}

  async #begin(options: Parsed): Promise<void> {
    const socket = async () => {
      // Asked for another socket, the driver tries to open again what was closed: that never ends well, and never rejects what nobody could catch.
      if (this.#socket || this.#lost) return never()
      try {
        this.#socket = await dial(options)
      } catch (error) {
        this.drop(error as Error)
        return never()
      }
      gathering(this.#socket)
      this.#socket.once('error', (error) => this.drop(error))
      this.#socket.once('close', () => this.drop(closed()))
      if (this.#lost) this.#socket.destroy()
      return this.#socket
    }
    // With a second host to try, the driver leaves faults of opening to us: it would reject its own reading of types, which nobody awaits.
    const host = [options.host[0], options.host[0]]
    const own = { ...options, host, port: [options.port[0], options.port[0]], connect_timeout: 0, max: 1, idle_timeout: 0, max_lifetime: 0, no_subscribe: true, socket, onclose: () => this.drop(closed()) }
    this.#client = postgres(own as never)
    // The driver forgets whom it opened a connection for where that is a reservation and the types are known.
    await this.#client.unsafe('select 1')
    this.#reserved = await this.#client.reserve()
    if (this.#lost) throw this.#lost
    this.#send = (this.#reserved.unsafe('') as unknown as Query).handler
  }

  get lost(): boolean {
    return this.#lost !== null
  }

  /** Whether a query is still to be answered. */
  get asked(): boolean {
    return this.#pending.size > 0
  }

  /** Sends a query; `done` is called once its answer, or all of its stream, is here. */
  run(query: Query, done: () => void = () => {}): void {
    if (this.#lost) {
      query.reject(this.#lost)
      return done()
    }
    this.#pending.add(query)
    this.#asked = Date.now()
    this.#watch(query, done)
    this.#send(query)
  }

  /** Hears the answer. Cursors and streams have `resolve` and `reject` set anew on the way, so theirs is heard whichever is called. */
  #watch(query: Query, done: () => void): void {
    let { resolve, reject } = query
    let streams = query.streaming === true
    const answered = () => {
      this.#asked = Date.now()
      if (this.#pending.delete(query)) done()
    }
    const resolved = (value: unknown) => {
      if (streams) this.#guard(value as Readable & Writable, query)
      else answered()
      streams = false
      resolve(value)
    }
    const rejected = (error: unknown) => {
      reject(error)
      answered()
    }
    query.resolve = resolved
    query.reject = rejected
    if (!streams && query.cursorRows === undefined) return
    Object.defineProperties(query, {
      resolve: {
        get: () => resolved,
        set: (next: Query['resolve']) => {
          resolve = next
        },
      },
      reject: {
        get: () => rejected,
        set: (next: Query['reject']) => {
          reject = next
        },
      },
    })
  }

  /** A stream that was left before its end would leave the connection standing still. */
  #guard(stream: Readable & Writable, query: Query): void {
    stream.once('close', () => {
      if (!stream.readableEnded && !stream.writableFinished && this.#pending.has(query)) this.drop(closed())
    })
  }

  /** Whether the server has left a statement unanswered for longer than it may. */
  stuck(now: number): boolean {
    return this.patience > 0 && this.asked && now - this.#asked > this.patience
  }

  /** Ends it at once: what was asked of it is rejected, and nothing more can be. */
  drop(error: Error = closed()): void {
    if (this.#lost) return
    this.#lost = error
    this.#socket?.destroy()
    this.#onceLost(error)
    for (const query of this.#pending) query.reject(error)
    this.#told()
  }

  /** Says goodbye to the server and waits until it is heard, at most `seconds`. */
  async close(seconds: number): Promise<void> {
    if (this.#lost || this.asked) return this.drop()
    this.#lost = closed()
    this.#reserved!.release()
    await this.#client!.end({ timeout: seconds })
    this.#socket?.destroy()
    this.#told()
  }
}

/**
 * Lets what is asked in one go leave in one message. The driver sends at once what has grown beyond a kilobyte, and what follows it, such as the commit after
 * its writes, only with the next turn of the event loop: two wake-ups of the server instead of one.
 */
function gathering(socket: net.Socket): void {
  const write = socket.write.bind(socket) as (chunk: Uint8Array, told?: () => void) => boolean
  let corked = false
  const flush = () => {
    if (corked) socket.uncork()
    corked = false
  }
  socket.write = ((chunk: Uint8Array, told?: () => void) => {
    const small = chunk.length < 1024
    if (!small && !corked && !told) {
      corked = true
      socket.cork()
      // After the driver's own turn, which is asked for before the ticks of this one.
      process.nextTick(() => setImmediate(flush))
    }
    const room = write(chunk, told)
    if (small || told) flush()
    return room
  }) as net.Socket['write']
}

/** A socket to the first of the addresses that can be reached; rejects with the fault of the last. */
async function dial({ path, host, port, connect_timeout }: Parsed): Promise<net.Socket> {
  let fault: unknown
  for (const [index, name] of (path ? [''] : host).entries()) {
    const socket = path ? net.connect(path) : net.connect(port[index] ?? port[0]!, name)
    try {
      await once(socket, 'connect', { signal: AbortSignal.timeout((connect_timeout || 30) * 1000) })
      // The driver checks a certificate against the name that it finds here.
      return Object.assign(socket, path ? {} : { host: name })
    } catch (error) {
      socket.destroy()
      fault = error
    }
  }
  throw fault
}
