import { Problem } from '../shared/problem.ts'
import { Connection } from './connection.ts'
import type { Parsed, Query } from './connection.ts'

/** Milliseconds that a statement or a transaction waits for a connection. */
const patience = 20_000
/** Milliseconds after which a connection is made anew, so that memory which the server holds for it is given back. */
const lifeMs = 45 * 60_000
const sweepMs = 5000

type Waiter = { resolve: (connection: Connection) => void; reject: (error: unknown) => void }

/** Connections to one database: each has one user at a time, and one that was lost is never used again. */
export class Pool {
  readonly #options: Parsed
  readonly #waitMs: number
  readonly #all = new Set<Connection>()
  #opening = 0
  #idle: Connection[] = []
  #waiting: Waiter[] = []
  #ended: Promise<void> | null = null
  #drained: (() => void) | null = null
  #sweeping: NodeJS.Timeout | undefined

  constructor(options: Parsed, waitMs = patience) {
    this.#options = options
    this.#waitMs = waitMs
  }

  /** A connection of one's own, to be given back. Throws Problem 'unavailable' where none is free in time, else what the way to the server says. */
  async take(): Promise<Connection> {
    if (this.#ended) throw Object.assign(new Error('The connections to the database were closed.'), { code: 'CONNECTION_ENDED' })
    for (let connection = this.#idle.pop(); connection; connection = this.#idle.pop()) if (!connection.lost) return connection
    if (this.#waiting.length === 0 && this.#all.size + this.#opening < this.#options.max) return this.#open()
    return this.#wait()
  }

  /** Takes a connection back; one that may not be clean is closed. */
  give(connection: Connection, clean = true): void {
    if (connection.lost) return
    if (!clean || connection.asked) return connection.drop()
    connection.patience = 0
    connection.idleAt = Date.now()
    if (connection.idleAt - connection.openedAt > lifeMs) return void connection.close(1)
    const waiter = this.#waiting.shift()
    if (waiter) return waiter.resolve(connection)
    this.#idle.push(connection)
    this.#settle()
  }

  /** Sends a query that stands alone. */
  async run(query: Query): Promise<void> {
    try {
      const connection = await this.take()
      connection.run(query, () => this.give(connection))
    } catch (error) {
      query.reject(error)
    }
  }

  /** Takes no more work, lets what is under way finish, and closes all; after `seconds` whatever goes on. */
  end(seconds: number | null): Promise<void> {
    return (this.#ended ??= this.#end(seconds))
  }

  async #end(seconds: number | null): Promise<void> {
    const drained = new Promise<void>((resolve) => (this.#drained = resolve))
    const timer = seconds === null ? undefined : setTimeout(() => this.#drained?.(), seconds * 1000)
    this.#settle()
    await drained
    clearTimeout(timer)
    clearInterval(this.#sweeping)
    for (const waiter of this.#waiting.splice(0)) waiter.reject(Object.assign(new Error('The connections to the database were closed.'), { code: 'CONNECTION_DESTROYED' }))
    await Promise.all([...this.#all].map((connection) => connection.close(1)))
  }

  #settle(): void {
    if (this.#drained && this.#waiting.length === 0 && this.#opening === 0 && this.#idle.length === this.#all.size) this.#drained()
  }

  async #open(): Promise<Connection> {
    this.#opening++
    let connection: Connection | undefined
    try {
      connection = await Connection.open(this.#options, () => this.#gone(connection))
      // Which types are arrays is read once, by the first that opens.
      this.#options.fetch_types = false
      this.#all.add(connection)
      this.#sweeping ??= setInterval(() => this.#sweep(), sweepMs).unref()
      return connection
    } finally {
      this.#opening--
      // Whoever waits for the place of one that could not be opened tries it too.
      queueMicrotask(() => this.#serve())
    }
  }

  #gone(connection: Connection | undefined): void {
    if (connection) this.#all.delete(connection)
    this.#idle = this.#idle.filter((each) => each !== connection)
    this.#serve()
  }

  #serve(): void {
    while (this.#waiting.length > 0 && this.#all.size + this.#opening < this.#options.max) {
      const waiter = this.#waiting.shift()!
      this.#open().then(waiter.resolve, waiter.reject)
    }
    this.#settle()
  }

  #wait(): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const end = () => {
        this.#waiting = this.#waiting.filter((each) => each !== waiter)
        reject(new Problem('unavailable', 'The database has no free connection. Try again in a moment.'))
        this.#settle()
      }
      const timer = setTimeout(end, this.#waitMs)
      const waiter: Waiter = {
        resolve: (connection) => (clearTimeout(timer), resolve(connection)),
        reject: (error) => (clearTimeout(timer), reject(error)),
      }
      this.#waiting.push(waiter)
    })
  }

  #sweep(): void {
    const now = Date.now()
    for (const connection of this.#all) if (connection.stuck(now)) connection.drop()
    const idleMs = (this.#options.idle_timeout ?? 0) * 1000
    if (idleMs > 0) {
      const [old, kept] = [this.#idle.filter(({ idleAt }) => now - idleAt > idleMs), this.#idle.filter(({ idleAt }) => now - idleAt <= idleMs)]
      this.#idle = kept
      for (const connection of old) void connection.close(1)
    }
    if (this.#all.size > 0) return
    clearInterval(this.#sweeping)
    this.#sweeping = undefined
  }
}
