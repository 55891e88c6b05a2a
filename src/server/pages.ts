import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import files from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { answerProblems } from './problems.ts'

const dist = fileURLToPath(new URL('../../dist/', import.meta.url))

/** Serves the built page: hashed assets for good, index.html never cached and for every path that is not a file. */
export async function servePages(server: FastifyInstance): Promise<void> {
  if (!existsSync(`${dist}index.html`)) return answerProblems(server)
  await server.register(files, {
    root: dist, prefix: '/', index: false, wildcard: false, cacheControl: false, preCompressed: false,
    setHeaders: (reply, path) => void reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'),
  })
  server.get('/', (_request, reply) => reply.header('cache-control', 'no-cache').sendFile('index.html'))
  answerProblems(server, (_path, reply) => reply.code(200).header('cache-control', 'no-cache').sendFile('index.html'))
}
