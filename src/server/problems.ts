import { randomBytes } from 'node:crypto'
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { invalidInput } from '../kernel/parse.ts'
import { Problem } from '../shared/problem.ts'

/** The largest JSON body, in bytes. */
export const bodyLimit = 10_000_000

/** An answer for a fault: the HTTP status and the body of application/problem+json. `reference` only when it was unexpected. */
export type ProblemAnswer = { status: number; body: Record<string, unknown>; reference: string | null }

/** What to answer for anything thrown: a sentence a person can use, never the inside of the server (RFC 9457). */
export function problemAnswer(error: unknown): ProblemAnswer {
  const problem = error instanceof Problem ? error : error instanceof z.ZodError ? invalidInput(error) : fromDatabase(error)
  if (problem) return { status: problem.status, body: problem.toJSON(), reference: null }
  const http = fromHttp(error)
  if (http) return { status: http.status, body: { type: `/problems/${http.type}`, title: http.title, status: http.status }, reference: null }
  const reference = randomBytes(5).toString('hex')
  const title = `Something went wrong here. Tell whoever runs this server the reference ${reference}.`
  return { status: 500, body: { type: '/problems/unexpected', title, status: 500, reference }, reference }
}

const unreachable = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'CONNECT_TIMEOUT', 'CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED', '57P01', '57P02', '57P03', '57P05'])

/** The sentences for what PostgreSQL or the way to it says (SQLSTATE or system error). */
function fromDatabase(error: unknown): Problem | null {
  const code = codeOf(error)
  if (code === null) return null
  if (isUnreachable(error, code)) return new Problem('unavailable', 'The database does not answer. Try again in a moment.')
  if (!isSqlState(error)) return null
  if (code === '53100') return new Problem('unavailable', 'The database has no disk space left. Nothing was changed.')
  if (code === '53300') return new Problem('unavailable', 'The database has no free connection. Try again in a moment.')
  if (code.startsWith('53')) return new Problem('unavailable', 'The database is short of resources. Nothing was changed; try again in a moment.')
  if (code === '57014' || code === '55P03') return new Problem('unavailable', 'This took too long and was stopped. Nothing was changed; try again.')
  if (code === '25006') return new Problem('unavailable', 'The database takes no changes now. Try again in a moment.')
  if (code.startsWith('40')) return new Problem('conflict', 'Somebody changed the same thing at the same moment. Try again.')
  if (code === '23505') return new Problem('conflict', 'This exists already. Reload and use another key or name.')
  if (code === '23503') return new Problem('conflict', 'This names something that does not exist, or is still in use. Reload and try again.')
  if (code === '22021' || code === '22P05') return new Problem('invalid', 'A text holds a character that cannot be stored (U+0000). Remove it.')
  if (code.startsWith('22') || code === '54000') return new Problem('invalid', 'A value is too large or not of the form that is needed here.')
  return null
}

function codeOf(error: unknown): string | null {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : null
}

/** ENOENT and the like mean the database only when they come from connecting to it, not from a file. */
function isUnreachable(error: unknown, code: string): boolean {
  if (!unreachable.has(code) && !(isSqlState(error) && code.startsWith('08'))) return false
  return isSqlState(error) || code.startsWith('CONNECT') || (typeof error === 'object' && error !== null && 'syscall' in error && ['connect', 'read', 'write', 'getaddrinfo'].includes(String(error.syscall)))
}

function isSqlState(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'severity' in error && /^[0-9A-Z]{5}$/.test(codeOf(error) ?? '')
}

type HttpFault = { status: number; type: string; title: string }

const httpFaults: Record<string, HttpFault | undefined> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { status: 413, type: 'tooLarge', title: `This is too large: at most ${bodyLimit / 1_000_000} MB can be sent at once. Send a file through the importer instead.` },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { status: 415, type: 'invalid', title: 'This form of content is not understood. Send JSON, with the header Content-Type: application/json.' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { status: 400, type: 'invalid', title: 'The body is empty. Send a JSON object, {} at least.' },
  FST_ERR_CTP_INVALID_JSON_BODY: { status: 400, type: 'invalid', title: 'The body is not JSON. Send a JSON object.' },
  FST_ERR_BAD_URL: { status: 400, type: 'invalid', title: 'This address is not written rightly. Check its % signs.' },
  FST_UNDER_PRESSURE: { status: 503, type: 'unavailable', title: 'The server is very busy. Try again in a few seconds.' },
}

/** Fastify's and its plugins' own refusals, and what Node says of a broken request; anything below 500 is the caller's. */
function fromHttp(error: unknown): HttpFault | null {
  const known = httpFaults[codeOf(error) ?? '']
  if (known) return known
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : 0
  if (status === 429) return { status, type: 'tooMany', title: 'Too many requests. Wait a minute, then go on.' }
  if (status === 400 && error instanceof SyntaxError) return httpFaults.FST_ERR_CTP_INVALID_JSON_BODY!
  if (status >= 400 && status < 500) return { status, type: 'invalid', title: 'This request is not written rightly.' }
  return null
}

type OnFault = (reference: string, error: unknown) => void

/** Answers a fault as problem details. `onFault` hears of unexpected ones, with the reference that the caller was given. */
export function sendProblem(reply: FastifyReply, error: unknown, onFault?: OnFault): FastifyReply {
  const answer = problemAnswer(error)
  if (answer.reference) onFault?.(answer.reference, error)
  return reply.code(answer.status).type('application/problem+json').header('cache-control', 'no-store').send(JSON.stringify(answer.body))
}

/**
 * Makes every fault of a server problem details. `onUnknownPath` answers paths that are not of the API and have no route
 * (the page; absent: 404); `onFault` logs unexpected faults.
 */
export function answerProblems(server: FastifyInstance, onUnknownPath?: (path: string, reply: FastifyReply) => FastifyReply | Promise<FastifyReply>, onFault?: OnFault): void {
  server.setErrorHandler((error: FastifyError, _request, reply) => sendProblem(reply, error, onFault))
  server.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? ''
    const isPage = (request.method === 'GET' || request.method === 'HEAD') && !/^\/(api|assets)(\/|$)/.test(path)
    if (isPage && onUnknownPath) return onUnknownPath(path, reply)
    return sendProblem(reply, new Problem('notFound', `There is nothing at ${request.method} ${path.slice(0, 200)}. The API is described at /api.`))
  })
}
