import type { FastifyInstance } from 'fastify'
import { openApi } from './openapi.ts'
import { referencePage, referenceStyle } from './reference-page.ts'

/** The API described: OpenAPI 3.1 at /api/openapi.json, and for people a page at /api, both made on first use. */
export function serveReference(server: FastifyInstance, version: string): void {
  let description: ReturnType<typeof openApi> | undefined
  const describe = () => (description ??= openApi(version))
  server.get('/api/openapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(JSON.stringify(describe())))
  server.get('/api', (_request, reply) => reply.type('text/html; charset=utf-8').send(referencePage(describe())))
  server.get('/api/reference.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(referenceStyle))
}
