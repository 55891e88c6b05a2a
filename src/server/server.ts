import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import compress from '@fastify/compress'
import fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import { ping } from '../kernel/organisations.ts'
import { inTime } from '../kernel/jobs.ts'
import type { Log } from '../kernel/log.ts'
import type { Settings } from '../kernel/settings.ts'
import { Problem } from '../shared/problem.ts'
import { mountIdentity } from './auth-routes.ts'
import { startBackground } from './background.ts'
import { serveCalendars } from './calendars.ts'
import { newFoundingCode, serveEntrance } from './entrance.ts'
import { openGround } from './ground.ts'
import type { Ground } from './ground.ts'
import { serveHooks } from './hooks.ts'
import { serveRegistry } from './http.ts'
import type { Serving } from './http.ts'
import { attachedBy, serveExports, serveFiles } from './files.ts'
import { accountsOf } from './accounts.ts'
import { createIdentity } from './identity.ts'
import { serveLive } from './live.ts'
import { answerWithPage, hasPages, servePages } from './pages.ts'
import { serveMail } from './mail-routes.ts'
import { deliveryOf, postOf } from './mailing.ts'
import { servePaper } from './paper.ts'
import { answerProblems } from './problems.ts'
import { startSealing } from './sealing.ts'
import { secureServer, serverOptions } from './security.ts'
import { serveReference } from './reference.ts'

export type Running = { address: string; port: number; foundingCode: string; ground: Ground; stop: () => Promise<void> }

export const version: string = (JSON.parse(readFileSync(fileURLToPath(new URL('../../package.json', import.meta.url)), 'utf8')) as { version: string }).version

/** Starts everything on this machine and answers once pages are served. Throws `unavailable` with one sentence, having stopped what it started. */
export async function startServer(settings: Settings & { secret: string }, log: Log, options: { callsPerMinute?: number } = {}): Promise<Running> {
  const ground = await openGround(settings, log)
  const stopping: (() => Promise<unknown>)[] = [() => ground.close()]
  const stop = async () => {
    for (const each of stopping.splice(0).reverse()) await each()
  }
  try {
    const sealing = startSealing(ground)
    stopping.push(() => inTime(sealing.stop()).catch((error: unknown) => log.warn(String(error))))
    ground.runtime.recorded = sealing.recorded
    ground.runtime.post = postOf(settings, ground)
    const foundingCode = newFoundingCode()
    const server = await buildServer(settings, ground, foundingCode, options.callsPerMinute)
    stopping.push(() => server.close())
    const address = await listen(server, settings)
    // Once pages are served, so that it delays nobody; it ends when no call can cause work any more.
    const background = startBackground(ground, sealing.all)
    stopping.splice(-1, 0, () => background.stop())
    const port = Number(new URL(address).port)
    return { address: settings.urlGiven ? settings.url : `http://localhost:${port}`, port, foundingCode, ground, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

export async function buildServer(settings: Settings & { secret: string }, ground: Ground, foundingCode: string, callsPerMinute?: number): Promise<FastifyInstance> {
  const server = fastify({ ...serverOptions(settings), logger: false })
  const identity = createIdentity({ settings, sql: ground.database.sql, log: (line) => ground.runtime.log.warn(line), ...deliveryOf(ground) })
  ground.runtime.accounts = accountsOf(identity)
  const serving: Serving = { runtime: ground.runtime, identity, formOf: attachedBy }
  answerProblems(server, hasPages() ? answerWithPage : undefined, (reference, error) => ground.runtime.log.error(`Unexpected fault ${reference}:`, error))
  await secureServer(server, { settings, identity, ...(callsPerMinute === undefined ? {} : { callsPerMinute }) })
  await server.register(compress, { threshold: 4096, encodings: ['br', 'gzip'] })
  mountIdentity(server, identity)
  serveEntrance(server, serving, foundingCode)
  await serveFiles(server, serving)
  serveExports(server, serving)
  serveRegistry(server, serving)
  serveLive(server, serving, ground.live)
  serveHooks(server, serving.runtime)
  servePaper(server, serving)
  serveReference(server, version)
  serveMail(server, serving)
  serveCalendars(server, serving)
  server.get('/healthz', () => ({ ok: true }))
  server.get('/readyz', async () => {
    await ping(ground.database)
    return { ok: true }
  })
  await servePages(server)
  return server
}

async function listen(server: FastifyInstance, settings: Settings): Promise<string> {
  try {
    return await server.listen({ port: settings.port, host: settings.host })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') throw new Problem('unavailable', `Port ${settings.port} is in use by another program. Stop it, or set PORT to another number.`)
    if (code === 'EACCES') throw new Problem('unavailable', `This user may not listen on port ${settings.port}. Set PORT to 1024 or more.`)
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') throw new Problem('unavailable', `This machine has no address ${settings.host} to listen on. Set HOST to one that it has.`)
    throw error
  }
}
