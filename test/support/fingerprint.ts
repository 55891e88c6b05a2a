import type postgres from 'postgres'

/** One hash per table of everything that the database holds, read past row-level security; `except` leaves tables out. */
export async function fingerprint(sql: postgres.Sql, except: readonly string[] = []): Promise<Record<string, string>> {
  const tables = await sql<{ name: string }[]>`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'identity') order by 1`
  const prints: Record<string, string> = {}
  for (const { name } of tables) {
    if (except.includes(name)) continue
    const [row] = await sql.unsafe<{ print: string }[]>(`select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as print from ${name} t`)
    prints[name] = row!.print
  }
  return prints
}
