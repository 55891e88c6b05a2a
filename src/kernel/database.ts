import { CompiledQuery, DefaultQueryExecutor, DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import type { DatabaseConnection, Dialect, QueryResult } from 'kysely'
import type postgres from 'postgres'
import { Problem } from '../shared/problem.ts'
import { connect } from './connect.ts'
import type { Reserved, Sql } from './connect.ts'
import type { Tables } from './tables.ts'
import { WriteBuffer } from './writes.ts'
import type { WriteGroup } from './writes.ts'

/** A transaction of the application: role wellrun_app, one organisation, row-level security in force. */
export type Tx = Kysely<Tables>

export type DatabaseOptions = {
  /** Connections at most; 4–6 serve two cores best. */
  connections?: number
  /** Called before each statement of an application transaction; a throw fails that statement (used by the crash law). */
  onStatement?: (text: string) => void
}

export type Database = {
  /** The owner's connections: migrations, sign-in, verification, backup. Never used on a request's tenant data. */
  sql: postgres.Sql & Pick<Sql, 'reserve'>
  /** Runs `work` in one read-only snapshot of an organisation. */
  read: <T>(organisationId: string, work: (tx: Tx) => Promise<T>) => Promise<T>
  /** Runs `work` in one transaction of an organisation; commits when it resolves, rolls back when it rejects. */
  write: <T>(organisationId: string, work: (tx: Tx) => Promise<T>) => Promise<T>
  /**
   * As `read` or `write`, but the organisation is not known yet: `identify` is sent first, as the owner, and must itself set
   * `app.organisation_id` and `role`, whatever it finds. What `work` sends without waiting travels in the same round trip.
   */
  identified: <T>(mode: 'read' | 'write', identify: CompiledQuery, work: (tx: Tx, identity: Promise<QueryResult<unknown>>) => Promise<T>) => Promise<T>
  close: () => Promise<void>
}

const isUuid = /^[0-9a-f-]{36}$/
const began = { read: 'begin isolation level repeatable read read only', write: 'begin' } as const

/** Milliseconds that a statement may take, and after which one that is not answered means that the server cannot be reached any more. */
const statementMs = 60_000
const patienceMs = 90_000

/** Opens a pool on a PostgreSQL URL (15 or newer). Connects on first use. */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const sql = connect(url, {
    max: options.connections ?? 6,
    idle_timeout: 60,
    connect_timeout: 10,
    onnotice: () => {},
    types: { date: { to: 1082, from: [1082], serialize: (x: string) => x, parse: (x: string) => x } },
    connection: { application_name: 'wellrun', statement_timeout: statementMs, idle_in_transaction_session_timeout: 120_000 },
  })
  const finishing = new Set<Promise<unknown>>()
  const transaction = <T>(mode: Mode, open: CompiledQuery, work: (tx: Tx, opened: Promise<QueryResult<unknown>>) => Promise<T>) => runTransaction({ sql, finishing, ...options }, mode, open, work)
  const known = (mode: Mode) => async <T>(organisationId: string, work: (tx: Tx) => Promise<T>) => {
    if (!isUuid.test(organisationId)) throw new Problem('notFound', 'There is no such organisation.')
    return transaction(mode, CompiledQuery.raw(`select set_config('role', 'wellrun_app', true), set_config('app.organisation_id', $1, true)`, [organisationId]), (tx) => work(tx))
  }
  return {
    sql,
    read: known('read'),
    write: known('write'),
    identified: transaction,
    close: async () => {
      await Promise.all(finishing)
      await sql.end({ timeout: 5 })
    },
  }
}

type Mode = 'read' | 'write'
type Transacting = { sql: Pick<Sql, 'reserve'>; finishing: Set<Promise<unknown>>; onStatement?: (text: string) => void }

/** What goes on in one transaction beside the statements that somebody waits for. */
type Scope = { open: boolean; connection: Reserved; buffer: WriteBuffer; sent: Promise<unknown>[]; ending: ((committed: boolean) => void)[]; unsent?: unknown; onStatement?: ((text: string) => void) | undefined }

const scopes = new WeakMap<Tx, Scope>()

function scopeOf(tx: Tx): Scope {
  const scope = scopes.get(tx)
  // Work that went on beside a failure must not reach the connection once the transaction is over.
  if (!scope?.open) throw new Error('The transaction is over.')
  return scope
}

/** The rows of a statement that stands as it is; building one anew each time costs as much as running it. */
export async function select<Row>(tx: Tx, text: string, values: readonly unknown[]): Promise<Row[]> {
  return (await execute(scopeOf(tx), text, values)).rows as Row[]
}

/**
 * Writes that need no answer: they leave together as one statement, before the next one or with the commit. A failure fails the
 * transaction.
 */
export function writeTogether(tx: Tx, group: WriteGroup): void {
  const scope = scopeOf(tx)
  if (!scope.buffer.fits(group)) sendWrites(scope)
  scope.buffer.add(group)
}

/** Waits until everything written so far is done, so that a large change holds one part of itself in memory. */
export async function writesDone(tx: Tx): Promise<void> {
  const scope = scopeOf(tx)
  sendWrites(scope)
  await Promise.all(scope.sent.splice(0))
}

/** Is told once the transaction has ended, and whether it was committed. */
export function whenEnded(tx: Tx, told: (committed: boolean) => void): void {
  scopeOf(tx).ending.push(told)
}

function sendWrites(scope: Scope): void {
  const statement = scope.buffer.take()
  if (!statement) return
  const sending = () => {
    scope.onStatement?.(statement.text)
    return query(scope.connection, statement.text, statement.values)
  }
  let done: Promise<unknown>
  try {
    done = sending()
  } catch (error) {
    scope.unsent = error
    throw error
  }
  done.catch(() => {})
  scope.sent.push(done)
}

async function runTransaction<T>(database: Transacting, mode: Mode, open: CompiledQuery, work: (tx: Tx, opened: Promise<QueryResult<unknown>>) => Promise<T>): Promise<T> {
  const connection = await database.sql.reserve(patienceMs)
  const scope: Scope = { open: true, connection, buffer: new WriteBuffer(), sent: [], ending: [], onStatement: database.onStatement }
  try {
    const beginning = connection.unsafe(began[mode]).execute()
    beginning.catch(() => {})
    const opened = query(connection, open.sql, open.parameters)
    opened.catch(() => {})
    const result = await work(bind(scope), opened)
    await Promise.all([beginning, opened])
    if (mode === 'write') {
      await commit(scope)
      leave(scope, true)
    } else leaveRead(database.finishing, scope)
    return result
  } catch (error) {
    scope.open = false
    const clean = await connection.unsafe('rollback').then(() => true, () => false)
    const fault = await firstFault(scope, error)
    leave(scope, false, clean)
    throw fault
  }
}

async function commit(scope: Scope): Promise<void> {
  sendWrites(scope)
  scope.open = false
  if (scope.unsent) throw scope.unsent
  scope.onStatement?.('commit')
  // Leaves with the last writes: where one of them fails, PostgreSQL itself makes a rollback of it.
  const committing = scope.connection.unsafe('commit').execute()
  committing.catch(() => {})
  await Promise.all(scope.sent)
  if ((await committing).command !== 'COMMIT') throw new Error('The transaction had failed and was rolled back.')
}

function leave(scope: Scope, committed: boolean, clean = true): void {
  scope.connection.release(clean)
  for (const told of scope.ending) told(committed)
}

/** Nobody waits for the end of a read: its answer is there. */
function leaveRead(finishing: Set<Promise<unknown>>, scope: Scope): void {
  scope.open = false
  const end: Promise<void> = scope.connection.unsafe('commit').then(() => true, () => false).then((clean) => {
    finishing.delete(end)
    leave(scope, true, clean)
  })
  finishing.add(end)
}

/** The fault of a write that nobody waited for comes before what it did to the statements after it. */
async function firstFault(scope: Scope, error: unknown): Promise<unknown> {
  const faults = await Promise.allSettled(scope.sent)
  return faults.find((each) => each.status === 'rejected')?.reason ?? error
}

// `simple` false: without it a statement that takes no values would be planned anew each time.
const prepared: postgres.UnsafeQueryOptions & { simple: false } = { prepare: true, simple: false }

async function query(connection: Reserved, text: string, values: readonly unknown[]): Promise<QueryResult<never>> {
  // Executed at once: a query of this driver is only sent when it is awaited, and statements must leave in the order in which they are asked.
  const rows = await connection.unsafe(text, values as never[], prepared).execute()
  return { rows: rows as unknown as never[], numAffectedRows: BigInt(rows.count ?? 0) }
}

function execute(scope: Scope, text: string, values: readonly unknown[]): Promise<QueryResult<never>> {
  sendWrites(scope)
  scope.onStatement?.(text)
  return query(scope.connection, text, values)
}

const adapter = new PostgresAdapter()
const compiler = new PostgresQueryCompiler()
const driver = new DummyDriver()
const dialect: Dialect = { createDriver: () => driver, createAdapter: () => adapter, createIntrospector: (db) => new PostgresIntrospector(db), createQueryCompiler: () => compiler }

/** A Kysely that speaks over one reserved connection; statements sent without waiting are pipelined. */
function bind(scope: Scope): Tx {
  const connection: DatabaseConnection = {
    executeQuery: async <R>(compiled: CompiledQuery): Promise<QueryResult<R>> => {
      if (!scope.open) throw new Error('The transaction is over.')
      return execute(scope, compiled.sql, compiled.parameters)
    },
    streamQuery: () => {
      throw new Error('Stream with the owner\'s cursor instead.')
    },
  }
  const executor = new DefaultQueryExecutor(compiler, adapter, { provideConnection: (consumer) => consumer(connection) })
  const tx = new Kysely<Tables>({ config: { dialect }, dialect, driver, executor })
  scopes.set(tx, scope)
  return tx
}
