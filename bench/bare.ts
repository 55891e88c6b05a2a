// What any server on this stack must do: one indexed insert and its commit, or one row by its key. No check, no ledger, no rights.
import fastify from 'fastify'
import { connect } from '../src/kernel/connect.ts'

const sql = connect(process.env['BENCH_DATABASE'] ?? '', { max: 6, onnotice: () => {} })
const organisation = '01900000-0000-7000-8000-0000000000ff'
await sql`create table if not exists bench_bare (like elements including all)`

const server = fastify({ logger: false })
let last = 0

server.post('/bare', async (request) => {
  const number = ++last
  const key = `BARE-${number}`
  const id = crypto.randomUUID()
  const title = (request.body as { title: string }).title
  await sql`insert into bench_bare (organisation_id, id, kind, key, key_number, title, sort_key, status, version, revision, draft, changed_at)
    values (${organisation}, ${id}, 'policy', ${key}, ${number}, ${title}, ${title.toLowerCase()}, 'draft', 0, 1, ${JSON.stringify(request.body)}, ${new Date()})`
  return { id, key, kind: 'policy', title, status: 'draft', version: 0, revision: 1 }
})

server.get('/bare', async (request) => {
  const { element } = request.query as { element: string }
  const [row] = await sql`select * from bench_bare where organisation_id = ${organisation} and key = ${element}`
  return row
})

const address = await server.listen({ port: 0, host: '127.0.0.1' })
process.stdout.write(`${JSON.stringify({ port: Number(new URL(address).port) })}\n`)
process.once('SIGTERM', () => void server.close().then(() => sql.end()).then(() => process.exit(0)))
