import type { FastifyInstance } from 'fastify'
import type { Runtime } from '../kernel/runtime.ts'
import { receive } from '../connectors/receiving.actions.ts'
import { importRecordsAction } from '../modules/work/intake.actions.ts'
import { bodyLimit } from './problems.ts'

/** Addresses to which other tools send: `POST /hooks/<source>`. The body is read as it was sent, since its signature is over its bytes. */
export function serveHooks(server: FastifyInstance, runtime: Runtime): void {
  server.register(async (hooks) => {
    hooks.removeAllContentTypeParsers()
    hooks.addContentTypeParser('*', { parseAs: 'string', bodyLimit }, (_, body, done) => done(null, body))
    hooks.post<{ Params: { source: string }; Body: string }>('/hooks/:source', { bodyLimit }, async (request) => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]))
      return await receive(runtime, request.params.source, { headers, body: request.body }, importRecordsAction)
    })
  })
}
