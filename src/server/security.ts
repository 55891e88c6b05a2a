import type { Socket } from 'node:net'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import underPressure from '@fastify/under-pressure'
import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import { Problem } from '../shared/problem.ts'
import { networkOf } from './attempts.ts'
import type { Identity } from './identity.ts'
import { isOwnHost } from './origin.ts'
import { bodyLimit, sendProblem } from './problems.ts'
import { sessionToken } from './session.ts'

export type SecuritySettings = { url: string; trustProxy: boolean | number | string[] }

/** The largest file that can be sent, in bytes: 100,000 rows with room to spare. */
export const fileLimit = 100_000_000

/** Options for `fastify(…)` that its plugins cannot set: limits, the proxy, and problem details for requests that break before routing. */
export function serverOptions(settings: SecuritySettings) {
  return {
    bodyLimit,
    trustProxy: trusted(settings.trustProxy),
    requestTimeout: 120_000,
    routerOptions: { maxParamLength: 300 },
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    frameworkErrors: (error, _request, reply) => {
      sendProblem(reply, error)
    },
    clientErrorHandler: (error, socket) => answerBrokenRequest(error, socket),
  } as const satisfies FastifyServerOptions
}

/** Fastify takes a number of proxies as none at all, so it is spelt out: the last `n` hops are ours. */
function trusted(setting: SecuritySettings['trustProxy']): boolean | string[] | ((address: string, hop: number) => boolean) {
  return typeof setting === 'number' ? (_address, hop) => hop < setting : setting
}

function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return
  const tooLong = error.code === 'HPE_HEADER_OVERFLOW'
  const late = error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
  const status = tooLong ? '431 Request Header Fields Too Large' : late ? '408 Request Timeout' : '400 Bad Request'
  const title = tooLong ? 'The headers of this request are too long.' : late ? 'The request took too long to arrive.' : 'This is not an HTTP request.'
  const body = JSON.stringify({ type: '/problems/invalid', title, status: Number(status.slice(0, 3)) })
  socket.end(`HTTP/1.1 ${status}\r\nContent-Type: application/problem+json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`)
}

/** What pages may load and do: only what this server itself serves. */
function contentPolicy(secure: boolean): Record<string, string[] | null> {
  return {
    'default-src': ["'self'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
    'upgrade-insecure-requests': secure ? [] : null,
  }
}

export type SecurityOptions = {
  settings: SecuritySettings
  identity: Identity
  /** API calls a minute for one network that shows no proof of who calls; those with a session or a token have `provenShare` times as many. 0 turns the limit off (the benchmark). */
  callsPerMinute?: number
}

/** A program that feeds or reads everything makes hundreds of calls a second; a token of 256 bits is not guessed at that rate either. */
const provenShare = 20

const unlimitedPaths = new Set(['/healthz', '/readyz'])

/** Headers, limits and the check of the Host header, before any route. Sign-in has stricter limits of its own (attempts.ts). */
export async function secureServer(server: FastifyInstance, options: SecurityOptions): Promise<void> {
  const { settings, identity } = options
  const secure = identity.cookies.secure
  server.addHook('onRequest', async (request) => {
    if (unlimitedPaths.has(request.url) || isOwnHost(request.hostname, settings.url)) return
    throw new Problem('forbidden', `This server does not go by the name ${request.hostname.slice(0, 100)}. Open ${settings.url}, or set WELLRUN_URL to the address that people use.`)
  })
  await server.register(underPressure, { maxEventLoopDelay: 15_000, sampleInterval: 1000, retryAfter: 5, exposeStatusRoute: false })
  await server.register(helmet, {
    global: false,
    contentSecurityPolicy: { useDefaults: false, directives: contentPolicy(secure) },
    strictTransportSecurity: secure ? { maxAge: 63_072_000, includeSubDomains: false } : false,
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  })
  // The headers are worked out with the first call and are the same for all: made anew for each, they took more time than the routing.
  let kept: [string, string][] | undefined
  server.addHook('onRequest', async (request, reply) => {
    if (!kept) {
      await reply.helmet()
      kept = Object.entries(reply.raw.getHeaders()).map(([name, value]) => [name, String(value)])
    } else for (const [name, value] of kept) reply.raw.setHeader(name, value)
    reply.raw.setHeader('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()')
    if (isApi(request)) reply.header('cache-control', 'no-store')
  })
  // Hung up on in the middle of sending, many callers never read why; so the rest of a body that ends is let pass by.
  server.addHook('onSend', async (request, reply) => {
    if (reply.statusCode === 413 && Number(request.headers['content-length']) <= fileLimit) reply.removeHeader('connection')
  })
  await limitCalls(server, identity, options.callsPerMinute ?? 3000)
}

function isApi(request: { url: string }): boolean {
  return /^\/api(?=[/?]|$)/.test(request.url)
}

/** What is answered from the database to who is not signed in, outside the API. */
function isOpen(request: { url: string }): boolean {
  return /^\/(calendar|unsubscribe)\//.test(request.url)
}

async function limitCalls(server: FastifyInstance, identity: Identity, most: number): Promise<void> {
  if (most === 0) return
  await server.register(rateLimit, {
    global: true,
    max: (request) => (request.headers.authorization !== undefined || sessionToken(request.headers, identity.cookies) !== null ? most * provenShare : most),
    timeWindow: 60_000,
    cache: 20_000,
    hook: 'onRequest',
    allowList: (request) => !isApi(request) && !isOpen(request),
    // Only a cookie that this server signed counts apart; a made-up one counts as its network.
    keyGenerator: (request) => sessionToken(request.headers, identity.cookies) ?? networkOf(request.ip),
    enableDraftSpec: false,
    addHeadersOnExceeding: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false, 'retry-after': true },
    errorResponseBuilder: (_request, context) => new Problem('tooMany', `Too many requests. Wait ${context.after}, then go on.`),
  })
}
