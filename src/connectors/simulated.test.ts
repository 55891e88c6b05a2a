import { createServer } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { connectors } from './connectors.ts'
import { PullFault } from './connector.ts'
import type { PulledRow } from './connector.ts'
import { pagesOf } from './pull.ts'

/** A ticket as each simulated tool keeps it. */
type Ticket = { id: number; title: string; at: Date }
type Answer = { status?: number; headers?: Record<string, string>; body: unknown }
type Asked = { request: IncomingMessage; url: URL; body: string }

const servers: Server[] = []
afterEach(() => Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve)))))

async function serve(answer: (asked: Asked) => Answer): Promise<string> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
      const { status = 200, headers = {}, body } = answer({ request, url: new URL(request.url ?? '/', 'http://tool'), body: Buffer.concat(parts).toString('utf8') })
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(typeof body === 'string' ? body : JSON.stringify(body))
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const begin = Date.parse('2026-03-01T08:00:00Z')
/** So many tickets; the middle third changed in the same second, as after a migration. */
function ticketsOf(count: number): Ticket[] {
  return Array.from({ length: count }, (_, at) => ({ id: at + 1, title: `Ticket ${at + 1}`, at: new Date(begin + (at < count / 3 ? at : at < (2 * count) / 3 ? Math.floor(count / 3) : at) * 60_000) }))
}
const plain = (at: Date) => at.toISOString().slice(0, 19).replace('T', ' ')
const inOrder = (tickets: readonly Ticket[]) => [...tickets].sort((a, b) => a.at.getTime() - b.at.getTime() || a.id - b.id)

/** What each tool answers, as its own documentation has it. */
const tools: Record<string, { settings: Record<string, unknown>; secret: string; idOf: (row: PulledRow) => string; answer: (tickets: () => readonly Ticket[]) => (asked: Asked) => Answer }> = {
  servicenow: {
    settings: {}, secret: 'reader:secret', idOf: (row) => String(row.number),
    answer: (tickets) => ({ request, url }) => {
      if (request.headers.authorization !== `Basic ${Buffer.from('reader:secret').toString('base64')}`) return { status: 401, body: { error: { message: 'User Not Authenticated' } } }
      const since = /sys_updated_on>=([\d-]+ [\d:]+)/.exec(url.searchParams.get('sysparm_query') ?? '')?.[1] ?? ''
      const [offset, limit] = [Number(url.searchParams.get('sysparm_offset')), Number(url.searchParams.get('sysparm_limit'))]
      const both = (value: string) => ({ display_value: value, value })
      const found = inOrder(tickets()).filter((each) => plain(each.at) >= since).slice(offset, offset + limit)
      return { body: { result: found.map((each) => ({ number: both(`INC${each.id}`), short_description: both(each.title), state: { display_value: 'New', value: '1' }, sys_updated_on: both(plain(each.at)) })) } }
    },
  },
  zammad: {
    settings: {}, secret: 'token', idOf: (row) => String(row.number),
    answer: (tickets) => ({ request, url }) => {
      if (request.headers.authorization !== 'Token token=token') return { status: 401, body: { error: 'Authentication required' } }
      const since = /updated_at:\["([^"]+)"/.exec(url.searchParams.get('query') ?? '')?.[1] ?? ''
      const [page, size] = [Number(url.searchParams.get('page')), Number(url.searchParams.get('per_page'))]
      const found = inOrder(tickets()).filter((each) => each.at.toISOString() >= since).slice((page - 1) * size, page * size)
      return { body: found.map((each) => ({ id: each.id, number: `T${each.id}`, title: each.title, state: 'open', updated_at: each.at.toISOString() })) }
    },
  },
  glpi: {
    settings: {}, secret: 'user app', idOf: (row) => String(row.id),
    answer: (tickets) => ({ request, url }) => {
      if (request.headers['app-token'] !== 'app') return { status: 400, body: ['ERROR_WRONG_APP_TOKEN_PARAMETER', 'bad token'] }
      if (url.pathname.endsWith('/initSession')) return request.headers.authorization === 'user_token user' ? { body: { session_token: 'open' } } : { status: 401, body: ['ERROR_GLPI_LOGIN_USER_TOKEN', 'bad token'] }
      if (url.pathname.endsWith('/killSession')) return { body: '' }
      const [from = 0, to = 0] = (url.searchParams.get('range') ?? '').split('-').map(Number)
      const after = url.searchParams.get('criteria[0][value]') ?? ''
      const all = inOrder(tickets()).filter((each) => plain(each.at) > after)
      const found = all.slice(from, to + 1)
      return { status: found.length < all.length ? 206 : 200, body: { totalcount: all.length, count: found.length, ...(found.length ? { data: found.map((each) => ({ 2: each.id, 1: each.title, 12: 2, 19: plain(each.at) })) } : {}) } }
    },
  },
  itop: {
    settings: {}, secret: 'token', idOf: (row) => String(row.id),
    answer: (tickets) => ({ body }) => {
      const form = new URLSearchParams(body)
      if (form.get('auth_token') !== 'token') return { body: { code: 1, message: 'Error: Invalid login' } }
      const { key, limit, page } = JSON.parse(form.get('json_data') ?? '{}') as { key: string; limit: string; page: string }
      const since = /last_update >= '([^']+)'/.exec(key)?.[1] ?? ''
      const found = tickets().filter((each) => plain(each.at) >= since).slice((Number(page) - 1) * Number(limit), Number(page) * Number(limit))
      const objects = Object.fromEntries(found.map((each) => [`Incident::${each.id}`, { code: 0, message: '', class: 'Incident', key: String(each.id), fields: { ref: `I-${each.id}`, title: each.title, status: 'new', last_update: plain(each.at) } }]))
      return { body: { code: 0, message: `Found: ${found.length}`, objects: found.length ? objects : null } }
    },
  },
  jira: {
    settings: {}, secret: 'me@example.org:token', idOf: (row) => String(row.key),
    answer: (tickets) => ({ url, body }) => {
      if (url.pathname !== '/rest/api/3/search/jql') return { status: 404, body: {} }
      const { jql, maxResults, nextPageToken } = JSON.parse(body) as { jql: string; maxResults: number; nextPageToken?: string }
      const minutes = Number(/updated >= "-(\d+)m"/.exec(jql)?.[1])
      const all = inOrder(tickets()).filter((each) => each.at.getTime() >= today.getTime() - minutes * 60_000)
      const from = Number(nextPageToken ?? 0)
      const issues = all.slice(from, from + maxResults).map((each) => ({ id: String(each.id), key: `IT-${each.id}`, fields: { summary: each.title, status: { name: 'Open' }, created: '2026-02-01T09:00:00.000+0100', updated: each.at.toISOString().replace('Z', '+0000') } }))
      return { body: { issues, ...(from + maxResults < all.length ? { nextPageToken: String(from + maxResults) } : {}) } }
    },
  },
}

const today = new Date('2026-04-01T00:00:00Z')

async function pull(kind: string, url: string, cursor = '', pages = 100): Promise<{ rows: PulledRow[]; cursor: string }> {
  const connector = connectors.get(kind)!
  const rows: PulledRow[] = []
  let last = cursor
  for await (const page of pagesOf({ connector, settings: connector.settings.parse({ url, ...tools[kind]!.settings }), secret: tools[kind]!.secret, cursor, now: () => today })) {
    rows.push(...page.rows)
    last = page.cursor
    if (--pages === 0) break
  }
  return { rows, cursor: last }
}

describe.each(Object.keys(tools))('a pull from %s', (kind) => {
  const { answer, idOf } = tools[kind]!
  const ids = (rows: readonly PulledRow[]) => new Set(rows.map(idOf))

  it('brings everything, also where hundreds changed in the same second, and nothing again when nothing changed after', async () => {
    const tickets = ticketsOf(900)
    const url = await serve(answer(() => tickets))
    const first = await pull(kind, url)
    expect(ids(first.rows).size).toBe(900)
    const again = await pull(kind, url, first.cursor)
    expect(again.rows.length).toBeLessThan(10)
  })

  it('goes on where it was cut short, and then brings what changed meanwhile', async () => {
    const tickets = ticketsOf(900)
    const url = await serve(answer(() => tickets))
    const seen = new Set<string>()
    let cursor = ''
    for (let round = 0; round < 30 && seen.size < 900; round++) {
      const cut = await pull(kind, url, cursor, 1)
      for (const row of cut.rows) seen.add(idOf(row))
      ;({ cursor } = cut)
    }
    expect(seen.size).toBe(900)
    ;({ cursor } = await pull(kind, url, cursor))
    tickets[4]!.at = new Date(today.getTime() - 60_000)
    tickets[4]!.title = 'Changed'
    const changed = await pull(kind, url, cursor)
    expect(changed.rows.filter((row) => Object.values(row).includes('Changed')).map(idOf)).toEqual([[...ids((await pull(kind, url)).rows)].find((id) => /\D*5$/.test(id) && !/\d\d/.test(id))])
  })

  it('says what is wrong: refused, moved, busy, failed, no JSON', async () => {
    const faultOf = async (given: Answer) => pull(kind, await serve(() => given)).catch((error: unknown) => error)
    expect(await faultOf({ status: 401, body: {} })).toMatchObject({ name: 'PullFault', lasting: true, message: expect.stringContaining('refuses the user or token') })
    expect(await faultOf({ status: 302, headers: { location: 'https://elsewhere.example.org' }, body: '' })).toMatchObject({ lasting: true, message: expect.stringContaining('has moved') })
    expect(await faultOf({ status: 429, headers: { 'retry-after': '90' }, body: '' })).toMatchObject({ lasting: false, waitSeconds: 90 })
    expect(await faultOf({ status: 500, body: 'oops' })).toMatchObject({ lasting: false, waitSeconds: undefined })
    expect(await faultOf({ body: '<html>Sign in</html>' })).toMatchObject({ message: expect.stringContaining('not JSON') })
    expect(await faultOf({ body: 17 })).toBeInstanceOf(PullFault)
  })
})

it('a tool that answers one full page whatever is asked is not asked for ever', async () => {
  const page = Array.from({ length: 200 }, (_, at) => ({ number: { display_value: `INC${at}`, value: `INC${at}` }, sys_updated_on: { display_value: '2026-03-01 10:00:00', value: '2026-03-01 10:00:00' } }))
  expect(await pull('servicenow', await serve(() => ({ body: { result: page } }))).catch((error: unknown) => error)).toMatchObject({ name: 'PullFault', lasting: true, message: 'ServiceNow answers the same page again and again.' })
})

it('a tool that cannot be reached is tried again later', async () => {
  expect(await pull('zammad', 'http://127.0.0.1:9').catch((error: unknown) => error)).toMatchObject({ name: 'PullFault', lasting: false, message: expect.stringContaining('could not be reached') })
})

it('a cursor that is none of ours is said and not guessed', async () => {
  for (const kind of connectors.keys()) expect(await pull(kind, 'http://127.0.0.1:9', 'nonsense').catch((error: unknown) => error)).toMatchObject({ lasting: kind !== 'glpi' })
})
