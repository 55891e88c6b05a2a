import { CompiledQuery, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import type { DatabaseConnection, Driver, QueryResult } from 'kysely'
import type postgres from 'postgres'
import { Problem } from '../shared/problem.ts'
import { connect } from './connect.ts'
import type { Tables } from './tables.ts'

/** A transaction of the application: role wellrun_app, one organisation, row-level security in force. */
export type Tx = Kysely<Tables>
type Reserved = postgres.ReservedSql

export type DatabaseOptions = {
  /** Connections at most; 4–6 serve two cores best. */
  connections?: number
  /** Called before each statement of an application transaction; a throw fails that statement (used by the crash law). */
  onStatement?: (text: string) => void
}

export type Database = {
  /** The owner's connections: migrations, sign-in, verification, backup. Never used on a request's tenant data. */
  sql: postgres.Sql
  /** Runs `work` in one read-only snapshot of an organisation. */
  read: <T>(organisationId: string, work: (tx: Tx) => Promise<T>) => Promise<T>
  /** Runs `work` in one transaction of an organisation; commits when it resolves, rolls back when it rejects. */
  write: <T>(organisationId: string, work: (tx: Tx) => Promise<T>) => Promise<T>
  /**
   * As `write`, but the organisation is not known yet: `identify` is sent first, as the owner, and must set
   * `app.organisation_id` (and `app.person_id`) itself. What `work` sends without waiting travels in the same round trip.
   */
  identified: <T>(mode: 'read' | 'write', identify: CompiledQuery, work: (tx: Tx, identity: Promise<QueryResult<unknown>>) => Promise<T>) => Promise<T>
  close: () => Promise<void>
}

const isUuid = /^[0-9a-f-]{36}$/
const began = { read: 'begin isolation level repeatable read read only', write: 'begin' } as const

/** Opens a pool on a PostgreSQL URL (15 or newer). Connects on first use. */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const sql = connect(url, {
    max: options.connections ?? 6,
    idle_timeout: 60,
    connect_timeout: 10,
    onnotice: () => {},
    types: { date: { to: 1082, from: [1082], serialize: (x: string) => x, parse: (x: string) => x } },
    connection: { application_name: 'wellrun', statement_timeout: 60_000, idle_in_transaction_session_timeout: 120_000 },
  })
  const transaction = <T>(mode: 'read' | 'write', open: (c: Reserved) => Promise<QueryResult<unknown>>, work: (tx: Tx, opened: Promise<QueryResult<unknown>>) => Promise<T>) =>
    runTransaction(sql, mode, open, work, options.onStatement)
  const known = (mode: 'read' | 'write') => async <T>(organisationId: string, work: (tx: Tx) => Promise<T>) => {
    if (!isUuid.test(organisationId)) throw new Problem('notFound', 'There is no such organisation.')
    return transaction(mode, (c) => query(c, CompiledQuery.raw(`select set_config('role', 'wellrun_app', true), set_config('app.organisation_id', $1, true)`, [organisationId])), (tx) => work(tx))
  }
  return {
    sql,
    read: known('read'),
    write: known('write'),
    identified: (mode, identify, work) =>
      transaction(mode, (c) => {
        const identity = query(c, identify)
        c.unsafe('set local role wellrun_app').catch(() => {})
        return identity
      }, work),
    close: () => sql.end({ timeout: 5 }),
  }
}

async function runTransaction<T>(
  sql: postgres.Sql,
  mode: 'read' | 'write',
  open: (c: Reserved) => Promise<QueryResult<unknown>>,
  work: (tx: Tx, opened: Promise<QueryResult<unknown>>) => Promise<T>,
  onStatement?: (text: string) => void,
): Promise<T> {
  const connection = await sql.reserve()
  try {
    const beginning = connection.unsafe(began[mode])
    beginning.catch(() => {})
    const opened = open(connection)
    opened.catch(() => {})
    const scope = { open: true }
    try {
      const result = await work(bind(connection, scope, onStatement), opened)
      scope.open = false
      await beginning
      await opened
      onStatement?.('commit')
      const done = await connection.unsafe('commit')
      if (done.command !== 'COMMIT') throw new Error('The transaction had failed and was rolled back.')
      return result
    } catch (error) {
      scope.open = false
      await connection.unsafe('rollback').catch(() => {})
      throw error
    }
  } finally {
    connection.release()
  }
}

async function query(connection: Reserved, compiled: CompiledQuery): Promise<QueryResult<never>> {
  // Executed at once: a query of this driver is only sent when it is awaited, and statements must leave in the order in which they are asked.
  const rows = await connection.unsafe(compiled.sql, compiled.parameters as never[], { prepare: true }).execute()
  return { rows: rows as unknown as never[], numAffectedRows: BigInt(rows.count ?? 0) }
}

/** A Kysely that speaks over one reserved connection; statements sent without waiting are pipelined. */
function bind(reserved: Reserved, scope: { open: boolean }, onStatement?: (text: string) => void): Tx {
  const connection: DatabaseConnection = {
    executeQuery: async <R>(compiled: CompiledQuery): Promise<QueryResult<R>> => {
      // Work that went on beside a failure must not reach the connection once the transaction is over.
      if (!scope.open) throw new Error('The transaction is over.')
      onStatement?.(compiled.sql)
      return query(reserved, compiled)
    },
    streamQuery: () => {
      throw new Error('Stream with the owner\'s cursor instead.')
    },
  }
  const nothing = async () => {}
  const driver: Driver = {
    init: nothing,
    acquireConnection: async () => connection,
    beginTransaction: nothing,
    commitTransaction: nothing,
    rollbackTransaction: nothing,
    releaseConnection: nothing,
    destroy: nothing,
  }
  return new Kysely<Tables>({
    dialect: {
      createDriver: () => driver,
      createAdapter: () => new PostgresAdapter(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
}
