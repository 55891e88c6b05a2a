import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { Problem } from '../shared/problem.ts'
import { readCalendar } from '../modules/acknowledgements/feed.queries.ts'
import type { Serving } from './http.ts'

/** Serves calendars at their secret addresses: no session, no cookie; what has not changed is not sent again. */
export function serveCalendars(server: FastifyInstance, { runtime, identity }: Serving): void {
  server.get('/calendar/:file', async (request, reply) => {
    const { file } = request.params as { file: string }
    if (!file.endsWith('.ics')) throw new Problem('notFound', 'There is no calendar at this address. Make a new address in Settings.')
    const text = await readCalendar(runtime, file.slice(0, -'.ics'.length), identity.url)
    const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`
    reply.header('etag', etag).header('cache-control', 'private, no-cache').header('x-robots-tag', 'noindex')
    const held = request.headers['if-none-match']
    if (held?.split(',').some((each) => each.trim().replace(/^W\//, '') === etag)) return reply.code(304).send()
    return reply.type('text/calendar; charset=utf-8').header('content-disposition', 'inline; filename="wellrun.ics"').send(text)
  })
}
