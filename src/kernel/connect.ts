import postgres from 'postgres'

type Options = postgres.Options<Record<string, postgres.PostgresType>>

/**
 * Opens postgres.js on a PostgreSQL URL. Also understands what libpq does and postgres.js does not:
 * `postgres://user@/db?host=/folder/of/the/socket`.
 */
export function connect<T extends Options>(url: string, options?: T): postgres.Sql {
  const parsed = new URL(url.replace(/^(postgres(?:ql)?:\/\/(?:[^@/?]*@)?)(?=\/)/, '$1localhost'))
  const host = parsed.searchParams.get('host')
  if (!host) return postgres(url, options ?? {})
  parsed.searchParams.delete('host')
  parsed.username ||= parsed.searchParams.get('user') ?? ''
  parsed.searchParams.delete('user')
  const port = Number(parsed.searchParams.get('port') ?? (parsed.port || 5432))
  parsed.searchParams.delete('port')
  return postgres(parsed.href, { ...options, ...(host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port }) })
}
