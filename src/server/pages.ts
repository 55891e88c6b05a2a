import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import files from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'

const dist = fileURLToPath(new URL('../../dist/', import.meta.url))

export function hasPages(): boolean {
  return existsSync(`${dist}index.html`)
}

/** The page answers for every path of its own: its router says what is not there. */
export function answerWithPage(_path: string, reply: FastifyReply): FastifyReply {
  return reply.code(200).header('cache-control', 'no-cache').sendFile('index.html')
}

/** Serves the built page: hashed assets for good, index.html never cached and for every path that is not a file. */
export async function servePages(server: FastifyInstance): Promise<void> {
  if (!hasPages()) return
  await server.register(files, {
    root: dist, prefix: '/', index: false, wildcard: false, cacheControl: false, preCompressed: true,
    setHeaders: (reply, path) => void reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'),
  })
  server.get('/', (_request, reply) => reply.header('cache-control', 'no-cache').sendFile('index.html'))
}
