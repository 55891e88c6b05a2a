import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { Problem } from '../shared/problem.ts'
import type { Caller } from '../kernel/caller.ts'
import type { Live } from '../kernel/live.ts'
import { ask } from '../kernel/query.ts'
import type { LiveChange } from '../kernel/runtime.ts'
import { hearQuery } from '../modules/work/live.queries.ts'
import { callerOf } from './http.ts'
import type { Serving } from './http.ts'

/** Windows that one person, and one process, keeps open at once. */
const mostOfOne = 20
const mostOfAll = 2000
/** Milliseconds after which a session is looked at again, and after which a silent line is kept open by a sign of life. */
const lookAgain = 60_000
const signOfLife = 20_000
/** Bytes that wait for a window that does not read; then it is told to begin anew. */
const mostWaiting = 64 * 1024

/** `GET /api/live`: server-sent events of what changes in the caller's organisation, for as long as they may read it. */
export function serveLive(server: FastifyInstance, { runtime, identity }: Serving, live: Live, every = { lookAgain, signOfLife }): void {
  const open = new Map<ServerResponse, { who: string; end: () => void }>()
  server.get('/api/live', async (request, reply) => {
    const caller = callerOf(request, identity, false)
    const { organisationId, who } = await allowed(caller)
    if (open.size >= mostOfAll || [...open.values()].filter((each) => each.who === who).length >= mostOfOne) throw new Problem('tooMany', 'Too many windows hear what changes. Close some, or reload this one later.')
    const stop = await live.hear(organisationId, (changes) => send(changes))
    reply.hijack()
    const response = reply.raw
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no', 'x-content-type-options': 'nosniff' })
    response.write('retry: 3000\nevent: ready\ndata: {}\n\n')
    const alive = setInterval(() => response.write(': \n\n'), every.signOfLife)
    const looking = setInterval(() => void allowed(caller).then(({ organisationId: now }) => now === organisationId || end(), end), every.lookAgain)
    const end = () => {
      clearInterval(alive)
      clearInterval(looking)
      stop()
      open.delete(response)
      response.end()
    }
    open.set(response, { who, end })
    request.raw.once('close', end)

    function send(changes: readonly LiveChange[] | null): void {
      if (response.writableLength > mostWaiting) return end()
      response.write(changes === null ? 'event: again\ndata: {}\n\n' : changes.map((change) => `data: ${JSON.stringify(change)}\n\n`).join(''))
    }
  })
  server.addHook('preClose', () => {
    for (const { end } of open.values()) end()
  })

  async function allowed(caller: Caller) {
    return (await ask(runtime, hearQuery, {}, caller)) as { organisationId: string; who: string }
  }
}
