// A process of its own that uses the embedded PostgreSQL of a folder: says its state, then writes rows until it is told to leave.
import { connect } from '../../src/kernel/connect.ts'
import { startPostgres } from '../../src/kernel/postgres.ts'
import { Problem } from '../../src/shared/problem.ts'

const [dataDirectory = '', mode = 'leave'] = process.argv.slice(2)

function say(what: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(what)}\n`)
}

try {
  const server = await startPostgres({ dataDirectory })
  const sql = connect(server.url, { max: 1, onnotice: () => {} })
  await sql`select pg_advisory_lock(1)`
  await sql`create table if not exists acknowledged (n int primary key)`
  const [row] = await sql<{ rows: number; next: number; postmaster: number }[]>`
    select count(*)::int as rows, coalesce(max(n) + 1, 0)::int as next, pg_postmaster_start_time()::text as postmaster from acknowledged`
  await sql`select pg_advisory_unlock(1)`
  say({ adopted: server.adopted, url: server.url, ...row })
  if (mode === 'write') {
    for (let n = row!.next; ; n++) {
      await sql`insert into acknowledged values (${n})`
      say({ acknowledged: n })
    }
  }
  if (mode === 'stay') await new Promise((resolve) => process.stdin.once('end', resolve).resume())
  await sql.end()
  await server.release()
} catch (error) {
  if (!(error instanceof Problem)) throw error
  say({ refused: error.message, type: error.type })
}
