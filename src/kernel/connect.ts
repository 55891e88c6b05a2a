import postgres from 'postgres'
import type { Connection, Parsed, Query } from './connection.ts'
import { Pool } from './pool.ts'

type Options = postgres.Options<Record<string, postgres.PostgresType>>
type Build = (first: unknown, ...rest: unknown[]) => unknown

/** A connection of one's own: what is asked of it after it was lost is rejected. `release(false)` closes it where it may be in the middle of something. */
export type Reserved = postgres.Sql & { release: (clean?: boolean) => void }
/** `reserve` takes the milliseconds after which an unanswered statement means that the server is gone. */
export type Sql = Omit<postgres.Sql, 'reserve'> & { reserve: (patience?: number) => Promise<Reserved> }

/**
 * Opens postgres.js on a PostgreSQL URL, with connections that are never used again once they were lost (pool.ts): its queries, its types and its options, but
 * neither `listen` (`listening` has it) nor `subscribe`. Also understands what libpq does and postgres.js does not: `postgres://user@/db?host=/folder/of/the/socket`.
 */
export function connect<T extends Options>(url: string, options?: T): postgres.Sql & Pick<Sql, 'reserve'> {
  // Builds queries, and never opens a connection.
  const shape = understand(url, options)
  const pool = new Pool(shape.options as unknown as Parsed)
  const own = {
    options: shape.options,
    parameters: shape.parameters,
    reserve: async (patience = 0): Promise<Reserved> => {
      const connection = await pool.take()
      connection.patience = patience
      const release = (clean?: boolean) => pool.give(connection, clean)
      return sending(shape, (query) => connection.run(query), { release }) as Reserved
    },
    begin: (first: unknown, second?: unknown) => (second === undefined ? begin(shape, pool, '', first as Work) : begin(shape, pool, first as string, second as Work)),
    end: ({ timeout = null }: { timeout?: number | null } = {}) => pool.end(timeout),
    close: () => pool.end(null),
  }
  return sending(shape, (query) => void pool.run(query), own) as postgres.Sql & Pick<Sql, 'reserve'>
}

/** A connection of its own for LISTEN, which postgres.js opens anew when it was lost. */
export function listening(url: string, options: Options): postgres.Sql {
  return understand(url, options)
}

function understand(url: string, options: Options = {}): postgres.Sql {
  const asked = { ...options, no_subscribe: true }
  const parsed = new URL(url.replace(/^(postgres(?:ql)?:\/\/(?:[^@/?]*@)?)(?=\/)/, '$1localhost'))
  const host = parsed.searchParams.get('host')
  if (!host) return postgres(url, asked)
  parsed.searchParams.delete('host')
  parsed.username ||= parsed.searchParams.get('user') ?? ''
  parsed.searchParams.delete('user')
  const port = Number(parsed.searchParams.get('port') ?? (parsed.port || 5432))
  parsed.searchParams.delete('port')
  return postgres(parsed.href, { ...asked, ...(host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port }) })
}

/** The functions of postgres.js, whose queries go where `send` sends them. */
function sending(shape: postgres.Sql, send: (query: Query) => void, own: object): unknown {
  const directed = (made: unknown) => {
    if (isQuery(made)) made.handler = send
    return made
  }
  const { types, typed, json, array } = shape
  const build = (first: unknown, ...rest: unknown[]) => directed((shape as unknown as Build)(first, ...rest))
  return Object.assign(build, { types, typed, json, array, unsafe: (...args: [string]) => directed(shape.unsafe(...args)) }, own)
}

function isQuery(made: unknown): made is Query {
  return made instanceof Promise && 'handler' in made
}

type Work = (tx: postgres.TransactionSql) => unknown

/** As `begin` of postgres.js: a statement that failed fails the transaction, whether or not somebody caught it. */
async function begin(shape: postgres.Sql, pool: Pool, mode: string, work: Work): Promise<unknown> {
  const connection = await pool.take()
  let clean = false
  try {
    await asked(shape, connection, `begin ${mode.replace(/[^a-z ]/gi, '')}`)
    const result = await scope(shape, connection, work, null, { savepoints: 0 })
    await asked(shape, connection, 'commit')
    clean = true
    return result
  } catch (error) {
    clean = await asked(shape, connection, 'rollback').then(() => true, () => false)
    throw error
  } finally {
    pool.give(connection, clean)
  }
}

function asked(shape: postgres.Sql, connection: Connection, text: string): Promise<unknown> {
  const query = shape.unsafe(text) as unknown as Query & Promise<unknown>
  query.handler = (each) => connection.run(each)
  return query
}

async function scope(shape: postgres.Sql, connection: Connection, work: Work, name: string | null, count: { savepoints: number }): Promise<unknown> {
  let first: { error: unknown } | null = null
  const send = (query: Query) => {
    ;(query as unknown as Promise<unknown>).catch((error: unknown) => void (first ??= { error }))
    connection.run(query)
  }
  const savepoint = (one: unknown, other?: unknown) => scope(shape, connection, (other ?? one) as Work, `s${count.savepoints++}`, count)
  const tx = sending(shape, send, { options: shape.options, savepoint }) as postgres.TransactionSql
  if (name) await asked(shape, connection, `savepoint ${name}`)
  try {
    const given = await work(tx)
    const result: unknown = Array.isArray(given) ? await Promise.all(given) : given
    const failed = first as { error: unknown } | null
    if (failed) throw failed.error
    return result
  } catch (error) {
    if (name) await asked(shape, connection, `rollback to ${name}`)
    // "The transaction is aborted" only says that something failed before.
    throw (error as { code?: string }).code === '25P02' ? ((first as { error: unknown } | null)?.error ?? error) : error
  }
}
