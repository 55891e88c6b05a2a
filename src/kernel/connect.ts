import postgres from 'postgres'

/** Seconds before a lost connection is tried again; a call waits as long for its answer that the database is away. */
const backoff = (attempts: number) => Math.min(attempts * 0.05, 0.3)

type Options = postgres.Options<Record<string, postgres.PostgresType>>

/**
 * Opens postgres.js on a PostgreSQL URL. Also understands what libpq does and postgres.js does not:
 * `postgres://user@/db?host=/folder/of/the/socket`.
 */
export function connect<T extends Options>(url: string, options?: T): postgres.Sql {
  const parsed = new URL(url.replace(/^(postgres(?:ql)?:\/\/(?:[^@/?]*@)?)(?=\/)/, '$1localhost'))
  const host = parsed.searchParams.get('host')
  if (!host) return postgres(url, { backoff, ...options })
  parsed.searchParams.delete('host')
  parsed.username ||= parsed.searchParams.get('user') ?? ''
  parsed.searchParams.delete('user')
  const port = Number(parsed.searchParams.get('port') ?? (parsed.port || 5432))
  parsed.searchParams.delete('port')
  return postgres(parsed.href, { backoff, ...options, ...(host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port }) })
}
